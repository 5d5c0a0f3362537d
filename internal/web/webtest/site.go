// Package webtest opens the public face in tests and judges its pages: what must hold of every page, in every
// language, whatever it shows.
package webtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"sejur/internal/document"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web"
	lawdata "sejur/law"
)

// Origin is where the site of the tests says it stands.
const Origin = "http://localhost:8080"

// Site is the public face in front of the law that the program is built with.
type Site struct {
	Handler   http.Handler
	Law       *law.Law
	Catalogue *locale.Catalogue
}

// Now is the clock of the tests: 20 November 2026, noon in Romania.
func Now() time.Time { return time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC) }

// Open gives the site; it is made once for all tests of a package.
func Open(t testing.TB) *Site {
	t.Helper()
	site, err := open()
	if err != nil {
		t.Fatalf("open the site: %v", err)
	}
	return site
}

var open = sync.OnceValues(func() (*Site, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	edition, err := law.Load(lawdata.Files, catalogue)
	if err != nil {
		return nil, fmt.Errorf("law: %w", err)
	}
	handler, err := web.NewHandler(web.Config{
		Law: edition, Catalogue: catalogue, Origin: Origin, Now: Now, Pseudo: true, Draw: Draw,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return nil, fmt.Errorf("handler: %w", err)
	}
	return &Site{Handler: handler, Law: edition, Catalogue: catalogue}, nil
})

// Draw stands in for the drawing of a sheet: it gives the sheet as JSON, so that a test can read what was to be drawn.
func Draw(s document.Sheet) ([]byte, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	return data, nil
}

// Languages are the languages of the pages, the mirrored one included.
func Languages() []locale.Lang { return append(locale.All(), locale.Pseudo) }

// Get reads an address.
func (s *Site) Get(target string) *httptest.ResponseRecorder {
	return s.Do(httptest.NewRequestWithContext(context.Background(), http.MethodGet, target, nil))
}

// Do sends a request as if to the site's own host.
func (s *Site) Do(r *http.Request) *httptest.ResponseRecorder {
	if r.Host == "example.com" {
		r.Host = "localhost:8080"
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w
}
