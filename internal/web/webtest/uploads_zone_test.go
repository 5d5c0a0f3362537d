package webtest_test

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse"
	"sejur/internal/files/inspecttest"
	"sejur/internal/jobs"
	"sejur/internal/locale"
	"sejur/internal/mrz"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// holder is somebody made up of whose passport nothing is known, before its page of their application, with a runner for the jobs of files.
type holder struct {
	*sender
	by   access.Actor
	jobs *jobs.Runner
}

func newHolder(t *testing.T, parts filingtest.Parts) *holder {
	t.Helper()
	ring := storetest.Keys(t)
	h := webtest.OpenOn(t, ring, storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring}), parts, nil)
	p := &holder{sender: &sender{Person: h.Person(), t: t}}
	p.SignIn(t, ana)
	who, err := h.Accounts.Resolve(t.Context(), p.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	p.by = who.Actor()
	id, err := h.Persons.AddPerson(t.Context(), p.by, account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female, Nationality: "IN",
	}})
	var app application.ID
	if err == nil {
		app, err = h.Filing.Start(t.Context(), p.by, filing.Asked{}, filing.Start{Person: id, Procedure: "study-permit", Lang: locale.EN, Facts: application.Facts{
			"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "first_application": "true",
			"title_expires": calendar.Today(h.Now()).AddDays(90).String(), "county": "CJ",
		}})
	}
	if err == nil {
		p.jobs, err = jobs.New(jobs.Config{
			Store: store.Desk(h.Store, func(tx *store.Tx) jobs.Tx { return tx }), Kinds: jobs.Uploads(h.Uploads), Now: h.Now, Hands: 1, Log: h.Config.Log,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	p.app = string(app)
	p.line = p.path("/documents/passport")
	return p
}

// path is the address of a page of the application, without the language.
func (p *holder) path(below string) string { return "/my/applications/" + p.app + below }

// works does the jobs that are due.
func (p *holder) works() {
	p.t.Helper()
	if err := p.jobs.Drain(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// drawn is the form of a page of the application.
func (p *holder) drawn(page string) url.Values {
	p.t.Helper()
	all, err := webtest.Parse(p.Get(p.t, "/en"+p.path("/pages/"+page)).Body.String())
	if err != nil {
		p.t.Fatal(err)
	}
	return formOf(p.t, all, "/en"+p.path("/pages/"+page))
}

// card are the sentences about the zone on the page of the passport, in a language, each with where it leads, "" where it does not.
func (p *holder) card(lang locale.Lang) map[string]string {
	p.t.Helper()
	body := html.UnescapeString(p.page(lang))
	out := map[string]string{}
	for _, key := range []string{"reading", "read", "none"} {
		words := p.House.Catalogue.For(lang)
		_, after, said := strings.Cut(body, words.T("upload.zone."+key))
		if !said {
			continue
		}
		out[key] = ""
		after, _, _ = strings.Cut(after, "</p>")
		if key == "reading" || !strings.Contains(after, words.T("upload.zone."+key+"_link")) {
			continue
		}
		_, to, _ := strings.Cut(after, `href="/`+string(lang))
		out[key], _, _ = strings.Cut(to, `"`)
	}
	return out
}

// passportUntil are the lines of Amina's passport, which ends on a day (YYMMDD).
func passportUntil(t *testing.T, day string) []string {
	t.Helper()
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "IND", DocumentNumber: "Z1234567", BirthDate: "020517", Sex: "F", ExpiryDate: day, Nationality: "IND",
		Surname: "RAO", GivenNames: "AMINA",
	}, mrz.Spelling{})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// The whole way with nothing made up but the passport: a photo over HTTP, the jobs, the child, tesseract, and back into the form for its owner to confirm.
func TestAPassportIsReadOnItsPhotoByTheRealReaderAndConfirmedByItsOwner(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: reading a photo with the real tesseract is left to make test, because -short was given")
	}
	if parse.Reader() == "" {
		t.Fatal("tesseract is missing: scripts/setup.sh installs it")
	}
	limits := inspect.DefaultLimits()
	limits.Zone = time.Minute // other tests want the processor too
	inspector := inspect.New(inspect.Config{Command: inspecttest.Command(t), Limits: limits})
	p := newHolder(t, filingtest.Parts{Inspector: inspector, Zones: inspector})
	photo := inspecttest.Photo{Turned: 3, Tilt: 0.08, Desk: 0.08, Width: 2400, Dim: 0.4, Blur: 1, Noise: 8, Quality: 60}
	page := inspecttest.Passport(inspecttest.ZoneFont(), passportUntil(t, "310301")...)
	p.sendFiles(sentFile{"passport.jpg", string(photo.JPEG(page))})
	p.works()
	if diff := cmp.Diff(map[string]string{"read": p.path("/pages/identity")}, p.card(locale.EN)); diff != "" {
		t.Fatal(diff)
	}
	form := p.drawn("travel-document")
	read := map[string]string{
		"document_number": "Z1234567", "document_issuer": "IN", "document_expires-day": "1", "document_expires-month": "3", "document_expires-year": "2031",
	}
	for input, want := range read {
		if got := form.Get(input); got != want {
			t.Errorf("%s: %q was read, want %q", input, got, want)
		}
	}
	says(t, p.House, p.Get(t, "/en"+p.path("/pages/travel-document")), http.StatusOK, "filing.origin.photo")
	form.Set("document_kind", "passport")
	form.Set("document_issued_on-day", "2")
	form.Set("document_issued_on-month", "3")
	form.Set("document_issued_on-year", "2021")
	if got := p.Post(t, "/en"+p.path("/pages/travel-document"), form); got.Code != http.StatusSeeOther {
		t.Fatalf("confirming: %d %s", got.Code, told(got))
	}
	view, err := p.House.Filing.Page(t.Context(), p.by, "", filing.ReadPage{Application: application.ID(p.app), Page: "travel-document", Lang: locale.EN})
	if err != nil || len(view.Suggested)+len(view.Problems) > 0 || string(view.Answers["document_number"]) != `"Z1234567"` {
		t.Errorf("confirmed: %s, suggested %v, problems %v, %v", view.Answers, view.Suggested, view.Problems, err)
	}
}

// hears is a reader of zones that says what the test wants.
type hears struct{ lines []string }

func (r *hears) ReadZone(_ context.Context, src application.Source) ([]string, error) {
	f, err := src.Open()
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, f)
	_ = f.Close() // it was only read
	return r.lines, err
}

func TestTheCardOfAPassportSaysHowFarItsLinesAre(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lines []string
		want  map[string]string
	}{
		"read":         {passportUntil(t, "310301"), map[string]string{"read": "/pages/identity"}},
		"not readable": {nil, map[string]string{"none": "/passport"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newHolder(t, filingtest.Parts{Zones: &hears{tt.lines}})
			if got := p.card(locale.EN); len(got) > 0 {
				t.Errorf("without a file: %v", got)
			}
			p.sendFiles(sentFile{"passport.pdf", "%PDF-"})
			p.House.Look(t)
			waits := p.Get(t, "/en"+p.line+"/state").Body.String()
			for _, lang := range webtest.Languages() {
				if diff := cmp.Diff(map[string]string{"reading": ""}, p.card(lang)); diff != "" || !strings.Contains(p.page(lang), "data-checking") {
					t.Errorf("while it is read, in %s: %s", lang, diff)
				}
				webtest.Judge(t, lang, p.page(lang))
			}
			p.works()
			want := map[string]string{}
			for key, to := range tt.want {
				want[key] = p.path(to)
			}
			for _, lang := range webtest.Languages() {
				if diff := cmp.Diff(want, p.card(lang)); diff != "" || strings.Contains(p.page(lang), "data-checking") {
					t.Errorf("in %s: %s", lang, diff)
				}
				webtest.Judge(t, lang, p.page(lang))
			}
			if now := p.Get(t, "/en"+p.line+"/state").Body.String(); now == waits {
				t.Error("the script of the page is not told that something changed")
			}
		})
	}
}

// A photo with a wrong digit gives nothing; who then types the same lines is told which part was misread, in every language.
func TestLinesWithAWrongCheckDigitAreNamedToWhoeverTypesThem(t *testing.T) {
	t.Parallel()
	p := newHolder(t, filingtest.Parts{Zones: &hears{}})
	lines := strings.Join(passportUntil(t, "310301"), "\n")
	for _, lang := range webtest.Languages() {
		at := "/" + string(lang) + p.path("/passport")
		for part, typed := range map[string]string{
			"document_number": strings.Replace(lines, "Z123", "Z124", 1), "birth_date": strings.Replace(lines, "020517", "020571", 1),
			"expiry_date": strings.Replace(lines, "310301", "310307", 1),
		} {
			all, err := webtest.Parse(p.Get(t, at).Body.String())
			if err != nil {
				t.Fatal(err)
			}
			form := formOf(t, all, at)
			form.Set("mrz", typed)
			got := p.Post(t, at, form)
			want := p.House.Catalogue.For(lang).T("error.filing.zone-check." + part)
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(got.Body.String()), want) {
				t.Errorf("%s, %s: %d %s", lang, part, got.Code, told(got))
			}
			webtest.Judge(t, lang, got.Body.String())
		}
	}
}

// What is read of a passport that ends before the stay that is asked for is offered; once it is confirmed the application warns of it, and hinders nothing.
func TestAPassportThatEndsBeforeTheStayIsWarnedOfOnceItIsConfirmed(t *testing.T) {
	t.Parallel()
	p := newHolder(t, filingtest.Parts{Zones: &hears{passportUntil(t, "261215")}})
	p.sendFiles(sentFile{"passport.pdf", "%PDF-"})
	p.House.Look(t)
	p.works()
	warned := func() bool {
		o, err := p.House.Filing.Open(t.Context(), p.by, application.ID(p.app), locale.EN)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range o.Warnings {
			if w.Kind == filing.PassportEnds {
				return w.On == calendar.On(2026, time.December, 15)
			}
		}
		return false
	}
	if warned() {
		t.Error("it is warned of before anybody confirmed what was read")
	}
	if got := p.Post(t, "/en"+p.path("/pages/travel-document"), p.drawn("travel-document")); got.Code >= http.StatusInternalServerError {
		t.Fatalf("confirming: %d", got.Code)
	}
	if !warned() {
		t.Error("confirmed, and nobody is warned")
	}
	day := locale.Str("date", p.House.Catalogue.For(locale.EN).Date(calendar.On(2026, time.December, 15)))
	says(t, p.House, p.Get(t, "/en"+p.path("")), http.StatusOK, "filing.warning.passport-ends", day)
}
