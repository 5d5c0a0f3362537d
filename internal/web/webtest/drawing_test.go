package webtest_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode"

	data "sejur/law"

	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/print"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// drawer is a house of its own that draws with draw.
func drawer(t *testing.T, log io.Writer, draw func(document.Sheet) ([]byte, error)) *webtest.Site {
	t.Helper()
	site := webtest.Open(t)
	h, err := web.NewHandler(web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Draw: draw, Log: slog.New(slog.NewJSONHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &webtest.Site{Handler: h, Law: site.Law, Catalogue: site.Catalogue}
}

// ASVS 15.1.3, 15.2.2: however many ask at once, few papers are drawn at once, the others wait, and pages do not wait with them.
func TestAHundredPapersAtOnceKeepNoPageWaiting(t *testing.T) {
	t.Parallel()
	most := max(1, runtime.GOMAXPROCS(0)/2)
	inside, leave := make(chan struct{}, 100), make(chan struct{})
	var now, peak atomic.Int32
	site := drawer(t, io.Discard, func(document.Sheet) ([]byte, error) {
		peak.Store(max(peak.Load(), now.Add(1)))
		defer now.Add(-1)
		inside <- struct{}{}
		<-leave
		return []byte("%PDF-"), nil
	})
	codes := make(chan int, 100)
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { codes <- site.Get("/en/plan.pdf?" + student).Code })
	}
	for range most {
		<-inside
	}
	if got := site.Get("/en/plan?" + student); got.Code != http.StatusOK {
		t.Errorf("a page meanwhile: %d", got.Code)
	}
	close(leave)
	all.Wait()
	close(codes)
	for code := range codes {
		if code != http.StatusOK {
			t.Errorf("a paper: %d", code)
		}
	}
	if n := int(peak.Load()); n > most {
		t.Errorf("%d papers were drawn at once, want at most %d", n, most)
	}
}

func TestWhereNothingIsDrawnNothingOffersIt(t *testing.T) {
	t.Parallel()
	site := drawer(t, io.Discard, nil)
	for _, file := range []string{"/plan.pdf", "/checklist.pdf"} {
		if got := site.Get("/en" + file + "?" + student); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", file, got.Code)
		}
		for house, want := range map[*webtest.Site]bool{site: false, webtest.Open(t): true} {
			if got := strings.Contains(house.Get("/en/plan?"+student).Body.String(), `href="/en`+file+`?nationality=IN&amp;`); got != want {
				t.Errorf("the plan links to %s: %v, want %v", file, got, want)
			}
		}
	}
}

func TestAPaperThatCannotBeDrawnIsAnErrorPageAndTheLogHoldsNoAnswers(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	site := drawer(t, &log, func(document.Sheet) ([]byte, error) { return nil, errors.New("no ink") })
	got := site.Do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/en/plan.pdf?nationality=UA&aim=protection", nil))
	if got.Code != http.StatusInternalServerError || got.Header().Get("Content-Disposition") != "" {
		t.Errorf("%d, %q", got.Code, got.Header().Get("Content-Disposition"))
	}
	webtest.Judge(t, "en", got.Body.String())
	if text := log.String(); !strings.Contains(text, "no ink") || strings.Contains(text, "protection") || strings.Contains(text, "nationality") {
		t.Errorf("the log says %s", text)
	}
}

// The heaviest plan of all made-up people is drawn as any other, and what it says can be read out of it again.
func TestTheHeaviestPlanIsDrawnAndReadAgain(t *testing.T) {
	t.Parallel()
	site, heaviest := webtest.Open(t), document.Sheet{}
	weight := 0
	for _, who := range everybody(t, site) {
		got := site.Get("/ro/plan.pdf?" + who.query.Encode())
		if n := got.Body.Len(); n > weight {
			weight, heaviest = n, sheet(t, got)
		}
	}
	pdf, err := print.Draw(heaviest)
	if err != nil {
		t.Fatal(err)
	}
	const most = 300 << 10
	t.Logf("%s: %d bytes of words, %d bytes of PDF", heaviest.Title, weight, len(pdf))
	if len(pdf) > most {
		t.Errorf("%d bytes, more than %d", len(pdf), most)
	}
	text := read(t, pdf)
	marks := 0
	for _, title := range boxes(heaviest.Blocks) {
		if !strings.Contains(text, title) {
			t.Errorf("the paper does not say %q", title)
		}
		marks += strings.Count(title, "ș") + strings.Count(title, "ț")
	}
	if marks == 0 {
		t.Error("no title has ș or ț: nothing is known of them")
	}
}

// read gives the text of a PDF as another program reads it, its lines joined.
func read(t *testing.T, pdf []byte) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext (scripts/setup.sh): %v", err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// There is no letter in the law, in the messages or in the name of a country that could not be drawn.
func TestEveryLetterOfTheGuideCanBeDrawn(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	letters := make(map[rune]bool)
	note := func(text string) {
		for _, r := range text {
			letters[r] = letters[r] || unicode.IsPrint(r)
		}
	}
	for _, files := range []fs.FS{data.Files, os.DirFS("../../locale/messages")} {
		err := fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".yaml" {
				return err
			}
			text, err := fs.ReadFile(files, name)
			note(string(text))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, lang := range locale.All() {
		for _, country := range site.Catalogue.For(lang).Countries() {
			note(country.Name)
		}
	}
	all := document.Sheet{Title: "A", Lang: "ro", At: webtest.Now(), Blocks: []document.Block{{Kind: document.Title, Text: "A"}}, PageOf: "{n}/{total}"}
	for r, printed := range letters {
		if printed {
			all.Blocks = append(all.Blocks, document.Block{Kind: document.Paragraph, Text: string(r)})
		}
	}
	if len(all.Blocks) < 150 {
		t.Fatalf("only %d letters", len(all.Blocks))
	}
	if _, err := print.Draw(all); err != nil {
		t.Error(err)
	}
}
