package verify_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/png"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/reference"
	"sejur/internal/seal"
	"sejur/internal/seal/scan"
	"sejur/internal/verdict"
	"sejur/internal/verdict/verdicttest"
	"sejur/internal/web"
	"sejur/internal/web/verify"
	"sejur/internal/web/webtest"
)

// desk is an office that issued one paper.
type desk struct {
	*verdicttest.Office
	list string
	next time.Time
	down error  // of everything, nil = it works
	seen []byte // the seal in every picture, nil = what is in it

	mu    sync.Mutex
	left  int // how much may still be sent
	asked []verify.LookUp
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	office := verdicttest.New(t)
	return &desk{
		Office: office, list: office.Publish(t, verdicttest.Fresh()), next: webtest.Now().Add(30 * time.Minute), left: 1000,
	}
}

func (d *desk) Admit(context.Context, string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left--
	if d.left < 0 {
		return fault.New(fault.Unavailable, verify.TooMany, fault.Num("n", 1))
	}
	return d.down
}

func (d *desk) LookUp(ctx context.Context, in verify.LookUp) (verdict.Verdict, error) {
	if err := d.Admit(ctx, in.Client); err != nil {
		return verdict.Verdict{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, in)
	if in.Code != reference.Reference(verdicttest.Code) {
		return verdict.Verdict{Status: verdict.Unknown, Why: verdict.UnknownCode, On: verdicttest.Today}, d.down
	}
	return verdict.Verdict{
		Status: verdict.Genuine, Document: "receipt", On: verdicttest.Today,
		Facts: verdict.Facts{
			{Name: "number", Value: "R04821733"}, {Name: "surname", Value: "Popescu"}, {Name: "birth_date", Value: "1990-05-17"},
			{Name: "nationality", Value: "IN"},
		},
	}, d.down
}

func (d *desk) Published(context.Context) (verify.Published, error) {
	return verify.Published{Keys: d.Ring, Certificates: []byte("-----BEGIN CERTIFICATE-----\n"), List: d.list, Next: d.next}, d.down
}

func (d *desk) PDF(judge verdict.Judge, _, file []byte) verdict.Verdict {
	if bytes.Contains(file, []byte("signed")) {
		return judge.Nothing(verdict.NoSeal)
	}
	return verdict.Verdict{Status: verdict.Altered, Why: verdict.FileChanged, On: judge.Today}
}

func (d *desk) Picture(picture image.Image) ([]byte, error) {
	if d.seen != nil {
		return d.seen, nil
	}
	return scan.Read(picture)
}

// open opens the pages of a desk.
func open(t testing.TB, d verify.Desk) *webtest.Site {
	t.Helper()
	site := webtest.Open(t)
	handler, err := web.NewHandler(web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Pseudo: true, Papers: d,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &webtest.Site{Handler: handler, Law: site.Law, Catalogue: site.Catalogue}
}

// post sends a form as a page of the house does.
func post(t testing.TB, site *webtest.Site, target, kind string, body io.Reader) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return site.Do(r)
}

func postCode(t testing.TB, site *webtest.Site, lang, code string) *httptest.ResponseRecorder {
	t.Helper()
	return post(t, site, "/"+lang+verify.Path, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"code": {code}}.Encode()))
}

// part is an input of a form: a file when it has a name.
type part struct {
	field, name string
	data        []byte
}

func form(t testing.TB, parts ...part) (kind string, body *bytes.Buffer) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	for _, p := range parts {
		to, err := w.CreateFormField(p.field)
		if p.name != "" {
			to, err = w.CreateFormFile(p.field, p.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

func postFile(t testing.TB, site *webtest.Site, lang string, parts ...part) *httptest.ResponseRecorder {
	t.Helper()
	kind, body := form(t, parts...)
	return post(t, site, "/"+lang+verify.Path, kind, body)
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// said is the sentence of a key in English.
func said(t testing.TB, site *webtest.Site, key string) string {
	t.Helper()
	p := site.Catalogue.For("en")
	if !p.Has(key) {
		t.Fatalf("no message %s", key)
	}
	return p.T(key)
}

// shows tells whether a page has a sentence: as text, so that what is escaped counts.
func shows(t testing.TB, page, sentence string) bool {
	t.Helper()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(webtest.Find(all, "main")[0].Text, sentence)
}

func TestEveryAnswerHasItsWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	good := d.Seal(t, nil)
	picture := []part{{"file", "a.png", asPNG(t, verdicttest.Draw(t, good, 4))}}
	for _, row := range []struct {
		name   string
		list   string
		code   string // typed, "" = the parts are sent
		seen   []byte
		parts  []part
		key    string // of the words
		status int
	}{
		{"genuine", d.list, "", good, picture, "genuine", 200},
		{"a code that was issued", d.list, "7k3mq-2w9fd-x4n8e", nil, nil, "genuine-code", 200},
		{"a code that was not", d.list, reference.New().String(), nil, nil, "unknown-code", 200},
		{"revoked", d.Publish(t, verdicttest.Fresh(verdicttest.Take(t, good, "revoked", "2026-11-10"))), "", good, picture, "revoked", 200},
		{"lost", d.Publish(t, verdicttest.Fresh(verdicttest.Take(t, good, "lost", "2026-11-10"))), "", good, picture, "lost", 200},
		{"expired", d.list, "", d.Seal(t, func(c *seal.Content) { c.Features["VALID_UNTIL"] = "2026-11-19" }), picture, "expired", 200},
		{"altered", d.list, "", verdicttest.New(t).Seal(t, nil), picture, "forged", 200},
		{"a key not in use", d.list, "", d.Seal(t, func(c *seal.Content) { c.Signed = "2025-01-01" }), picture, "key-not-in-use", 200},
		{"of another signer", d.list, "", d.Seal(t, func(c *seal.Content) { c.Signer = "DEXX" }), picture, "unknown-signer", 200},
		{"no seal", d.list, "", []byte("https://example.org"), picture, "no-seal", 200},
		{"nothing to read", d.list, "", nil, []part{{"file", "a.png", asPNG(t, image.NewGray(image.Rect(0, 0, 99, 99)))}}, "unreadable", 422},
		{"a file that was changed", d.list, "", nil, []part{{"file", "a.pdf", []byte("%PDF-1.7")}}, "file-changed", 200},
		{"a file without a seal", d.list, "", nil, []part{{"file", "a.jpg", []byte("%PDF-1.7 signed")}}, "no-seal", 200},
	} {
		here := &desk{Office: d.Office, list: row.list, next: d.next, left: 1000, seen: row.seen}
		site := open(t, here)
		for _, lang := range webtest.Languages() {
			t.Run(row.name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				var got *httptest.ResponseRecorder
				if row.code != "" {
					got = postCode(t, site, string(lang), row.code)
				} else {
					got = postFile(t, site, string(lang), row.parts...)
				}
				if got.Code != row.status {
					t.Errorf("status %d, want %d", got.Code, row.status)
				}
				page := got.Body.String()
				webtest.Judge(t, lang, page)
				for _, of := range []string{"title", "text", "conclude", "not"} {
					if sentence := site.Catalogue.For(lang).T("verify.verdict." + row.key + "." + of); !shows(t, page, sentence) {
						t.Errorf("the page does not say %s", of)
					}
				}
				if kept := got.Header().Get("Cache-Control"); kept != "no-store" {
					t.Errorf("Cache-Control is %q", kept)
				}
				if strings.Contains(got.Header().Get("Location"), "7K3MQ") {
					t.Error("the code stands in an address")
				}
			})
		}
	}
}

func TestWhatCannotBeLookedAtIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	site := open(t, newDesk(t))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	huge := asPNG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	copy(huge[16:], "\x00\x00\xea\x60\x00\x00\xea\x60") // 60,000 by 60,000; its checksum is wrong too
	seal := asPNG(t, verdicttest.Draw(t, newDesk(t).Seal(t, nil), 4))
	for _, row := range []struct {
		name  string
		parts []part
		field string
		key   string
	}{
		{"no byte", []part{{"file", "a.png", nil}}, "file", "verify.empty"},
		{"a GIF", []part{{"file", "a.png", moving.Bytes()}}, "file", "verify.kind"},
		{"an SVG", []part{{"file", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)}}, "file", "verify.kind"},
		{"a head that is broken", []part{{"file", "a.png", huge}}, "file", "verify.broken"},
		{"21 MB", []part{{"file", "a.png", make([]byte, 21<<20)}}, "file", "verify.large"},
		{"a page that begins like none", []part{{"file", "a.pdf", []byte("<!doctype html>%PDF-1.7")}}, "file", "verify.kind"},
		{"noise", []part{{"file", "a.png", bytes.Repeat([]byte("\x00\x13\x37"), 999)}}, "file", "verify.kind"},
		{"two files", []part{{"file", "a.png", seal}, {"file", "b.png", seal}}, "file", "verify.several"},
		{"half a code", []part{{"code", "", []byte("7K3MQ")}}, "code", "verify.code"},
		{"a code with a slip", []part{{"code", "", []byte("7K3MQ-2W9FD-X4N8V")}}, "code", "verify.code"},
		{"another field", []part{{"photo", "a.png", seal}}, "file", "verify.empty"},
		{"no code", []part{{"code", "", nil}}, "code", "verify.nothing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := postFile(t, site, "en", row.parts...)
			if got.Code != http.StatusUnprocessableEntity {
				t.Fatalf("status %d, want 422", got.Code)
			}
			page := got.Body.String()
			webtest.Judge(t, "en", page)
			if !shows(t, page, said(t, site, "error."+row.key)) || !strings.Contains(page, `href="#`+row.field+`"`) {
				t.Errorf("it is not said that %s of %s", row.key, row.field)
			}
		})
	}
}

func TestBodiesThatAreNoForms(t *testing.T) {
	t.Parallel()
	site := open(t, newDesk(t))
	kind, whole := form(t, part{"file", "a.png", make([]byte, 4096)})
	many := make([]part, 40)
	for i := range many {
		many[i] = part{field: "code", data: []byte("x")}
	}
	manyKind, manyParts := form(t, many...)
	longKind, longField := form(t, part{field: "code", data: make([]byte, 70<<10)})
	textKind, noText := form(t, part{field: "code", data: []byte("\xff\x00")})
	for _, row := range []struct {
		name, kind string
		body       io.Reader
		want       int
	}{
		{"cut short", kind, bytes.NewReader(whole.Bytes()[:2048]), 400},
		{"without a boundary", "multipart/form-data", strings.NewReader("x"), 400},
		{"another kind of form", "text/plain", strings.NewReader("code=x"), 400},
		{"too many parts", manyKind, manyParts, 400},
		{"a field as long as a file", longKind, longField, 400},
		{"a field that is no text", textKind, noText, 400},
		{"a form of 40 MB", "multipart/form-data; boundary=x", endless(40 << 20), 413},
		{"a stream of 10 GB", "multipart/form-data; boundary=x", endless(10 << 30), 413},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := post(t, site, "/en"+verify.Path, row.kind, row.body); got.Code != row.want {
				t.Errorf("status %d, want %d", got.Code, row.want)
			}
		})
	}
}

// endless begins a form with a file that goes on for so many bytes.
func endless(n int64) io.Reader {
	kind := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
	return io.MultiReader(strings.NewReader(kind), io.LimitReader(zeros{}, n))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestWhoSendsTooMuchIsToldToWait(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.left, d.seen = 1, d.Seal(t, nil)
	site := open(t, d)
	paper := part{"file", "a.png", asPNG(t, image.NewGray(image.Rect(0, 0, 9, 9)))}
	if got := postFile(t, site, "en", paper); got.Code != http.StatusOK {
		t.Fatalf("status %d", got.Code)
	}
	for name, got := range map[string]*httptest.ResponseRecorder{
		"a file": postFile(t, site, "en", paper), "a code": postCode(t, site, "en", verdicttest.Code),
	} {
		if got.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", name, got.Code)
		}
		webtest.Judge(t, "en", got.Body.String())
	}
	if len(d.asked) > 0 {
		t.Error("the code was looked up")
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := open(t, d)
	for _, typed := range []string{"7K3MQ-2W9FD-X4N8E", " 7k3mq2w9fdx4n8e ", "7K3MQ 2W9FD X4N8E"} {
		if got := postCode(t, site, "en", typed); !shows(t, got.Body.String(), said(t, site, "verify.verdict.genuine-code.title")) {
			t.Errorf("%q is not found", typed)
		}
	}
	want := reference.Reference(verdicttest.Code)
	for _, in := range d.asked {
		if in.Code != want || in.Request == "" || in.Client == "" {
			t.Errorf("asked for %+v", in)
		}
	}
}

func TestWhatIsPublished(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	site := open(t, d)
	for _, row := range []struct{ path, kind, body string }{
		{verify.CertificatesPath, "application/x-pem-file", "-----BEGIN CERTIFICATE-----\n"},
		{verify.RevocationsPath, "application/jose", d.list},
	} {
		t.Run(row.path, func(t *testing.T) {
			t.Parallel()
			got := site.Get(row.path)
			h := got.Header()
			if diff := cmp.Diff([]string{row.body, row.kind, "public, max-age=1800", "*", "cross-origin"}, []string{
				got.Body.String(), h.Get("Content-Type"), h.Get("Cache-Control"), h.Get("Access-Control-Allow-Origin"), h.Get("Cross-Origin-Resource-Policy"),
			}); diff != "" {
				t.Error(diff)
			}
			again := httptest.NewRequestWithContext(t.Context(), http.MethodGet, row.path, nil)
			again.Header.Set("If-None-Match", `"x", W/`+h.Get("ETag"))
			if got := site.Do(again); got.Code != http.StatusNotModified || got.Body.Len() > 0 {
				t.Errorf("asked again: %d with %d bytes", got.Code, got.Body.Len())
			}
		})
	}
}

func TestBeforeThereIsAListThereIsNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.list, d.next = "", time.Time{}
	site := open(t, d)
	if got := site.Get(verify.RevocationsPath); got.Code != http.StatusNotFound {
		t.Errorf("status %d", got.Code)
	}
	if got := site.Get(verify.CertificatesPath); got.Header().Get("Cache-Control") != "public, max-age=60" {
		t.Errorf("kept for %q", got.Header().Get("Cache-Control"))
	}
	page := postFile(t, site, "en", part{"file", "a.png", asPNG(t, verdicttest.Draw(t, d.Seal(t, nil), 4))}).Body.String()
	if !shows(t, page, said(t, site, "verify.note.no-list")) {
		t.Error("it is not said that no list was looked at")
	}
}

func TestWithoutTheDeskPeopleAreToldToComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.down = fault.New(fault.Unavailable, "store")
	site := open(t, d)
	for _, path := range []string{verify.RevocationsPath, verify.CertificatesPath, "/en" + verify.OfflinePath} {
		if got := site.Get(path); got.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	if got := postCode(t, site, "en", verdicttest.Code); got.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", got.Code)
	}
	if got := site.Get("/en" + verify.Path); got.Code != http.StatusOK {
		t.Errorf("the form itself: %d", got.Code)
	}
}

func TestAListThatIsNotSignedIsNoVerdict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.list = verdicttest.New(t).Publish(t, verdicttest.Fresh())
	_, err := verify.Published{Keys: d.Ring, List: d.list}.Judge(calendar.Today(webtest.Now()))
	if !errors.Is(err, verdict.ErrListForged) {
		t.Errorf("%v", err)
	}
	got := postFile(t, open(t, d), "en", part{"file", "a.png", asPNG(t, verdicttest.Draw(t, d.Seal(t, nil), 4))})
	if got.Code != http.StatusInternalServerError {
		t.Errorf("status %d", got.Code)
	}
}

func TestEveryDoorOfTheChecks(t *testing.T) {
	t.Parallel()
	site, people := webtest.Open(t), webtest.Everybody()
	cfg := web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Visitors: people, Papers: newDesk(t),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	handler, err := web.NewHandler(cfg)
	if err != nil {
		t.Fatal(err)
	}
	table, err := web.Addresses(cfg)
	if err != nil {
		t.Fatal(err)
	}
	table = slices.DeleteFunc(table, func(a web.Address) bool { return !strings.HasPrefix(a.Path, "/{lang}"+verify.Path) })
	webtest.Guards(t, handler, table, people, nil)
}

func TestThePagesOfChecksAreWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	site := open(t, newDesk(t))
	for _, lang := range webtest.Languages() {
		for _, path := range []string{verify.Path, verify.OfflinePath} {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := site.Get("/" + string(lang) + path)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d", got.Code)
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

// What these pages may do beyond others, no other page may.
func TestOnlyTheChecksSeeACameraAndRunWebAssembly(t *testing.T) {
	t.Parallel()
	site := open(t, newDesk(t))
	for path, want := range map[string][2]bool{"": {}, "/plan": {}, "/no-such-page": {}, verify.Path: {true, false}, verify.OfflinePath: {true, true}} {
		h := site.Get("/en" + path).Header()
		got := [2]bool{
			strings.Contains(h.Get("Permissions-Policy"), "camera=(self)"), strings.Contains(h.Get("Content-Security-Policy"), "wasm-unsafe-eval"),
		}
		if got != want || strings.Contains(h.Get("Content-Security-Policy"), "connect-src") != want[1] {
			t.Errorf("%s: camera and WebAssembly %v, want %v", path, got, want)
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "'unsafe-") {
			t.Errorf("%s: %s", path, h.Get("Content-Security-Policy"))
		}
	}
}
