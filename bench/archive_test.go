//go:build prove

package bench_test

import (
	"context"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/access"
)

// asked is how often each page is asked for.
const asked = 600

// TestPagesCostTheSameHoweverMuchIsStored measures pages of applicants and officers over HTTP, signed in, with 10,000 applications stored and then
// with SEJUR_ARCHIVE of them, a million by default.
func TestPagesCostTheSameHoweverMuchIsStored(t *testing.T) { //nolint:paralleltest // it measures
	most := 1_000_000
	if text := os.Getenv("SEJUR_ARCHIVE"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("SEJUR_ARCHIVE: %v", err)
		}
		most = n
	}
	defer debug.SetGCPercent(debug.SetGCPercent(1600))      // as the program does
	for _, engine := range []string{"sqlite", "postgres"} { //nolint:paralleltest // as above
		t.Run(engine, func(t *testing.T) {
			r := newRush(t, engine)
			sent, drafts := gather(t, r), gather(t, r)
			r.send(t, sent, 2, crowdtest.Applicant.Submit, crowdtest.Applicant.Sent)
			a := openArchive(t, r, string(sent[0].Application))
			for _, n := range []int{10_000, most} {
				began := time.Now()
				a.fill(t, n)
				if a.postgres {
					a.exec(t, "ANALYZE") // PostgreSQL does by itself; nobody does in a SQLite file
				}
				t.Logf("%d applications stored in %.0f s", n, time.Since(began).Seconds())
				r.measure(t, n, sent, drafts)
			}
		})
	}
}

func gather(t *testing.T, r *rush) []crowdtest.Applicant {
	t.Helper()
	all, err := r.house.Gather(t.Context(), asked/4)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// measure asks for every page and says how long each took.
func (r *rush) measure(t *testing.T, n int, sent, drafts []crowdtest.Applicant) {
	t.Helper()
	ok, other := http.StatusOK, http.StatusSeeOther
	pages := []pageAsked{
		{"task list", drafts, crowdtest.Applicant.Open, ok},
		{"file of what was sent", sent, crowdtest.Applicant.Open, ok},
		{"my applications", sent, at("/en/my/applications"), ok},
	}
	for _, role := range []access.Role{access.CaseOfficer, access.FrontDesk} {
		officer, err := r.house.Officer(t.Context(), "igi-cj", role)
		if err != nil {
			t.Fatal(err)
		}
		desk := []crowdtest.Applicant{officer}
		for _, query := range []string{"", "?state=returned", "?only=corrected", "?only=late", "?only=over", "?procedure=study-permit"} {
			pages = append(pages, pageAsked{string(role) + ": queue " + query, desk, at("/desk/cases" + query), ok})
		}
		pages = append(pages, pageAsked{string(role) + ": next", desk, at("/desk/cases/next"), other})
	}
	for _, p := range pages {
		all := make([]crowdtest.Applicant, asked)
		for i := range all {
			all[i] = p.who[i%len(p.who)]
		}
		good := func(_ crowdtest.Applicant, a *http.Response) bool { return a.StatusCode == p.status }
		r.send(t, all[:asked/6], 2, p.ask, good) // warm
		before := processorTime(t)
		took := r.send(t, all, 2, p.ask, good)
		spent := processorTime(t) - before
		slices.Sort(took)
		t.Logf("%9d stored  %-45s p50 %6.1f ms, p99 %6.1f ms, %5.2f ms of a processor", n, p.name, ms(took[len(took)/2]), ms(took[len(took)*99/100]), ms(spent)/asked)
	}
}

// pageAsked is a page with those who ask for it, in turn.
type pageAsked struct {
	name   string
	who    []crowdtest.Applicant
	ask    asking
	status int
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// at asks for an address.
func at(path string) asking {
	return func(a crowdtest.Applicant, ctx context.Context, host string) (*http.Request, error) {
		return a.Get(ctx, host, path)
	}
}
