package api_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"sejur/internal/law"
)

// lists are the addresses of the law that are a list, and a table of as many rows or more.
func lists() []string {
	return []string{"facts", "procedures", "requirements", "documents", "countries", "offices", "amounts"}
}

func TestEveryListIsATableToo(t *testing.T) {
	t.Parallel()
	for _, name := range lists() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items := decode[[]map[string]any](t, get(t, "/api/v1/law/"+name+"?lang=ro"), http.StatusOK)
			w := get(t, "/api/v1/law/"+name+".csv?lang=ro&on=2026-11-20")
			if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="sejur-`+name+`-2026-11-20-ro.csv"` {
				t.Errorf("Content-Disposition %s", got)
			}
			if got := w.Header().Get("Content-Type"); got != "text/csv; charset=utf-8; header=present" {
				t.Errorf("Content-Type %s", got)
			}
			rows, err := csv.NewReader(w.Body).ReadAll() // rows of another length are an error
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) < len(items)+1 {
				t.Errorf("%d rows for %d items and the names of the columns", len(rows), len(items))
			}
			for i, row := range rows {
				if row[0] == "" || slices.ContainsFunc(row, func(cell string) bool { return strings.HasPrefix(cell, "=") }) {
					t.Errorf("row %d: %q", i, row)
				}
			}
		})
	}
}

func TestATableIsNotSentTwice(t *testing.T) {
	t.Parallel()
	tag := get(t, "/api/v1/law/amounts.csv?on=2026-11-20").Header().Get("ETag")
	again := send(t, http.MethodGet, "/api/v1/law/amounts.csv?on=2026-11-20", "", "If-None-Match", tag)
	if tag == "" || again.Code != http.StatusNotModified {
		t.Errorf("tag %q, status %d", tag, again.Code)
	}
	if other := get(t, "/api/v1/law/amounts.csv?on=2026-11-19").Header().Get("ETag"); other == tag {
		t.Error("another day has the same tag")
	}
}

func TestWhatTheLawComparesAndFinds(t *testing.T) {
	t.Parallel()
	c := decode[law.Comparison](t, get(t, "/api/v1/law/diff?from=2026-06-30&to=2026-07-01&lang=en"), http.StatusOK)
	if !slices.ContainsFunc(c.Changes, func(d law.Difference) bool {
		return d.What == "amount" && d.ID == "minimum-wage-gross" && d.From == "4050.00 RON" && d.To == "4325.00 RON"
	}) {
		t.Errorf("the new minimum wage is not among %v", c.Changes)
	}
	found := decode[[]law.Found](t, get(t, "/api/v1/law/search?q=invitatie&lang=en"), http.StatusOK)
	if len(found) == 0 || found[0].ID != "invitation-approval" {
		t.Errorf("found %v", found)
	}
	for _, tt := range []struct{ path, field string }{
		{"/api/v1/law/diff", "from"},
		{"/api/v1/law/diff?from=2026-01-01", "to"},
		{"/api/v1/law/diff?from=2026-02-30&to=2026-01-01", "from"},
		{"/api/v1/law/search", "q"},
		{"/api/v1/law/search?q=", "q"},
		{"/api/v1/law/offices.csv?on=yesterday", "on"},
	} {
		if w := get(t, tt.path); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"`+tt.field+`"`) {
			t.Errorf("%s: %d %s, want %s named", tt.path, w.Code, w.Body, tt.field)
		}
	}
}
