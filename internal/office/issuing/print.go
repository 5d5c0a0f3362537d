package issuing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Printer draws sheets.
type Printer interface {
	// Print draws a sheet as a file that is handed out, and signs it.
	Print(ctx context.Context, sheet document.Sheet) (pdf []byte, err error)
	// Draw draws one to be looked at.
	Draw(sheet document.Sheet) (pdf []byte, err error)
}

// Print draws a signed document, keeps the copy, and releases it, all of it or nothing. Released already it changes nothing: what was
// handed out is never drawn again. The seal is verified once more before; one whose certificate is distrusted since goes out no more. Faults:
// Conflict when it was not signed, or somebody was faster.
func (d *Desk) Print(ctx context.Context, id document.ID) error {
	doc, _, err := d.read(ctx, id)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return nil // erased meanwhile
	}
	if err != nil {
		return err
	}
	switch doc.State {
	case document.Released, document.Void:
		return nil
	case document.Planned:
		return fault.New(fault.Conflict, "document.too-early")
	case document.Signed:
	}
	seal, err := d.goodSeal(ctx, doc)
	if err != nil {
		return err
	}
	pdf, err := d.printer.Print(ctx, d.sheet(doc, seal))
	if err == nil && len(pdf) == 0 {
		err = errors.New("nothing was drawn")
	}
	if err != nil {
		return fmt.Errorf("draw document %s: %w", id, err)
	}
	return d.release(ctx, doc, pdf)
}

// goodSeal is the seal of a document, verified. The key that signs the file must be believed too.
func (d *Desk) goodSeal(ctx context.Context, doc document.Document) (Seal, error) {
	key, err := d.key(ctx)
	if err != nil {
		return Seal{}, fmt.Errorf("open the key: %w", err)
	}
	var seal Seal
	err = d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if seal, err = tx.Signatures().Of(ctx, doc.ID); err != nil {
			return fmt.Errorf("seal of document %s: %w", doc.ID, err)
		}
		if _, err := registered(ctx, tx, key); err != nil {
			return err
		}
		all, err := tx.Signatures().Certificates(ctx)
		if err != nil {
			return err
		}
		return sealFits(seal, doc, Trusted(all))
	})
	return seal, err
}

// sealFits refuses a stored seal that is not the document's, or not verified by the certificate that it was stored with, one of all.
func sealFits(s Seal, doc document.Document, all []Certificate) error {
	digest, err := document.Digest(s.Raw)
	if err != nil || digest != s.Digest {
		return fmt.Errorf("the seal of document %s is not the one that was stored", doc.ID)
	}
	for _, c := range all {
		if c.ID == s.Certificate {
			return document.Verify(s.Raw, doc, c)
		}
	}
	return fmt.Errorf("the certificate of document %s is not registered, or distrusted", doc.ID)
}

// release keeps the copy and hands the document out.
func (d *Desk) release(ctx context.Context, doc document.Document, pdf []byte) error {
	_, err := office.Do(ctx, d.office, upkeep("document.release"), func(ctx context.Context, tx Tx, w *office.Work) (document.ID, error) {
		about(w, doc.ID)
		sum := copyDigest(pdf)
		w.Changed("state", string(document.Signed), string(document.Released))
		w.Changed("copy", "", sum)
		if err := tx.Copies().Add(ctx, Copy{Document: doc.ID, Person: doc.Person, PDF: pdf, Digest: sum, KeptAt: w.Now}); err != nil {
			return "", err
		}
		return doc.ID, tx.Documents().Release(ctx, doc.ID, doc.Version)
	})
	return err
}

func copyDigest(pdf []byte) string {
	sum := sha256.Sum256(pdf)
	return hex.EncodeToString(sum[:])
}
