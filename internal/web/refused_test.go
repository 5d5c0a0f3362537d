package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"sejur/internal/access"
	"sejur/internal/web"
	"sejur/internal/web/page"
)

func TestTheLogSaysWhoOfTheOfficeTriedADoorThatIsNotTheirs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		who, target string
		want        string // "" = nothing more than the line of the request
	}{
		"an officer before the administrators' door": {"front-desk", "/desk/manage-staff", `"route":"/desk/manage-staff","actor":"s-front-desk"`},
		"an officer before an applicant's":           {"front-desk", "/en/my/keep-persons", `"route":"/en/my/keep-persons","actor":"s-front-desk"`},
		"an officer before their own":                {"front-desk", "/desk/work-at-desk", ""},
		"an officer before nothing":                  {"front-desk", "/desk/nothing", ""},
		"an applicant before an officer's":           {"applicant", "/desk/manage-staff", ""},
		"nobody before an officer's":                 {"nobody", "/desk/manage-staff", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				var log bytes.Buffer
				site := open(t, every(), func(c *web.Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
				got := site.Do(as(t, tt.who, method, tt.target+"?name=Ana", ""))
				told := strings.Contains(log.String(), "door refused")
				if told != (tt.want != "") || !strings.Contains(log.String(), tt.want) || !strings.Contains(log.String(), got.Header().Get("X-Request-Id")) {
					t.Errorf("%s: the log says %s", method, log.String())
				}
				if strings.Contains(log.String(), "Ana") {
					t.Errorf("%s: the log has the query: %s", method, log.String())
				}
			}
		})
	}
}

// A reader who goes away while the page is made is no failure of the house: nobody fills its log with errors by hanging up.
func TestAReaderWhoHasGoneIsNoFailure(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	site := open(t, []web.Row{{http.MethodGet, "/desk", "staff", access.WorkAtDesk, func(ctx context.Context, _ *page.Visit) (page.Reply, error) {
		return page.Reply{}, ctx.Err()
	}}}, func(c *web.Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	r := as(t, "head", http.MethodGet, "/desk", "")
	ctx, leave := context.WithCancel(r.Context())
	leave()
	site.Do(r.WithContext(ctx))
	if strings.Contains(log.String(), "ERROR") || !strings.Contains(log.String(), `"route":"/desk"`) {
		t.Errorf("the log says %s", log.String())
	}
}
