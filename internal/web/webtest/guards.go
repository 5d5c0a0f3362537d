package webtest

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/web"
	"sejur/internal/web/page"
)

// People resolves sessions in tests: the value of the cookie "session" names the person.
type People map[string]page.Viewer

// Visitor is the person whom the cookie names.
func (p People) Visitor(r *http.Request) (page.Viewer, error) {
	return p[page.Cookies{}.Value(r, "session")], nil
}

// Everybody is one person of each kind: nobody, an applicant, somebody of the office without a role, and one for each role.
func Everybody() People {
	all := People{
		"nobody":    {},
		"applicant": {Actor: access.Actor{Kind: access.Applicant, ID: "a1"}, Name: "Ana"},
		"newcomer":  {Actor: access.Actor{Kind: access.Staff, ID: "s0"}, Name: "Nou"},
	}
	for _, role := range access.Roles() {
		all[string(role)] = page.Viewer{
			Actor: access.Actor{Kind: access.Staff, ID: "s-" + string(role), Roles: []access.Role{role}}, Name: string(role),
		}
	}
	return all
}

// Guards asks for every address as every person and judges whether the door is open or closed as the table says:
//
//   - who may sees the page, which is kept nowhere unless it is everybody's;
//   - who is signed in and may not gets what an unknown address gives, and cannot tell the two apart;
//   - nobody is sent to sign in, and from there back;
//   - a form that another site sends is refused, whoever's browser sends it;
//   - a method that the address does not have is told to those who may open it, and only to them.
//
// parts names a part of a path that exists, by the path: {"/desk/persons/{id}": "/desk/persons/p1"}.
func Guards(t *testing.T, handler http.Handler, table []web.Address, people People, parts map[string]string) {
	t.Helper()
	g := guards{t: t, site: &Site{Handler: handler}, parts: parts, rows: make(map[string][]web.Address)}
	for _, row := range table {
		g.rows[row.Path] = append(g.rows[row.Path], row)
	}
	for _, path := range slices.Sorted(maps.Keys(g.rows)) {
		for who, viewer := range people {
			t.Run(path+" as "+who, func(t *testing.T) {
				t.Parallel()
				one := g
				one.t, one.who, one.viewer = t, who, viewer
				for _, method := range []string{http.MethodGet, http.MethodPost} {
					one.judge(path, method)
				}
			})
		}
	}
}

// guards is the battery at one address for one person: tests that run side by side have one each.
type guards struct {
	t      *testing.T
	site   *Site
	rows   map[string][]web.Address
	parts  map[string]string
	who    string
	viewer page.Viewer
}

func (g guards) judge(path, method string) {
	address := g.address(path)
	got := g.ask(method, address)
	row, has := g.row(path, method)
	may := slices.ContainsFunc(g.rows[path], func(r web.Address) bool { return access.May(g.viewer.Actor, r.May) })
	switch {
	case has && access.May(g.viewer.Actor, row.May):
		g.judgeOpen(row, got)
	case !has && may:
		if got.Code != http.StatusMethodNotAllowed || got.Header().Get("Allow") == "" {
			g.t.Errorf("%s: %d with Allow %q, want 405", method, got.Code, got.Header().Get("Allow"))
		}
	case g.viewer.Actor.SignedIn():
		g.judgeUnknown(method, g.rows[path][0], got)
	default:
		g.judgeToSignIn(path, address, got)
	}
	if method == http.MethodPost {
		g.judgeForeign(address)
	}
}

func (g guards) row(path, method string) (web.Address, bool) {
	for _, row := range g.rows[path] {
		if row.Method == method {
			return row, true
		}
	}
	return web.Address{}, false
}

// address is a path that can be asked for.
func (g guards) address(path string) string {
	if known, ok := g.parts[path]; ok {
		path = known
	}
	path = strings.Replace(path, "{lang}", string(locale.EN), 1)
	if strings.Contains(path, "{") {
		g.t.Fatalf("the test knows no address of %s that exists", path)
	}
	return path
}

// ask sends a request as the browser of the person does, a form from a page of the house.
func (g guards) ask(method, address string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(g.t.Context(), method, address, nil)
	r.Header.Set("Cookie", "session="+g.who)
	r.Header.Set("Accept-Language", "en")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return g.site.Do(r)
}

func (g guards) judgeOpen(row web.Address, got *httptest.ResponseRecorder) {
	switch got.Code {
	case http.StatusNotFound, http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusInternalServerError, http.StatusServiceUnavailable:
		g.t.Errorf("%s: %d, and may", row.Method, got.Code)
	}
	// Who signed out at a desk is led to where the next one signs in.
	if toSignIn(got) && row.May != access.Public && row.Path != page.StaffSignOut {
		g.t.Errorf("%s: sent to sign in, and may", row.Method)
	}
	if kept := got.Header().Get("Cache-Control"); row.May != access.Public && kept != "no-store" {
		g.t.Errorf("%s: Cache-Control is %q, want no-store", row.Method, kept)
	}
}

// judgeUnknown compares with an address of the same kind that does not exist.
func (g guards) judgeUnknown(method string, row web.Address, got *httptest.ResponseRecorder) {
	nowhere := "/en/no-such-page"
	if row.Staff {
		nowhere = "/desk/no-such-page"
	}
	want := g.ask(method, nowhere)
	if want.Code != http.StatusNotFound {
		g.t.Fatalf("%s %s: %d, want 404", method, nowhere, want.Code)
	}
	if diff := cmp.Diff(told(want), told(got)); diff != "" {
		g.t.Errorf("%s: told from an unknown address: %s", method, diff)
	}
}

// told is all that somebody learns from an answer.
func told(w *httptest.ResponseRecorder) string {
	h := w.Header().Clone()
	h.Del("X-Request-Id") // another for every request
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h)) {
		fmt.Fprintf(&b, "%s: %s\n", name, h[name])
	}
	return fmt.Sprintf("%d\n%s\n%s", w.Code, b.String(), w.Body.String())
}

func (g guards) judgeToSignIn(path, address string, got *httptest.ResponseRecorder) {
	if !toSignIn(got) {
		g.t.Errorf("%d to %q, want the way in", got.Code, got.Header().Get("Location"))
		return
	}
	to, err := url.Parse(got.Header().Get("Location"))
	if err != nil {
		g.t.Fatal(err)
	}
	want := ""
	if _, has := g.row(path, http.MethodGet); has {
		want = address
	}
	if next := to.Query().Get("next"); next != want {
		g.t.Errorf("from there to %q, want %q", next, want)
	}
	if kept := got.Header().Get("Cache-Control"); kept != "no-store" {
		g.t.Errorf("Cache-Control is %q, want no-store", kept)
	}
}

func toSignIn(got *httptest.ResponseRecorder) bool {
	to, _, _ := strings.Cut(got.Header().Get("Location"), "?")
	return got.Code == http.StatusSeeOther && (to == page.StaffSignIn || strings.HasSuffix(to, page.SignIn))
}

// judgeForeign sends the form as a page of another site does.
func (g guards) judgeForeign(address string) {
	for name, header := range map[string][2]string{
		"by what the browser says": {"Sec-Fetch-Site", "cross-site"},
		"from a sister host":       {"Sec-Fetch-Site", "same-site"},
		"by its origin":            {"Origin", "https://evil.example"},
		"from a sandbox":           {"Origin", "null"},
	} {
		r := httptest.NewRequestWithContext(g.t.Context(), http.MethodPost, address, nil)
		r.Header.Set("Cookie", "session="+g.who)
		r.Header.Set(header[0], header[1])
		if got := g.site.Do(r); got.Code != http.StatusForbidden {
			g.t.Errorf("a foreign form (%s): %d, want 403", name, got.Code)
		}
	}
}
