package filingtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/files/filestest"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store"
)

// Inspector finds in every file a PDF of one page, unless it begins with the key of a refusal.
type Inspector struct{}

// Inspect reads the file and hands over a small picture as its clean copy and as that of its page.
func (Inspector) Inspect(
	ctx context.Context, src application.Source, keep func(context.Context, application.Piece) error,
) (application.Findings, error) {
	r, err := src.Open()
	if err != nil {
		return application.Findings{}, err
	}
	body, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		return application.Findings{}, err
	}
	const refusal = "upload.refused.script"
	if bytes.HasPrefix(body, []byte(refusal)) {
		return application.Findings{Kind: application.PDF, Refused: refusal}, nil
	}
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 21, 30)), nil); err != nil {
		return application.Findings{}, err
	}
	for n, part := range []application.Part{application.Clean, application.Picture} {
		err := keep(ctx, application.Piece{Part: part, N: n, Type: "image/jpeg", Data: bytes.NewReader(picture.Bytes())})
		if err != nil {
			return application.Findings{}, err
		}
	}
	return application.Findings{Kind: application.PDF, Pages: 1}, nil
}

// Parts are what the receipt of files stands on. What is nil is made up: a fresh folder, no scanner, Inspector, nobody who reads zones.
type Parts struct {
	Files     filing.Files
	Scanner   filing.Scanner
	Inspector filing.Inspector
	Zones     filing.ZoneReader
}

// Open opens the receipt of files beside a desk of applicants.
func Open(t testing.TB, house office.House, s *store.Store, desk *filing.Desk, parts Parts) *filing.Uploads {
	t.Helper()
	if parts.Files == nil {
		parts.Files = filestest.Folder(t).Store
	}
	if parts.Inspector == nil {
		parts.Inspector = Inspector{}
	}
	out, err := filing.NewUploads(filing.UploadsConfig{
		House: house, Store: store.Desk(s, func(tx *store.Tx) filing.UploadTx { return tx }), Files: parts.Files, Scanner: parts.Scanner,
		Inspector: parts.Inspector, Zones: parts.Zones, Desk: desk,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Check looks into every file that waits for it.
func Check(t testing.TB, s *store.Store, house office.House, uploads *filing.Uploads) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	var due []office.Ticket
	err := s.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		now := house.Now()
		due, err = tx.Queue().Claim(ctx, []string{filing.CheckJob}, now, now.Add(time.Hour), 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range due {
		var body filing.CheckBody
		if err := json.Unmarshal(j.Body, &body); err != nil {
			t.Fatal(err)
		}
		if err := uploads.CheckUpload(ctx, office.Held{ID: j.ID, Token: j.Token}, body.Upload); err != nil {
			t.Fatal(err)
		}
	}
}
