//go:build e2e

package e2e

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sejur/e2e/browser"
	"sejur/internal/web/oidctest"
)

// guest is somebody with a browser of their own, so that their cookies are nobody else's.
func guest(t *testing.T, s *site, lang string, v browser.View) *journey {
	t.Helper()
	tab, err := s.browser.Stranger(v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	return &journey{t: t, site: s, tab: tab, lang: lang}
}

// at fails the test unless the page has the path.
func (j *journey) at(path string) {
	j.t.Helper()
	u, err := j.tab.URL()
	j.must(err)
	if u.Path != path {
		j.t.Fatalf("want %s, at %s", path, j.text())
	}
}

// follow presses what leads to another page, and judges the page.
func (j *journey) follow(css string) {
	j.t.Helper()
	_, err := j.tab.Follow(css)
	if err != nil {
		j.t.Fatalf("%v: %s", err, j.text())
	}
	j.judge()
}

// text is what the page says.
func (j *journey) text() string {
	text, err := browser.Read[string](j.tab, `location.pathname + ": " + document.querySelector("main").innerText`)
	if err != nil {
		return err.Error()
	}
	return text
}

// judge looks for barriers, and draws the page where pictures are wanted.
func (j *journey) judge() {
	j.t.Helper()
	barriers, err := j.site.barriers(j.tab, "")
	j.must(err)
	u, err := j.tab.URL()
	j.must(err)
	for _, b := range barriers {
		j.t.Errorf("%s: %s", u.Path, b)
	}
	for _, problem := range j.tab.Problems() {
		if !strings.Contains(problem, "422") { // a form that was sent with a mistake, on purpose
			j.t.Errorf("%s: the browser complains: %s", u.Path, problem)
		}
	}
	folder := os.Getenv("SEJUR_SHOTS")
	if folder == "" {
		return
	}
	j.must(os.MkdirAll(folder, 0o750))
	name := regexp.MustCompile(`[^a-z]+`).ReplaceAllString(strings.ToLower(u.Path), "-")
	for _, v := range []browser.View{browser.Phone(), browser.Desk()} {
		draw(j.t, j.tab, v, filepath.Join(folder, fmt.Sprintf("account%.60s-%s-%s.png", name, j.lang, v)))
	}
	j.must(j.tab.Look(browser.Phone()))
}

// code waits for the letter to an address and reads its code.
func (j *journey) code(to string) string {
	j.t.Helper()
	digits := regexp.MustCompile(`(?m)^ +(\d{4} \d{4})\r?$`)
	for range 200 {
		letters, err := filepath.Glob(filepath.Join(j.site.data, "mail", "*.eml"))
		j.must(err)
		for i := len(letters) - 1; i >= 0; i-- { // their names sort by time
			text, err := os.ReadFile(letters[i])
			j.must(err)
			if found := digits.FindStringSubmatch(string(text)); found != nil && strings.Contains(string(text), to) {
				j.must(os.Remove(letters[i]))
				return found[1]
			}
		}
		time.Sleep(50 * time.Millisecond) // the letter leaves the house by a job
	}
	j.t.Fatalf("no letter came to %s", to)
	return ""
}

// enter signs in by a code.
func (j *journey) enter(email string) {
	j.t.Helper()
	j.open("/sign-in")
	j.judge()
	j.must(j.tab.Fill(map[string]string{"email": email}))
	j.follow("#by-code ~ form button")
	j.at("/" + j.lang + "/sign-in/code")
	j.must(j.tab.Fill(map[string]string{"code": j.code(email)}))
	j.follow("main form button.btn-main")
	j.at("/" + j.lang + "/my")
}

func TestAnApplicantSignsInByCodeThenByPasskey(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ro", "en", "uk"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			j := guest(t, theSite(t), lang, browser.Phone())
			j.must(j.tab.Passkeys(true))
			j.enter("ana." + lang + "@example.org")
			j.open("/my/account/passkeys/new")
			j.judge()
			j.must(j.tab.Fill(map[string]string{"name": "Telefon"}))
			j.follow(".passkey button")
			j.at("/" + lang + "/my/account")
			j.open("/my/account/tokens/new")
			j.judge()
			j.open("/my/messages")
			j.judge()
			j.follow(".account form button")
			j.at("/" + lang)
			j.open("/sign-in")
			j.follow(".passkey button")
			j.at("/" + lang + "/my")
		})
	}
}

func TestAnApplicantMindsTheAccountWithoutScripts(t *testing.T) {
	t.Parallel()
	v := browser.Phone()
	v.NoScript = true
	j := guest(t, theSite(t), "en", v)
	const old, renewed = "mara@example.org", "mara.new@example.org"
	noScript := func(css string) { // axe needs scripts
		t.Helper()
		_, err := j.tab.Follow(css)
		j.must(err)
	}
	j.open("/sign-in")
	j.must(j.tab.Fill(map[string]string{"email": old}))
	noScript("#by-code ~ form button")
	j.must(j.tab.Fill(map[string]string{"code": j.code(old)}))
	noScript("main form button.btn-main")
	j.open("/my/account/email")
	j.must(j.tab.Fill(map[string]string{"email": renewed}))
	noScript("main form button.btn-main")
	j.must(j.tab.Fill(map[string]string{"code": j.code(renewed)}))
	noScript("main form button.btn-main")
	j.at("/en/my/account")
	noScript(".notice-amber form button")
	j.open("/my/account/end")
	j.must(j.tab.Fill(map[string]string{"sure": "yes"}))
	noScript("main form button.btn-danger")
	j.at("/en/account-ended")
}

func TestTheFirstAdministratorTakesTheLinkWithAPasskey(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	j := guest(t, s, "staff", browser.Phone())
	j.must(j.tab.Passkeys(true))
	select {
	case link := <-s.link:
		_, err := j.tab.Open(link)
		j.must(err)
	case <-time.After(20 * time.Second):
		t.Fatal("the program told no link")
	}
	j.judge()
	j.must(j.tab.Fill(map[string]string{"name": "Ion Pop", "email": "ion@example.org"}))
	j.follow("main form button.btn-main")
	j.follow(".passkey button")
	j.at("/desk")
	for _, path := range []string{"/staff/account", "/staff/account/confirm", "/staff/account/passkeys/new"} {
		_, err := j.tab.Open(s.origin + path)
		j.must(err)
		j.at(path)
		j.judge()
	}
	j.follow(".account form button")
	j.at("/staff/sign-in")
	j.follow(".passkey button")
	j.at("/desk")
	anAccountIsOpenedAgain(t, s, j)
}

// anAccountIsOpenedAgain has the administrator invite somebody to the front desk, who gives an applicant their account back.
func anAccountIsOpenedAgain(t *testing.T, s *site, admin *journey) {
	t.Helper()
	const lost, renewed = "lost@example.org", "found@example.org"
	applicant := guest(t, s, "ro", browser.Phone())
	applicant.enter(lost)

	_, err := admin.tab.Open(s.origin + "/admin/invitations/new")
	admin.must(err)
	admin.must(admin.tab.Fill(map[string]string{"email": "mara@example.org", "name": "Mara", "roles": "front-desk"}))
	_, err = admin.tab.Follow("main form button.btn-main")
	admin.must(err)
	link, err := browser.Read[string](admin.tab, `document.getElementById("link").value`)
	if err != nil {
		t.Fatalf("no link: %s", admin.text())
	}

	officer := guest(t, s, "staff-officer", browser.Phone())
	officer.must(officer.tab.Passkeys(true))
	_, err = officer.tab.Open(link)
	officer.must(err)
	officer.follow(".passkey button")
	officer.at("/desk")
	_, err = officer.tab.Open(s.origin + "/desk/recover")
	officer.must(err)
	officer.judge()
	officer.must(officer.tab.Fill(map[string]string{"email": lost}))
	officer.follow("main form button.btn-main")
	officer.must(officer.tab.Fill(map[string]string{"reason": "mailbox-lost", "paper": "seen"}))
	officer.follow("main form button.btn-danger")
	given, err := browser.Read[string](officer.tab, `document.querySelector("code.address").textContent`)
	officer.must(err)

	_, err = applicant.tab.Open(given)
	applicant.must(err)
	applicant.judge()
	applicant.must(applicant.tab.Fill(map[string]string{"email": renewed}))
	applicant.follow("main form button.btn-main")
	applicant.must(applicant.tab.Fill(map[string]string{"code": applicant.code(renewed)}))
	applicant.follow("main form button.btn-main")
	applicant.at("/ro/my/account")
	applicant.open("/my/account/email")
	applicant.judge()
	applicant.open("/my/account/end")
	applicant.judge()
	applicant.open("/my/messages")
	applicant.follow("main table a")
}

// TestSomebodyOfTheOfficeSignsInAtAProvider has a house of its own: a provider must know where it sends people back to.
func TestSomebodyOfTheOfficeSignsInAtAProvider(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close() // for the program
	_, port, _ := net.SplitHostPort(addr)
	idp := oidctest.Provider(t, "http://localhost:"+port+"/staff/provider")
	running, err := serve("SEJUR_BIN", "serve", addr, []string{
		"SEJUR_OIDC_ISSUER=" + idp.Issuer, "SEJUR_OIDC_CLIENT_ID=" + idp.ClientID, "SEJUR_OIDC_SECRET=" + idp.ClientSecret,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := running.stop(); err != nil {
			t.Error(err)
		}
	})
	j := guest(t, theSite(t).beside(running), "staff", browser.Phone())
	_, err = j.tab.Open(<-running.link)
	j.must(err)
	j.must(j.tab.Fill(map[string]string{"name": "Ana", "email": "ana@example.org"}))
	j.follow("main form button.btn-main")
	j.follow("#by-provider ~ form button") // a page with the way to the provider
	_, err = j.tab.Follow("main a.btn")
	j.must(err)
	_, err = j.tab.Follow(`button[value="` + oidctest.Ana + `"]`)
	j.must(err)
	j.at("/desk")
	j.follow(".account form button")
	j.at("/staff/sign-in")
	_, err = j.tab.Follow("#by-provider ~ p a.btn")
	j.must(err)
	j.at("/desk") // the provider remembers who is there
	_, err = j.tab.Open(running.origin + "/staff/account/confirm?next=/staff/account/passkeys/new")
	j.must(err)
	_, err = j.tab.Follow("main p a.btn")
	j.must(err)
	_, err = j.tab.Follow(`button[value="` + oidctest.Ana + `"]`) // asked again, although it remembers
	j.must(err)
	j.at("/staff/account/passkeys/new")
}
