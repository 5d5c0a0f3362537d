package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"sejur/internal/web"
)

func TestReadyNamesWhatIsNot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		found []web.Dependency
		want  int
		says  string
	}{
		"nothing to depend on": {nil, 200, "ready\n"},
		"all is well":          {[]web.Dependency{{"database", web.OK, ""}, {"jobs", web.OK, ""}}, 200, "ready\n"},
		"one is behind":        {[]web.Dependency{{"database", web.Behind, "migrations"}, {"jobs", web.OK, ""}}, 503, "database: behind (migrations)\n"},
		"two":                  {[]web.Dependency{{"database", web.Down, ""}, {"jobs", web.Behind, "lag"}}, 503, "database: down\njobs: behind (lag)\n"},
		"an error passed for a key": {[]web.Dependency{{"database", web.Down, "dial postgres://app:secret@10.1.1.1: refused"}}, 503,
			"database: down (unknown)\n"},
		"a state that nobody has made": {[]web.Dependency{{"database", "", ""}}, 503, "database: unknown\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := open(t, nil, func(c *web.Config) {
				c.Ready = func(ctx context.Context) []web.Dependency {
					if _, bounded := ctx.Deadline(); !bounded {
						t.Error("it may take as long as it likes")
					}
					return tt.found
				}
			})
			got := site.Get("/readyz")
			if got.Code != tt.want || got.Body.String() != tt.says {
				t.Errorf("%d %q, want %d %q", got.Code, got.Body.String(), tt.want, tt.says)
			}
			if alive := site.Get("/healthz"); alive.Code != http.StatusOK {
				t.Errorf("it does not live: %d", alive.Code)
			}
		})
	}
}

// measured asks for addresses and gives the labels under which they were counted.
func measured(t *testing.T, requests ...*http.Request) []string {
	t.Helper()
	registry := prometheus.NewRegistry()
	site := open(t, every(), func(c *web.Config) { c.Metrics = registry })
	for _, r := range requests {
		site.Do(r)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			labels := make([]string, 0, 3)
			for _, l := range metric.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			out = append(out, strings.Join(labels, " "))
		}
	}
	slices.Sort(out)
	return out
}

func TestRequestsAreMeasuredByTheirRoute(t *testing.T) {
	t.Parallel()
	foreign := as(t, "head", http.MethodPost, "/en/my/signed-in", "")
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	got := measured(t,
		as(t, "nobody", http.MethodGet, "/en", ""), as(t, "nobody", http.MethodGet, "/uk", ""),
		as(t, "head", http.MethodGet, "/desk/work-at-desk", ""), as(t, "head", http.MethodPost, "/desk/work-at-desk", ""),
		as(t, "head", "BREW", "/desk/work-at-desk", ""),
		as(t, "head", http.MethodGet, "/desk/manage-staff", ""),
		as(t, "nobody", http.MethodGet, "/secret-of-somebody", ""),
		as(t, "nobody", http.MethodGet, "/healthz", ""),
		foreign,
	)
	want := []string{ // method, route, status
		"GET / 4xx", "GET /desk/manage-staff 4xx", "GET /desk/work-at-desk 2xx", "GET /healthz 2xx", "GET /{lang} 2xx",
		"POST /desk/work-at-desk 3xx", "POST refused 4xx", "other /desk/work-at-desk 4xx",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheLogIsOneLineWithoutNames(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	site := open(t, every(), func(c *web.Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	r := as(t, "applicant", http.MethodPost, "/en/my/signed-in?name=Ana%0a%22injected%22%3a1", "note=Ana")
	r.RemoteAddr = "192.0.2.7:4711"
	r.Header.Set("User-Agent", "Ana's phone\n{\"injected\":1}")
	got := site.Do(r)
	var line map[string]any
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("not one line: %v in %s", err, log.String())
	}
	if strings.Count(log.String(), "\n") != 1 || line["request"] != got.Header().Get("X-Request-Id") || line["route"] != "/en/my/signed-in" {
		t.Errorf("the log says %s", log.String())
	}
	for _, secret := range []string{"Ana", "192.0.2.7", "injected", "session", "a1\""} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log.String())
		}
	}
}

func TestMetricsAreNotForThePublic(t *testing.T) {
	t.Parallel()
	site := open(t, every(), func(c *web.Config) { c.Metrics = prometheus.NewRegistry() })
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r := httptest.NewRequestWithContext(t.Context(), method, "/metrics", nil)
		if got := site.Do(r); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", method, got.Code)
		}
	}
}
