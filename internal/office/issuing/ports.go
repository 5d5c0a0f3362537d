package issuing

import (
	"context"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/office"
	"sejur/internal/person"
	"sejur/internal/reference"
)

// Tx is a transaction as this desk sees it.
type Tx interface {
	office.Tx
	Limits() office.Limits
	Grounds() Grounds
	Documents() Documents
	Signatures() Signatures
	Copies() Copies
	Lists() Lists
	Books() Books
}

// Ground is what a document rests on, as it stands.
type Ground struct {
	Person      person.ID
	Application application.State // of a basis that is an application
	Case        casefile.State    // of a basis that is a case
}

// Grounds is the port of what documents rest on: no more of applications and cases than a signature must ask about.
type Grounds interface {
	// Of returns what a document rests on, or a fault of kind NotFound.
	Of(ctx context.Context, b document.Basis) (Ground, error)
	// AddApplication stores an application in a state; at is when it was submitted, zero for a draft.
	AddApplication(ctx context.Context, id application.ID, who person.ID, s application.State, at time.Time) error
	// ChangeApplication stores another state over the version that was seen; Conflict when it is not the stored one.
	ChangeApplication(ctx context.Context, id application.ID, s application.State, at time.Time, version int64) error
	// AddCase stores the case of an application in a state; at is when it was decided, zero while it is not.
	AddCase(ctx context.Context, id casefile.ID, of application.ID, s casefile.State, at time.Time) error
	// ChangeCase is as ChangeApplication.
	ChangeCase(ctx context.Context, id casefile.ID, s casefile.State, at time.Time, version int64) error
}

// Documents is the port of documents. A document whose planned row was changed since is an error of every method that reads it whole.
type Documents interface {
	document.Planning
	// Find returns a document, or a fault of kind NotFound.
	Find(ctx context.Context, id document.ID) (document.Document, error)
	// ByCode returns a released document, or a fault of kind NotFound.
	ByCode(ctx context.Context, code reference.Reference) (document.Document, error)
	// List are documents in a state ("" = in any), latest first, from before an id ("" = from the start).
	List(ctx context.Context, s document.State, before document.ID, limit int) ([]Row, error)
	// OfAccount are the released documents of the persons whom an account keeps, as List.
	OfAccount(ctx context.Context, account string, before document.ID, limit int) ([]document.ID, error)
	// KeptBy tells whether a document is released and of a person whom the account keeps.
	KeptBy(ctx context.Context, account string, id document.ID) (bool, error)
	// CoolingUntil is until when an account collects no documents; zero when it does.
	CoolingUntil(ctx context.Context, account string) (time.Time, error)
	// Waiting are documents in a state that were planned before a time, by their ids, from after one ("" = from the start).
	Waiting(ctx context.Context, s document.State, before time.Time, after document.ID, limit int) ([]document.ID, error)
	// Sign, Release and Void change the state of the version that was seen; Conflict when it is not the stored one, or in another
	// state. Sign wants the seal stored before, Release the copy.
	Sign(ctx context.Context, id document.ID, version int64) error
	Release(ctx context.Context, id document.ID, version int64) error
	Void(ctx context.Context, id document.ID, version int64) error
	// End stores what became of a released document, over its version.
	End(ctx context.Context, d document.Document) error
}

// Copy is a document as it was handed out.
type Copy struct {
	Document document.ID
	Person   person.ID
	PDF      []byte
	Digest   string // SHA-256 of PDF, in hex
	KeptAt   time.Time
}

// Copies is the port of what was handed out.
type Copies interface {
	// Add stores the copy of a document. A second one is a fault of kind Conflict.
	Add(ctx context.Context, c Copy) error
	// Of returns the copy of a document, or a fault of kind NotFound.
	Of(ctx context.Context, id document.ID) (Copy, error)
}

// Signatures is the port of seals and of the certificates by which they are verified.
type Signatures interface {
	// Add stores the seal of a document. A second one is a fault of kind Conflict.
	Add(ctx context.Context, s Seal) error
	// Of returns the seal of a document, or a fault of kind NotFound.
	Of(ctx context.Context, id document.ID) (Seal, error)
	// Register stores a certificate; false when it is registered already.
	Register(ctx context.Context, c Certificate) (bool, error)
	// Certificates are all that ever signed, the newest first.
	Certificates(ctx context.Context) ([]Certificate, error)
	// Retire notes that a certificate signs no more; Conflict when it does not any more.
	Retire(ctx context.Context, id string, now time.Time) error
	// Distrust notes that a certificate is believed no more, and signs no more; Conflict when that is noted already.
	Distrust(ctx context.Context, id string, why Doubt, now time.Time) error
	// By is how many seals there are that a certificate signed.
	By(ctx context.Context, id string) (int, error)
}

// Gone is a seal that is good no more.
type Gone struct {
	Digest string // see document.Digest
	Status document.Status
	Since  calendar.Date
}

// List is a published list of such seals.
type List struct {
	Number         int64
	Body           string // JWS, compact
	IssuedAt, Next time.Time
}

// Row is a document as lists show it, masked.
type Row struct {
	ID         document.ID
	Number     string // masked
	Kind       document.Kind
	State      document.State
	Fate       document.FateKind
	IssuedOn   calendar.Date
	ValidUntil calendar.Date
	Initial    string // of the surname
	BornIn     int
}

// Books is the port of who compares signatures, documents and copies.
type Books interface {
	// Counts are how many documents there are in each state, and how many seals.
	Counts(ctx context.Context) (documents map[document.State]int, seals int, err error)
	// StraySeals and StrayCopies are those of which no document knows.
	StraySeals(ctx context.Context, limit int) ([]document.ID, error)
	StrayCopies(ctx context.Context, limit int) ([]document.ID, error)
	// Unlisted are documents with a seal that are good no more and stand on no list.
	Unlisted(ctx context.Context, limit int) ([]document.ID, error)
	// Released are released documents by their ids, from after one ("" = from the start).
	Released(ctx context.Context, after document.ID, limit int) ([]document.ID, error)
	// Keep stores what a comparison found, in the place of the one before.
	Keep(ctx context.Context, r Reconciliation) error
	// Last is the last comparison, or a fault of kind NotFound.
	Last(ctx context.Context) (Reconciliation, error)
}

// Lists is the port of what is good no more.
type Lists interface {
	// Revoke puts a seal on the next list. On it already, its status becomes the new one.
	Revoke(ctx context.Context, g Gone) error
	// Revoked are the seals for a list, by digest, from after one ("" = from the start).
	Revoked(ctx context.Context, after string, limit int) ([]Gone, error)
	// Publish stores a list. A number that is taken is a fault of kind Conflict.
	Publish(ctx context.Context, l List) error
	// Last is the last list, or a fault of kind NotFound.
	Last(ctx context.Context) (List, error)
	// Forget removes lists before a number, at most limit.
	Forget(ctx context.Context, before int64, limit int) error
}
