package law_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	data "sejur/law"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// The laws that the tests work on: a small one in which every kind of thing stands once, and the one the program carries.

// catalogue, small and embedded are loaded once for all tests; nothing ever changes them.
var (
	catalogue = sync.OnceValues(locale.Load)
	small     = sync.OnceValues(func() (*law.Law, error) { return load(os.DirFS(filepath.Join("testdata", "small"))) })
	embedded  = sync.OnceValues(func() (*law.Law, error) { return load(data.Files) })
)

func load(fsys fs.FS) (*law.Law, error) {
	c, err := catalogue()
	if err != nil {
		return nil, err
	}
	return law.Load(fsys, c)
}

// check is what law.Check says of a folder, fault by fault.
func check(t testing.TB, fsys fs.FS) []string {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	_, err = law.Check(fsys, c)
	return ids(law.Faults(err), func(err error) string { return err.Error() })
}

func smallLaw(t testing.TB) *law.Law {
	t.Helper()
	l, err := small()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func realLaw(t testing.TB) *law.Law {
	t.Helper()
	l, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// smallFiles is a copy of the small law that a test may spoil.
func smallFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	from := os.DirFS(filepath.Join("testdata", "small"))
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(from, name)
		out[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// day reads a date that the test itself wrote.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// situation is a person's answers as a link has them, in one line: "nationality=IN aim=live". A value "~" is not known.
func situation(t testing.TB, l *law.Law, on calendar.Date, answers string) law.Facts {
	t.Helper()
	in := map[string][]string{}
	for _, pair := range strings.Fields(answers) {
		id, value, _ := strings.Cut(pair, "=")
		in[id] = append(in[id], value)
	}
	facts, faults := l.ReadFacts(in, on)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", answers, faults)
	}
	return facts
}

// ask is the plan for a situation on a day, in English.
func ask(t testing.TB, l *law.Law, on, answers string) law.Plan {
	t.Helper()
	at := day(t, on)
	plan, err := l.Plan(law.Query{On: at, Lang: locale.EN, Facts: situation(t, l, at, answers)})
	if err != nil {
		t.Fatalf("%s: %v", answers, err)
	}
	return plan
}

// ids makes a list of names of a list of things.
func ids[T any](list []T, name func(T) string) []string {
	out := make([]string, 0, len(list))
	for _, item := range list {
		out = append(out, name(item))
	}
	return out
}

func nexts(p law.Plan) []string {
	return ids(p.Next, func(q law.Question) string { return q.Fact })
}

func routes(p law.Plan) []string {
	return ids(p.Routes, func(r law.Route) string { return r.Procedure })
}

func possibles(p law.Plan) []string {
	return ids(p.Possible, func(x law.Possible) string { return x.Procedure })
}

// excludedBy is the clauses that rule a procedure out; nil when nothing does.
func excludedBy(p law.Plan, procedure string) []string {
	for _, x := range p.Excluded {
		if x.Procedure == procedure {
			return ids(x.Because, func(r law.Reason) string { return r.ID })
		}
	}
	return nil
}

// routeOf is the route of a procedure that must apply.
func routeOf(t testing.TB, p law.Plan, procedure string) law.Route {
	t.Helper()
	for _, r := range p.Routes {
		if r.Procedure == procedure {
			return r
		}
	}
	t.Fatalf("%s is no route: routes %v, possible %v, next %v", procedure, routes(p), possibles(p), nexts(p))
	return law.Route{}
}

func dateText(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func TestTheSmallLawHoldsTogether(t *testing.T) {
	t.Parallel()
	for _, fault := range check(t, os.DirFS(filepath.Join("testdata", "small"))) {
		t.Error(fault)
	}
}
