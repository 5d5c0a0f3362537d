package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sejur/internal/access"
	"sejur/internal/web"
	"sejur/internal/web/page"
	"sejur/internal/web/webtest"
)

// ASVS 16.5.4: whatever a page does, the process lives, and nobody reads what went wrong but in the log.
func TestAPanicOfAPageIsAnErrorPageAndALineInTheLog(t *testing.T) {
	t.Parallel()
	upset := true
	var log bytes.Buffer
	site := open(t, []web.Row{{http.MethodGet, "/desk/{id}", "staff", access.WorkAtDesk, func(ctx context.Context, v *page.Visit) (page.Reply, error) {
		if upset {
			panic("upside down")
		}
		return desk(ctx, v)
	}}}, func(c *web.Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	got := site.Do(as(t, "head", http.MethodGet, "/desk/of-somebody", ""))
	if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "upside") {
		t.Errorf("%d: %s", got.Code, got.Body.String())
	}
	webtest.Judge(t, "ro", got.Body.String())
	for _, part := range []string{`"request":"` + got.Header().Get("X-Request-Id"), `"route":"/desk/{id}"`, "upside down", "last_resort_test.go"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log does not say %s: %s", part, log.String())
		}
	}
	if strings.Contains(log.String(), "of-somebody") {
		t.Errorf("the log has the address: %s", log.String())
	}
	upset = false
	if got := site.Do(as(t, "head", http.MethodGet, "/desk/of-somebody", "")); got.Code != http.StatusOK {
		t.Errorf("the next request: %d", got.Code)
	}
}

// Without its messages the house can write no page, and none that says so.
func TestWhenTheErrorPageFailsTooALineIsLeft(t *testing.T) {
	t.Parallel()
	site := open(t, every(), func(c *web.Config) { c.Catalogue = nil })
	for _, target := range []string{"/en", "/desk/work-at-desk", "/nowhere"} {
		got := site.Do(as(t, "head", http.MethodGet, target, ""))
		if got.Code != http.StatusInternalServerError || got.Body.String() != "Internal Server Error\n" {
			t.Errorf("%s: %d %q", target, got.Code, got.Body.String())
		}
		if got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: it has not the headers of every answer", target)
		}
	}
}

// A cause that net/http uses to drop a connection goes on: nothing is made up in place of the answer.
func TestADroppedConnectionIsNoFailure(t *testing.T) {
	t.Parallel()
	site := open(t, []web.Row{{http.MethodGet, "/desk", "staff", access.WorkAtDesk, func(context.Context, *page.Visit) (page.Reply, error) {
		panic(http.ErrAbortHandler)
	}}}, nil)
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/desk", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", "session=head")
	answer, err := http.DefaultClient.Do(r)
	if err == nil {
		_ = answer.Body.Close()
		t.Errorf("it was answered: %d", answer.StatusCode)
	}
}
