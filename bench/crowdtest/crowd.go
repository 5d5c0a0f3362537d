package crowdtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/web/page"
)

// Applicant is one of the crowd.
type Applicant struct {
	Application application.ID
	Account     string
	Session     string // what their browser holds
	handle      string // of the session
	person      person.ID
	token       string // of the form that sends in, as it was drawn for them
}

// markSession is the kind of the keyed hash by which a session is found.
const markSession = "account/session"

// many is how many of the crowd are stored at once.
const many = 50

// Gather makes n applicants, each with an account, a session, a person and a draft: every page answered, a checked file on each of eight papers.
func (h *House) Gather(ctx context.Context, n int) ([]Applicant, error) {
	if h.sent.application.ID == "" {
		if err := h.fill(ctx); err != nil {
			return nil, fmt.Errorf("fill in the first: %w", err)
		}
	}
	out := make([]Applicant, n)
	for i := range out {
		out[i] = Applicant{
			Application: application.ID(office.NewID()), Account: office.NewID(), Session: rand.Text(), handle: office.NewID(),
			person: person.ID(office.NewID()),
		}
	}
	for some := range slices.Chunk(out, many) {
		err := h.store.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
			for _, a := range some {
				if err := errors.Join(h.register(ctx, tx, a), h.copy(ctx, tx, a)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i := range out {
		h.draw(&out[i])
	}
	return out, nil
}

// register stores the account of an applicant with a session, and their person.
func (h *House) register(ctx context.Context, tx *store.Tx, a Applicant) error {
	now := h.store.Now()
	mail := a.Account + "@example.org"
	return errors.Join(
		tx.Accounts().Add(ctx, access.Account{
			ID: a.Account, Kind: access.Applicant, Email: mail, Lang: locale.EN, State: access.Active, CreatedAt: now, Version: 1,
		}, mail, "crowd"),
		tx.Sessions().Add(ctx, h.ring.Mark(markSession, a.Session), account.Session{
			Handle: a.handle, Account: a.Account, Method: account.ByCode, Agent: "crowd", CreatedAt: now, SeenAt: now, StrongAt: now,
			EndsAt: now.Add(24 * time.Hour),
		}),
		tx.Persons().Add(ctx, a.Account, account.Kept{Relation: person.Represented, Since: now, Person: person.Person{
			ID: a.person, Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female,
			Nationality: "IN",
		}}),
	)
}

// draw draws the token of the form that sends in, as its page does.
func (h *House) draw(a *Applicant) {
	by := applicant(a.Account)
	by.Session = a.handle
	v := &page.Visit{Now: h.store.Now(), Viewer: page.Viewer{Actor: by}}
	a.token = page.Tokens{Mark: h.ring}.Draw(v, a.path())
}

func (a Applicant) path() string { return "/my/applications/" + string(a.Application) + "/check" }

// Submit is the request by which the applicant sends in, at a host. Asked again it is the same request.
func (a Applicant) Submit(ctx context.Context, host string) (*http.Request, error) {
	form := url.Values{"token": {a.token}, "version": {"1"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+host+"/en"+a.path(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	a.dress(r)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r, nil
}

// Open is the request by which the applicant opens the task list, or what was sent.
func (a Applicant) Open(ctx context.Context, host string) (*http.Request, error) {
	return a.Get(ctx, host, "/en/my/applications/"+string(a.Application))
}

// Get is a request of theirs for an address.
func (a Applicant) Get(ctx context.Context, host, path string) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	a.dress(r)
	return r, nil
}

// dress makes a request one of the applicant's browser.
func (a Applicant) dress(r *http.Request) {
	r.Host = strings.TrimPrefix(Origin, "http://")
	r.AddCookie(&http.Cookie{Name: "session", Value: a.Session}) //nolint:gosec // a request's cookie has no flags
}

// Sent tells whether an answer says that the application is sent.
func (a Applicant) Sent(r *http.Response) bool {
	return r.StatusCode == http.StatusSeeOther && strings.HasSuffix(r.Header.Get("Location"), "/"+string(a.Application)+"/sent")
}
