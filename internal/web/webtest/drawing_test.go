package webtest_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sejur/internal/document"
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
