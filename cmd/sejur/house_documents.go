package main

import (
	"context"
	"errors"
	"fmt"

	"sejur/internal/document"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/print"
	"sejur/internal/store"
)

// openIssuing opens the desk of documents.
func (h *house) openIssuing(catalogue *locale.Catalogue) error {
	c := issuing.Config{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) issuing.Tx { return tx }), Catalogue: catalogue, Origin: h.origin,
		Printer: printer{h.signing, catalogue.For(locale.RO).T("letter.signature")},
	}
	if h.signing != nil {
		c.Specimen = h.signing.Specimen()
		c.Key = h.signingKey
	}
	var err error
	h.desks.issuing, err = issuing.New(c)
	if err != nil {
		return fmt.Errorf("open the desk of documents: %w", err)
	}
	return nil
}

// signingKey is what this process signs with.
func (h *house) signingKey(context.Context) (document.Key, error) {
	return document.Key{
		Signer: h.signing.Signer(), Certificate: h.signing.Certificate(), Identifier: h.signing.Identifier(), Reference: h.signing.Reference(),
		Specimen: h.signing.Specimen(),
	}, nil
}

// printer draws papers and signs the files.
type printer struct {
	signing *keys.Signing // nil = another process prints
	field   string        // what the signature is, for a reader who cannot see it
}

// errPrintedElsewhere says that this process hands out nothing.
var errPrintedElsewhere = errors.New("documents are drawn in the process that signs")

// Print draws a sheet and signs the file.
func (p printer) Print(_ context.Context, sheet document.Sheet) ([]byte, error) {
	if p.signing == nil {
		return nil, errPrintedElsewhere
	}
	pdf, err := print.Draw(sheet)
	if err != nil {
		return nil, err
	}
	by := print.Signer{Key: p.signing.Signer(), Chain: p.signing.Chain()}
	return print.Sign(pdf, by, print.Signing{At: sheet.At, Field: p.field})
}

// Draw draws a sheet.
func (printer) Draw(sheet document.Sheet) ([]byte, error) { return print.Draw(sheet) }

// papers is the desk of documents as whoever knows ids alone asks it: jobs, and other processes by the signer's socket.
type papers struct{ *issuing.Desk }

// Sign signs a planned document.
func (p papers) Sign(ctx context.Context, id string) error { return p.Desk.Sign(ctx, document.ID(id)) }

// Print draws and releases a signed document.
func (p papers) Print(ctx context.Context, id string) error {
	return p.Desk.Print(ctx, document.ID(id))
}

// documentKinds are the jobs that make documents.
func (h *house) documentKinds() []jobs.Kind {
	var by jobs.Papers = papers{h.desks.issuing}
	if h.remote != nil {
		by = h.remote
	}
	way := func(ctx context.Context) error {
		_, err := h.signs(ctx)
		return err
	}
	return append(jobs.Documents(by, way), jobs.Reconcile(h.desks.issuing.Resume, h.desks.issuing.Reconcile))
}

// resume publishes the certificate of the key and takes up what stopped halfway, before the jobs of this start run.
func (h *house) resume(ctx context.Context) error {
	if h.signing != nil {
		if err := h.register(ctx); err != nil {
			return err
		}
	}
	return h.desks.issuing.Resume(ctx)
}

// register publishes the certificate of the key, and says what to do where it is believed no more.
func (h *house) register(ctx context.Context) error {
	err := h.desks.issuing.RegisterCertificate(ctx)
	if errors.Is(err, issuing.ErrDistrusted) {
		return fmt.Errorf("%w: make the next key with sejur signer rotate", err)
	}
	return err
}
