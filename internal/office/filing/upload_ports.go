package filing

import (
	"context"
	"io"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
)

// UploadTx is a transaction as the receipt of files sees it.
type UploadTx interface {
	Tx
	Uploads() UploadBook
	StoredFiles() FileBook
}

// UploadBook is the port of the files that were sent for an application.
type UploadBook interface {
	// Sent notes that something was sent for a draft, so that it is not removed as idle. The application was taken before.
	Sent(ctx context.Context, id application.ID, now time.Time) error
	// Correction is the open correction in which a line is named, "" if there is none.
	Correction(ctx context.Context, id application.ID, document string) (string, error)
	// Account is the account that writes an application, "" when there is none any more.
	Account(ctx context.Context, id application.ID) (string, error)
	// Unchecked counts what nobody has looked into.
	Unchecked(ctx context.Context) (Unchecked, error)
	// Line returns a line with all that was sent for it, also what was removed. Version 0: nothing was sent yet.
	Line(ctx context.Context, id application.ID, document string) (application.Line, error)
	// SetIssued notes the day that stands on the paper. Conflict when the line has another version.
	SetIssued(ctx context.Context, id application.ID, document string, day calendar.Date, version int64) error
	// Reopen takes back what was said of a line that was not accepted, and gives it another version. Conflict when it was accepted.
	Reopen(ctx context.Context, id application.ID, document string) error
	// Tally counts what was sent for an application.
	Tally(ctx context.Context, id application.ID) (Tally, error)
	// Find returns one file that was sent, or a fault of kind NotFound.
	Find(ctx context.Context, id application.UploadID) (application.Upload, error)
	// Add stores a new one with version 1.
	Add(ctx context.Context, u application.Upload) error
	// Change stores what can change of one over the version that it names; Conflict when that is not the stored one.
	Change(ctx context.Context, u application.Upload) error
	// Forget removes one with the rows of its stored files, whose places become refuse.
	Forget(ctx context.Context, id application.UploadID, now time.Time) error
	// Idle are those of which nothing came since a time, and Removed those that were removed before one.
	Idle(ctx context.Context, before time.Time, limit int) ([]application.UploadID, error)
	Removed(ctx context.Context, before time.Time, limit int) ([]application.UploadID, error)
}

// Tally is what was sent for an application.
type Tally struct {
	Live  int   // files, without those that were removed
	All   int   // files
	Bytes int64 // of all, with those that were announced
}

// Unchecked is what nobody has looked into.
type Unchecked struct {
	Checking int
	Waiting  int       // for the scanner
	Oldest   time.Time // when the oldest of them came; zero when there is none
}

// FileBook is the port of what lies in the store of files, and of what must go from there.
type FileBook interface {
	Add(ctx context.Context, f application.File, now time.Time) error
	// Of are the files of an upload, by part and number.
	Of(ctx context.Context, id application.UploadID) ([]application.File, error)
	// Find returns one of them, or a fault of kind NotFound.
	Find(ctx context.Context, id application.UploadID, part application.Part, n int) (application.File, error)
	// Drop removes the rows of an upload's chunks, or of what was made from its original; their places become refuse.
	Drop(ctx context.Context, id application.UploadID, what Dropped, now time.Time) error
	// Strays are those of the places that have no row.
	Strays(ctx context.Context, places []string) ([]string, error)
	// Refuse notes that a place must go unless it has a row by then. A place that is noted already keeps its time.
	Refuse(ctx context.Context, place string, now time.Time) error
	// Rubbish are places that were noted before a time and have no row. Those that have one are forgotten.
	Rubbish(ctx context.Context, before time.Time, limit int) ([]string, error)
	// Gone notes that a place is gone from the store.
	Gone(ctx context.Context, place string) error
	// Unweighed are the files that were not weighed since a time, the longest first.
	Unweighed(ctx context.Context, since time.Time, limit int) ([]application.File, error)
	// Weighed notes what weighing a file came to. A file whose row is gone is fine.
	Weighed(ctx context.Context, place string, flaw application.Flaw, now time.Time) error
	// Flawed lists files that are lost or altered, by place, from behind one.
	Flawed(ctx context.Context, after string, limit int) ([]FlawedFile, error)
	// CountFlawed counts them, up to a bound.
	CountFlawed(ctx context.Context, most int) (int, error)
	// Stock counts all stored files and their bytes as they lie there. It reads every row.
	Stock(ctx context.Context) (files int, bytes int64, err error)
}

// Dropped says which files of an upload are dropped.
type Dropped string

// What can be dropped.
const (
	DropChunks  Dropped = "chunks"
	DropDerived Dropped = "derived" // clean copy and pictures
)

// FlawedFile is a stored file that is not what was stored, and where it belongs.
type FlawedFile struct {
	application.File
	Application application.ID
	Reference   string // of the application, masked; "" of a draft
	Document    string
	WeighedAt   time.Time
}

// Files is the store of files. Its faults are those of application.Stored.
type Files interface {
	// Put keeps at most most bytes. When it returns without an error a loss of power cannot take the file away.
	Put(ctx context.Context, r io.Reader, most int64) (application.Stored, error)
	Open(ctx context.Context, place string) (io.ReadCloser, error)
	Remove(ctx context.Context, place string) error
	Weigh(ctx context.Context, place string) (kept string, size int64, err error)
	Places(ctx context.Context, after string, limit int) ([]string, error)
	Sweep(ctx context.Context, before time.Time) (int, error)
	Check(ctx context.Context) error
}
