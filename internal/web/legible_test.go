package web_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"sejur/internal/access"
	"sejur/internal/web"
	"sejur/internal/web/page"
	"sejur/internal/web/webtest"
)

// toldBack is a page that says back what it read.
func toldBack(_ context.Context, v *page.Visit) (page.Reply, error) {
	read := url.Values{"path": {v.Part("id")}, "query": {v.Query.Get("q")}, "form": {v.Form.Get("f")}}
	return page.SeeOther("/read?" + read.Encode()), nil
}

// mirror is a house whose pages behind the door say back what they read.
func mirror(t *testing.T) *webtest.Site {
	t.Helper()
	var rows []web.Row
	for who, at := range map[string]string{"applicants": "/my/{id}", "staff": "/desk/{id}"} {
		rows = append(rows, web.Row{http.MethodGet, at, who, access.SignedIn, toldBack}, web.Row{http.MethodPost, at, who, access.SignedIn, toldBack})
	}
	return open(t, rows, nil)
}

func TestWhatIsNoTextIsRefusedBehindTheDoor(t *testing.T) {
	t.Parallel()
	site := mirror(t)
	for name, tt := range map[string]struct{ target, form string }{
		"a zero in the path":              {"x%00y", ""},
		"no UTF-8 in the path":            {"x%ff", ""},
		"a zero in the query":             {"x?q=%00", ""},
		"no UTF-8 in the query":           {"x?q=%ff", ""},
		"no UTF-8 in the name of a field": {"x?%ff=q", ""},
		"a letter cut in two":             {"x?q=%c8&q=%98", ""},
		"a zero in the form":              {"x", "f=a%00b"},
		"no UTF-8 in the form":            {"x", "f=%c8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for who, at := range map[string]string{"applicant": "/en/my/", "head": "/desk/"} {
				if got := site.Do(as(t, who, http.MethodPost, at+tt.target, tt.form)); got.Code != http.StatusBadRequest {
					t.Errorf("%s: %d to %q, want 400", who, got.Code, got.Header().Get("Location"))
				}
			}
		})
	}
	for _, lang := range webtest.Languages() {
		webtest.Judge(t, lang, site.Do(as(t, "applicant", http.MethodGet, "/"+string(lang)+"/my/%00", "")).Body.String())
	}
}

// ASVS 1.1.1 and 15.3.7.
func TestWhatIsSentIsDecodedOnceAndItsFirstValueCounts(t *testing.T) {
	t.Parallel()
	site := mirror(t)
	for name, tt := range map[string]struct{ target, form, want string }{
		"text":                              {"x?q=a%20b", "f=%C8%98tefan", "/read?form=%C8%98tefan&path=x&query=a+b"},
		"escaped twice, it stays as it is":  {"x%253cb?q=%253c", "f=%2525", "/read?form=%2525&path=x%253cb&query=%253c"},
		"twice, the first counts":           {"x?q=1&q=2", "f=3&f=4", "/read?form=3&path=x&query=1"},
		"a form and a query are kept apart": {"x?f=5", "q=6", "/read?form=&path=x&query="},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for who, at := range map[string]string{"applicant": "/en/my/", "head": "/desk/"} {
				if got := site.Do(as(t, who, http.MethodPost, at+tt.target, tt.form)).Header().Get("Location"); got != tt.want {
					t.Errorf("%s: it read %q, want %q", who, got, tt.want)
				}
			}
		})
	}
}
