//go:build e2e

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// aPhoto is a picture of a paper, in a file.
func aPhoto(t *testing.T) string {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 600, 800))
	for y := range 800 {
		for x := range 600 {
			picture.SetGray(x, y, color.Gray{Y: uint8(160 + (x*7+y*13)%90)})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "again.png")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Of whom a page and a paper are asked again answers on a phone, with scripts, and sends it back; then nothing is asked any more, and the
// desk takes it on.
func TestWhatIsAskedAgainIsSentAgainFromAPhone(t *testing.T) {
	t.Parallel()
	s := theSite(t)
	origin := theDemo(t)
	tab, err := s.browser.Stranger(browser.Phone())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	j := &journey{t: t, site: &site{program: &program{origin: origin}, browser: s.browser, axe: s.axe}, tab: tab, lang: "en"}
	enter(t, tab, origin, visitor{group: "applicants", place: 5, lang: "en"})
	j.open("/my/applications")
	j.follow("main a.tile")
	file, err := tab.URL()
	j.must(err)
	asked, err := browser.Read[[]string](tab, `[...document.querySelectorAll("section[aria-labelledby=mend] .tasks a")].map(a => a.getAttribute("href"))`)
	j.must(err)
	if len(asked) != 2 || j.has(`form[action$="/send"]`) {
		t.Fatalf("asked again: %v", asked)
	}
	for _, href := range asked {
		_, err := tab.Open(origin + href)
		j.must(err)
		if strings.Contains(href, "/pages/") {
			j.must(tab.Type(`[name="address-number"]`, "7"))
			j.follow("main form button.btn-main")
			continue
		}
		j.must(tab.Attach("input[type=file]", aPhoto(t)))
		j.follow("form[data-upload] button.btn-main")
	}
	_, err = tab.Open(file.String())
	j.must(err)
	j.follow(`form[action$="/send"] button`)
	j.at(file.Path)
	if j.has("section[aria-labelledby=mend]") {
		t.Error("something is still asked")
	}
	j.clean()
	theDeskAccepts(t, s, origin)
}

// theDeskAccepts has an officer open the case that came back, accept its papers and take it on.
func theDeskAccepts(t *testing.T, s *site, origin string) {
	t.Helper()
	tab, err := s.browser.Stranger(browser.Desk())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	j := &journey{t: t, site: &site{program: &program{origin: origin}, browser: s.browser, axe: s.axe}, tab: tab, lang: "ro"}
	enter(t, tab, origin, visitor{group: "staff", place: 2, lang: "ro"})
	_, err = tab.Open(origin + "/desk/cases?only=corrected")
	j.must(err)
	j.follow("main table a")
	const ready, accept = `form[action$="/ready"] button`, `form[action$="/accept"] button`
	for range 100 { // a job looks into the file that came again
		if j.has(accept) {
			break
		}
		if j.has(ready) {
			j.follow(ready)
			continue
		}
		_, err = tab.Open(origin + "/desk/cases?only=corrected")
		j.must(err)
		j.follow("main table a")
	}
	j.follow(accept)
	_, err = tab.Open(origin + "/desk/cases?only=corrected")
	j.must(err)
	if j.has("main table a") {
		t.Error("the case still waits")
	}
	j.clean()
}
