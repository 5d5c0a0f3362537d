package bench_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/keys"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	romania "sejur/law"
)

// BenchmarkSubmit measures sending in an application with a file for each of its papers: all checks, the receipt with its seal, the record, the
// message, the letter and the jobs, in one transaction, the sealer of the record running beside it, for some numbers of writers.
func BenchmarkSubmit(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d-writers", engine, writers), func(b *testing.B) {
				database := filepath.Join(b.TempDir(), "sejur.db")
				if engine == "postgres" {
					database = storetest.Postgres(b)
				}
				c := newSenders(b, database)
				drafts := c.drafts(b.N)
				stop := sealing(b, c.store)
				b.ResetTimer()
				c.send(drafts, writers)
				b.StopTimer()
				stop()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submits/s")
			})
		}
	}
}

// senders is the desk with the people who send.
type senders struct {
	*filing.Desk
	b     *testing.B
	store *store.Store
	ring  *keys.Ring
	law   *law.Law
	by    access.Actor
}

func newSenders(b *testing.B, database string) *senders {
	b.Helper()
	ring := storetest.Keys(b)
	c := &senders{b: b, ring: ring, store: storetest.Open(b, store.Config{Database: database, Keys: ring})}
	c.by = access.Actor{Kind: access.Applicant, ID: storetest.Account(b, database), Session: "s"}
	catalogue, err := locale.Load()
	if err == nil {
		c.law, err = law.Load(romania.Files, catalogue)
	}
	if err != nil {
		b.Fatal(err)
	}
	key := issuingtest.Key(b, c.store.Now(), 1)
	open := func(context.Context) (document.Key, error) { return key, nil }
	house := office.House{Now: c.store.Now, Mark: ring}
	papers, err := issuing.New(issuing.Config{
		House: house, Store: store.Desk(c.store, func(tx *store.Tx) issuing.Tx { return tx }), Catalogue: catalogue, Origin: "https://sejur.example",
		Printer: noPrinter{}, Key: open,
	})
	if err == nil {
		err = papers.RegisterCertificate(b.Context())
	}
	if err != nil {
		b.Fatal(err)
	}
	c.Desk, err = filing.New(filing.Config{
		House: house, Store: store.Desk(c.store, func(tx *store.Tx) filing.Tx { return tx }), Law: c.law, Specimen: true, Key: open,
	})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// noPrinter draws nothing: what is drawn is drawn by jobs.
type noPrinter struct{}

func (noPrinter) Print(context.Context, document.Sheet) ([]byte, error) { return nil, nil }
func (noPrinter) Draw(document.Sheet) ([]byte, error)                   { return nil, nil }

// drafts makes n drafts that can be sent in, each of a person of their own: one is filled in, the others are its copies.
func (c *senders) drafts(n int) []application.ID {
	c.b.Helper()
	filled := c.filled()
	out := make([]application.ID, n)
	for i := range out {
		out[i] = application.ID(office.NewID())
		a := filled.app
		a.ID, a.Person = out[i], person.ID(office.NewID())
		err := c.store.Change(context.Background(), func(ctx context.Context, tx *store.Tx) error { return c.copied(ctx, tx, a, filled) })
		if err != nil {
			c.b.Fatal(err)
		}
	}
	return out
}

// sample is a draft that was filled in.
type sample struct {
	app    application.Application
	pages  []application.Page
	papers []string
}

// filled fills a draft in by the verbs of the desk.
func (c *senders) filled() sample {
	c.b.Helper()
	ctx := c.b.Context()
	who := person.ID(office.NewID())
	err := c.store.Change(ctx, func(ctx context.Context, tx *store.Tx) error { return c.person(ctx, tx, who) })
	if err != nil {
		c.b.Fatal(err)
	}
	id, err := c.Start(ctx, c.by, filing.Asked{}, filing.Start{Person: who, Procedure: "study-permit", Lang: locale.EN, Facts: application.Facts{
		"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "scholarship": "true", "first_application": "true",
		"title_expires": calendar.Today(c.store.Now()).AddDays(200).String(), "county": "CJ",
	}})
	if err != nil {
		c.b.Fatal(err)
	}
	for range 3 { // an answer may open a page
		o, err := c.Open(ctx, c.by, id, locale.EN)
		if err != nil {
			c.b.Fatal(err)
		}
		for _, p := range o.Pages {
			if p.Standing != filing.PageComplete {
				c.fill(id, p)
			}
		}
	}
	return c.read(id)
}

// fill answers a page.
func (c *senders) fill(id application.ID, p filing.PageState) {
	c.b.Helper()
	v, err := c.Page(c.b.Context(), c.by, "", filing.ReadPage{Application: id, Page: p.ID, Lang: locale.EN})
	if err == nil {
		_, err = c.SavePage(c.b.Context(), c.by, filing.Asked{}, filing.SavePage{
			Application: id, Page: p.ID, Version: v.Version, Typed: filingtest.Answers(v), Lang: locale.EN,
		})
	}
	if err != nil {
		c.b.Fatal(err)
	}
}

// read reads a draft as it lies there.
func (c *senders) read(id application.ID) (out sample) {
	c.b.Helper()
	o, err := c.Open(c.b.Context(), c.by, id, locale.EN)
	if err != nil {
		c.b.Fatal(err)
	}
	out.app = o.Application
	for _, l := range o.Lines {
		if l.Need == filing.Required {
			out.papers = append(out.papers, l.Document)
		}
	}
	for _, l := range o.Lines { // as many as the figures are for
		if l.Need != filing.Required && len(out.papers) < 8 {
			out.papers = append(out.papers, l.Document)
		}
	}
	err = c.store.Read(c.b.Context(), func(ctx context.Context, tx *store.Tx) error {
		out.pages, err = tx.Pages().Of(ctx, out.app)
		return err
	})
	if err != nil {
		c.b.Fatal(err)
	}
	return out
}

// person adds somebody made up.
func (c *senders) person(ctx context.Context, tx *store.Tx, id person.ID) error {
	return tx.Persons().Add(ctx, c.by.ID, account.Kept{Relation: person.Represented, Since: c.store.Now(), Person: person.Person{
		ID: id, Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female, Nationality: "IN",
	}})
}

// copied stores a draft with its person, pages and files.
func (c *senders) copied(ctx context.Context, tx *store.Tx, a application.Application, from sample) error {
	if err := c.person(ctx, tx, a.Person); err != nil {
		return err
	}
	if err := tx.Applications().Add(ctx, a); err != nil {
		return err
	}
	for _, p := range from.pages {
		p.Version = 0
		if err := tx.Pages().Put(ctx, a, p); err != nil {
			return err
		}
	}
	for i, doc := range from.papers {
		if err := tx.Lines().Open(ctx, a.ID, doc); err != nil {
			return err
		}
		err := tx.Uploads().Add(ctx, application.Upload{
			ID: application.UploadID(office.NewID()), Application: a.ID, Document: doc, Position: i + 1, Name: "scan.pdf", State: application.UploadReady,
			Kind: application.PDF, Pages: 1, Size: 1, Digest: "d", Scanned: application.Unscanned, ReceivedAt: c.store.Now(), Version: 1,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// send sends all drafts in, with some writers.
func (c *senders) send(drafts []application.ID, writers int) {
	c.b.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(drafts); n = next.Add(1) - 1 {
				_, err := c.Submit(context.Background(), c.by, filing.Asked{Request: "r", Key: string(drafts[n])}, filing.Submit{
					Application: drafts[n], Version: 1, Lang: locale.EN,
				})
				if err != nil {
					c.b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
}
