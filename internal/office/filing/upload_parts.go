package filing

import (
	"context"
	"encoding/hex"
	"io"
	"strings"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Begin announces a file that comes in parts, with its size and the digest of all of it: by that another device, or the same one a day
// later, finds what is here already and goes on behind it (Upload.Size). A file that is here whole is returned as it is. Faults: those of
// Receive.
func (u *Uploads) Begin(ctx context.Context, by access.Actor, asked Asked, in NewUpload) (application.Upload, error) {
	in.Digest = strings.ToLower(in.Digest)
	if in.Size == 0 || !isDigest(in.Digest) {
		return application.Upload{}, fault.Field("file", NothingSent)
	}
	if err := u.announced(ctx, by, in); err != nil {
		return application.Upload{}, err
	}
	return office.Do(ctx, u.office, act(by, asked, "upload.begin", in), func(ctx context.Context, tx UploadTx, w *office.Work) (application.Upload, error) {
		o, err := u.holdAsked(ctx, tx, by, in, w)
		if err != nil {
			return application.Upload{}, err
		}
		if same, ok := o.same(in.Digest); ok {
			return same, nil
		}
		if begun, ok := o.begun(in); ok {
			return begun, nil
		}
		if err := o.room(ctx, tx, in.Size); err != nil {
			return application.Upload{}, err
		}
		up := o.upload(in, w)
		up.State, up.Expected, up.Digest = application.UploadReceiving, in.Size, in.Digest
		w.Changed("upload", "", string(up.ID))
		return up, tx.Uploads().Add(ctx, up)
	})
}

// isDigest tells whether a text is a SHA-256 in hex.
func isDigest(s string) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == 32
}

// begun finds a file that is on its way with these bytes.
func (o open) begun(in NewUpload) (application.Upload, bool) {
	for _, up := range o.line.Uploads {
		if up.State == application.UploadReceiving && up.Digest == in.Digest && up.Expected == in.Size && up.Correction == o.correction {
			return up, true
		}
	}
	return application.Upload{}, false
}

// Append takes the bytes of a file from offset on: at most MaxPart, and at least 256 KiB unless they are the last. It answers with the file
// as it stands then. Bytes that are here already, or that leave a gap, change nothing: the sender reads in Upload.Size where to go on. What
// is cut off on its way changes nothing either.
func (u *Uploads) Append(ctx context.Context, by access.Actor, asked Asked, in OneUpload, offset int64, r io.Reader) (application.Upload, error) {
	up, err := u.mine(ctx, by, in)
	if err != nil || up.State != application.UploadReceiving || up.Size != offset || up.Size == up.Expected {
		return up, err
	}
	stored, err := u.files.Put(ctx, r, min(MaxPart, up.Expected-up.Size))
	if err != nil {
		return application.Upload{}, ofFile(err)
	}
	u.at("append.stored")
	if stored.Size == 0 || (stored.Size < minPart && up.Size+stored.Size < up.Expected) {
		u.drop(ctx, stored)
		return application.Upload{}, fault.Field("file", NothingSent)
	}
	taken := false
	out, err := office.Do(ctx, u.office, act(by, asked, "upload.append", nil), func(ctx context.Context, tx UploadTx, w *office.Work) (application.Upload, error) {
		taken = false
		o, up, err := holdUpload(ctx, tx, by.ID, in, w.Now)
		if err != nil || up.State != application.UploadReceiving || up.Size != offset {
			return up, err // another device was faster
		}
		about(w, o.ID)
		parts, err := tx.StoredFiles().Of(ctx, up.ID)
		if err != nil {
			return up, err
		}
		taken = true
		up.Size, up.ReceivedAt = up.Size+stored.Size, w.Now
		if err := tx.Uploads().Change(ctx, up); err != nil {
			return up, err
		}
		up.Version++
		f := application.File{Upload: up.ID, Part: application.Chunk, N: len(parts) + 1, Stored: stored}
		return up, tx.StoredFiles().Add(ctx, f, w.Now)
	})
	u.at("append.written")
	if (err == nil && !taken) || (err != nil && undone(err)) {
		u.drop(ctx, stored)
	}
	return out, err
}

// mine is an upload of the actor's as it stands.
func (u *Uploads) mine(ctx context.Context, by access.Actor, in OneUpload) (application.Upload, error) {
	return office.See(ctx, u.office, by, access.FileApplications, func(ctx context.Context, tx UploadTx) (application.Upload, error) {
		return ownUpload(ctx, tx, by, in)
	})
}

// ownUpload finds an upload of the actor's, wherever in its application it belongs if in names no line.
func ownUpload(ctx context.Context, tx UploadTx, by access.Actor, in OneUpload) (application.Upload, error) {
	if _, err := tx.Applications().Find(ctx, by.ID, in.Application); err != nil {
		return application.Upload{}, err
	}
	up, err := tx.Uploads().Find(ctx, in.Upload)
	if err != nil {
		return application.Upload{}, err
	}
	if up.Application != in.Application || (in.Document != "" && up.Document != in.Document) {
		return application.Upload{}, unknown()
	}
	return up, nil
}

// Finish joins the parts of a file into its original. Done before, it answers with what became of the file. Faults: Conflict with NotWhole
// while bytes are missing (Begin says how many are here); Invalid (field "file") with StartOver when the whole is not what was announced: its parts are given
// up then, and it must be sent anew.
func (u *Uploads) Finish(ctx context.Context, by access.Actor, asked Asked, in OneUpload) (application.Upload, error) {
	up, err := u.mine(ctx, by, in)
	if err != nil || up.State != application.UploadReceiving {
		return up, err
	}
	if up.Size != up.Expected {
		return up, fault.New(fault.Conflict, NotWhole)
	}
	stored, err := u.join(ctx, up)
	if application.Damaged(err) || (err == nil && (stored.Digest != up.Digest || stored.Size != up.Expected)) {
		u.drop(ctx, stored)
		return application.Upload{}, errOr(u.giveUp(ctx, by, asked, in), fault.Field("file", StartOver))
	}
	if err != nil {
		return application.Upload{}, err
	}
	u.at("finish.stored")
	taken := false
	out, err := office.Do(ctx, u.office, act(by, asked, "upload.receive", in), func(ctx context.Context, tx UploadTx, w *office.Work) (application.Upload, error) {
		taken = false
		o, up, err := holdUpload(ctx, tx, by.ID, in, w.Now)
		if err != nil || up.State != application.UploadReceiving {
			return up, err
		}
		about(w, o.ID)
		if same, ok := o.same(stored.Digest); ok { // sent whole by another way meanwhile
			return same, tx.Uploads().Forget(ctx, up.ID, w.Now)
		}
		taken = true
		return u.whole(ctx, tx, w, up, stored)
	})
	u.at("finish.written")
	if (err == nil && !taken) || (err != nil && undone(err)) {
		u.drop(ctx, stored)
	}
	return out, err
}

// whole turns a file of parts into one that is here.
func (u *Uploads) whole(ctx context.Context, tx UploadTx, w *office.Work, up application.Upload, s application.Stored) (application.Upload, error) {
	up.State, up.Size, up.ReceivedAt = application.UploadChecking, s.Size, w.Now
	if err := tx.Uploads().Change(ctx, up); err != nil {
		return up, err
	}
	up.Version++
	if err := tx.StoredFiles().Drop(ctx, up.ID, DropChunks, w.Now); err != nil {
		return up, err
	}
	w.Changed("upload", "", string(up.ID))
	w.Enqueue(checkJob(up))
	return up, tx.StoredFiles().Add(ctx, application.File{Upload: up.ID, Part: application.Original, Stored: s}, w.Now)
}

// join stores the parts of a file as one, read one after the other.
func (u *Uploads) join(ctx context.Context, up application.Upload) (application.Stored, error) {
	parts, err := u.filesOf(ctx, up.ID)
	if err != nil {
		return application.Stored{}, err
	}
	whole := &joined{ctx: ctx, files: u.files, parts: parts}
	defer func() { _ = whole.close() }() // only read
	return u.files.Put(ctx, whole, application.MaxUpload)
}

func (u *Uploads) filesOf(ctx context.Context, id application.UploadID) ([]application.File, error) {
	var out []application.File
	err := u.store.Read(ctx, func(ctx context.Context, tx UploadTx) error {
		var err error
		out, err = tx.StoredFiles().Of(ctx, id)
		return err
	})
	return out, err
}

// giveUp forgets a file that cannot be put together.
func (u *Uploads) giveUp(ctx context.Context, by access.Actor, asked Asked, in OneUpload) error {
	asked.Key = ""
	_, err := office.Do(ctx, u.office, act(by, asked, "upload.give-up", nil), func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		o, up, err := holdUpload(ctx, tx, by.ID, in, w.Now)
		if err != nil || up.State != application.UploadReceiving {
			return struct{}{}, err
		}
		about(w, o.ID)
		return struct{}{}, tx.Uploads().Forget(ctx, up.ID, w.Now)
	})
	return err
}

func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// joined reads stored files one after the other; one is open at a time.
type joined struct {
	ctx   context.Context //nolint:containedctx // a reader takes none
	files Files
	parts []application.File
	open  io.ReadCloser
}

func (j *joined) Read(b []byte) (int, error) {
	for {
		if j.open == nil {
			if len(j.parts) == 0 {
				return 0, io.EOF
			}
			var err error
			j.open, err = j.files.Open(j.ctx, j.parts[0].Place)
			if err != nil {
				return 0, err
			}
			j.parts = j.parts[1:]
		}
		n, err := j.open.Read(b)
		if err == io.EOF { //nolint:errorlint // the end of one file, as io.Reader has it
			err = j.close()
			if n == 0 && err == nil {
				continue
			}
		}
		return n, err
	}
}

func (j *joined) close() error {
	if j.open == nil {
		return nil
	}
	err := j.open.Close()
	j.open = nil
	return err
}
