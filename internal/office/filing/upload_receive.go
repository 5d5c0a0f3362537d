package filing

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// NewUpload announces a file.
type NewUpload struct {
	Application application.ID
	Document    string // the line
	Name        string // as its sender calls it: shown again, and nothing else
	Size        int64  // of all bytes, 0 = not known
	Digest      string // SHA-256 of them in hex, "" = not known
	From        string `json:"-"` // the network that sends, for limits
}

// Receive takes a whole file. When it returns, a loss of power could not take it away any more, and a job will look into it. The same
// bytes sent twice for one line are one file. Faults: Invalid (field "file") with application.FileTooLarge, NothingSent or one of the
// bounds; Conflict with Frozen; Unavailable with TooOften or those of application.Stored. An error of the reader is returned as it came.
func (u *Uploads) Receive(ctx context.Context, by access.Actor, asked Asked, in NewUpload, r io.Reader) (application.Upload, error) {
	if err := u.announced(ctx, by, in); err != nil {
		return application.Upload{}, err
	}
	stored, err := u.files.Put(ctx, r, application.MaxUpload)
	if err != nil {
		return application.Upload{}, ofFile(err)
	}
	u.at("receive.stored")
	if stored.Size == 0 {
		u.drop(ctx, stored)
		return application.Upload{}, fault.Field("file", NothingSent)
	}
	in.Size, in.Digest = stored.Size, stored.Digest
	taken := false
	out, err := office.Do(ctx, u.office, act(by, asked, "upload.receive", in), func(ctx context.Context, tx UploadTx, w *office.Work) (application.Upload, error) {
		taken = false
		o, err := u.holdAsked(ctx, tx, by, in, w)
		if err != nil {
			return application.Upload{}, err
		}
		if same, ok := o.same(in.Digest); ok {
			return same, nil
		}
		if err := o.room(ctx, tx, in.Size); err != nil {
			return application.Upload{}, err
		}
		taken = true
		return u.add(ctx, tx, w, o, in, stored)
	})
	u.at("receive.written")
	if (err == nil && !taken) || (err != nil && undone(err)) {
		u.drop(ctx, stored)
	}
	return out, err
}

// announced looks, before a byte is read, whether what is announced could be taken.
func (u *Uploads) announced(ctx context.Context, by access.Actor, in NewUpload) error {
	if in.Size > application.MaxUpload {
		return fault.Field("file", application.FileTooLarge)
	}
	if in.Size < 0 {
		return fault.Field("file", NothingSent)
	}
	_, err := office.See(ctx, u.office, by, access.FileApplications, func(ctx context.Context, tx UploadTx) (struct{}, error) {
		a, err := tx.Applications().Find(ctx, by.ID, in.Application)
		if err != nil {
			return struct{}{}, err
		}
		o := open{Application: a}
		if o.correction, err = mayChange(ctx, tx, a, in.Document); err != nil {
			return struct{}{}, err
		}
		if o.line, err = tx.Uploads().Line(ctx, in.Application, in.Document); err != nil {
			return struct{}{}, err
		}
		if err := u.mustAsk(ctx, tx, a, o.line); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, o.room(ctx, tx, in.Size)
	})
	if err != nil {
		return err
	}
	return u.admit(ctx, by, in.From)
}

// holdAsked is hold for what is new: the line must be asked for, and is there afterwards.
func (u *Uploads) holdAsked(ctx context.Context, tx UploadTx, by access.Actor, in NewUpload, w *office.Work) (open, error) {
	o, err := hold(ctx, tx, by.ID, in.Application, in.Document, w.Now)
	if err != nil {
		return open{}, err
	}
	about(w, o.ID)
	if err := u.mustAsk(ctx, tx, o.Application, o.line); err != nil {
		return open{}, err
	}
	if o.State == application.Submitted && o.correction == "" {
		// Whoever decides about the line just now has not seen what comes: their decision is about another version.
		if err := tx.Uploads().Reopen(ctx, o.ID, in.Document); err != nil {
			return open{}, err
		}
	}
	return o, tx.Lines().Open(ctx, o.ID, in.Document)
}

// same finds a file of the line with these bytes. One that was removed is not meant: sending it again is another wish.
func (o open) same(digest string) (application.Upload, bool) {
	for _, up := range o.line.Uploads {
		switch up.State {
		case application.UploadChecking, application.UploadWaiting, application.UploadReady, application.UploadRefused:
			if up.Digest == digest && up.Correction == o.correction {
				return up, true
			}
		case application.UploadReceiving, application.UploadRemoved:
		}
	}
	return application.Upload{}, false
}

// add writes the rows of a file that is stored, and the job that looks into it.
func (u *Uploads) add(ctx context.Context, tx UploadTx, w *office.Work, o open, in NewUpload, s application.Stored) (application.Upload, error) {
	up := o.upload(in, w)
	up.State, up.Size, up.Expected, up.Digest = application.UploadChecking, s.Size, s.Size, s.Digest
	if err := tx.Uploads().Add(ctx, up); err != nil {
		return up, err
	}
	w.Changed("upload", "", string(up.ID))
	w.Enqueue(checkJob(up))
	return up, tx.StoredFiles().Add(ctx, application.File{Upload: up.ID, Part: application.Original, Stored: s}, w.Now)
}

// upload is a new one at the end of the line.
func (o open) upload(in NewUpload, w *office.Work) application.Upload {
	return application.Upload{
		ID: application.UploadID(office.NewID()), Application: o.ID, Document: in.Document, Correction: o.correction, Position: o.next(),
		Name: CleanName(in.Name), ReceivedAt: w.Now, Version: 1,
	}
}

// ofFile says of a fault of the store that it is about the file that was sent.
func ofFile(err error) error {
	var told *fault.Error
	if errors.As(err, &told) && told.Kind == fault.Invalid && told.Field == "" {
		return &fault.Error{Kind: told.Kind, Field: "file", Key: told.Key, Args: told.Args, Cause: told.Cause}
	}
	return err
}

// CleanName is a file's name as it may be shown and offered again: without folders, controls, and what turns the direction of writing
// ("gpj.exe" that reads as "exe.jpg"), and not too long.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	var b strings.Builder
	n := 0
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || unicode.Is(unicode.Co, r) {
			continue
		}
		if n++; n > application.MaxName {
			break
		}
		b.WriteRune(r)
	}
	name = strings.Join(strings.Fields(b.String()), " ")
	if name == "" || strings.Trim(name, ".") == "" {
		return "-"
	}
	return name
}
