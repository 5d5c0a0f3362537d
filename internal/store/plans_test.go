package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/casefile"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// readFromEndToEnd are the statements that read a table or an index from one end, and what of it, on SQLite. Whatever else is asked is found by an index.
func readFromEndToEnd() map[string][]string {
	return map[string][]string{
		// Their first row is the answer.
		"lastLink": {"audit_link"}, "lastRevocationList": {"revocation_list"}, "auditState": {"k", "p"},
		// Few rows, always.
		"offices": {"office"}, "signerCertificates": {"signer_certificate"}, "countPending": {"audit_pending"},
		"forgetAllowances": {"allowance"}, "refuseBefore": {"r"},
		// An index that has those rows alone.
		"thrownAwayDrafts": {"application"}, "countFaultyFiles": {"f"},
		// Once a day, all documents are compared with their signatures and copies.
		"straySeals": {"s"}, "strayCopies": {"c"}, "unlistedSeals": {"d"}, "countSeals": {"document_seal"}, "countDocuments": {"document"},
		// By an administrator, or for one: once an hour, when a certificate is taken back, when the record is verified.
		"countStoredFiles": {"upload_file"}, "countSealsOfCertificate": {"document_seal"}, "unlinkedEntries": {"e"},
	}
}

// statements are those that sqlc wrote, by name.
func statements(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("query/*.sql.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files of statements, %v", len(files), err)
	}
	out := make(map[string]string)
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is || len(spec.Values) != 1 {
				return true
			}
			if text, is := spec.Values[0].(*ast.BasicLit); is && strings.HasPrefix(text.Value, "`-- name: ") {
				out[spec.Names[0].Name] = strings.Trim(text.Value, "`")
			}
			return false
		})
	}
	return out
}

// nothing are as many values as a statement has places.
func nothing(t *testing.T, statement string) []any {
	t.Helper()
	most := 0
	for _, m := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(statement, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, n)
	}
	return slices.Repeat([]any{""}, most)
}

// scanned are what a plan reads from one end to the other, without what it has found before.
func scanned(plan []string) []string {
	var out []string
	for _, line := range plan {
		words := strings.Fields(line)
		if words[0] == "SCAN" && line != "SCAN CONSTANT ROW" && !slices.Contains(plan, "CO-ROUTINE "+words[1]) {
			out = append(out, words[1])
		}
	}
	return out
}

// Nobody takes statistics of a SQLite file (docs/adr/0006-two-engines.md), so a plan is the same in every house, with ten rows and with ten million.
func TestWhatIsAskedOfAFileIsFoundByAnIndex(t *testing.T) {
	t.Parallel()
	database := t.TempDir() + "/sejur.db"
	storetest.Open(t, store.Config{Database: database, Keys: storetest.Keys(t)})
	db := storetest.SQL(t, database)
	all, got := statements(t), make(map[string][]string)
	plans := make(map[string]string)
	for name, statement := range all {
		plan := planOf(t, db, "EXPLAIN QUERY PLAN", store.AsSQLite(statement), nothing(t, statement))
		plans[name] = strings.Join(plan, "; ")
		if whole := scanned(plan); len(whole) > 0 {
			got[name] = whole
		}
	}
	if diff := cmp.Diff(readFromEndToEnd(), got); diff != "" {
		t.Errorf("read from end to end (-want +got):\n%s", diff)
	}
	looks, args := store.LooksStatement([]casefile.ID{"a", "b"}, time.Unix(0, 0))
	plans["looks at cases"] = strings.Join(planOf(t, db, "EXPLAIN QUERY PLAN", looks, args), "; ")
	for name, index := range map[string]string{
		"looksAt": "audit_entry_subject", "looks at cases": "audit_entry_subject", "documentsOfAccount": "document_person",
		"correctionsToRemind": "correction_remind",
	} {
		if !strings.Contains(plans[name], "INDEX "+index) {
			t.Errorf("%s is not read by %s: %s", name, index, plans[name])
		}
	}
}
