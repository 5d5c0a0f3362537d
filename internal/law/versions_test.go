package law_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// shorter is the small law with a third version of the student permit, which writes only what changed.
func shorter(t *testing.T, version ...string) *law.Law {
	t.Helper()
	files := smallFiles(t)
	files[studentFile].Data = append(files[studentFile].Data, strings.Join(append([]string{"- from: 2025-01-01", "rest: as-before"}, version...), "\n  ")...)
	l, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// studentPage is the student permit on the first day of the third version.
func studentPage(t *testing.T, l *law.Law) law.ProcedurePage {
	t.Helper()
	page, ok := l.Procedure("student-permit", locale.EN, day(t, "2025-01-01"))
	if !ok {
		t.Fatal("no student permit")
	}
	return page
}

func TestAVersionWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	whole, short := studentPage(t, smallLaw(t)), studentPage(t, shorter(t))
	if short.From != day(t, "2025-01-01") || len(short.History) != len(whole.History)+1 {
		t.Errorf("from %s with %d changes, want one more from 2025-01-01", short.From, len(short.History))
	}
	if diff := cmp.Diff(asJSON(t, whole.Route), asJSON(t, short.Route)); diff != "" {
		t.Errorf("a version that writes nothing differs from the one before:\n%s", diff)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAWrittenListReplacesTheOneBefore(t *testing.T) {
	t.Parallel()
	page := studentPage(t, shorter(t, "fees: []", "contest: []", "documents:", "- {id: photo, forms: [copy], sources: [act]}"))
	if got := ids(page.Route.Documents, func(d law.PlanDocument) string { return d.ID }); !cmp.Equal(got, []string{"photo"}) {
		t.Errorf("documents %v, want the photo alone", got)
	}
	if len(page.Route.Fees) > 0 || page.Route.Contest != nil {
		t.Errorf("fees %v, contest %v: an empty list says that there are none", page.Route.Fees, page.Route.Contest)
	}
	if page.Route.Apply == nil || page.Route.Processing == nil || len(page.Clauses) != 4 {
		t.Errorf("what was not written is gone: apply %v, processing %v, %d clauses", page.Route.Apply, page.Route.Processing, len(page.Clauses))
	}
}

func TestAWayOfFilingBringsItsOwnForm(t *testing.T) {
	t.Parallel()
	if page := studentPage(t, shorter(t, "filing: counter")); page.Route.Form != "" {
		t.Errorf("the form %q stays although the filing is at the counter", page.Route.Form)
	}
	if page := studentPage(t, shorter(t, "authority: office")); page.Route.Form != "permit" {
		t.Errorf("form %q, want the one before", page.Route.Form)
	}
}
