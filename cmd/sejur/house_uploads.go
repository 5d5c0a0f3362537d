package main

import (
	"fmt"
	"log/slog"

	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse"
	"sejur/internal/jobs"
	"sejur/internal/office/filing"
	"sejur/internal/store"
)

// openUploads opens the receipt of files beside the desk of applicants.
func (h *house) openUploads() error {
	var scanner filing.Scanner
	if h.scanner != nil {
		scanner = h.scanner
	}
	inspector := inspect.New(inspect.Config{})
	var zones filing.ZoneReader
	if parse.Reader() != "" {
		zones = inspector
	}
	var err error
	h.desks.uploads, err = filing.NewUploads(filing.UploadsConfig{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) filing.UploadTx { return tx }), Files: h.files, Scanner: scanner,
		Inspector: inspector, Zones: zones, Desk: h.desks.filing,
	})
	if err != nil {
		return fmt.Errorf("open the receipt of files: %w", err)
	}
	return nil
}

// tellMissing tells the log of a serving house what it does without; doctor says it to whoever asks. reader is where the program is that reads.
func tellMissing(log *slog.Logger, reader string) {
	if reader == "" {
		log.Warn("there is no tesseract: the lines of a passport are not read from photos, and people type them")
	}
}

// uploadKinds are the jobs of files that are sent; none in a house without law, which does no jobs.
func (h *house) uploadKinds() []jobs.Kind {
	if h.desks.uploads == nil {
		return nil
	}
	return jobs.Uploads(h.desks.uploads)
}
