package crowdtest

import (
	"context"
	"errors"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/person"
	"sejur/internal/store"
)

// papers is how many papers of an application have a file.
const papers = 8

// filled is an application that was filled in by the verbs of the desk.
type filled struct {
	application application.Application
	pages       []application.Page
	papers      []string
}

// fill fills in an application; the others are its copies.
func (h *House) fill(ctx context.Context) error {
	a := Applicant{Account: office.NewID(), Session: office.NewID(), handle: office.NewID(), person: person.ID(office.NewID())}
	err := h.store.Change(ctx, func(ctx context.Context, tx *store.Tx) error { return h.register(ctx, tx, a) })
	if err != nil {
		return err
	}
	by := applicant(a.Account)
	a.Application, err = h.Filing.Start(ctx, by, filing.Asked{}, filing.Start{
		Person: a.person, Procedure: "study-permit", Lang: locale.EN, Facts: application.Facts{
			"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "scholarship": "true", "first_application": "true",
			"title_expires": calendar.Today(h.store.Now()).AddDays(200).String(), "county": "CJ",
		},
	})
	if err != nil {
		return err
	}
	var o filing.Opened
	for range 3 { // an answer may open a page
		if o, err = h.Filing.Open(ctx, by, a.Application, locale.EN); err != nil {
			return err
		}
		for _, p := range o.Pages {
			if p.Standing == filing.PageComplete {
				continue
			}
			v, err := h.Filing.Page(ctx, by, "", filing.ReadPage{Application: a.Application, Page: p.ID, Lang: locale.EN})
			if err != nil {
				return err
			}
			_, err = h.Filing.SavePage(ctx, by, filing.Asked{}, filing.SavePage{
				Application: a.Application, Page: p.ID, Version: v.Version, Typed: filingtest.Answers(v), Lang: locale.EN,
			})
			if err != nil {
				return err
			}
		}
	}
	return h.read(ctx, o)
}

// read reads the application that was filled in as it lies there.
func (h *House) read(ctx context.Context, o filing.Opened) error {
	out := filled{application: o.Application}
	for _, required := range []bool{true, false} { // what must be there first, then what else may be
		for _, l := range o.Lines {
			if (l.Need == application.Required) == required && (required || len(out.papers) < papers) {
				out.papers = append(out.papers, l.Document)
			}
		}
	}
	err := h.store.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if out.application, err = tx.Applications().Find(ctx, o.Application.Account, o.Application.ID); err != nil {
			return err
		}
		out.pages, err = tx.Pages().Of(ctx, out.application)
		return err
	})
	if err != nil {
		return err
	}
	h.sent = out
	return nil
}

// copy stores a copy of what was filled in for an applicant.
func (h *House) copy(ctx context.Context, tx *store.Tx, to Applicant) error {
	a := h.sent.application
	a.ID, a.Account, a.Person = to.Application, to.Account, to.person
	if err := tx.Applications().Add(ctx, a); err != nil {
		return err
	}
	for _, p := range h.sent.pages {
		p.Version = 0
		if err := tx.Pages().Put(ctx, a, p); err != nil {
			return err
		}
	}
	for i, doc := range h.sent.papers {
		err := errors.Join(tx.Lines().Open(ctx, a.ID, doc), tx.Uploads().Add(ctx, application.Upload{
			ID: application.UploadID(office.NewID()), Application: a.ID, Document: doc, Position: i + 1, Name: "scan.pdf", State: application.UploadReady,
			Kind: application.PDF, Pages: 1, Size: 9, Digest: "digest", Scanned: application.Unscanned, ReceivedAt: h.store.Now(), Version: 1,
		}))
		if err != nil {
			return err
		}
	}
	return nil
}
