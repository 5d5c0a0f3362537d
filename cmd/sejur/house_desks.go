package main

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/files/inspect/parse"
	"sejur/internal/jobs"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office/account"
	"sejur/internal/office/admin"
	"sejur/internal/office/casework"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
	"sejur/internal/web/applicant"
	"sejur/internal/web/page"
)

// siteName is what a browser shows beside a passkey.
const siteName = "Sejur"

// desks are where people are served.
type desks struct {
	account *account.Desk
	persons *account.Persons
	admin   *admin.Desk
	issuing *issuing.Desk
	filing  *filing.Desk
	uploads *filing.Uploads

	casework *casework.Desk
}

// openDesks opens every desk on the house's store. provider may be nil.
func (h *house) openDesks(guide guide, provider account.Provider) error {
	var err error
	h.desks.account, err = account.New(account.Config{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) account.Tx { return tx }), Origin: h.origin, Site: siteName,
		Address: mail.ParseAddress, Fold: mail.Fold, Provider: provider,
	})
	if err != nil {
		return fmt.Errorf("open the desk of accounts: %w", err)
	}
	h.desks.persons = account.NewPersons(account.PersonsConfig{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) account.PersonsTx { return tx }),
		Title: func(document string) bool {
			d, known := guide.law.Document(document, locale.EN, calendar.Today(h.store.Now()))
			return known && d.Kind == applicant.TitleKind
		},
	})
	h.desks.admin = admin.New(admin.Config{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) admin.Tx { return tx }), Law: guide.law,
		ParseAddress: mail.ParseAddress, FoldAddress: mail.Fold, Settings: h.flags.Settings, Status: h.status(guide),
	})
	if err := h.openIssuing(guide.catalogue); err != nil {
		return err
	}
	if guide.law == nil { // who only looks how the house stands needs none
		return nil
	}
	if err := h.openCasework(guide); err != nil {
		return err
	}
	if err := h.openFiling(guide.law); err != nil {
		return err
	}
	return h.openUploads()
}

// openFiling opens the desk of applicants. Where this process has the signing key, a receipt is sealed as its application is sent in.
func (h *house) openFiling(l *law.Law) error {
	c := filing.Config{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) filing.Tx { return tx }), Law: l, Address: mail.ParseAddress,
		ReadsZones: parse.Reader() != "",
	}
	if h.signing != nil {
		c.Specimen, c.Key = h.signing.Specimen(), h.signingKey
	}
	var err error
	h.desks.filing, err = filing.New(c)
	if err != nil {
		return fmt.Errorf("open the desk of applicants: %w", err)
	}
	return nil
}

// guide is the law that is loaded, and from where.
type guide struct {
	law       *law.Law
	flag      lawFlag
	catalogue *locale.Catalogue
}

// status tells the administrator's desk what only the program as a whole knows.
func (h *house) status(g guide) admin.Status {
	return admin.Status{
		CheckLaw: func(context.Context) (admin.LawReport, error) {
			report, err := law.Check(g.flag.files(), g.catalogue)
			out := admin.LawReport{
				Version: report.Version, Procedures: report.Procedures, Documents: report.Documents, Personas: report.Personas,
			}
			for _, fault := range law.Faults(err) {
				out.Faults = append(out.Faults, fault.Error())
			}
			return out, nil
		},
		Schema: func(ctx context.Context) (admin.SchemaReport, error) {
			schema, err := h.store.Schema(ctx)
			return admin.SchemaReport{Missing: schema.Missing, Newer: schema.Newer}, err
		},
		LastHead: h.lastHead(),
	}
}

// lastHead reads which head was exported last; nil where none are exported from here.
func (h *house) lastHead() func(context.Context) (audit.Head, error) {
	if h.heads == nil {
		return nil
	}
	return func(context.Context) (audit.Head, error) {
		last, err := h.heads.Newest()
		return last.Head, err
	}
}

// deskKinds are the jobs that the desks enqueue.
func (h *house) deskKinds() []jobs.Kind {
	return append(append(h.documentKinds(), h.uploadKinds()...), jobs.EmailDue(h.desks.account.EmailIsDue), jobs.ErasePerson(h.desks.persons.EraseRemoved))
}

// sweeps are the corners of the desks in which something expires.
func (h *house) sweeps() []jobs.Sweep {
	return []jobs.Sweep{
		{Name: "codes, ceremonies and sessions", Run: func(ctx context.Context, now time.Time) error {
			_, err := h.desks.account.Tidy(ctx, access.Named("tidy"), now)
			return err
		}},
		{Name: "drafts that nobody changes", Run: func(ctx context.Context, _ time.Time) error { return h.desks.filing.TidyDrafts(ctx) }},
		{Name: "corrections that are not sent", Run: func(ctx context.Context, _ time.Time) error { return h.desks.casework.RemindReturned(ctx) }},
	}
}

// welcome shows how the first administrator signs in, as long as there is none. The link is on standard output alone: the log may go
// elsewhere.
func (h *house) welcome(ctx context.Context) {
	token, err := h.desks.account.FirstAdministrator(ctx)
	if err != nil {
		h.log.Error("no link for the first administrator", "cause", err)
		return
	}
	if token == "" {
		return
	}
	_, _ = fmt.Fprintf(h.stdout, "\nNobody administers this house yet. Whoever opens this link first does; it is good once, for a day:\n\n  %s%s\n\n",
		h.origin, page.StaffInvitation+"/"+token) // nobody is left to tell
}
