package filing

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// UploadsConfig is what the receipt of files needs.
type UploadsConfig struct {
	House     office.House
	Store     office.Store[UploadTx]
	Files     Files
	Scanner   Scanner    // nil = the house has none, and every file says so
	Inspector Inspector  // looks into what was sent
	Zones     ZoneReader // reads the zones of passports; nil = nobody does, and people type them
	Desk      *Desk      // of applicants: it knows what is asked
	// At is called at every named point between two steps of which the second may never come. Tests end the program there; nil otherwise.
	At func(point string)
}

// Uploads has the verbs of the files that are sent for an application: from the first byte to a file that was looked into. It may be used by
// many at once.
//
// A file is stored, whole and beyond a loss of power, before its row is written; a row that goes leaves the places of its files on a list of
// what must go. So whatever is cut off at whatever moment leaves at worst a file without a row, which SweepFiles finds.
type Uploads struct {
	office    *office.Office[UploadTx]
	store     office.Store[UploadTx]
	files     Files
	scanner   Scanner
	inspector Inspector
	zones     ZoneReader
	desk      *Desk
	at        func(string)
	log       *slog.Logger
	counted   counted
}

// NewUploads opens the receipt of files.
func NewUploads(c UploadsConfig) (*Uploads, error) {
	if c.Store == nil || c.House.Now == nil || c.House.Mark == nil || c.Files == nil || c.Inspector == nil || c.Desk == nil {
		return nil, errors.New("uploads: store, clock, marks, files, inspector and the desk of applicants are needed")
	}
	if c.At == nil {
		c.At = func(string) {}
	}
	if c.House.Log == nil {
		c.House.Log = slog.Default()
	}
	return &Uploads{
		office: office.New(c.House, c.Store), store: c.Store, files: c.Files, scanner: c.Scanner, inspector: c.Inspector, zones: c.Zones, desk: c.Desk, at: c.At,
		log: c.House.Log,
	}, nil
}

// The keys of the faults of this desk, beside those of application.Stored.
const (
	TooManyOfLine  = "upload.too-many-of-line" // n: how many a line may have
	TooManyOfAll   = "upload.too-many"         // n: how many an application may have
	TooMuch        = "upload.too-much"         // n: how many megabytes an application may have
	TooOften       = "upload.too-often"        // n: minutes to wait
	Frozen         = "upload.frozen"           // the application was sent, and the line is in no open correction
	NotWhole       = "upload.not-whole"        // parts of it are still to come
	StartOver      = "upload.start-over"       // what came is not what was announced, or was damaged here
	NothingSent    = "upload.nothing"          // no file was chosen, or an empty one
	IssuedInFuture = "upload.issued-in-future"
)

// Bounds beside those of application.
const (
	MaxPart = 4 << 20   // bytes that one Append takes
	minPart = 256 << 10 // and that it must bring, unless they are the last: one row each

	unfinished = 24 * time.Hour      // what was begun and not ended goes
	UndoUpload = 30 * 24 * time.Hour // a removed file can be brought back, then it goes
	strayFor   = time.Hour           // a place without a row: its row may be on its way
)

// A family sends the papers of five people in an evening; a café or a university stands behind one address. Each is somebody's own
// storage: the bounds of an application hold besides.
func uploadsOfAccount() office.Rate { return office.Rate{N: 400, Per: time.Hour} }
func uploadsOfClient() office.Rate  { return office.Rate{N: 2000, Per: time.Hour} }

// admit takes one from what an account and a network may send.
func (u *Uploads) admit(ctx context.Context, by access.Actor, from string) error {
	if by.ID == "" {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error {
		for _, a := range []struct {
			kind, of string
			rate     office.Rate
		}{{"uploads-account", by.ID, uploadsOfAccount()}, {"uploads-client", from, uploadsOfClient()}} {
			ok, err := tx.Limits().Spend(ctx, u.office.Mark("limit/"+a.kind, a.of), a.rate, u.office.Now())
			if err != nil {
				return err
			}
			if !ok {
				return fault.New(fault.Unavailable, TooOften, fault.Num("n", 1))
			}
		}
		return nil
	})
}

// open is a line to which something may be sent now.
type open struct {
	application.Application
	line       application.Line
	correction string // that it is opened again by, "" of a draft
}

// hold takes the application of a change and looks whether the line may be changed: while it is a draft, and afterwards when an open
// correction names the line.
func hold(ctx context.Context, tx UploadTx, account string, id application.ID, document string, now time.Time) (open, error) {
	a, err := tx.Applications().Take(ctx, account, id)
	if err != nil {
		return open{}, err
	}
	if !a.DeletedAt.IsZero() {
		return open{}, unknown()
	}
	if err := tx.Uploads().Sent(ctx, id, now); err != nil {
		return open{}, err
	}
	out := open{Application: a}
	out.correction, err = mayChange(ctx, tx, a, document)
	if err != nil {
		return open{}, err
	}
	out.line, err = tx.Uploads().Line(ctx, id, document)
	return out, err
}

// fell tells that a line of what was sent in has no file left, for each was refused by its check, and that its case still waits at the first
// desk: its owner may send another until the office has accepted the paper. The office returns a case later than that if it wants one.
func fell(ctx context.Context, tx UploadTx, a application.Application, document string) (bool, error) {
	c, err := tx.Intake().Of(ctx, a.ID)
	if err != nil || c.State != casefile.Received {
		return false, ignoring(err, fault.NotFound)
	}
	line, err := tx.Uploads().Line(ctx, a.ID, document)
	return line.Fell(a.SubmittedAt), err
}

// mayChange tells by which correction a line may be changed, "" of a draft and of a line that fell; otherwise the fault is Frozen.
func mayChange(ctx context.Context, tx UploadTx, a application.Application, document string) (string, error) {
	switch a.State {
	case application.Draft:
		if a.DeletedAt.IsZero() {
			return "", nil
		}
	case application.Submitted:
		correction, err := tx.Uploads().Correction(ctx, a.ID, document)
		if err != nil || correction != "" {
			return correction, err
		}
		if fell, err := fell(ctx, tx, a, document); err != nil || fell {
			return "", err
		}
	case application.Withdrawn:
	}
	return "", fault.New(fault.Conflict, Frozen)
}

// ofRound tells whether a file came since its line was opened, and may be changed with it. One that came before stays as it was judged.
func ofRound(a application.Application, correction string, up application.Upload) bool {
	return up.Correction == correction && (a.State == application.Draft || correction != "" || up.ReceivedAt.After(a.SubmittedAt))
}

// find is an upload of the line that may be changed with it.
func (o open) find(id application.UploadID) (application.Upload, error) {
	for _, up := range o.line.Uploads {
		if up.ID == id && ofRound(o.Application, o.correction, up) {
			return up, nil
		}
		if up.ID == id {
			return application.Upload{}, fault.New(fault.Conflict, Frozen)
		}
	}
	return application.Upload{}, unknown()
}

// holdUpload is hold for the line of an upload, of which the caller knows the application.
func holdUpload(ctx context.Context, tx UploadTx, account string, in OneUpload, now time.Time) (open, application.Upload, error) {
	o, err := hold(ctx, tx, account, in.Application, in.Document, now)
	if err != nil {
		return open{}, application.Upload{}, err
	}
	up, err := o.find(in.Upload)
	return o, up, err
}

// OneUpload names a file that was sent.
type OneUpload struct {
	Application application.ID
	Document    string
	Upload      application.UploadID
}

// room looks whether an application may have one more file of so many bytes.
func (o open) room(ctx context.Context, tx UploadTx, bytes int64) error {
	live := 0
	for _, up := range o.line.Uploads {
		if up.State != application.UploadRemoved {
			live++
		}
	}
	if live >= application.MaxOfLine {
		return fault.Field("file", TooManyOfLine, fault.Num("n", application.MaxOfLine))
	}
	tally, err := tx.Uploads().Tally(ctx, o.ID)
	switch {
	case err != nil:
		return err
	case tally.Live >= application.MaxOfAll, tally.All >= 2*application.MaxOfAll:
		return fault.Field("file", TooManyOfAll, fault.Num("n", application.MaxOfAll))
	case tally.Bytes+bytes > application.MaxAllSize:
		return fault.Field("file", TooMuch, fault.Num("n", application.MaxAllSize>>20))
	}
	return nil
}

// next is the position of what is added to the line.
func (o open) next() int {
	last := 0
	for _, up := range o.line.Uploads {
		last = max(last, up.Position)
	}
	return last + 1
}

// drop takes files away whose rows were not written. What cannot be removed now is found by the sweep.
func (u *Uploads) drop(ctx context.Context, stored ...application.Stored) {
	ctx = context.WithoutCancel(ctx)
	for _, s := range stored {
		if s.Place == "" {
			continue
		}
		if err := u.files.Remove(ctx, s.Place); err != nil {
			u.log.LogAttrs(ctx, slog.LevelWarn, "stored file stays until the sweep", slog.Any("cause", err))
		}
	}
}

// undone tells that a change was certainly not made: its fault is one of ours. Of any other error nobody knows, since the answer to a
// commit may have been lost, and the file must stay for the row that may be there.
func undone(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Forbidden:
		return true
	case fault.Internal, fault.Unavailable:
	}
	return false
}
