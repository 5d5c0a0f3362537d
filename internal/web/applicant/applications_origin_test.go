package applicant_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sejur/internal/web/applicant"
	"sejur/internal/web/webtest"
)

// An old phone's browser sends an Origin with a form and no Sec-Fetch-Site; the origin of a page without a referrer it calls "null".
func TestAnOldBrowserBeginsAnApplicationAndAForeignPageDoesNot(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	paths := append(p.pages(c.pagesOf(p.draft)), "/plan?"+student().Encode())
	for _, path := range paths {
		got := c.get(path)
		if strings.Contains(got.Body.String(), `method="post"`) && got.Header().Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: the origin of its form is null under the policy %q", path, got.Header().Get("Referrer-Policy"))
		}
	}
	for origin, want := range map[string]int{
		webtest.Origin: http.StatusSeeOther, "null": http.StatusForbidden, "https://evil.example": http.StatusForbidden,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/en/keep", strings.NewReader(student().Encode()))
		r.Header.Set("Cookie", "session=applicant")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin)
		got := c.site.Do(r)
		if got.Code != want || want == http.StatusSeeOther && got.Header().Get("Location") != "/en"+applicant.PlansPath {
			t.Errorf("from %s: %d to %q", origin, got.Code, got.Header().Get("Location"))
		}
	}
}
