package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/api"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/store/storetest"
)

// prepare fills a draft until nothing hinders it.
func (p program) prepare(at string) api.Application {
	p.t.Helper()
	p.fill(at)
	for _, d := range p.application(at).Documents {
		if d.Need == application.Required && d.Standing == application.Missing {
			decode[api.Upload](p.t, p.send(at, d.Document, pdf+d.Document), http.StatusCreated)
		}
	}
	out := p.application(at)
	for _, h := range out.Hindrances {
		p.t.Errorf("it hinders: %+v: %s", h, p.ask(http.MethodGet, at+"/pages/"+h.Ref, "").Body)
	}
	if len(out.Hindrances) > 0 {
		p.t.FailNow()
	}
	return out
}

// events are the kinds of what happened, the first first.
func (p program) events(at string) (out []casefile.Kind) {
	p.t.Helper()
	for _, e := range decode[[]api.Event](p.t, p.ask(http.MethodGet, at+"/events", ""), http.StatusOK) {
		out = append([]casefile.Kind{e.Kind}, out...)
	}
	return out
}

// TestAWholeStoryByHTTPAlone goes from a draft to its withdrawal as a program does that knows nothing but the document.
func TestAWholeStoryByHTTPAlone(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		p := houseOn(t, database).program()
		at := p.start()
		early := p.ask(http.MethodPost, at+"/submit", `{}`, over(p.application(at).Version)...)
		if early.Code != http.StatusUnprocessableEntity {
			t.Errorf("sent before it is whole: %d %s", early.Code, early.Body)
		}
		draft := p.prepare(at)
		key := append(over(draft.Version), "Idempotency-Key", "send-it")
		first := p.ask(http.MethodPost, at+"/submit", `{}`, key...)
		sent := decode[api.Submitted](t, first, http.StatusOK)
		same(t, "the answer got lost and it is sent again", first, p.ask(http.MethodPost, at+"/submit", `{}`, key...))

		whole := p.application(at)
		if whole.State != application.Submitted || whole.Case == nil || whole.Case.State != casefile.Received || *whole.Reference != string(sent.Reference) {
			t.Fatalf("%+v", whole)
		}
		list := decode[[]api.ApplicationLine](t, p.ask(http.MethodGet, "/api/v1/applications", ""), http.StatusOK)
		if len(list) != 1 || *list[0].Case != casefile.Received || *list[0].Reference != string(sent.Reference) {
			t.Errorf("%+v", list)
		}
		p.frozen(at, whole)

		if w := p.ask(http.MethodPost, at+"/messages", `{"body":"When is my visit?"}`); w.Code != http.StatusNoContent {
			t.Errorf("said: %d %s", w.Code, w.Body)
		}
		said := decode[[]api.Message](t, p.ask(http.MethodGet, at+"/messages", ""), http.StatusOK)
		if len(said) != 1 || said[0].Body != "When is my visit?" || said[0].Side != casefile.OfApplicant {
			t.Errorf("%+v", said)
		}
		p.receipt(at, sent)

		if w := p.ask(http.MethodPost, at+"/withdraw", "", over(whole.Version)...); w.Code != http.StatusNoContent {
			t.Errorf("taken back: %d %s", w.Code, w.Body)
		}
		if diff := cmp.Diff([]casefile.Kind{casefile.WasReceived, casefile.WasWithdrawn}, p.events(at)); diff != "" {
			t.Error(diff)
		}
		if got := p.application(at); got.State != application.Withdrawn || got.Case.State != casefile.Withdrawn {
			t.Errorf("%s, %s", got.State, got.Case.State)
		}
	})
}

// frozen fails the test when anything of what was sent in can be changed.
func (p program) frozen(at string, a api.Application) {
	p.t.Helper()
	page := a.Pages[0]
	for name, w := range map[string]int{
		"a page":   p.ask(http.MethodPut, at+"/pages/"+page.ID, `{"answers":{}}`, over(page.Version)...).Code,
		"a file":   p.send(at, "passport", pdf+" another").Code,
		"itself":   p.ask(http.MethodDelete, at, "", over(a.Version)...).Code,
		"it again": p.ask(http.MethodPost, at+"/submit", `{}`, over(a.Version)...).Code,
	} {
		if w != http.StatusConflict {
			p.t.Errorf("%s after it was sent: %d", name, w)
		}
	}
}

// receipt fails the test unless the receipt can be fetched, always the same.
func (p program) receipt(at string, sent api.Submitted) {
	p.t.Helper()
	if sent.Receipt == nil {
		p.t.Fatal("there is no receipt")
	}
	if w := p.ask(http.MethodGet, at+"/receipt", ""); w.Code != http.StatusNotFound {
		p.t.Errorf("before it is drawn: %d", w.Code)
	}
	sign, id := p.desks.Issuing, *sent.Receipt
	err := errors.Join(sign.RegisterCertificate(p.t.Context()), sign.Sign(p.t.Context(), id), sign.Print(p.t.Context(), id)) // the jobs
	if err != nil {
		p.t.Fatal(err)
	}
	first := p.ask(http.MethodGet, at+"/receipt", "")
	if first.Code != http.StatusOK || first.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(first.Body.String(), "%PDF-") {
		p.t.Fatalf("%d %s", first.Code, first.Header())
	}
	same(p.t, "the receipt fetched again", first, p.ask(http.MethodGet, at+"/receipt", ""))
}

// TestAReturnedCaseIsCorrectedByHTTPAlone: what the office opened again, and nothing else, is mended and sent back.
func TestAReturnedCaseIsCorrectedByHTTPAlone(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	draft := p.prepare(at)
	sent := p.ask(http.MethodPost, at+"/submit", `{}`, over(draft.Version)...)
	decode[api.Submitted](t, sent, http.StatusOK)
	p.sendBack(at, "identity", "passport")
	if w := p.ask(http.MethodPost, at+"/messages", `{"body":"What is wrong?"}`); w.Code != http.StatusNoContent {
		t.Errorf("said: %d %s", w.Code, w.Body)
	}
	p.keepsToItsDocument(at, sent)

	back := p.application(at)
	if back.Case.State != casefile.Returned || back.Correction == nil || len(back.Correction.Items) != 2 {
		t.Fatalf("%+v", back)
	}
	send := func() int {
		return p.ask(http.MethodPost, at+"/correction", "", over(p.correction(at).Version)...).Code
	}
	if got := send(); got != http.StatusUnprocessableEntity {
		t.Errorf("sent before it is mended: %d", got)
	}
	in := "?correction=" + back.Correction.ID
	shown := decode[api.Page](t, p.ask(http.MethodGet, at+"/pages/identity"+in, ""), http.StatusOK)
	shown.Answers["surname"] = json.RawMessage(`"Raoul"`)
	body, err := json.Marshal(map[string]any{"answers": shown.Answers})
	if err != nil {
		t.Fatal(err)
	}
	decode[api.PageSaved](t, p.ask(http.MethodPut, at+"/pages/identity"+in, string(body), over(shown.Version)...), http.StatusOK)
	if w := p.ask(http.MethodPut, at+"/pages/stay"+in, `{"answers":{}}`, over(0)...); w.Code < 400 || w.Code >= 500 {
		t.Errorf("a page that was not opened again: %d", w.Code)
	}
	decode[api.Upload](t, p.send(at, "passport", pdf+" anew"), http.StatusCreated)
	for _, i := range p.correction(at).Items {
		if !i.Mended {
			t.Errorf("%s is not mended", i.Ref)
		}
	}
	if got := send(); got != http.StatusNoContent {
		t.Errorf("sent back: %d", got)
	}
	if got := p.application(at); got.Case.State != casefile.Received || got.Correction != nil {
		t.Errorf("%+v", got)
	}
}

func (p program) correction(at string) api.ApplicationReturned {
	p.t.Helper()
	return *p.application(at).Correction
}

// sendBack is an officer who returns the case of an application for a page and a paper.
func (p program) sendBack(at, page, paper string) {
	p.t.Helper()
	ctx := p.t.Context()
	f, err := p.desks.Filing.File(ctx, p.actor, p.application(at).ID, locale.EN)
	if err != nil {
		p.t.Fatal(err)
	}
	officer := access.Actor{Kind: access.Staff, ID: "officer", Roles: []access.Role{access.CaseOfficer}, Office: f.Case.Office, Session: "o"}
	line := slices.IndexFunc(f.Lines, func(l application.AskedLine) bool { return l.Document == paper })
	err = p.desk.AskAnother(ctx, officer, casework.Asked{}, casework.Asking{
		Decision: casework.Decision{Case: f.Case.ID, Document: paper, Version: f.Lines[line].Version}, Reason: "unreadable",
	})
	if err == nil {
		f, err = p.desks.Filing.File(ctx, p.actor, f.Application.ID, locale.EN)
	}
	if err == nil {
		err = p.desk.Return(ctx, officer, casework.Asked{}, casework.Return{
			Seen: casework.Seen{Case: f.Case.ID, Version: f.Case.Version}, Until: calendar.Today(p.now()).AddDays(20),
			Pages: []casework.PageAsked{{Page: page, Reason: "wrong-answer"}},
		})
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// keepsToItsDocument holds answers about an application that was sent in and returned against the published document.
func (p program) keepsToItsDocument(at string, sent *httptest.ResponseRecorder) {
	p.t.Helper()
	doc := decode[any](p.t, p.ask(http.MethodGet, "/api/openapi.json", ""), http.StatusOK)
	keepsTo(p.t, doc, "Submitted", false, sent)
	for _, tt := range []struct {
		schema, path string
		list         bool
	}{
		{"Person", "/api/v1/persons", true}, {"ApplicationLine", "/api/v1/applications", true}, {"Application", at, false},
		{"PlanForm", at + "/form", false}, {"Page", at + "/pages/identity", false}, {"Paper", at + "/documents/passport", false},
		{"Event", at + "/events", true}, {"Message", at + "/messages", true}, {"OnlineProcedure", "/api/v1/forms", true},
		{"PlanForm", "/api/v1/forms/study-permit", false},
	} {
		keepsTo(p.t, doc, tt.schema, tt.list, p.ask(http.MethodGet, tt.path, ""))
	}
	keepsTo(p.t, doc, "Application", false, p.ask(http.MethodGet, p.start(), "")) // a draft
}
