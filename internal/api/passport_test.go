package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/api"
	"sejur/internal/mrz"
	"sejur/internal/office"
	"sejur/internal/store/storetest"
)

// linesOf are the lines for machines of a passport that nobody has.
func linesOf(t *testing.T) string {
	t.Helper()
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "IND", DocumentNumber: "Z1234567", BirthDate: "020517", Sex: "F", ExpiryDate: "310301", Nationality: "IND",
		Surname: "RAO", GivenNames: "AMINA",
	}, mrz.Spelling{})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// withLines is the body of a request that has a zone.
func withLines(t *testing.T, lines string) string {
	t.Helper()
	body, err := json.Marshal(api.ZoneInput{MRZ: lines})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTheLinesOfAPassportFillThePageThatHasAPlaceForThem(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		p := houseOn(t, database).program()
		page := p.start() + "/pages/travel-document"
		p.ask(http.MethodPut, page, `{"answers":{"document_kind":"passport","document_number":"A0000000"}}`, over(0)...)
		key := append(over(1), "Idempotency-Key", "zone-1")
		w := p.ask(http.MethodPost, page+"/zone", withLines(t, linesOf(t)), key...)
		saved := decode[api.PageSaved](t, w, http.StatusOK)
		if saved.Version != 2 || w.Header().Get("ETag") != `"2"` {
			t.Errorf("%+v, ETag %q", saved, w.Header().Get("ETag"))
		}
		same(t, "sent again", w, p.ask(http.MethodPost, page+"/zone", withLines(t, linesOf(t)), key...))
		shown := decode[api.Page](t, p.ask(http.MethodGet, page, ""), http.StatusOK)
		got := map[string]string{}
		for field, value := range shown.Answers {
			got[field] = string(value)
		}
		want := map[string]string{"document_kind": `"passport"`, "document_number": `"Z1234567"`, "document_issuer": `"IN"`, "document_expires": `"2031-03-01"`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		late := decode[api.Problem](t, p.ask(http.MethodPost, page+"/zone", withLines(t, linesOf(t)), over(1)...), http.StatusPreconditionFailed)
		if current := late.Current.(object); current["version"] != 2.0 {
			t.Errorf("now %v", current)
		}
	})
}

func TestLinesThatAreNoneSaveNothingAndAreToldWhy(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	lines := linesOf(t)
	for name, tt := range map[string]struct {
		page, body string
		status     int
		key        string
	}{
		"a check digit":         {"travel-document", withLines(t, strings.Replace(lines, "Z123", "Z124", 1)), 422, "filing.zone-check.document_number"},
		"half of them":          {"travel-document", withLines(t, lines[:44]), 422, "filing.zone-form"},
		"more than there are":   {"travel-document", withLines(t, strings.Repeat("A", 500)), 422, "filing.zone-long"},
		"none":                  {"travel-document", `{}`, 422, "filing.zone-form"},
		"another name":          {"travel-document", `{"zone":"x"}`, 422, "field.unknown"},
		"a page without a zone": {"contact", withLines(t, lines), 404, ""},
		"a page that is none":   {"horoscope", withLines(t, lines), 404, ""},
	} {
		w := p.ask(http.MethodPost, at+"/pages/"+tt.page+"/zone", tt.body, over(0)...)
		problem := decode[api.Problem](t, w, tt.status)
		checkProblem(t, problem)
		if tt.key != "" && (len(problem.Errors) != 1 || problem.Errors[0].Key != tt.key) {
			t.Errorf("%s: %+v", name, problem.Errors)
		}
	}
	for _, page := range p.application(at).Pages {
		if page.Version != 0 {
			t.Errorf("%s was saved", page.ID)
		}
	}
}

func TestAFileIsHandedOverAsItWasSentToItsOwnerAlone(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		h := houseOn(t, database)
		p, other := h.program(), h.program()
		at := p.start()
		sent := p.ask(http.MethodPost, at+"/documents/passport/uploads?name=scrisoare%20%C8%99%20%22a%22.exe", pdf, "Content-Type", "application/pdf")
		decode[api.Upload](t, sent, http.StatusCreated)
		where := sent.Header().Get("Location")
		if w := p.ask(http.MethodGet, where+"/original", ""); w.Code != http.StatusNotFound {
			t.Errorf("before it was looked into: %d", w.Code)
		}
		h.looksInto()
		w := p.ask(http.MethodGet, where+"/original", "")
		if w.Code != http.StatusOK || w.Body.String() != pdf {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		want := map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Length": "16",
			"Content-Disposition":     "attachment; filename*=utf-8''scrisoare%20%C8%99%20%22a%22.pdf",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		}
		for name, value := range want {
			if got := w.Header().Get(name); got != value {
				t.Errorf("%s: %q, want %q", name, got, value)
			}
		}
		if head := p.ask(http.MethodHead, where+"/original", ""); head.Code != http.StatusOK || head.Body.Len() != 0 {
			t.Errorf("HEAD: %d, %d bytes", head.Code, head.Body.Len())
		}
		upload := where[strings.LastIndex(where, "/")+1:]
		theirs := other.start()
		nowhere := other.ask(http.MethodGet, theirs+"/documents/passport/uploads/"+office.NewID()+"/original", "")
		for _, path := range []string{where, theirs + "/documents/passport/uploads/" + upload} {
			w := other.ask(http.MethodGet, path+"/original", "")
			same(t, "of another at "+path, nowhere, w)
		}
		if w := p.ask(http.MethodGet, at+"/documents/health-insurance/uploads/"+upload+"/original", ""); w.Code != http.StatusNotFound {
			t.Errorf("of another paper: %d", w.Code)
		}
		p.ask(http.MethodDelete, where, "")
		if w := p.ask(http.MethodGet, where+"/original", ""); w.Code != http.StatusNotFound {
			t.Errorf("taken back: %d", w.Code)
		}
	})
}

func TestAFileThatWasRefusedIsHandedOverToNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.program()
	sent := p.send(p.start(), "passport", pdf)
	h.found.Refused = "upload.kind"
	h.looksInto()
	if w := p.ask(http.MethodGet, sent.Header().Get("Location")+"/original", ""); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}
