package api_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/api"
	"sejur/internal/law"
	"sejur/internal/locale"
	data "sejur/law"
)

// now is the moment of every test: 20 November 2026 in Bucharest.
func now() time.Time { return time.Date(2026, time.November, 20, 9, 0, 0, 0, time.UTC) }

// service is the real law behind the real handler, made once for all tests.
var service = sync.OnceValues(func() (http.Handler, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	l, err := law.Load(data.Files, catalogue)
	if err != nil {
		return nil, fmt.Errorf("load the law: %w", err)
	}
	return api.New(api.Config{Law: l, Catalogue: catalogue, Now: now, Log: slog.New(slog.DiscardHandler)})
})

func handler(t testing.TB) http.Handler {
	t.Helper()
	h, err := service()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// send sends a request with headers, given as name and value.
func send(t testing.TB, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler(t).ServeHTTP(w, r)
	return w
}

func get(t testing.TB, path string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, http.MethodGet, path, "")
}

func post(t testing.TB, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	return send(t, http.MethodPost, path, body, "Content-Type", "application/json")
}

// decode reads an answer of the expected status.
func decode[T any](t *testing.T, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return out
}

// object is an answer as a program sees it that knows JSON alone.
type object = map[string]any

func TestAnswersOfTheCalculators(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, path, body string
		want             object
	}{
		{
			"a term that ends on a public holiday rolls to the next working day", "/api/v1/days?lang=en",
			`{"from":"2026-04-30","n":1,"unit":"calendar"}`,
			object{"date": "2026-05-01", "rolled": "2026-05-04"},
		},
		{
			"a term that ends on a working day does not roll", "/api/v1/days",
			`{"from":"2026-11-20","n":5,"unit":"working"}`,
			object{"date": "2026-11-27", "rolled": nil, "closed_because": nil},
		},
		{
			"a stay that goes on counts to the day asked about", "/api/v1/stay/short",
			`{"on":"2026-11-20","stays":[{"entry":"2026-10-01"}]}`,
			object{"days_used": 51.0, "days_left": 39.0, "window_start": "2026-05-25", "may_stay_until": "2026-12-29", "excess": 0.0},
		},
		{
			"five years of work are enough for the long term", "/api/v1/stay/continuous",
			`{"rule":"long-term","on":"2026-11-20","periods":[{"title":"work","from":"2020-01-01"}],"absences":[]}`,
			object{"eligible": true, "eligible_from": "2025-01-01"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := decode[object](t, post(t, tt.path, tt.body), http.StatusOK)
			for key, want := range tt.want {
				if diff := cmp.Diff(want, got[key]); diff != "" {
					t.Errorf("%s: %s", key, diff)
				}
			}
		})
	}
}

func TestReasonsOfContinuityHaveWordsAndSources(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"rule":"long-term","on":"2026-11-20","periods":[{"title":"study","from":"2020-01-01"}],"absences":[{"out":"2021-01-01","in":"2021-07-01"}]}`,
		`{"rule":"long-term-protection","on":"2026-11-20","periods":[{"title":"refugee","from":"2020-01-01","to":"2023-12-31"},{"title":"own word","from":"2024-01-01"}],"absences":[{"out":"2026-01-01"}]}`,
		`{"rule":"eu-permanent","on":"2026-11-20","periods":[],"absences":[]}`,
		`{"rule":"eu-permanent","on":"2026-11-20","periods":[{"from":"2015-01-01"}],"absences":[{"out":"2020-01-01","in":"2023-01-01"},{"out":"2026-03-01","in":"2026-08-31","reason":"important"}]}`,
	} {
		for _, lang := range []string{"ro", "en", "uk"} {
			got := decode[api.Continuity](t, post(t, "/api/v1/stay/continuous?lang="+lang, body), http.StatusOK)
			if len(got.Reasons) == 0 {
				t.Errorf("%s: no reason", body)
			}
			for _, r := range got.Reasons {
				if r.ID == "" || len(r.Sources) == 0 || strings.ContainsAny(r.Text, "⟦{}") {
					t.Errorf("%s in %s: %+v", body, lang, r)
				}
			}
		}
	}
}

func TestPlanAsksWhatDecides(t *testing.T) {
	t.Parallel()
	plan := decode[law.Plan](t, post(t, "/api/v1/plans", `{"lang":"en","facts":{"nationality":"IN","aim":"live"}}`), http.StatusOK)
	if plan.Status != law.NeedsAnswers || len(plan.Next) == 0 || plan.Next[0].Fact != "purpose" {
		t.Errorf("status %s, next %v", plan.Status, plan.Next)
	}
	if plan.On.String() != "2026-11-20" || plan.Law == "" {
		t.Errorf("on %s, law %q", plan.On, plan.Law)
	}
}

func TestPlanOfAnEmptyQuestionAsksTheFirst(t *testing.T) {
	t.Parallel()
	plan := decode[law.Plan](t, post(t, "/api/v1/plans", `{}`), http.StatusOK)
	if plan.Status != law.NeedsAnswers || len(plan.Next) == 0 || plan.Next[0].Fact != "nationality" {
		t.Errorf("status %s, next %v", plan.Status, plan.Next)
	}
}

func TestEveryReasonOnDemand(t *testing.T) {
	t.Parallel()
	const body = `{"facts":{"nationality":"FR","aim":"invite"}}`
	count := func(path string) int {
		n := 0
		for _, x := range decode[law.Plan](t, post(t, path, body), http.StatusOK).Excluded {
			n += len(x.Because)
		}
		return n
	}
	if first, all := count("/api/v1/plans"), count("/api/v1/plans?why=all"); all <= first {
		t.Errorf("%d reasons with why=all, %d without", all, first)
	}
}

func TestLanguageOfTheAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, path, body, accept, want string }{
		{"Romanian when nobody says", "/api/v1/plans", `{}`, "", "ro"},
		{"the browser's when nothing else says", "/api/v1/plans", `{}`, "uk", "uk"},
		{"the query's before the browser's", "/api/v1/plans?lang=en", `{}`, "uk", "en"},
		{"the body's before all", "/api/v1/plans?lang=en", `{"lang":"uk"}`, "ro", "uk"},
		{"the body's for its own errors", "/api/v1/plans", `{"lang":"uk","fact":{}}`, "ro", "uk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := send(t, http.MethodPost, tt.path, tt.body, "Content-Type", "application/json", "Accept-Language", tt.accept)
			if got := w.Header().Get("Content-Language"); got != tt.want {
				t.Errorf("Content-Language %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOpenData(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"facts", "procedures", "documents", "countries", "offices", "amounts"} {
		for _, lang := range []string{"ro", "en", "uk"} {
			w := get(t, "/api/v1/law/"+name+"?on=2026-11-20&lang="+lang)
			if list := decode[[]object](t, w, http.StatusOK); len(list) == 0 {
				t.Errorf("%s in %s is empty", name, lang)
			}
		}
	}
	if list := decode[[]api.Holiday](t, get(t, "/api/v1/days/holidays/2026?lang=en"), http.StatusOK); len(list) < 15 {
		t.Errorf("%d holidays in 2026", len(list))
	}
}

func TestEveryProcedureHasItsPage(t *testing.T) {
	t.Parallel()
	for _, p := range decode[[]law.ProcedureInfo](t, get(t, "/api/v1/law/procedures"), http.StatusOK) {
		page := decode[law.ProcedurePage](t, get(t, "/api/v1/law/procedures/"+p.ID+"?lang=en"), http.StatusOK)
		if page.ID != p.ID || len(page.History) == 0 {
			t.Errorf("%s: page of %q with %d versions", p.ID, page.ID, len(page.History))
		}
	}
}

func TestOpenDataIsNotSentTwice(t *testing.T) {
	t.Parallel()
	first := get(t, "/api/v1/law/facts?lang=en&on=2026-11-20")
	tag := first.Header().Get("ETag")
	again := send(t, http.MethodGet, "/api/v1/law/facts?lang=en&on=2026-11-20", "", "If-None-Match", tag)
	if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("tag %q, status %d, %d bytes", tag, again.Code, again.Body.Len())
	}
	other := send(t, http.MethodGet, "/api/v1/law/facts?lang=uk&on=2026-11-20", "", "If-None-Match", tag)
	if other.Code != http.StatusOK {
		t.Errorf("another language: status %d", other.Code)
	}
}

func TestOnlyOpenDataIsForPagesOfOthers(t *testing.T) {
	t.Parallel()
	if got := get(t, "/api/v1/law/amounts").Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("open data allows %q", got)
	}
	if got := post(t, "/api/v1/plans", `{}`).Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("somebody's plan allows %q", got)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		w     *httptest.ResponseRecorder
		kind  string
		cache string
	}{
		{"an answer to a person is not kept", post(t, "/api/v1/plans", `{}`), "application/json; charset=utf-8", "no-store"},
		{"open data may be kept for a while", get(t, "/api/v1/law/amounts"), "application/json; charset=utf-8", "public, max-age=300"},
		{"an error is not kept", get(t, "/api/v1/law/amounts?on=x"), "application/problem+json; charset=utf-8", "no-store"},
		{"an address that does not exist", get(t, "/api/v2"), "application/problem+json; charset=utf-8", "no-store"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := map[string]string{
				"Content-Type": tt.kind, "Cache-Control": tt.cache, "X-Content-Type-Options": "nosniff",
				"Referrer-Policy": "no-referrer", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
			}
			for name, value := range want {
				if got := tt.w.Header().Get(name); got != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
		})
	}
}
