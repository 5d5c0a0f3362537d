package api_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/api"
	"sejur/internal/office"
	"sejur/internal/store/storetest"
)

// ownAddresses are the addresses that want a token, as the document has them: method and path.
func ownAddresses(t *testing.T, h *house) [][2]string {
	t.Helper()
	doc := decode[document](t, h.ask(http.MethodGet, "/api/openapi.json", ""), http.StatusOK)
	var out [][2]string
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if len(op.Security) > 0 {
				out = append(out, [2]string{strings.ToUpper(method), path})
			}
		}
	}
	if len(out) < 25 {
		t.Fatalf("%d addresses want a token", len(out))
	}
	return out
}

// filledIn puts ids into the parts of a path.
func filledIn(path, application string) string {
	return strings.NewReplacer("{id}", application, "{page}", "identity", "{document}", "passport", "{upload}", "u1").Replace(path)
}

// bodyOf is a body that the address would take.
func bodyOf(path string) (body string, headers []string) {
	switch {
	case strings.HasSuffix(path, "/uploads"):
		return "%PDF-1.7", []string{"Content-Type", "application/pdf"}
	case strings.HasSuffix(path, "/messages"):
		return `{"body":"Hello"}`, nil
	}
	return `{}`, nil
}

// same fails the test unless two answers say the same to a program.
func same(t *testing.T, what string, a, b *httptest.ResponseRecorder) {
	t.Helper()
	type told struct {
		Status int
		Header http.Header
		Body   string
	}
	if diff := cmp.Diff(told{a.Code, a.Header(), a.Body.String()}, told{b.Code, b.Header(), b.Body.String()}); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// ASVS 8.2.1, 8.2.2: whoever has no good token is told one thing, whatever is there; whoever has another's is told what is told of what is
// not there.
func TestEveryDoorOfTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	owner, other := h.program(), h.program()
	at := owner.start()
	there, nowhere := strings.TrimPrefix(at, "/api/v1/applications/"), office.NewID()
	for _, address := range ownAddresses(t, h) {
		method, path := address[0], address[1]
		body, kind := bodyOf(path)
		if method == http.MethodGet || method == http.MethodDelete {
			body = ""
		}
		headers := append(append(over(1), "Idempotency-Key", "k"), kind...)
		none := h.ask(method, filledIn(path, there), body, headers...)
		if none.Code != http.StatusUnauthorized || none.Header().Get("WWW-Authenticate") != `Bearer realm="sejur"` {
			t.Errorf("%s %s without a token: %d", method, path, none.Code)
		}
		for name, value := range map[string]string{
			"a token that never was": "Bearer sejur_" + strings.Repeat("A", 26), "a word": "Bearer x", "no scheme": owner.token,
			"another scheme": "Basic " + owner.token, "two spaces": "Bearer  " + owner.token,
		} {
			same(t, method+" "+path+" with "+name, none, h.ask(method, filledIn(path, nowhere), body, append(headers, "Authorization", value)...))
		}
		same(t, method+" "+path+" with a cookie", none, h.ask(method, filledIn(path, there), body, append(headers, "Cookie", "session="+owner.token)...))
		if !strings.Contains(path, "{id}") {
			continue
		}
		asked := func(id string) *httptest.ResponseRecorder {
			return other.ask(method, filledIn(path, id), body, append(over(1), kind...)...)
		}
		theirs := asked(there)
		if theirs.Code != http.StatusNotFound {
			t.Errorf("%s %s of another: %d %s", method, path, theirs.Code, theirs.Body)
		}
		same(t, method+" "+path+" of another", asked(nowhere), theirs)
	}
	if got := owner.application(at); got.Version != 1 {
		t.Errorf("somebody changed it: version %d", got.Version)
	}
	if got := h.log.String(); strings.Contains(got, owner.token) || strings.Contains(got, strings.TrimPrefix(owner.token, "sejur_")) {
		t.Error("the log holds a token")
	}
}

func TestNoPageOfAnotherSiteReadsWhatIsSomebodysOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.program()
	for _, path := range []string{"/api/v1/persons", "/api/v1/applications", p.start()} {
		w := p.ask(http.MethodGet, path, "", "Origin", "https://evil.example")
		for name := range w.Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s", path, name)
			}
		}
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %q", path, w.Code, w.Header().Get("Cache-Control"))
		}
	}
}

func TestThePersonsOfAnAccountHaveNoNumbers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.program()
	h.program() // somebody else's are not in the list
	got := decode[[]object](t, p.ask(http.MethodGet, "/api/v1/persons", ""), http.StatusOK)
	want := []object{{
		"id": string(p.person), "relation": "represented", "surname": "Rao", "given_names": "Amina", "birth_date": "2002-05-17", "nationality": "IN",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsSentTwiceUnderOneKeyHappensOnce(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		p := houseOn(t, database).program()
		key := []string{"Idempotency-Key", "wish-1"}
		first := p.ask(http.MethodPost, "/api/v1/applications", p.study(), key...)
		id := decode[api.Started](t, first, http.StatusCreated).ID
		p.ask(http.MethodDelete, "/api/v1/applications/"+string(id), "", over(1)...)
		same(t, "sent again", first, p.ask(http.MethodPost, "/api/v1/applications", p.study(), key...))
		other := strings.Replace(p.study(), `"county":"CJ"`, `"county":"TM"`, 1)
		problem := decode[api.Problem](t, p.ask(http.MethodPost, "/api/v1/applications", other, key...), http.StatusUnprocessableEntity)
		if !strings.Contains(problem.Detail, " ") {
			t.Errorf("it says %q", problem.Detail)
		}
		if all := decode[[]api.ApplicationLine](t, p.ask(http.MethodGet, "/api/v1/applications", ""), http.StatusOK); len(all) != 1 {
			t.Errorf("%d applications", len(all))
		}
	})
}

func TestTheHeadersOfAChange(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	for name, tt := range map[string]struct {
		method, path, body string
		headers            []string
		status             int
	}{
		"no key":                {http.MethodPost, "/api/v1/applications", p.study(), []string{"Idempotency-Key", ""}, 400},
		"a key with spaces":     {http.MethodPost, "/api/v1/applications", p.study(), []string{"Idempotency-Key", "a b"}, 400},
		"a key without end":     {http.MethodPost, "/api/v1/applications", p.study(), []string{"Idempotency-Key", strings.Repeat("k", 201)}, 400},
		"no version":            {http.MethodDelete, at, "", nil, 428},
		"a version of a word":   {http.MethodDelete, at, "", []string{"If-Match", `"x"`}, 400},
		"any version":           {http.MethodDelete, at, "", []string{"If-Match", "*"}, 400},
		"a version below none":  {http.MethodDelete, at, "", []string{"If-Match", `"-1"`}, 400},
		"an old version":        {http.MethodDelete, at, "", []string{"If-Match", `"0"`}, 412},
		"another method":        {http.MethodPatch, at, "", nil, 405},
		"no JSON":               {http.MethodPost, "/api/v1/applications", "x", []string{"Content-Type", "text/plain"}, 415},
		"a name twice":          {http.MethodPost, "/api/v1/applications", `{"person":"a","person":"b"}`, nil, 400},
		"text after the object": {http.MethodPost, "/api/v1/applications", p.study() + "{}", nil, 400},
		"a name nobody knows":   {http.MethodPost, "/api/v1/applications", `{"persn":"a"}`, nil, 422},
		"a fact nobody knows":   {http.MethodPost, "/api/v1/applications", `{"person":"a","procedure":"b","facts":{"x":1}}`, nil, 422},
		"nothing":               {http.MethodPost, "/api/v1/applications", `{}`, nil, 422},
		"too much":              {http.MethodPost, "/api/v1/applications", `{"person":"` + strings.Repeat("a", 64<<10) + `"}`, nil, 413},
	} {
		w := p.ask(tt.method, tt.path, tt.body, tt.headers...)
		if w.Code != tt.status {
			t.Errorf("%s: %d, want %d: %s", name, w.Code, tt.status, w.Body)
			continue
		}
		checkProblem(t, decode[api.Problem](t, w, tt.status))
	}
	if got := p.ask(http.MethodPatch, at, "").Header().Get("Allow"); got != "GET, HEAD, DELETE" {
		t.Errorf("Allow: %q", got)
	}
}

func TestWhoIsSlowerIsToldBothValues(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		p := houseOn(t, database).program()
		page := p.start() + "/pages/identity"
		shown := p.ask(http.MethodGet, page, "")
		if got := shown.Header().Get("ETag"); got != `"0"` {
			t.Fatalf("ETag %q", got)
		}
		first := p.ask(http.MethodPut, page, `{"answers":{"surname":"Rao"}}`, over(0)...)
		if got := first.Header().Get("ETag"); first.Code != http.StatusOK || got != `"1"` {
			t.Fatalf("%d, ETag %q: %s", first.Code, got, first.Body)
		}
		late := decode[api.Problem](t, p.ask(http.MethodPut, page, `{"answers":{"surname":"Raoul"}}`, over(0)...), http.StatusPreconditionFailed)
		current, sent := late.Current.(object), late.Sent.(object)
		if current["version"] != 1.0 || current["answers"].(object)["surname"] != "Rao" || sent["answers"].(object)["surname"] != "Raoul" {
			t.Errorf("now %v, sent %v", current, sent)
		}
		if got := p.ask(http.MethodPut, page, `{"answers":{"surname":"Raoul"}}`, over(1)...); got.Code != http.StatusOK {
			t.Errorf("over the version that is there: %d", got.Code)
		}
	})
}

func TestAnswersThatNoFieldAcceptsAreNamedByTheirPlace(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	problem := decode[api.Problem](t, p.ask(http.MethodPut, at+"/pages/identity",
		`{"answers":{"surname":7,"birth_date":"2030-02-30","surnme":"Rao"}}`, over(0)...), http.StatusUnprocessableEntity)
	var fields []string
	for _, e := range problem.Errors {
		fields = append(fields, e.Field)
	}
	if diff := cmp.Diff([]string{"answers.birth_date", "answers.surname", "answers.surnme"}, fields); diff != "" {
		t.Error(diff)
	}
	if got := p.application(at).Pages; len(got) == 0 || got[0].Version != 0 {
		t.Errorf("something was saved: %+v", got)
	}
}

func TestAProgramThatAsksTooOftenIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.program()
	w := p.ask(http.MethodGet, "/api/v1/persons", "")
	for n := 1; w.Code == http.StatusOK && n <= 600; n++ {
		w = p.ask(http.MethodGet, "/api/v1/persons", "")
	}
	if after, err := strconv.Atoi(w.Header().Get("Retry-After")); w.Code != http.StatusTooManyRequests || err != nil || after < 1 {
		t.Fatalf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	checkProblem(t, decode[api.Problem](t, w, http.StatusTooManyRequests))
	if other := h.program().ask(http.MethodGet, "/api/v1/persons", ""); other.Code != http.StatusOK {
		t.Errorf("another's program: %d", other.Code)
	}
	h.pass(time.Minute)
	if again := p.ask(http.MethodGet, "/api/v1/persons", ""); again.Code != http.StatusOK {
		t.Errorf("a minute later: %d", again.Code)
	}
}

func TestTheFormsOfTheLawAreOpenData(t *testing.T) {
	t.Parallel()
	list := decode[[]object](t, get(t, "/api/v1/forms?lang=en"), http.StatusOK)
	if len(list) < 20 {
		t.Fatalf("%d forms", len(list))
	}
	for _, one := range list {
		w := get(t, "/api/v1/forms/"+one["id"].(string)+"?lang=en")
		form := decode[api.Form](t, w, http.StatusOK)
		if len(form.Pages) == 0 || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d pages", one["id"], len(form.Pages))
		}
		for _, page := range form.Pages {
			for _, f := range page.Fields {
				if f.Why == "" || f.Kind == "" || f.Label == "" {
					t.Errorf("%s: the field %s does not say what it is and why", one["id"], f.ID)
				}
			}
		}
	}
	if w := get(t, "/api/v1/forms/none"); w.Code != http.StatusNotFound {
		t.Errorf("none: %d", w.Code)
	}
}
