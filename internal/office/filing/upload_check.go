package filing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// CheckJob is the kind of job that looks into a file. Its body is a CheckBody.
const CheckJob = "upload.check"

// CheckBody names the file of a job.
type CheckBody struct {
	Upload application.UploadID `json:"upload"`
}

// checkJob makes the job of a file. A file that is brought back is looked into again, so its version is part of the key.
func checkJob(up application.Upload) office.Job {
	return office.Job{Kind: CheckJob, Key: fmt.Sprintf("%s/%s/%d", CheckJob, up.ID, up.Version), Body: CheckBody{up.ID}}
}

// Scanner looks for malware.
type Scanner interface {
	// Scan reads a file to its end and says what was found, "" when it is clean. When the scanner gives no answer it is a fault of kind
	// Unavailable with the key application.ScannerDown.
	Scan(ctx context.Context, r io.Reader) (found string, err error)
	// Version tells that it answers.
	Version(ctx context.Context) (string, error)
}

// Inspector looks into a file in a process of its own.
type Inspector interface {
	// Inspect opens a file and hands each piece that is made out of it to keep. A file that is refused is no error: Findings.Refused is the
	// key that says why; nothing that was kept counts then. An error means that the file was not judged.
	Inspect(ctx context.Context, src application.Source, keep func(context.Context, application.Piece) error) (application.Findings, error)
}

// The keys of refusals that this desk knows by itself; the others are the inspector's. Each says what to do.
const (
	RefusedMalware = "upload.refused.malware"
	RefusedDamaged = "upload.refused.damaged" // it was damaged on our side
)

// maxPiece bounds the bytes of one piece that is made out of a file.
const maxPiece = 192 << 20

// CheckUpload looks into a file that was received: for malware, then at what it is. It ends the job. Run twice, on a file that was removed
// or of which somebody else was faster, it changes nothing. While the scanner gives no answer the file waits, and the error says so.
func (u *Uploads) CheckUpload(ctx context.Context, held office.Held, id application.UploadID) error {
	up, original, err := u.toCheck(ctx, id)
	if err != nil || !up.open() {
		return err
	}
	scan, err := u.scan(ctx, original)
	switch {
	case application.Damaged(err):
		return u.refuse(ctx, held, up, application.Unscanned, RefusedDamaged)
	case err != nil:
		return errors.Join(err, u.wait(ctx, up))
	case scan == application.ScanFound:
		return u.refuse(ctx, held, up, scan, RefusedMalware)
	}
	u.at("check.scanned")
	var made []application.File
	src := application.Source{Size: original.Size, Open: func() (io.ReadCloser, error) { return u.files.Open(ctx, original.Place) }}
	found, err := u.inspector.Inspect(ctx, src, func(ctx context.Context, p application.Piece) error {
		stored, err := u.files.Put(ctx, p.Data, maxPiece)
		if err != nil {
			return err
		}
		u.at("check.kept")
		made = append(made, application.File{Upload: id, Part: p.Part, N: p.N, Stored: stored})
		return nil
	})
	switch {
	case application.Damaged(err):
		u.dropFiles(ctx, made)
		return u.refuse(ctx, held, up, scan, RefusedDamaged)
	case err != nil:
		u.dropFiles(ctx, made)
		return err
	case found.Refused != "":
		u.dropFiles(ctx, made)
		return u.refuse(ctx, held, up, scan, found.Refused)
	}
	u.at("check.inspected")
	err = u.judged(ctx, held, up, func(now checked) error {
		now.up.State, now.up.Kind, now.up.Pages, now.up.Scanned = application.UploadReady, found.Kind, found.Pages, scan
		if u.zoned(now.up.Document) {
			now.w.Enqueue(zoneJob(*now.up))
		}
		if err := now.tx.StoredFiles().Drop(now.ctx, id, DropDerived, now.w.Now); err != nil {
			return err
		}
		for _, f := range made {
			if err := now.tx.StoredFiles().Add(now.ctx, f, now.w.Now); err != nil {
				return err
			}
		}
		return nil
	})
	u.at("check.written")
	if err != nil && undone(err) {
		u.dropFiles(ctx, made)
		return u.settled(ctx, id, err)
	}
	return err
}

// checking is an upload as the check sees it.
type checking struct{ application.Upload }

// open tells whether it still is to be looked into.
func (c checking) open() bool {
	return c.State == application.UploadChecking || c.State == application.UploadWaiting
}

// toCheck reads the file of a job. One that is not there any more is none.
func (u *Uploads) toCheck(ctx context.Context, id application.UploadID) (up checking, original application.File, err error) {
	err = u.store.Read(ctx, func(ctx context.Context, tx UploadTx) error {
		found, err := tx.Uploads().Find(ctx, id)
		if err != nil {
			return err
		}
		up = checking{found}
		if up.open() {
			original, err = tx.StoredFiles().Find(ctx, id, application.Original, 0)
		}
		return err
	})
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return checking{}, application.File{}, nil
	}
	return up, original, err
}

// scan has the scanner read a file.
func (u *Uploads) scan(ctx context.Context, original application.File) (application.Scan, error) {
	if u.scanner == nil {
		return application.Unscanned, nil
	}
	r, err := u.files.Open(ctx, original.Place)
	if err != nil {
		return "", err
	}
	found, err := u.scanner.Scan(ctx, r)
	switch err := errors.Join(err, r.Close()); {
	case err != nil:
		return "", err
	case found != "":
		return application.ScanFound, nil
	}
	return application.ScanClean, nil
}

// checked is the end of a check, within its transaction.
type checked struct {
	ctx context.Context //nolint:containedctx // of the transaction, handed to the function that ends it
	tx  UploadTx
	w   *office.Work
	up  *application.Upload
}

// judged ends a check and its job, when nobody was faster.
func (u *Uploads) judged(ctx context.Context, held office.Held, up checking, end func(checked) error) error {
	a := office.Act{
		By: access.Named("filing"), Needs: access.RunOperations, Action: "upload.check", Purpose: office.PurposeUpkeep, Job: &held,
	}
	_, err := office.Do(ctx, u.office, a, func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		now := up.Upload
		about(w, now.Application)
		now.CheckedAt = w.Now
		if err := end(checked{ctx, tx, w, &now}); err != nil {
			return struct{}{}, err
		}
		w.Changed("upload", "", string(now.ID))
		w.Changed("state", string(up.State), string(now.State))
		return struct{}{}, tx.Uploads().Change(ctx, now)
	})
	return err
}

// refuse ends a check with a refusal.
func (u *Uploads) refuse(ctx context.Context, held office.Held, up checking, scan application.Scan, why string) error {
	err := u.judged(ctx, held, up, func(now checked) error {
		now.up.State, now.up.Refused, now.up.Scanned = application.UploadRefused, why, scan
		return now.tell()
	})
	if err != nil && undone(err) {
		return u.settled(ctx, up.ID, err)
	}
	return err
}

// tell tells the owner that a file of what they have sent in was refused; the owner of a draft is still there to see it. The application
// is taken, so that it is not sent in at the same moment with nobody told.
func (c checked) tell() error {
	account, err := c.tx.Uploads().Account(c.ctx, c.up.Application)
	if err != nil || account == "" {
		return err
	}
	a, err := c.tx.Applications().Take(c.ctx, account, c.up.Application)
	if err != nil || a.State != application.Submitted {
		return ignoring(err, fault.NotFound) // the account keeps the person no more
	}
	c.w.Tell(office.Message{Account: account, Template: "filing-refused", Args: map[string]string{"at": c.w.Now.Format(time.RFC3339)}})
	return nil
}

// settled is nil when a file needs no check any more: it was removed, or another run was faster.
func (u *Uploads) settled(ctx context.Context, id application.UploadID, err error) error {
	up, _, again := u.toCheck(ctx, id)
	if again == nil && !up.open() {
		return nil
	}
	return err
}

// wait notes that a file waits for the scanner. Its job stays.
func (u *Uploads) wait(ctx context.Context, up checking) error {
	if up.State == application.UploadWaiting {
		return nil
	}
	now := up.Upload
	now.State = application.UploadWaiting
	err := u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error { return tx.Uploads().Change(ctx, now) })
	if err != nil && undone(err) {
		return nil // it was removed
	}
	return err
}

func (u *Uploads) dropFiles(ctx context.Context, made []application.File) {
	for _, f := range made {
		u.drop(ctx, f.Stored)
	}
}

// CheckWay tells whether files can be looked into now: the scanner answers, and what is made of them could be stored.
func (u *Uploads) CheckWay(ctx context.Context) error {
	var scanner error
	if u.scanner != nil {
		_, scanner = u.scanner.Version(ctx)
	}
	return errors.Join(scanner, u.files.Check(ctx))
}
