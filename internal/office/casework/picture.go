package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// FileOf names a file of a case.
type FileOf struct {
	Case    casefile.ID
	Upload  application.UploadID
	N       int // of a picture, from 1
	Request string
}

// File is a file as it is handed over.
type File struct {
	Name string // says nothing of anybody
	Type string // image/jpeg, image/png, application/pdf, application/octet-stream
	Data []byte
}

// Picture shows a page of a file that was looked into. The record has the look. Faults: NotFound, also of a file that is not ready, of a case that the
// officer has not opened, and of a paper that is not shown to them; those of application.Stored.
func (d *Desk) Picture(ctx context.Context, by access.Actor, in FileOf) (File, error) {
	return d.fetch(ctx, by, "case.picture", in, application.Picture)
}

// Original hands over a file as it was sent. It is never shown in a browser: whoever sends it on sends an attachment. Faults as of Picture.
func (d *Desk) Original(ctx context.Context, by access.Actor, in FileOf) (File, error) {
	in.N = 0
	return d.fetch(ctx, by, "case.original", in, application.Original)
}

// fetch reads a file after the record has the look.
func (d *Desk) fetch(ctx context.Context, by access.Actor, action string, in FileOf, part application.Part) (File, error) {
	type held struct {
		upload application.Upload
		file   application.File
	}
	h, err := office.Look(ctx, d.office, act(by, Asked{Request: in.Request}, action, nil), func(ctx context.Context, tx Tx, w *office.Work) (held, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return held{}, err
		}
		reason, err := d.why(ctx, tx, by, in.Case, "")
		if err != nil {
			return held{}, unknown()
		}
		w.Because(string(reason))
		u, f, err := tx.CaseFiles().Find(ctx, s.application.ID, in.Upload, part, in.N)
		if err != nil {
			return held{}, err
		}
		if u.State != application.UploadReady || d.hidden(by, u.Document) {
			return held{}, unknown()
		}
		return held{u, f}, nil
	})
	if err != nil {
		return File{}, err
	}
	data, err := d.load(ctx, h.file)
	if err != nil {
		return File{}, fmt.Errorf("file of case %s: %w", in.Case, err)
	}
	name, kind := h.upload.Document, typeOf(data)
	if in.N > 0 {
		name += "-" + strconv.Itoa(in.N)
	}
	return File{Name: name + extension(kind), Type: kind, Data: data}, nil
}

// load reads a stored file whole, and refuses it when it is not what was stored.
func (d *Desk) load(ctx context.Context, f application.File) ([]byte, error) {
	if d.files == nil {
		return nil, fault.New(fault.Unavailable, application.StoreDown)
	}
	r, err := d.files.Open(ctx, f.Place)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // only read
	var data bytes.Buffer
	data.Grow(int(min(f.Size, application.MaxUpload)) + bytes.MinRead) // so that reading it all moves nothing
	if _, err := data.ReadFrom(io.LimitReader(r, application.MaxUpload+1)); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data.Bytes())
	if hex.EncodeToString(sum[:]) != f.Digest {
		return nil, fault.New(fault.Internal, application.FileAltered)
	}
	return data.Bytes(), nil
}
