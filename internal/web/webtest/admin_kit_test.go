package webtest_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/admin"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// house is the face of the administrators in front of a real store, with things of every kind in it.
type house struct {
	t       *testing.T
	site    *webtest.Site
	cfg     web.Config
	people  webtest.People
	store   *store.Store
	desk    *admin.Desk
	papers  *issuing.Desk
	paper   document.Document // released
	boss    access.Account
	ana     access.Account // a colleague
	parts   map[string]string
	service appointment.Service
	hours   appointment.Hours
}

// newHouse opens a house.
func newHouse(t *testing.T) *house {
	t.Helper()
	keys := storetest.Keys(t)
	s := storetest.Open(t, store.Config{Database: t.TempDir() + "/sejur.db", Keys: keys})
	site := webtest.Open(t)
	h := &house{t: t, store: s, people: webtest.Everybody()}
	h.desk = admin.New(admin.Config{
		House: office.House{Now: webtest.Now, Mark: keys}, Store: store.Desk(s, func(tx *store.Tx) admin.Tx { return tx }), Law: site.Law,
		ParseAddress: mail.ParseAddress, FoldAddress: mail.Fold,
		Settings: []admin.Setting{{Name: "origin", Value: webtest.Origin, Source: admin.FromDefault}},
		Status: admin.Status{
			CheckLaw: func(context.Context) (admin.LawReport, error) {
				return admin.LawReport{Version: "1", Procedures: 2, Faults: []string{"a fault"}}, nil
			},
			Schema: func(context.Context) (admin.SchemaReport, error) {
				return admin.SchemaReport{Missing: []string{"0009_later"}}, nil
			},
		},
	})
	applicants, err := filing.New(filing.Config{
		House: office.House{Now: webtest.Now, Mark: keys}, Store: store.Desk(s, func(tx *store.Tx) filing.Tx { return tx }), Law: site.Law, Specimen: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	uploads := filingtest.Open(t, office.House{Now: webtest.Now, Mark: keys}, s, applicants, filingtest.Parts{})
	h.papers = issuingtest.Open(t, keys, s, webtest.Now, webtest.Origin)
	h.paper = releasedPaper(t, h)
	h.boss = storetest.Hire(t, s, webtest.Now(), "Bogdan Rus", access.Administrator)
	h.ana = storetest.Hire(t, s, webtest.Now(), "Ana Pop", access.FrontDesk, access.Auditor)
	for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.Pseudo} {
		v := h.people["administrator"]
		v.Actor = h.boss.Actor("s1", webtest.Now())
		v.Lang, v.Name = lang, h.boss.Name
		h.people["boss-"+string(lang)] = v
		v.Actor = issuingtest.Officer()
		h.people["chief-"+string(lang)] = v
	}
	tired := h.people["boss-en"]
	tired.Actor.StrongAt = webtest.Now().Add(-time.Hour)
	h.people["boss-tired"] = tired
	h.cfg = web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Visitors: h.people, Admin: h.desk, Issuing: h.papers, Uploads: uploads, Mark: keys,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Pseudo: true,
	}
	handler, err := web.NewHandler(h.cfg)
	if err != nil {
		t.Fatal(err)
	}
	h.site = &webtest.Site{Handler: handler, Law: site.Law, Catalogue: site.Catalogue}
	h.furnish()
	h.damage()
	return h
}

// must is a value that came without an error.
func must[T any](h *house) func(T, error) T {
	return func(v T, err error) T {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
		return v
	}
}

// furnish puts one thing of every kind into the house, and notes its address.
func (h *house) furnish() {
	h.t.Helper()
	ctx, by := h.t.Context(), h.boss.Actor("s1", webtest.Now())
	invited := must[admin.Invited](h)(h.desk.InviteStaff(ctx, by, admin.InviteStaff{
		Email: "ion.rus@example.org", Name: "Ion Rus", Roles: []access.Role{access.Head}, Lang: locale.RO,
	}))
	must[appointment.Office](h)(h.desk.PutOffice(ctx, by, admin.PutOffice{ID: "igi-b-iorga", Active: true}))
	must[appointment.Office](h)(h.desk.PutOffice(ctx, by, admin.PutOffice{ID: "cluj-2", Name: "Cluj 2", City: "Cluj-Napoca", County: "CJ", Active: true}))
	h.service = must[appointment.Service](h)(h.desk.PutService(ctx, by, admin.PutService{Service: appointment.Service{
		Office: "igi-b-iorga", Visit: appointment.Filing, Procedures: []string{"study-permit"}, Minutes: 20, Note: "two at a time", Active: true,
	}}))
	must[appointment.Service](h)(h.desk.PutService(ctx, by, admin.PutService{Service: appointment.Service{
		Office: "igi-b-iorga", Visit: appointment.Collection, Minutes: 10, Active: true,
	}}))
	h.hours = must[appointment.Hours](h)(h.desk.PutHours(ctx, by, admin.PutHours{Hours: appointment.Hours{
		Office: "igi-b-iorga", Service: h.service.ID, Weekday: time.Monday, Opens: 510, Closes: 810, From: calendar.On(2026, time.January, 1), Active: true,
	}}))
	counter := must[appointment.Desk](h)(h.desk.PutDesk(ctx, by, admin.PutDesk{Desk: appointment.Desk{
		Office: "igi-b-iorga", Name: "1", Services: []string{h.service.ID}, Active: true,
	}}))
	closure := must[appointment.Closure](h)(h.desk.PutClosure(ctx, by, admin.PutClosure{Closure: appointment.Closure{
		Office: "igi-b-iorga", From: calendar.On(2026, time.November, 23), Until: calendar.On(2026, time.November, 24), Reason: appointment.Other, Note: "a pipe", Active: true,
	}}))
	must[string](h)(h.desk.SendTestMail(ctx, by, admin.Slip{}))
	letters := must[admin.LetterList](h)(h.desk.ListLetters(ctx, by, "", office.LetterWaiting, ""))
	own := "/admin/offices/igi-b-iorga"
	h.parts = map[string]string{
		"/admin/staff/{id}": "/admin/staff/" + h.ana.ID, "/admin/invitations/{id}": "/admin/invitations/" + invited.Handle,
		"/admin/offices/{id}": own, "/admin/offices/{id}/part": own + "/part", "/admin/offices/{id}/services/{row}": own + "/services/" + h.service.ID,
		"/admin/offices/{id}/desks/{row}": own + "/desks/" + counter.ID, "/admin/offices/{id}/hours/{row}": own + "/hours/" + h.hours.ID,
		"/admin/offices/{id}/closures/{row}": own + "/closures/" + closure.ID, "/admin/jobs/{id}": "/admin/jobs/" + h.failedJob(),
		"/admin/outbox/{id}": "/admin/outbox/" + letters.Rows[0].ID,
	}
	paper := "/admin/documents/" + string(h.paper.ID)
	h.parts["/admin/documents/{id}"] = paper
	for _, of := range []string{"file", "lost", "revoke"} {
		h.parts["/admin/documents/{id}/"+of] = paper + "/" + of
	}
	for _, of := range []string{"roles", "account", "absence", "sessions", "end"} {
		h.parts["/admin/staff/{id}/"+of] = "/admin/staff/" + h.ana.ID + "/" + of
	}
}

// failedJob is the id of a job that was given up.
func (h *house) failedJob() string {
	h.t.Helper()
	id := office.NewID()
	err := h.store.Change(h.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		now := webtest.Now()
		err := tx.Queue().Enqueue(ctx, office.Ticket{ID: id, Kind: "tidy", Body: json.RawMessage(`{}`), RunAt: now, CreatedAt: now})
		if err != nil {
			return err
		}
		held, err := tx.Queue().Claim(ctx, []string{"tidy"}, now, now.Add(time.Minute), 1)
		if err != nil {
			return err
		}
		return tx.Queue().GiveBack(ctx, office.Held{ID: id, Token: held[0].Token}, "no answer from <ana.pop@example.org>", now, time.Time{})
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// ask sends a request as the browser of somebody does.
func (h *house) ask(who, method, address string, form url.Values, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(h.t.Context(), method, address, body)
	r.Header.Add("Cookie", "session="+who)
	r.Header.Set("Accept-Language", "en")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return h.site.Do(r)
}

// elements are those of a page that came with a status.
func (h *house) elements(got *httptest.ResponseRecorder, status int) []*webtest.Element {
	h.t.Helper()
	if got.Code != status {
		h.t.Fatalf("status %d, want %d: %.300s", got.Code, status, got.Body)
	}
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// form is the form of a page, as a browser would send it unchanged.
func (h *house) form(all []*webtest.Element, action string) url.Values {
	h.t.Helper()
	return formOf(h.t, all, action)
}

// formOf is the form of a page that is sent to an address, as a browser would send it unchanged.
func formOf(t *testing.T, all []*webtest.Element, action string) url.Values {
	t.Helper()
	out := url.Values{}
	found := false
	for _, e := range all {
		of := e
		for of != nil && of.Name != "form" {
			of = of.Parent
		}
		if of == nil || of.Attr["action"] != action {
			continue
		}
		found = true
		inputOf(out, e)
	}
	if !found {
		t.Fatalf("no form is sent to %s", action)
	}
	return out
}

// inputOf adds what a browser sends of one element.
func inputOf(out url.Values, e *webtest.Element) {
	switch {
	case e.Name == "textarea":
		out.Set(e.Attr["name"], e.Text)
	case e.Name == "option" && e.Has("selected"):
		out.Set(e.Parent.Attr["name"], e.Attr["value"])
	case e.Name != "input":
	case e.Attr["type"] == "checkbox" || e.Attr["type"] == "radio":
		if e.Has("checked") {
			out.Add(e.Attr["name"], e.Attr["value"])
		}
	default:
		out.Add(e.Attr["name"], e.Attr["value"])
	}
}

// who opens an address: documents are for the head of an office, everything else for the administrator.
func who(address string) string {
	if strings.HasPrefix(address, "/admin/documents") {
		return "chief-en"
	}
	return "boss-en"
}

// fill opens a form as the administrator, changes what it says, and gives what is to be sent.
func (h *house) fill(address string, changes url.Values) url.Values {
	h.t.Helper()
	in := h.form(h.elements(h.ask(who(address), http.MethodGet, address, nil), http.StatusOK), strings.SplitN(address, "?", 2)[0])
	for name, values := range changes {
		in[name] = values
	}
	return in
}

// send sends a form as the administrator.
func (h *house) send(address string, in url.Values) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.ask(who(address), http.MethodPost, address, in)
}

// follow goes where a form leads, and gives the page.
func (h *house) follow(got *httptest.ResponseRecorder) []*webtest.Element {
	h.t.Helper()
	if got.Code != http.StatusSeeOther {
		h.t.Fatalf("status %d, want 303: %.600s", got.Code, main(got.Body.String()))
	}
	return h.elements(h.ask("boss-en", http.MethodGet, got.Header().Get("Location"), nil, got.Result().Cookies()...), http.StatusOK)
}

// main is the page without its frame, for messages of tests.
func main(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		return page[i:]
	}
	return page
}

// ids are the targets of the summary of what is wrong.
func ids(all []*webtest.Element) []string {
	var out []string
	for _, e := range webtest.Find(all, "a") {
		for p := e.Parent; p != nil; p = p.Parent {
			if p.Attr["class"] == "errors" {
				out = append(out, strings.TrimPrefix(e.Attr["href"], "#"))
			}
		}
	}
	return out
}
