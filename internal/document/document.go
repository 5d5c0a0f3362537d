package document

import (
	"slices"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/person"
	"sejur/internal/reference"
)

// ID is the id of a document. It stands on no paper.
type ID string

// Kind says what a paper is.
type Kind string

// The kinds.
const (
	Receipt     Kind = "receipt"     // of a submitted application (dovadă de depunere)
	Certificate Kind = "certificate" // that somebody has a right (adeverință, certificat)
	Decision    Kind = "decision"    // of a case (decizie)
	Invitation  Kind = "invitation"  // approved, of a host (invitație aprobată)
	Letter      Kind = "letter"      // anything else in writing (adresă)
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Receipt, Certificate, Decision, Invitation, Letter} }

// BasisKind is what sort of thing a paper rests on.
type BasisKind string

// The sorts. A receipt rests on an application; every other paper on a case.
const (
	OfApplication BasisKind = "application"
	OfCase        BasisKind = "case"
)

// Basis is what a paper rests on: only what it says makes the paper right.
type Basis struct {
	Kind BasisKind
	ID   string
}

// Basis is the sort of basis that a kind of paper rests on.
func (k Kind) Basis() BasisKind {
	if k == Receipt {
		return OfApplication
	}
	return OfCase
}

// State says how far the making of a document is.
type State string

// The states. A document is planned, with its number; then signed; then drawn, kept, and released. Nobody outside sees it before that.
const (
	Planned  State = "planned"
	Signed   State = "signed"
	Released State = "released"
	Void     State = "void" // never handed out; its number is nobody's
)

// States are all states.
func States() []State { return []State{Planned, Signed, Released, Void} }

// Document is a paper that the office hands out, or is about to.
type Document struct {
	ID         ID
	Number     Number              // the serial printed on it
	Code       reference.Reference // by which anybody asks whether it is genuine
	Kind       Kind
	Basis      Basis
	Person     person.ID
	Procedure  string      // id of the law's procedure, "" = none
	Lang       locale.Lang // beside Romanian; "" = Romanian alone
	IssuedOn   calendar.Date
	ValidUntil calendar.Date // the last day; none = it does not end
	Facts      []Fact        // exactly what the paper shows, in its order
	Specimen   bool          // worth nothing, and says so on every page
	State      State
	Fate       Fate // what became of it after its release
	PlannedAt  time.Time
	Version    int64
}

// FateKind is what became of a document.
type FateKind string

// What may become of a released document.
const (
	Revoked  FateKind = "revoked"
	Lost     FateKind = "lost"
	Replaced FateKind = "replaced" // by a newer one
)

// Fate is what became of a document, since when, and why. The zero Fate is nothing.
type Fate struct {
	Kind   FateKind
	On     calendar.Date
	Reason Reason
}

// Reason says why something became of a document. It is a word of a list: what happened to somebody is not written out here.
type Reason string

// The reasons.
const (
	IssuedInError Reason = "issued-in-error" // it should never have been handed out
	WrongData     Reason = "wrong-data"
	Fraud         Reason = "fraud" // what it rests on was not true
	Annulled      Reason = "annulled"
	RightEnded    Reason = "right-ended"
	GivenBack     Reason = "given-back"
	Mislaid       Reason = "mislaid"
	Stolen        Reason = "stolen"
	Destroyed     Reason = "destroyed"
	NewData       Reason = "new-data" // a newer one says what is right today
	Damaged       Reason = "damaged"
)

// Reasons are those of a fate, in the order in which a page lists them.
func (k FateKind) Reasons() []Reason {
	switch k {
	case Revoked:
		return []Reason{IssuedInError, WrongData, Fraud, Annulled, RightEnded, GivenBack}
	case Lost:
		return []Reason{Mislaid, Stolen, Destroyed}
	case Replaced:
		return []Reason{NewData, Damaged}
	}
	return nil
}

// Befall is the document after something became of it. Faults: Invalid about reason; Conflict when it was never released, or has its
// fate already. What is lost may still be revoked or replaced.
func (d Document) Befall(f Fate) (Document, error) {
	switch {
	case !slices.Contains(f.Kind.Reasons(), f.Reason):
		return Document{}, fault.Field("reason", "document.reason")
	case d.State != Released:
		return Document{}, fault.New(fault.Conflict, "document.not-released")
	case d.Fate.Kind != "" && (d.Fate.Kind != Lost || f.Kind == Lost):
		return Document{}, fault.New(fault.Conflict, "document.has-ended")
	}
	d.Fate = f
	return d, nil
}

// Status is what a released document is to somebody who looks whether it is genuine.
type Status string

// The statuses. A document that was replaced counts as revoked: the newer one is good.
const (
	IsGenuine Status = "genuine"
	IsRevoked Status = "revoked"
	IsLost    Status = "lost"
	IsExpired Status = "expired"
)

// Status is what a released document is on a day. What became of it counts before its last day.
func (d Document) Status(on calendar.Date) Status {
	switch d.Fate.Kind {
	case Revoked, Replaced:
		return IsRevoked
	case Lost:
		return IsLost
	}
	if !d.ValidUntil.IsZero() && d.ValidUntil.Before(on) {
		return IsExpired
	}
	return IsGenuine
}
