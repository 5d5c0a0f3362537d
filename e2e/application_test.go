//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// keeps answers the guide, keeps the plan without being signed in, signs in by a code and begins the application from the kept plan.
func (j *journey) keeps(a anApplicant) {
	j.t.Helper()
	j.open("/check")
	j.walk(a.facts, j.answer)
	j.goes(`form[action$="/keep"] button:not(.btn-main)`)
	j.at("/" + j.lang + "/sign-in")
	j.signsIn(a.email)
	j.at("/" + j.lang + "/my/plans")
	j.open("/my/applications/new")
	j.goes(`main a[href*="plan="][href*="procedure=` + a.applies + `"]`)
	j.must(j.tab.Fill(a.self))
	j.goes("main form button.btn-main")
	if u, err := j.tab.URL(); err != nil || !strings.HasSuffix(u.Path, "/my/applications/new") {
		j.t.Fatalf("after the person: %s, %v", j.text(), err)
	}
	j.goes("main form button.btn-main")
	if !j.has("section[aria-labelledby=papers] .tasks a") {
		j.t.Fatalf("no task list: %s", j.text())
	}
}

// signsIn signs in by the code of a letter, from the page that asks for the address.
func (j *journey) signsIn(email string) {
	j.t.Helper()
	j.must(j.tab.Fill(map[string]string{"email": email}))
	j.goes("#by-code ~ form button")
	j.must(j.tab.Fill(map[string]string{"code": j.code(email)}))
	j.goes("main form button.btn-main")
}

// go_ follows and wants a page.
func (j *journey) goes(css string) {
	j.t.Helper()
	status, err := j.tab.Follow(css)
	if err != nil || status != http.StatusOK {
		j.t.Fatalf("%s answers %d: %v: %s", css, status, err, j.text())
	}
}

// fills answers the form page by page, whatever its pages ask, from the first that is not done until none is left.
func (j *journey) fills(all written) {
	j.t.Helper()
	j.goes(`section[aria-labelledby=about] .tasks a`)
	for range mostQuestions {
		u, err := j.tab.URL()
		j.must(err)
		if !strings.Contains(u.Path, "/pages/") {
			return
		}
		j.fillsPage(all)
		_, err = j.tab.Follow("button.btn-main[name=then]")
		j.must(err)
		if now, err := j.tab.URL(); err != nil || now.Path == u.Path {
			j.t.Fatalf("not accepted: %s", j.text())
		}
	}
	j.t.Fatal("the form does not end")
}

// fillsPage answers what the page asks.
func (j *journey) fillsPage(all written) {
	j.t.Helper()
	names, err := browser.Read[[]string](j.tab, `[...new Set([...document.querySelectorAll("main form[data-autosave] [name]")]
		.filter(e => e.type !== "hidden" && e.type !== "submit").map(e => e.name))]`)
	j.must(err)
	asked := map[string]string{}
	for _, name := range names {
		if value, ours := all[name]; ours {
			asked[name] = value
		}
	}
	j.must(j.tab.Fill(asked))
}

// missing are the addresses of the papers that hinder the application from being sent; it fails when anything else does.
func (j *journey) missing(draft string) []string {
	j.t.Helper()
	j.visit(draft + "/check")
	left, err := browser.Read[[]string](j.tab, `[...document.querySelectorAll("#send ~ .notice:not(.notice-amber) a")].map(a => new URL(a.href).pathname)`)
	j.must(err)
	for _, path := range left {
		if !strings.Contains(path, "/documents/") {
			j.t.Fatalf("still asked: %v", left)
		}
	}
	return left
}

// visit opens an address that has its language.
func (j *journey) visit(path string) {
	j.t.Helper()
	status, err := j.tab.Open(j.site.origin + path)
	if err != nil || status != http.StatusOK {
		j.t.Fatalf("%s answers %d: %v", path, status, err)
	}
}

// sends sends the application that lies ready, and gives the address of what became of it.
func (j *journey) sends(draft string) {
	j.t.Helper()
	if left := j.missing(draft); len(left) > 0 {
		j.t.Fatalf("not ready: %v", left)
	}
	j.goes(`form[action$="/check"] button.btn-main`)
	j.at(draft + "/sent")
	if !j.has(".panel .say-aloud") {
		j.t.Error("no reference is told")
	}
}

// draft is the path of the application that the page is about.
func (j *journey) draft() string {
	j.t.Helper()
	u, err := j.tab.URL()
	j.must(err)
	at := anID.FindStringIndex(u.Path)
	if at == nil {
		j.t.Fatalf("no application at %s", u.Path)
	}
	return u.Path[:at[1]]
}

// seesProgress sends a file by the script of the page, and wants the bar of its progress to move before the page is there again.
func (j *journey) seesProgress(file string) {
	j.t.Helper()
	j.must(j.tab.Attach("input[type=file]", file))
	_, err := browser.Read[int](j.tab, `(() => {
		const bar = document.querySelector("[data-progress] progress");
		new MutationObserver(() => {
			if (!bar.closest("[hidden]") && bar.getAttribute("aria-label") && bar.value > 0) { sessionStorage.setItem("moved", bar.value); }
		}).observe(bar, {attributes: true});
		return 0;
	})()`)
	j.must(err)
	j.goes("form[data-upload] button.btn-main")
	moved, err := browser.Read[string](j.tab, `sessionStorage.getItem("moved") || ""`)
	j.must(err)
	if moved == "" {
		j.t.Error("no progress was seen")
	}
}

// attach sends files by the form of the page.
func (j *journey) attach(files ...string) {
	j.t.Helper()
	j.must(j.tab.Attach("input[type=file]", files...))
	j.goes("form[data-upload] button.btn-main")
	if n, err := browser.Read[int](j.tab, `document.querySelectorAll(".file-card").length`); err != nil || n < len(files) {
		j.t.Fatalf("%d files: %v: %s", n, err, j.text())
	}
}

// fetches posts the form of a page that hands over a file, as its button does, and gives the file.
func (j *journey) fetches(css string) []byte {
	j.t.Helper()
	text, err := browser.Read[string](j.tab, `(form => JSON.stringify({to: form.action, fields: [...new FormData(form)]}))(document.querySelector(`+strconv.Quote(css)+`))`)
	j.must(err)
	var form struct {
		To     string      `json:"to"`
		Fields [][2]string `json:"fields"`
	}
	j.must(json.Unmarshal([]byte(text), &form))
	in := url.Values{}
	for _, field := range form.Fields {
		in.Add(field[0], field[1])
	}
	request, err := http.NewRequestWithContext(j.t.Context(), http.MethodPost, form.To, strings.NewReader(in.Encode()))
	j.must(err)
	session, err := j.tab.Cookie("session")
	if err != nil || session == nil {
		j.t.Fatalf("no session: %v", err)
	}
	request.AddCookie(session)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", j.site.origin)
	answer, err := http.DefaultClient.Do(request)
	j.must(err)
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close() // it has been read to its end
	if err != nil || answer.StatusCode != http.StatusOK {
		j.t.Fatalf("%s answers %d: %v", form.To, answer.StatusCode, err)
	}
	return body
}

// holdsReceipt fetches the receipt of what was just sent, and has the house check it.
func (j *journey) holdsReceipt(draft string) {
	j.t.Helper()
	const fetch = `form[action*="/my/documents/"]`
	for range 200 { // it is drawn and signed by a job
		if j.has(fetch) {
			break
		}
		j.visit(draft + "/sent")
	}
	receipt := j.fetches(fetch)
	if !bytes.HasPrefix(receipt, []byte("%PDF-")) {
		j.t.Fatalf("the receipt is no PDF: %.20q", receipt)
	}
	file := filepath.Join(j.t.TempDir(), "receipt.pdf")
	j.must(os.WriteFile(file, receipt, 0o600))
	j.open("/verify")
	j.must(j.tab.Upload("#file", file))
	j.goes("form[enctype] button[type=submit]")
	j.isGenuine()
	code, err := browser.Read[string](j.tab, `(/\b\w{5}-\w{5}-\w{5}\b/.exec(document.querySelector("section.answer").innerText) || [""])[0]`)
	j.must(err)
	j.open("/verify") // and by the code that stands on it
	j.must(j.tab.Type("#code", strings.ToLower(code)))
	j.goes("main form:not([enctype]) button[type=submit]")
	j.isGenuine()
}

// isGenuine wants the house to know its own paper.
func (j *journey) isGenuine() {
	j.t.Helper()
	title, err := browser.Read[string](j.tab, `document.querySelector(".verdict h2").textContent`)
	if err != nil || title != "Genuine specimen" {
		j.t.Fatalf("the receipt: says %q (%v): %s", title, err, j.text())
	}
}

func TestAStudentGoesFromTheGuideToAReceiptThatIsGenuine(t *testing.T) {
	t.Parallel()
	j := guest(t, theSite(t), "en", browser.Phone())
	a := amina("amina@example.org")
	j.keeps(a)
	draft := j.draft()
	j.fills(a.form)
	files := newPapers(t)
	for i, path := range j.missing(draft) {
		j.visit(path)
		if i == 0 {
			j.seesProgress(files.large)
			continue
		}
		j.attach(files.small)
	}
	j.sends(draft)
	j.judge()
	fitsSmallPhone(t, j.tab)
	printsPlainly(t, j.tab)
	j.must(j.tab.Look(browser.Phone()))
	j.holdsReceipt(draft)
	j.visit(draft)
	j.judge()
	j.clean()
}

func TestAPensionerAppliesWithoutScriptsOnASmallPhone(t *testing.T) {
	t.Parallel()
	j := guest(t, theSite(t), "en", browser.View{Width: 320, Height: 568, NoScript: true})
	a := jean("jean@example.org")
	j.keeps(a)
	draft := j.draft()
	j.fills(a.form)
	files := newPapers(t)
	for i, path := range j.missing(draft) {
		j.visit(path)
		if i == 0 {
			j.attach(files.pdf, files.small)
			continue
		}
		j.attach(files.pdf)
	}
	j.sends(draft)
	j.visit(draft)
	fitsSmallPhone(t, j.tab)
	if !j.has("main .chip") || !j.has("#events") {
		t.Errorf("the state is not told: %s", j.text())
	}
	j.clean()
}
