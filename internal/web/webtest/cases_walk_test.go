package webtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/web/webtest"
)

// decide says something of a paper, with what its form has, and returns where it leads.
func (c *counter) decide(of caseworktest.Paper, say string, with url.Values) string {
	c.t.Helper()
	address := at(c.case1.ID, "/documents/"+of.Document)
	in := c.form(c.page("ana-en", at(c.case1.ID, "")), address)
	for _, name := range []string{"token", "version", "next"} {
		in[name] = in[name][:1]
	}
	in["say"] = []string{say}
	for name, values := range with {
		in[name] = values
	}
	got := c.ask("ana-en", http.MethodPost, address, in)
	if got.Code != http.StatusSeeOther {
		c.t.Fatalf("%s: %d %.600s", of.Document, got.Code, main(got.Body.String()))
	}
	return strings.TrimPrefix(got.Header().Get("Location"), at(c.case1.ID, ""))
}

func TestAnOfficerIsLedFromPaperToPaper(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	paper := func(i int) string { return "#doc-" + c.papers[i].Document }
	last := len(c.papers) - 1
	for _, tt := range []struct {
		name string
		of   int
		say  string
		with url.Values
		want string
	}{
		{"the next one", 0, "accept", nil, paper(1)},
		{"another is asked for", 1, "ask", url.Values{"reason-" + c.papers[1].Document: {"expired"}}, paper(2)},
		{"what was taken back is looked at again", 0, "undo", nil, paper(0)},
		{"after the last from the start", last, "accept", nil, paper(0)},
		{"a form that says somewhere else is not followed", 0, "accept", url.Values{"next": {"//elsewhere.example"}}, paper(0)},
	} {
		if got := c.decide(c.papers[tt.of], tt.say, tt.with); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	address := at(c.case1.ID, "/ready")
	got := c.ask("ana-en", http.MethodPost, address, c.form(c.page("ana-en", at(c.case1.ID, "")), address))
	if diff := cmp.Diff(at(c.case1.ID, "")+"#open", got.Header().Get("Location")); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstLinkOfACaseLeadsToWhatIsToBeLookedAt(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	jumps := func() (out []string) {
		for _, a := range webtest.Find(c.page("ana-en", at(c.case1.ID, "")), "a") {
			if a.Inside("nav") && strings.HasPrefix(a.Attr["href"], "#") {
				out = append(out, a.Attr["href"])
			}
		}
		return out
	}
	if got := jumps(); len(got) < 4 || got[0] != "#doc-"+c.papers[0].Document {
		t.Errorf("%v", got)
	}
	c.decide(c.papers[0], "accept", nil)
	if got := jumps(); got[0] != "#doc-"+c.papers[1].Document {
		t.Errorf("%v", got)
	}
}
