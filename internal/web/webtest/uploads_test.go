package webtest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// sender is somebody who sends files for the passport of their application.
type sender struct {
	*webtest.Person
	t    *testing.T
	line string // address of the page, without the language
	app  string
}

func newSender(t *testing.T) (*webtest.House, *sender) {
	t.Helper()
	return newSenderOn(t, filingtest.Parts{})
}

// newSenderOn is newSender in a house on parts of the test's own.
func newSenderOn(t *testing.T, parts filingtest.Parts) (*webtest.House, *sender) {
	t.Helper()
	ring := storetest.Keys(t)
	h := webtest.OpenOn(t, ring, storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring}), parts, nil)
	p := &sender{Person: h.Person(), t: t}
	p.SignIn(t, "ana@example.org")
	who, err := h.Accounts.Resolve(t.Context(), p.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	p.app = belongings(t, h, who.Actor()).application
	o, err := h.Filing.Open(t.Context(), who.Actor(), application.ID(p.app), locale.EN)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range o.Lines {
		if len(l.Uploads) == 0 {
			p.line = "/my/applications/" + p.app + "/documents/" + l.Document
			break
		}
	}
	return h, p
}

// page is the page of the paper.
func (p *sender) page(lang locale.Lang) string {
	p.t.Helper()
	got := p.Get(p.t, "/"+string(lang)+p.line)
	if got.Code != http.StatusOK {
		p.t.Fatalf("%s: %d", lang, got.Code)
	}
	return got.Body.String()
}

// tokenOf is the token of the form that is sent to an address.
func tokenOf(t *testing.T, page, action string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)action="` + regexp.QuoteMeta(action) + `".*?name="token" value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("no form is sent to %s", action)
	}
	return m[1]
}

// sentFile is a file as a form has it.
type sentFile struct{ name, body string }

// filesForm is a form with files.
func filesForm(t *testing.T, token string, files ...sentFile) (kind string, body *bytes.Buffer) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	if err := w.WriteField("token", token); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		part, err := w.CreateFormFile("file", f.name)
		if err == nil {
			_, err = io.WriteString(part, f.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

// sendFiles sends files without scripts.
func (p *sender) sendFiles(files ...sentFile) *httptest.ResponseRecorder {
	p.t.Helper()
	kind, body := filesForm(p.t, tokenOf(p.t, p.page(locale.EN), "/en"+p.line), files...)
	return p.Send(p.t, http.MethodPost, "/en"+p.line, kind, body)
}

func TestFilesAreSentWithoutScripts(t *testing.T) {
	t.Parallel()
	h, p := newSender(t)
	for _, lang := range webtest.Languages() {
		webtest.Judge(t, lang, p.page(lang))
	}
	got := p.sendFiles(sentFile{"one.pdf", "%PDF-1"}, sentFile{"doi <b>\"quoted\".pdf", "%PDF-2"}, sentFile{"bad.pdf", "upload.refused.script"})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/en"+p.line {
		t.Fatalf("%d to %q: %.500s", got.Code, got.Header().Get("Location"), main(got.Body.String()))
	}
	if page := p.page(locale.EN); !strings.Contains(page, "data-checking") || !strings.Contains(page, `role="status"`) {
		t.Error("the page does not say that they are being checked")
	}
	h.Look(t)
	for _, lang := range webtest.Languages() {
		webtest.Judge(t, lang, p.page(lang))
	}
	page := p.page(locale.EN)
	if n := strings.Count(page, "<img"); n != 2 || strings.Contains(page, "data-checking=") || strings.Contains(page, "<b>") {
		t.Errorf("%d pictures", n)
	}
	picture := regexp.MustCompile(`<img src="([^"]+)"`).FindStringSubmatch(page)[1]
	original := strings.Replace(picture, "/pictures/1", "/original", 1)
	for address, want := range map[string]map[string]string{
		picture: {"Content-Type": "image/jpeg", "Content-Disposition": `inline; filename="page-1.jpg"`},
		original: {
			"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="one.pdf"`, "Content-Length": "6",
		},
	} {
		got := p.Get(t, address)
		want["Cache-Control"], want["X-Content-Type-Options"], want["Cross-Origin-Resource-Policy"] = "no-store", "nosniff", "same-origin"
		want["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
		for name, value := range want {
			if h := got.Header().Get(name); h != value {
				t.Errorf("%s: %s is %q, want %q", address, name, h, value)
			}
		}
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d", address, got.Code)
		}
	}
	for _, bad := range []string{"/pictures/0", "/pictures/2", "/pictures/x"} {
		if got := p.Get(t, strings.Replace(picture, "/pictures/1", bad, 1)); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", bad, got.Code)
		}
	}
}

func TestAFileIsRemovedBroughtBackAndMoved(t *testing.T) {
	t.Parallel()
	h, p := newSender(t)
	p.sendFiles(sentFile{"one.pdf", "%PDF-1"}, sentFile{"two.pdf", "%PDF-2"})
	h.Look(t)
	press := func(do string, values url.Values) {
		t.Helper()
		page := p.page(locale.EN)
		action := regexp.MustCompile(`action="([^"]+/` + do + `)"`).FindStringSubmatch(page)
		if action == nil {
			t.Fatalf("nothing can be done by %s", do)
		}
		values.Set("token", tokenOf(t, page, action[1]))
		if got := p.Post(t, action[1], values); got.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d", do, got.Code)
		}
	}
	names := func() (out []string) {
		for _, m := range regexp.MustCompile(`class="file-name">([^<]+)<`).FindAllStringSubmatch(p.page(locale.EN), -1) {
			out = append(out, m[1])
		}
		return out
	}
	press("move", url.Values{"way": {"down"}})
	press("remove", url.Values{})
	if diff := cmp.Diff([]string{"one.pdf", "two.pdf"}, names()); diff != "" { // the second one is under what was removed
		t.Error(diff)
	}
	webtest.Judge(t, locale.EN, p.page(locale.EN))
	press("restore", url.Values{})
	if diff := cmp.Diff([]string{"two.pdf", "one.pdf"}, names()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrongWithOneFileTakesNothingFromTheOthers(t *testing.T) {
	t.Parallel()
	_, p := newSender(t)
	got := p.sendFiles(sentFile{"good.pdf", "%PDF-1"}, sentFile{"huge.pdf", strings.Repeat("x", application.MaxUpload+1)}, sentFile{"empty.pdf", ""}, sentFile{"last.pdf", "%PDF-2"})
	page := got.Body.String()
	if got.Code != http.StatusUnprocessableEntity || strings.Count(page, `href="#file"`) != 2 {
		t.Errorf("%d: %.900s", got.Code, main(page))
	}
	for _, want := range []string{"good.pdf", "huge.pdf", "empty.pdf", "last.pdf"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page says nothing of %s", want)
		}
	}
	webtest.Judge(t, locale.EN, page)
	if got := p.sendFiles(); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", got.Code)
	}
	kind, body := filesForm(t, "no token", sentFile{"a.pdf", "%PDF-3"})
	if got := p.Send(t, http.MethodPost, "/en"+p.line, kind, body); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("with a wrong token: %d", got.Code)
	}
	whole := bytes.NewBuffer(nil)
	kind, body = filesForm(t, tokenOf(t, p.page(locale.EN), "/en"+p.line), sentFile{"before.pdf", "%PDF-4"}, sentFile{"cut.pdf", strings.Repeat("y", 1<<20)})
	whole.Write(body.Bytes()[:body.Len()-1<<19])
	if got := p.Send(t, http.MethodPost, "/en"+p.line, kind, whole); got.Code != http.StatusBadRequest && got.Code != http.StatusUnprocessableEntity {
		t.Errorf("cut off: %d", got.Code)
	}
	if page := p.page(locale.EN); !strings.Contains(page, "before.pdf") || strings.Contains(page, "cut.pdf") {
		t.Error("what came before the cut is not here, or what was cut is")
	}
}

// toldPart is what a script is told.
type toldPart struct {
	To    string `json:"to"`
	At    int64  `json:"at"`
	Whole bool   `json:"whole"`
	Wrong string `json:"wrong"`
	Again bool   `json:"again"`
}

func TestAFileInPartsGoesOnAfterALostLine(t *testing.T) {
	t.Parallel()
	h, p := newSender(t)
	body := bytes.Repeat([]byte("%PDF-"), 500_000)
	sum := sha256.Sum256(body)
	page := p.page(locale.EN)
	begin := url.Values{
		"token": {regexp.MustCompile(`data-token="([^"]+)"`).FindStringSubmatch(page)[1]}, "name": {"photo.pdf"}, "size": {fmt.Sprint(len(body))},
		"digest": {hex.EncodeToString(sum[:])},
	}
	read := func(got *httptest.ResponseRecorder, status int) (out toldPart) {
		t.Helper()
		if err := json.Unmarshal(got.Body.Bytes(), &out); err != nil || got.Code != status {
			t.Fatalf("%d: %v", got.Code, err)
		}
		return out
	}
	for n := 0; ; n++ {
		at := read(p.Post(t, "/en"+p.line+"/parts", begin), http.StatusOK) // the same one again and again
		if at.Whole {
			break
		}
		if n > 10 {
			t.Fatal("it does not end")
		}
		end := min(at.At+1<<20, int64(len(body)))
		got := read(p.Send(t, http.MethodPost, at.To+"?at="+fmt.Sprint(at.At), "application/octet-stream", bytes.NewReader(body[at.At:end])), http.StatusOK)
		if got.At != end {
			t.Fatalf("%d are here", got.At)
		}
	}
	state := p.Get(t, "/en"+p.line+"/state").Body.String()
	if !strings.Contains(state, `"checking":true`) {
		t.Errorf("the script is told %s", state)
	}
	h.Look(t)
	if now := p.Get(t, "/en"+p.line+"/state").Body.String(); now == state || strings.Contains(now, `"checking":true`) {
		t.Errorf("then %s", now)
	}
	begin.Set("size", fmt.Sprint(application.MaxUpload+1))
	if got := read(p.Post(t, "/en"+p.line+"/parts", begin), http.StatusUnprocessableEntity); got.Wrong == "" {
		t.Error("too large, and nothing is said")
	}
	begin.Set("token", "none")
	read(p.Post(t, "/en"+p.line+"/parts", begin), http.StatusUnprocessableEntity)
}

func TestOnlyThisPageMayAskTheHouseByScript(t *testing.T) {
	t.Parallel()
	_, p := newSender(t)
	if got := p.Get(t, "/en"+p.line).Header().Get("Content-Security-Policy"); !strings.Contains(got, "connect-src 'self'") {
		t.Errorf("its policy is %s", got)
	}
}

// An endless body is cut at the bound, and little of it lies in memory at any moment (ASVS 5.2.1).
func TestAnEndlessBodyIsCut(t *testing.T) {
	t.Parallel()
	_, p := newSender(t)
	kind, body := filesForm(t, tokenOf(t, p.page(locale.EN), "/en"+p.line), sentFile{"endless.pdf", "%PDF-"})
	head, _, _ := bytes.Cut(body.Bytes(), []byte("%PDF-"))
	read := int64(0)
	endless := io.MultiReader(bytes.NewReader(head), zeros{&read})
	got := p.Send(t, http.MethodPost, "/en"+p.line, kind, endless)
	if got.Code < 400 || got.Code >= 500 || read > 250<<20 {
		t.Errorf("%d after %d bytes", got.Code, read)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/en"+p.line, http.NoBody)
	r.ContentLength = 10 << 30
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if got := p.House.Do(r); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("announced: %d", got.Code)
	}
}

// zeros is a body without an end.
type zeros struct{ n *int64 }

func (c zeros) Read(b []byte) (int, error) {
	*c.n += int64(len(b))
	clear(b)
	return len(b), nil
}
