package law_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// asked is who asks for a paper of the small law on a day, with its forms and whether of everybody.
func asked(t *testing.T, id, on string) []string {
	t.Helper()
	page, ok := smallLaw(t).Document(id, locale.EN, day(t, on))
	if !ok {
		t.Fatalf("no paper %s", id)
	}
	var out []string
	for _, a := range page.AskedBy {
		for _, way := range a.Ways {
			line := a.Procedure.ID
			for _, form := range way.Forms {
				line += " " + form
			}
			if way.Always {
				line += " always"
			}
			out = append(out, line)
		}
	}
	return out
}

func TestWhoAsksForAPaper(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, paper, on string
		want            []string
	}{
		{"two procedures, by title", "passport", "2026-06-30", []string{"visit-extension original always", "student-permit original copy always"}},
		{"a closed procedure asks nothing", "passport", "2026-07-01", []string{"student-permit original copy always"}},
		{"an older version asks for less", "passport", "2022-06-01", []string{"student-permit original always"}},
		{"answers decide it", "means-proof", "2026-06-30", []string{"student-permit original"}},
		{"nobody asked for it then", "means-proof", "2022-06-01", nil},
		{"it is issued, not asked for", "permit-card", "2026-06-30", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(row.want, asked(t, row.paper, row.on)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatAPaperComesOutOf(t *testing.T) {
	t.Parallel()
	page, _ := smallLaw(t).Document("permit-card", locale.EN, day(t, "2026-06-30"))
	got := ids(page.GivenBy, func(g law.Giving) string { return g.Procedure.ID })
	if diff := cmp.Diff([]string{"appeal", "student-permit"}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(page.GivenBy[0].Outputs); n != 2 {
		t.Errorf("the appeal gives it in %d ways, want 2", n)
	}
	if _, ok := smallLaw(t).Document("nothing", locale.EN, day(t, askedOn)); ok {
		t.Error("a paper that is not there has a page")
	}
}

// The list and the pages are counted apart; they must agree.
func TestTheListOfPapersAgreesWithTheirPages(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	on := day(t, askedOn)
	for _, lang := range append(locale.All(), locale.Pseudo) {
		list := l.Documents(lang, on)
		if len(list) != len(l.DocumentList(lang)) {
			t.Errorf("%s: %d papers, want %d", lang, len(list), len(l.DocumentList(lang)))
		}
		order := locale.Alphabet(lang)
		if !slices.IsSortedFunc(list, func(a, b law.DocumentLine) int { return order(a.Title, b.Title) }) {
			t.Errorf("%s: the papers are not in the order of the alphabet", lang)
		}
		for _, line := range list {
			page, ok := l.Document(line.ID, lang, on)
			if !ok || len(page.GivenBy) != line.Given || len(page.AskedBy) > line.Asked {
				t.Errorf("%s: %s: the page names %d and %d procedures, the list %d and %d",
					lang, line.ID, len(page.AskedBy), len(page.GivenBy), line.Asked, line.Given)
			}
			checkTexts(t, string(lang), reflect.ValueOf(page.DocumentInfo), "paper "+line.ID)
			if line.IssuerName == "" {
				t.Errorf("%s: %s comes from nobody", lang, line.ID)
			}
		}
	}
}

// What a paper's page says of a procedure is what the procedure's own page says of the paper.
func TestAPapersPageAgreesWithTheProcedures(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for _, on := range []calendar.Date{calendar.On(2024, 6, 1), calendar.On(2026, 11, 20)} {
		want := map[string][]string{}
		for _, info := range l.Procedures(locale.RO, on) {
			if !info.InForce {
				continue
			}
			page, _ := l.Procedure(info.ID, locale.RO, on)
			for _, d := range page.Route.Documents {
				if !slices.Contains(want[d.ID], info.ID) {
					want[d.ID] = append(want[d.ID], info.ID)
				}
			}
		}
		for _, line := range l.Documents(locale.RO, on) {
			page, _ := l.Document(line.ID, locale.RO, on)
			got := ids(page.AskedBy, func(a law.Asking) string { return a.Procedure.ID })
			if !slices.Equal(want[line.ID], got) {
				t.Errorf("%s on %s: asked by %v, the procedures say %v", line.ID, on, got, want[line.ID])
			}
		}
	}
}
