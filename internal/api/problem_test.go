package api_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/api"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, path, body string
		status           int
		want             []string // "field key", "-" for a problem of the whole
	}{
		{"no body", "/api/v1/plans", ``, 400, nil},
		{"no JSON", "/api/v1/plans", `facts: {}`, 400, nil},
		{"JSON that breaks off", "/api/v1/plans", `{"facts":{`, 400, nil},
		{"a list", "/api/v1/plans", `[]`, 400, nil},
		{"nothing", "/api/v1/plans", `null`, 400, nil},
		{"two objects", "/api/v1/plans", `{}{}`, 400, nil},
		{"text after the object", "/api/v1/plans", `{} x`, 400, nil},
		{"bytes that are no UTF-8", "/api/v1/plans", "{\"lang\":\"\xff\"}", 400, nil},
		{"lists within lists without end", "/api/v1/plans", `{"facts":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`, 400, nil},
		{"a fact twice", "/api/v1/plans", `{"facts":{"age":3,"age":4}}`, 400, []string{"facts.age body.twice"}},
		{"a name twice, once in other letters", "/api/v1/plans", `{"on":"2026-01-01","\u006fn":"2026-01-02"}`, 400, []string{"on body.twice"}},
		{"a field nobody knows", "/api/v1/plans", `{"fcts":{}}`, 422, []string{"fcts field.unknown-near"}},
		{"a field that is far from any", "/api/v1/plans", `{"something":{}}`, 422, []string{"something field.unknown"}},
		{"a name in other letters is another name", "/api/v1/plans", `{"FACTS":{}}`, 422, []string{"FACTS field.unknown"}},
		{"a fact nobody knows, and another wrong one", "/api/v1/plans", `{"facts":{"nationalty":"FR","age":"old"}}`, 422,
			[]string{"facts.age fact.number", "facts.nationalty fact.unknown-near"}},
		{"all that is wrong at once", "/api/v1/plans", `{"lang":"xx","on":"2026-13-01","facts":{"nationality":"ZZ"}}`, 422,
			[]string{"on field.date-none", "lang field.choice", "facts.nationality fact.country"}},
		{"a country nobody knows", "/api/v1/plans", `{"facts":{"nationality":"fr"}}`, 422, []string{"facts.nationality fact.country"}},
		{"a birth in the future", "/api/v1/plans", `{"facts":{"birth_date":"2030-01-01"}}`, 422, []string{"facts.birth_date fact.date-future"}},
		{"a day that does not exist", "/api/v1/plans", `{"facts":{"birth_date":"2001-02-29"}}`, 422, []string{"facts.birth_date fact.date-none"}},
		{"an age that is not that of the birth date", "/api/v1/plans", `{"facts":{"birth_date":"2000-01-01","age":20}}`, 422,
			[]string{"facts.age fact.disagree"}},
		{"facts as a list", "/api/v1/plans", `{"facts":[]}`, 422, []string{"facts field.object"}},
		{"a wrong why", "/api/v1/plans?why=none", `{}`, 422, []string{"why field.choice"}},
		{"a parameter nobody knows", "/api/v1/plans?lan=en", `{}`, 422, []string{"lan field.unknown-near"}},
		{"a parameter twice", "/api/v1/plans?lang=en&lang=ro", `{}`, 400, []string{"lang body.twice"}},
		{"a query that cannot be read", "/api/v1/plans?lang=%zz", `{}`, 400, nil},
		{"an exit before the entry", "/api/v1/stay/short", `{"on":"2026-11-20","stays":[{"entry":"2026-10-02","exit":"2026-10-01"}]}`, 422,
			[]string{"stays[0].exit stay.exit-before-entry"}},
		{"stays that overlap", "/api/v1/stay/short",
			`{"on":"2026-11-20","stays":[{"entry":"2026-10-01","exit":"2026-10-09"},{"entry":"2026-10-05","exit":"2026-10-11"}]}`, 422,
			[]string{"stays[1].entry stay.overlap"}},
		{"no day to count on", "/api/v1/stay/short", `{"stays":[]}`, 422, []string{"on stay.on-missing"}},
		{"a misspelt field inside a list", "/api/v1/stay/short", `{"on":"2026-11-20","stays":[{"entri":"2026-10-02"}]}`, 422,
			[]string{"stays[0].entri field.unknown-near"}},
		{"nothing in place of a stay", "/api/v1/stay/short", `{"on":"2026-11-20","stays":[null]}`, 422, []string{"stays[0] field.object"}},
		{"a rule nobody knows", "/api/v1/stay/continuous", `{"rule":"forever","on":"2026-11-20"}`, 422, []string{"rule stay.unknown-rule"}},
		{"a term without its parts", "/api/v1/days", `{}`, 422, []string{"from field.missing", "n field.missing", "unit field.missing"}},
		{"a term in weeks", "/api/v1/days", `{"from":"2026-01-01","n":1,"unit":"weeks"}`, 422, []string{"unit field.choice"}},
		{"a term that goes back", "/api/v1/days", `{"from":"2026-01-01","n":-1,"unit":"calendar"}`, 422, []string{"n days.length"}},
		{"half a day", "/api/v1/days", `{"from":"2026-01-01","n":1.5,"unit":"calendar"}`, 422, []string{"n field.number"}},
		{"a number in place of a date", "/api/v1/days", `{"from":20260101,"n":1,"unit":"calendar"}`, 422, []string{"from field.date-format"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			problem := decode[api.Problem](t, post(t, tt.path, tt.body), tt.status)
			if diff := cmp.Diff(tt.want, told(problem)); diff != "" {
				t.Error(diff)
			}
			checkProblem(t, problem)
		})
	}
}

// told lists the wrong inputs as "field key".
func told(problem api.Problem) []string {
	var out []string
	for _, e := range problem.Errors {
		out = append(out, e.Field+" "+e.Key)
	}
	return out
}

func checkProblem(t *testing.T, problem api.Problem) {
	t.Helper()
	texts := []string{problem.Title, problem.Detail}
	for _, e := range problem.Errors {
		texts = append(texts, e.Message)
		if !strings.HasPrefix(e.Message, e.Field) {
			t.Errorf("%q does not name %s", e.Message, e.Field)
		}
	}
	for _, text := range texts {
		if text == "" || strings.ContainsAny(text, "⟦{") {
			t.Errorf("%q is no sentence", text)
		}
	}
	if problem.Type != "about:blank" {
		t.Errorf("type %q", problem.Type)
	}
}

func TestRefusalsOfAddresses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		w      *httptest.ResponseRecorder
		status int
	}{
		{"no such address", get(t, "/api/v1/nothing"), http.StatusNotFound},
		{"no such procedure", get(t, "/api/v1/law/procedures/no-such"), http.StatusNotFound},
		{"a day that is none", get(t, "/api/v1/law/offices?on=2026-02-30"), http.StatusUnprocessableEntity},
		{"a language we do not speak", get(t, "/api/v1/law/offices?lang=de"), http.StatusUnprocessableEntity},
		{"a year that is none", get(t, "/api/v1/days/holidays/twenty"), http.StatusUnprocessableEntity},
		{"a year too far away", get(t, "/api/v1/days/holidays/9999"), http.StatusUnprocessableEntity},
		{"reading a plan", get(t, "/api/v1/plans"), http.StatusMethodNotAllowed},
		{"writing the law", post(t, "/api/v1/law/facts", `{}`), http.StatusMethodNotAllowed},
		{"a form in place of JSON", send(t, http.MethodPost, "/api/v1/plans", "a=b", "Content-Type", "application/x-www-form-urlencoded"),
			http.StatusUnsupportedMediaType},
		{"no word on what the body is", send(t, http.MethodPost, "/api/v1/plans", "{}"), http.StatusUnsupportedMediaType},
		{"JSON in another encoding", send(t, http.MethodPost, "/api/v1/plans", "{}", "Content-Type", "application/json; charset=utf-16"),
			http.StatusUnsupportedMediaType},
		{"a megabyte of junk", post(t, "/api/v1/plans", strings.Repeat("junk", 1<<18)), http.StatusRequestEntityTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checkProblem(t, decode[api.Problem](t, tt.w, tt.status))
		})
	}
}

func TestErrorsNeverSayBackWhatWasSent(t *testing.T) {
	t.Parallel()
	const secret = "1987-02-31"
	for _, body := range []string{
		`{"facts":{"birth_date":"` + secret + `"}}`,
		`{"facts":{"nationality":"` + secret + `","aim":"` + secret + `","age":"` + secret + `","county":"` + secret + `"}}`,
		`{"facts":{"absences":[{"from":"2020-01-01","to":"` + secret + `"}]}}`,
		`{"on":"` + secret + `","lang":"` + secret + `"}`,
		`{"facts":"` + secret + `"}`,
	} {
		if w := post(t, "/api/v1/plans?lang=en", body); w.Code != http.StatusUnprocessableEntity || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s gives %d %s", body, w.Code, w.Body)
		}
	}
}

func TestEveryLanguageTellsEveryError(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ro", "en", "uk"} {
		problem := decode[api.Problem](t, post(t, "/api/v1/plans?lang="+lang, `{"facts":{"age":"x","aim":"y","birth_date":1}}`), 422)
		checkProblem(t, problem)
		if want := []string{"facts.aim fact.choice", "facts.birth_date fact.date-format", "facts.age fact.number"}; !slices.Equal(sorted(want), sorted(told(problem))) {
			t.Errorf("%s: %v", lang, told(problem))
		}
	}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// FuzzPlanBody holds that no body makes the service fail, and that every refusal is a problem a person can read.
func FuzzPlanBody(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"on":"2026-11-20","lang":"en","facts":{"nationality":"IN","aim":"live","purpose":"study"}}`,
		`{"facts":{"birth_date":"2000-01-01","age":20}}`, `{"facts":{"absences":[{"from":"2020-01-01","to":"2020-02-01"},{"from":"2020-03-01"}]}}`,
		`{"facts":{"age":1e400}}`, `{"facts":{"age":-0}}`, `{"a":{"b":[[[[]]]]}}`, "\x00", `{"on":null}`,
		`{"on":"1900-01-01","facts":{"entry_date":"2199-12-31","nationality":"UA","aim":"protection"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := post(t, "/api/v1/plans?lang=en&why=all", body)
		if w.Code >= http.StatusInternalServerError {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
		if w.Code != http.StatusOK {
			decode[api.Problem](t, w, w.Code)
		}
	})
}
