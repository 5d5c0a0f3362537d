package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/store"
)

// scrapeTimeout is how long the figures of one scrape may take.
const scrapeTimeout = 5 * time.Second

// figures tells the metrics how the work of the house stands. It asks the database when it is asked.
type figures struct {
	house                           *house
	jobs, letters, pending, headAge *prometheus.Desc
	signer, signerUntil             *prometheus.Desc
	documents, findings             *prometheus.Desc
	files, fileBytes, flawed        *prometheus.Desc
	unchecked, oldest               *prometheus.Desc
}

func newFigures(h *house) figures {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return figures{
		house:   h,
		jobs:    describe("sejur_jobs", "Jobs that have not ended well, by state.", "state"),
		letters: describe("sejur_letters", "Letters that have not left, by state.", "state"),
		pending: describe("sejur_audit_pending", "Entries of the record that the sealer has not linked yet."),
		headAge: describe("sejur_audit_head_age_seconds", "Time since the last head of the record was exported."),
		signer:  describe("sejur_signer_up", "Whether whoever signs documents answers: 1 or 0."),

		documents: describe("sejur_documents", "Documents, by state.", "state"),
		findings:  describe("sejur_document_findings", "What did not agree when signatures and documents were last compared."),

		files:     describe("sejur_stored_files", "Files of applicants that are stored, counted within the last hour."),
		fileBytes: describe("sejur_stored_bytes", "Bytes of stored files, counted with them."),
		flawed:    describe("sejur_flawed_files", "Stored files that are lost or altered."),
		unchecked: describe("sejur_unchecked_files", "Files that nobody has looked into, by what they wait for.", "state"),
		oldest:    describe("sejur_unchecked_age_seconds", "Time since the oldest of them came; 0 when there is none."),

		signerUntil: describe("sejur_signer_until_seconds", "The last moment of the signing key, as Unix time."),
	}
}

// Describe names what is told.
func (f figures) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{f.jobs, f.letters, f.pending, f.headAge, f.signer, f.signerUntil, f.documents, f.findings, f.files, f.fileBytes, f.flawed, f.unchecked, f.oldest} {
		to <- d
	}
}

// Collect asks the database. What cannot be said now is left out, and the log says why.
func (f figures) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	tell := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	if f.house.heads != nil {
		if last, err := f.house.heads.Last(); err == nil && !last.IsZero() {
			tell(f.headAge, time.Since(last).Seconds())
		}
	}
	about, err := f.house.signs(ctx)
	if err == nil {
		tell(f.signerUntil, float64(about.Until.Unix()))
	}
	tell(f.signer, map[bool]float64{true: 1}[err == nil])
	if !f.house.admitted.Load() {
		return // there may be no tables yet
	}
	b, err := f.house.backlog(ctx)
	if err != nil {
		f.house.log.Error("figures for the metrics", slog.Any("cause", err))
		return
	}
	for _, state := range []office.JobState{office.JobReady, office.JobRunning, office.JobFailed} {
		tell(f.jobs, float64(b.jobs[state]), string(state))
	}
	for _, state := range []office.LetterState{office.LetterWaiting, office.LetterRefused} {
		tell(f.letters, float64(b.letters[state]), string(state))
	}
	tell(f.pending, float64(b.pending))
	for _, state := range document.States() {
		tell(f.documents, float64(b.documents[state]), string(state))
	}
	tell(f.findings, float64(b.findings))
	f.collectFiles(ctx, tell)
}

// collectFiles tells how the store of files stands.
func (f figures) collectFiles(ctx context.Context, tell func(d *prometheus.Desc, v float64, labels ...string)) {
	if f.house.desks.uploads == nil {
		return
	}
	s, err := f.house.desks.uploads.Stock(ctx, access.Named("metrics"))
	if err != nil {
		f.house.log.Error("figures for the metrics", slog.Any("cause", err))
		return
	}
	tell(f.files, float64(s.Files))
	tell(f.fileBytes, float64(s.Bytes))
	tell(f.flawed, float64(s.Flawed))
	tell(f.unchecked, float64(s.Checking), string(application.UploadChecking))
	tell(f.unchecked, float64(s.Waiting), string(application.UploadWaiting))
	age := 0.0
	if !s.Oldest.IsZero() {
		age = time.Since(s.Oldest).Seconds()
	}
	tell(f.oldest, age)
}

// backlog is what waits to be done.
type backlog struct {
	jobs    map[office.JobState]int
	letters map[office.LetterState]int
	pending int64

	documents map[document.State]int
	findings  int // of the last comparison
}

func (h *house) backlog(ctx context.Context) (backlog, error) {
	var b backlog
	err := h.jobStore().Read(ctx, func(ctx context.Context, tx jobs.Tx) error {
		var err error
		if b.jobs, err = tx.Queue().Counts(ctx); err != nil {
			return err
		}
		b.letters, err = tx.Outbox().Counts(ctx)
		return err
	})
	if err != nil {
		return backlog{}, err
	}
	if b.pending, err = h.store.Pending(ctx); err != nil {
		return backlog{}, err
	}
	err = h.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if b.documents, _, err = tx.Books().Counts(ctx); err != nil {
			return err
		}
		last, err := tx.Books().Last(ctx)
		b.findings = len(last.Findings)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			return nil // nothing was compared yet
		}
		return err
	})
	return b, err
}
