// Package docs_test holds the tables of the documents against the code.
package docs_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
)

// table is the table of security.md whose first column is called name, row by row, without its head.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	text, err := os.ReadFile("security.md")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	inside := false
	for line := range strings.SplitSeq(string(text), "\n") {
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case !strings.HasPrefix(line, "|"):
			inside = false
		case cells[0] == name:
			inside = true
			out = append(out, cells)
		case inside && !strings.HasPrefix(line, "|--"):
			out = append(out, cells)
		}
	}
	if len(out) < 2 {
		t.Fatalf("security.md has no table of %s", name)
	}
	return out
}

// sources calls see with every Go file of ours.
func sources(t *testing.T, see func(name, text string)) {
	t.Helper()
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || (strings.HasPrefix(d.Name(), ".") && name != ".")):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err == nil {
			see(name, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryProofIsATestOfOurs(t *testing.T) {
	t.Parallel()
	tests := make(map[string]bool)
	found := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	sources(t, func(name, text string) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, test := range found.FindAllStringSubmatch(text, -1) {
			tests[path.Base(path.Dir(name))+"."+test[1]] = true
		}
	})
	for _, row := range table(t, "line")[1:] {
		if len(row) != 3 {
			t.Fatalf("%v has %d cells", row, len(row))
		}
		for proof := range strings.SplitSeq(row[2], ", ") {
			if !tests[proof] {
				t.Errorf("%s: there is no %s", row[0], proof)
			}
		}
	}
}

func TestTheMatrixIsTheCodes(t *testing.T) {
	t.Parallel()
	actors := map[string]access.Actor{
		"nobody": {}, "system": access.Named("jobs"), "applicant": {Kind: access.Applicant, ID: "a"}, "no role yet": {Kind: access.Staff, ID: "s"},
	}
	for _, role := range access.Roles() {
		actors[string(role)] = access.Actor{Kind: access.Staff, ID: "s", Roles: []access.Role{role}}
	}
	rows := table(t, "permission")
	head := rows[0]
	if len(head) != len(actors)+1 {
		t.Fatalf("the matrix is for %v, and there are %d kinds of people", head[1:], len(actors))
	}
	want := [][]string{head}
	for _, p := range access.Permissions() {
		row := []string{string(p)}
		for _, who := range head[1:] {
			actor, known := actors[who]
			if !known {
				t.Fatalf("nobody is called %s", who)
			}
			row = append(row, map[bool]string{true: "yes"}[access.May(actor, p)])
		}
		want = append(want, row)
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestEveryTableOfTheSchemaHasItsPlace(t *testing.T) {
	t.Parallel()
	var want, got []string
	made := regexp.MustCompile(`(?m)CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(`)
	root := os.DirFS("../internal/store")
	for _, pattern := range []string{"migrations/*.sql", "migrate.go"} {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(root, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range made.FindAllSubmatch(text, -1) {
				want = append(want, string(found[1]))
			}
		}
	}
	for _, row := range table(t, "table")[1:] {
		got = append(got, strings.Trim(row[0], "`"))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryLineOfTheLogIsListed(t *testing.T) {
	t.Parallel()
	var want, got []string
	logged := regexp.MustCompile(`(?:[lL]og\.(?:Info|Warn|Error|Debug)\(|slog\.Level\w+, )"([^"]+)"`)
	sources(t, func(name, text string) {
		if strings.HasSuffix(name, "_test.go") || (!strings.HasPrefix(name, "internal/") && !strings.HasPrefix(name, "cmd/")) {
			return
		}
		for _, found := range logged.FindAllStringSubmatch(text, -1) {
			want = append(want, found[1])
		}
	})
	quoted := regexp.MustCompile("`([^`]+)`")
	for _, row := range table(t, "line of the log")[1:] {
		for _, found := range quoted.FindAllStringSubmatch(row[0], -1) {
			got = append(got, found[1])
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Error(diff)
	}
}
