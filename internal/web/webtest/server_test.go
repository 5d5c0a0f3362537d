package webtest_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"sejur/internal/law"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, address := range []string{"/", "/en", "/en/check", "/en/plan?" + student, "/en/nowhere", "/healthz", "/readyz", "/robots.txt", "/assets/none.css", "/en/plan?x=" + strings.Repeat("y", 20<<10)} {
		t.Run(address[:min(len(address), 20)], func(t *testing.T) {
			t.Parallel()
			h := site.Get(address).Header()
			for name, want := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'",
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "no-referrer",
				"Cross-Origin-Opener-Policy":   "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Permissions-Policy":           "geolocation=()",
			} {
				if got := h.Get(name); !strings.Contains(got, want) {
					t.Errorf("%s is %q, want %q in it", name, got, want)
				}
			}
			if h.Get("Set-Cookie") != "" {
				t.Error("a cookie is set")
			}
		})
	}
}

func TestAnswersAreKeptNowhere(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, path := range []string{"/check", "/plan", "/share", "/plan.ics", "/plan.pdf", "/checklist.pdf"} {
		if got := site.Get("/en" + path + "?" + student).Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s may be kept: %q", path, got)
		}
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	junk := strings.Repeat("x", 1<<20)
	for name, row := range map[string]struct {
		method, target, host, body string
		want                       int
	}{
		"a page that does not exist":               {"GET", "/en/nowhere", "", "", 404},
		"a language that does not exist":           {"GET", "/de/check", "", "", 404},
		"an address above every language":          {"GET", "/check", "", "", 404},
		"an old asset":                             {"GET", "/assets/sejur-000000000000.css", "", "", 404},
		"a fact that does not exist":               {"GET", "/en/check?change=colour", "", "", 404},
		"a form posted to a page":                  {"POST", "/en/check", "", "aim=live", 405},
		"a page deleted":                           {"DELETE", "/en", "", "", 405},
		"a query of a megabyte":                    {"GET", "/en/check?" + junk, "", "", 414},
		"a query of 17 kilobytes":                  {"GET", "/en/plan?age=" + junk[:17<<10], "", "", 414},
		"a path of a megabyte":                     {"GET", "/en/" + junk, "", "", 414},
		"a body of a megabyte":                     {"POST", "/en/check", "", junk, 413},
		"a thousand facts that are none":           {"GET", "/en/plan?" + strings.Repeat("a=b&", 1000), "", "", 422},
		"percent signs that mean nothing":          {"GET", "/en/plan?nationality=%zz&aim=%00", "", "", 422},
		"somebody else's host":                     {"GET", "/en", "evil.example", "", 421},
		"a loopback address":                       {"GET", "/en", "127.0.0.1:9999", "", 200},
		"a loopback address of version 6":          {"GET", "/en", "[::1]:9999", "", 200},
		"a host that begins with the name":         {"GET", "/en", "localhost.evil.example", "", 421},
		"a balancer, by the machine's own address": {"GET", "/readyz", "10.1.2.3:8080", "", 200},
		"a probe that wants to write":              {"POST", "/readyz", "", "", 405},
		"a method that nobody knows":               {"BREW", "/en", "", "", 405},
		"the trace of a request":                   {"TRACE", "/en", "", "", 405},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequestWithContext(t.Context(), row.method, row.target, strings.NewReader(row.body))
			if row.host != "" {
				r.Host = row.host
			}
			got := site.Do(r)
			if got.Code != row.want {
				t.Errorf("status %d, want %d", got.Code, row.want)
			}
			if got.Code == http.StatusMethodNotAllowed && got.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow is %q", got.Header().Get("Allow"))
			}
			if strings.Contains(got.Body.String(), "xxxxxxxxxx") {
				t.Error("what was sent is said back")
			}
		})
	}
}

func TestErrorsArePagesInTheirLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, lang := range webtest.Languages() {
		for name, r := range map[string]*http.Request{
			"404": httptest.NewRequestWithContext(t.Context(), "GET", "/"+string(lang)+"/nowhere", nil),
			"405": httptest.NewRequestWithContext(t.Context(), "POST", "/"+string(lang)+"/plan", nil),
			"414": httptest.NewRequestWithContext(t.Context(), "GET", "/"+string(lang)+"/plan?"+strings.Repeat("x", 17<<10), nil),
		} {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				webtest.Judge(t, lang, site.Do(r).Body.String())
			})
		}
	}
}

func TestTheRootLeadsToTheReadersLanguage(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for accept, want := range map[string]string{
		"":                        "/ro",
		"uk-UA,uk;q=0.9,en;q=0.8": "/uk",
		"en-GB":                   "/en",
		"de":                      "/en",
		"ro-MD,ru;q=0.5":          "/ro",
	} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/", nil)
		r.Header.Set("Accept-Language", accept)
		got := site.Do(r)
		if got.Code != http.StatusFound || got.Header().Get("Location") != want {
			t.Errorf("%q: %d to %q, want %q", accept, got.Code, got.Header().Get("Location"), want)
		}
	}
}

func TestAssetsAreSmallAndKeptForEver(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	page := site.Get("/en").Body.String()
	names := regexp.MustCompile(`/assets/[a-z0-9.-]+`).FindAllString(page, -1)
	if len(names) != 3 {
		t.Fatalf("the page names %v, want a style sheet, a script and an icon", names)
	}
	for _, name := range names {
		r := httptest.NewRequestWithContext(t.Context(), "GET", name, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		got := site.Do(r)
		if got.Code != http.StatusOK || !strings.Contains(got.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", name, got.Code, got.Header().Get("Cache-Control"))
		}
		const most = 12 << 10
		if n := got.Body.Len(); n > most {
			t.Errorf("%s has %d bytes, more than %d", name, n, most)
		}
		if plain := site.Get(name); plain.Header().Get("Content-Encoding") != "" || !bytes.Equal(unzip(t, got.Body), plain.Body.Bytes()) {
			t.Errorf("%s differs when it is not compressed", name)
		}
	}
}

func unzip(t *testing.T, r io.Reader) []byte {
	t.Helper()
	z, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPagesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	plain := site.Get("/en/plan?" + student)
	for accept, zipped := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "*": true, "gzip;q=0": false, "gzip; q=0.0": false, "br": false, "": false} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/en/plan?"+student, nil)
		r.Header.Set("Accept-Encoding", accept)
		got := site.Do(r)
		if is := got.Header().Get("Content-Encoding") == "gzip"; is != zipped {
			t.Errorf("%q: compressed is %v, want %v", accept, is, zipped)
			continue
		}
		if got.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: Vary is %q", accept, got.Header().Get("Vary"))
		}
		if zipped && !bytes.Equal(unzip(t, got.Body), plain.Body.Bytes()) {
			t.Errorf("%q: another page", accept)
		}
	}
}

func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	got := site.Do(httptest.NewRequestWithContext(t.Context(), "HEAD", "/en/plan?"+student, nil))
	if got.Code != http.StatusOK || got.Body.Len() != 0 || got.Header().Get("Content-Length") == "" {
		t.Errorf("%d with %d bytes and length %q", got.Code, got.Body.Len(), got.Header().Get("Content-Length"))
	}
}

// broken is a law that fails.
type broken struct {
	*law.Law
	panics bool
}

func (b broken) Plan(law.Query) (law.Plan, error) {
	if b.panics {
		panic("the law is upside down")
	}
	return law.Plan{}, io.ErrUnexpectedEOF
}

func TestOurOwnFailuresArePagesAndTheLogHoldsNoAnswers(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, guide := range map[string]broken{"an error": {site.Law, false}, "a panic": {site.Law, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			h, err := web.NewHandler(web.Config{
				Law: guide, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now,
				Log: slog.New(slog.NewJSONHandler(&log, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), "GET", "/uk/plan?nationality=UA&aim=protection", nil)
			r.Host = "localhost:8080"
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusInternalServerError {
				t.Errorf("status %d, want 500", w.Code)
			}
			webtest.Judge(t, "uk", w.Body.String())
			if !strings.Contains(log.String(), "/uk/plan") {
				t.Errorf("the log does not name the route: %s", log.String())
			}
			for _, secret := range []string{"nationality", "protection"} {
				if strings.Contains(log.String(), secret) {
					t.Errorf("the log holds %q", secret)
				}
			}
		})
	}
}

func TestEveryRequestHasOneLineInTheLogAndItHoldsNoAnswers(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct{ method, target, route string }{
		"a page":                       {"GET", "/en/plan?nationality=UA&aim=protection", "/en/plan"},
		"a page about one thing":       {"GET", "/en/offices/igi-cj", "/en/offices/{id}"},
		"an address that is none":      {"GET", "/en/protection", "/"},
		"a query that is too long":     {"GET", "/en/plan?aim=" + strings.Repeat("protection", 2000), ""},
		"a head without its body":      {"HEAD", "/en/plan?aim=protection", "/en/plan"},
		"a method that says something": {"PROTECTION", "/en", "/en"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			h, err := web.NewHandler(web.Config{
				Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Log: slog.New(slog.NewJSONHandler(&log, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), row.method, row.target, nil)
			r.Host = "localhost:8080"
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			var line struct {
				Method, Route string
				Status, Bytes int
			}
			if err := json.Unmarshal(log.Bytes(), &line); err != nil {
				t.Fatalf("not one line: %v in %s", err, log.String())
			}
			if line.Route != row.route || line.Status != w.Code || line.Bytes != w.Body.Len() {
				t.Errorf("the log says %+v of an answer %d with %d bytes", line, w.Code, w.Body.Len())
			}
			if text := strings.ToLower(log.String()); strings.Contains(text, "protection") || strings.Contains(text, "igi-cj") {
				t.Errorf("the log holds what was asked: %s", log.String())
			}
		})
	}
}

func TestCrawlersAreAskedToLeaveAnswersAlone(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	robots := site.Get("/robots.txt").Body.String()
	for _, path := range []string{"/ro/check", "/en/plan", "/uk/share"} {
		if !strings.Contains(robots, "Disallow: "+path+"\n") {
			t.Errorf("%s may be read", path)
		}
	}
	for address, want := range map[string]string{"/en": "", "/en/plan?" + student: "noindex", "/en/nowhere": "noindex"} {
		if got := site.Get(address).Header().Get("X-Robots-Tag"); got != want {
			t.Errorf("%s: X-Robots-Tag is %q, want %q", address, got, want)
		}
	}
}

func TestOriginsThatAreRefused(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for _, origin := range []string{"", "localhost", "ftp://localhost", "https://", "https://a.example/path", "https://a.example?x=1", "://"} {
		if _, err := web.NewHandler(web.Config{Law: site.Law, Catalogue: site.Catalogue, Origin: origin}); err == nil {
			t.Errorf("%q is taken", origin)
		}
	}
}

func TestHTTPSOriginAsksForHTTPSFromThenOn(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	h, err := web.NewHandler(web.Config{Law: site.Law, Catalogue: site.Catalogue, Origin: "https://sejur.example", Now: webtest.Now})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"sejur.example": 200, "SEJUR.example": 200, "localhost": 421, "sejur.example.evil.example": 421} {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/en", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
		if w.Header().Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: no Strict-Transport-Security", host)
		}
	}
}

func BenchmarkPlanPage(b *testing.B) {
	site := webtest.Open(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := site.Get("/en/plan?" + student); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkQuestionPage(b *testing.B) {
	site := webtest.Open(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := site.Get("/en/check?nationality=IN&aim=live"); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
