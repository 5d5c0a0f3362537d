package webtest_test

import (
	"net/http"
	"strings"
	"testing"

	"sejur/internal/web/webtest"
)

func page(t *testing.T, site *webtest.Site, address string) string {
	t.Helper()
	got := site.Get(address)
	if got.Code != http.StatusOK {
		t.Fatalf("%s: status %d", address, got.Code)
	}
	return got.Body.String()
}

func TestAReaderSeesWhatChanged(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for name, row := range map[string]struct {
		address  string
		has, not []string
	}{
		"the new minimum wage, before and now": {
			"/en/changes?from=2026-06-30&to=2026-07-01", []string{"<del>4,050", "<ins>4,325", `href="/en/procedures/study-permit"`}, nil,
		},
		"a procedure that ends":      {"/en/changes?from=2026-08-07&to=2026-08-08", []string{`href="/en/procedures/work-approval-employer"`}, nil},
		"two days with the same law": {"/en/changes?from=2026-11-20&to=2026-11-20", []string{`id="compared"`}, []string{`class="diffs"`}},
		"a history tells each day and leads to it": {
			"/en/procedures/study-permit", []string{`href="/en/procedures/study-permit?on=2024-03-08"`, "22 August 2024"}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := page(t, site, row.address)
			for _, want := range row.has {
				if !strings.Contains(got, want) {
					t.Errorf("the page lacks %s", want)
				}
			}
			for _, not := range row.not {
				if strings.Contains(got, not) {
					t.Errorf("the page has %s", not)
				}
			}
		})
	}
}

func TestSeveralRoutesStandSideBySide(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	const ukrainian = "/en/plan?nationality=UA&aim=protection&protection_status=none&protected_without_break=false&military_duty_met=true" +
		"&housed_in_centre=false&has_identity_paper=true&county=SV"
	if got := page(t, site, ukrainian); !strings.Contains(got, `class="compare"`) {
		t.Error("temporary protection and asylum are not compared")
	}
	const worker = "/en/plan?nationality=IN&aim=change&new_purpose=employment&purpose_held=study&work_approval=true&title_expires=2027-03-31&county=B"
	if got := page(t, site, worker); strings.Contains(got, `class="compare"`) {
		t.Error("a rule that comes with a permit is shown as a choice")
	}
}

func TestAStatusThatIsOnlyToldOfLooksLikeNoPlan(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	got := page(t, site, "/en/procedures/seasonal-worker")
	if strings.Contains(got, `class="strip"`) || !strings.Contains(got, `id="known"`) {
		t.Error("the page of a status offers a plan, or does not say what is known")
	}
}
