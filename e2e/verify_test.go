//go:build e2e

package e2e

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sejur/e2e/browser"
	"sejur/internal/calendar"
	"sejur/internal/keys"
	"sejur/internal/seal"
	"sejur/internal/verdict/verdicttest"
)

// paper is a photograph of a seal of the running site, signed with its own key; change may be nil.
func paper(t *testing.T, s *site, change func(*seal.Content), spoil func(raw []byte)) string {
	t.Helper()
	ring, err := keys.Open(filepath.Join(s.data, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	signing, err := keys.OpenSigning(filepath.Join(s.data, "signer"), ring.SigningPassphrase(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	office := verdicttest.Office{Key: signing.Signer(), Signer: signing.Identifier(), Reference: signing.Reference()}
	raw := office.Seal(t, func(c *seal.Content) {
		today := calendar.Today(time.Now()).String() // the legal day: before midnight in London it is the next one here
		c.Country, c.Issued, c.Signed = "UTO", today, today
		if change != nil {
			change(c)
		}
	})
	if err := signing.Close(); err != nil {
		t.Fatal(err)
	}
	if spoil != nil {
		spoil(raw)
	}
	return photo(t, verdicttest.Draw(t, raw, 5))
}

func photo(t *testing.T, picture image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "photo.png")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func flip(raw []byte) { raw[len(raw)-1] ^= 1 }

// held are the papers that somebody holds before the camera, and the words of what they are.
func held(t *testing.T, s *site) map[string]string {
	return map[string]string{
		"Genuine specimen":           paper(t, s, nil, nil),
		"Not genuine":                paper(t, s, nil, flip),
		"Expired":                    paper(t, s, func(c *seal.Content) { c.Features["VALID_UNTIL"] = "2026-01-01" }, nil),
		"Cannot be checked here":     paper(t, s, func(c *seal.Content) { c.Signer = "DEXX" }, nil),
		"No seal of the office":      photo(t, verdicttest.Draw(t, []byte("https://example.org"), 5)),
		"The code could not be read": photo(t, image.NewGray(image.Rect(0, 0, 200, 200))),
	}
}

// drawn draws the page in two widths and two schemes where pictures are wanted.
func drawn(t *testing.T, tab *browser.Tab, name string) {
	t.Helper()
	folder := os.Getenv("SEJUR_SHOTS")
	if folder == "" {
		return
	}
	for _, v := range append(views(), browser.Desk()) {
		draw(t, tab, v, filepath.Join(folder, "verify-"+strings.ReplaceAll(name, " ", "-")+"-"+v.String()+".png"))
	}
}

func TestPapersAreCheckedWithoutScripts(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	v := browser.Phone()
	v.NoScript = true
	for want, file := range held(t, s) {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			tab := s.tab(t, v)
			if _, err := tab.Open(s.origin + "/en/verify"); err != nil {
				t.Fatal(err)
			}
			if err := tab.Upload("#file", file); err != nil {
				t.Fatal(err)
			}
			status, err := tab.Follow("form[enctype] button[type=submit]")
			if err != nil {
				t.Fatal(err)
			}
			if unread := want == "The code could not be read"; (status == http.StatusUnprocessableEntity) != unread {
				t.Errorf("answers %d", status)
			}
			title, err := browser.Read[string](tab, `document.querySelector(".verdict h2").textContent`)
			if err != nil || title != want {
				t.Errorf("says %q (%v), want %q", title, err, want)
			}
			drawn(t, tab, "online "+want)
		})
	}
	t.Run("a code", func(t *testing.T) {
		t.Parallel()
		tab := s.tab(t, v)
		if _, err := tab.Open(s.origin + "/en/verify"); err != nil {
			t.Fatal(err)
		}
		if err := tab.Type("#code", "7k3mq 2w9fd x4n8e"); err != nil {
			t.Fatal(err)
		}
		if _, err := tab.Follow("form:not([enctype]) button[type=submit]"); err != nil {
			t.Fatal(err)
		}
		address, err := tab.URL()
		if err != nil {
			t.Fatal(err)
		}
		title, err := browser.Read[string](tab, `document.querySelector(".verdict h2").textContent`)
		if err != nil || title != "No document under this code" || address.RequestURI() != "/en/verify" {
			t.Errorf("says %q at %s (%v)", title, address, err)
		}
		drawn(t, tab, "online unknown code")
	})
}

// ready waits until the page on the reader's own device can check.
func ready(t *testing.T, tab *browser.Tab) {
	t.Helper()
	now, err := browser.Await[string](tab, `new Promise(done => {
		const box = document.getElementById("verifier");
		const look = () => { const now = box.dataset.now; if (now === "ready" || now === "failed") { done(now); } else { setTimeout(look, 50); } };
		look();
	})`)
	if err != nil || now != "ready" {
		t.Fatalf("the verifier is %q: %v", now, err)
	}
}

// answered chooses a picture and waits for what the page says.
func answered(t *testing.T, tab *browser.Tab, file string) string {
	t.Helper()
	if _, err := browser.Read[int](tab, `document.getElementById("answer").textContent = "", 0`); err != nil {
		t.Fatal(err)
	}
	if err := tab.Upload("#file", file); err != nil {
		t.Fatal(err)
	}
	title, err := browser.Await[string](tab, `new Promise(done => {
		const look = () => { const h = document.querySelector("#answer h2"); if (h) { done(h.textContent); } else { setTimeout(look, 50); } };
		look();
	})`)
	if err != nil {
		t.Fatal(err)
	}
	return title
}

func TestPapersAreCheckedWithoutANetwork(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	tab, err := s.browser.Stranger(browser.Phone())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	if status, err := tab.Open(s.origin + "/en/verify/offline"); err != nil || status != http.StatusOK {
		t.Fatalf("answers %d: %v", status, err)
	}
	ready(t, tab)
	if _, err := browser.Await[bool](tab, `navigator.serviceWorker.ready.then(() => true)`); err != nil {
		t.Fatal(err)
	}
	drawn(t, tab, "offline ready")
	if err := tab.Offline(true); err != nil {
		t.Fatal(err)
	}
	papers := held(t, s)
	for want, file := range papers {
		if title := answered(t, tab, file); title != want {
			t.Errorf("says %q, want %q", title, want)
		}
		drawn(t, tab, "offline "+want)
		findBarriers(t, s, tab, views())
		fitsSmallPhone(t, tab)
	}
	// Closed and opened again, still without a network.
	if status, err := tab.Open(s.origin + "/en/verify/offline"); err != nil || status != http.StatusOK {
		t.Fatalf("opened again: %d: %v", status, err)
	}
	ready(t, tab)
	if title := answered(t, tab, papers["Genuine specimen"]); title != "Genuine specimen" {
		t.Errorf("opened again it says %q", title)
	}
	for _, problem := range tab.Problems() {
		t.Errorf("the browser complains: %s", problem)
	}
	for _, address := range tab.Elsewhere(s.origin) {
		t.Errorf("asked for %s", address)
	}
}

func TestTheVerifierIsOneFileToo(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	answer, whole := fetch(t, s.origin+"/en/verify/offline.html", "identity")
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("answers %d", answer.StatusCode)
	}
	name := filepath.Join(t.TempDir(), "verify.html")
	if err := os.WriteFile(name, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	tab := s.tab(t, browser.Desk())
	if _, err := tab.Open("file://" + name); err != nil {
		t.Fatal(err)
	}
	if err := tab.Offline(true); err != nil {
		t.Fatal(err)
	}
	ready(t, tab)
	for want, file := range held(t, s) {
		if title := answered(t, tab, file); title != want {
			t.Errorf("says %q, want %q", title, want)
		}
	}
	findBarriers(t, s, tab, views())
	for _, address := range tab.Elsewhere("file://" + filepath.Dir(name)) {
		t.Errorf("asked for %s", address)
	}
	for _, problem := range tab.Problems() {
		t.Errorf("the browser complains: %s", problem)
	}
}

// The codes that the demo tells are those of made-up papers, of which one stands, one was revoked and one was lost.
func TestACodeOfTheDemoIsFoundWithoutScripts(t *testing.T) {
	t.Parallel()
	s := theDemo(t)
	origin := s.origin
	v := browser.Phone()
	v.NoScript = true
	tab := s.tab(t, v)
	if _, err := tab.Open(origin + "/en/demo"); err != nil {
		t.Fatal(err)
	}
	told, err := browser.Read[string](tab, `document.querySelector("[aria-labelledby=papers]").innerText`)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"genuine": "Genuine specimen", "revoked": "Revoked", "lost": "Reported lost or stolen"} {
		code := regexp.MustCompile(word + `: (\w{5}-\w{5}-\w{5})`).FindStringSubmatch(told)
		if code == nil {
			t.Fatalf("the demo tells no code of a paper that is %s: %s", word, told)
		}
		if _, err := tab.Open(origin + "/en/verify"); err != nil {
			t.Fatal(err)
		}
		if err := tab.Type("#code", strings.ToLower(code[1])); err != nil {
			t.Fatal(err)
		}
		if _, err := tab.Follow("form:not([enctype]) button[type=submit]"); err != nil {
			t.Fatal(err)
		}
		title, err := browser.Read[string](tab, `document.querySelector(".verdict h2").textContent`)
		if err != nil || title != want {
			t.Errorf("%s: says %q (%v), want %q", code[1], title, err, want)
		}
		drawn(t, tab, "code "+word)
	}
}
