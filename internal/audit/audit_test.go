package audit_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/audit"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// record is a chain of n entries with its links.
func record(n int) ([]audit.Entry, []audit.Link) {
	var entries []audit.Entry
	var links []audit.Link
	var last audit.Link
	for i := range n {
		e := audit.Entry{
			ID: fmt.Sprintf("entry-%03d", i+1), At: noon.Add(time.Duration(i) * time.Second), Actor: "officer", As: "staff",
			Action: "person.open", Subject: fmt.Sprintf("person/%d", i%3), Purpose: "counter", Request: "r",
			Fields: []audit.Field{{Name: "email", Before: "aa", After: "bb"}},
		}
		last = audit.Next(last, e)
		entries, links = append(entries, e), append(links, last)
	}
	return entries, links
}

// verify follows the links, looking the entries up by id.
func verify(entries []audit.Entry, links []audit.Link, heads ...audit.Head) audit.Report {
	v := audit.NewVerifier(heads)
	for _, l := range links {
		i := slices.IndexFunc(entries, func(e audit.Entry) bool { return e.ID == l.Entry })
		if i < 0 {
			v.Link(l, nil)
			continue
		}
		v.Link(l, &entries[i])
	}
	return v.End(0)
}

func TestAWholeRecordIsVouchedForUpToItsLastHead(t *testing.T) {
	t.Parallel()
	entries, links := record(10)
	got := verify(entries, links, audit.HeadOf(links[3], noon, 1), audit.HeadOf(links[7], noon, 1))
	want := audit.Report{Links: 10, Heads: 2, Vouched: 8, Findings: []audit.Finding{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAHeadFromBeforeTheFirstEntrySaysNothing(t *testing.T) {
	t.Parallel()
	entries, links := record(2)
	for n := range 3 {
		got := verify(entries[:n], links[:n], audit.HeadOf(audit.Link{}, noon, 1))
		want := audit.Report{Links: int64(n), Heads: 1, Findings: []audit.Finding{}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d entries: %s", n, diff)
		}
	}
}

func TestWhatWasDoneToARecordIsFound(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		do   func([]audit.Entry, []audit.Link) ([]audit.Entry, []audit.Link)
		want []audit.Break
	}{
		"an entry was edited": {func(es []audit.Entry, ls []audit.Link) ([]audit.Entry, []audit.Link) {
			es[4].Actor = "somebody else"
			return es, ls
		}, []audit.Break{audit.Edited}},
		"an entry was removed": {func(es []audit.Entry, ls []audit.Link) ([]audit.Entry, []audit.Link) {
			return slices.Delete(es, 4, 5), ls
		}, []audit.Break{audit.Removed}},
		"an entry and its link were removed": {func(es []audit.Entry, ls []audit.Link) ([]audit.Entry, []audit.Link) {
			return slices.Delete(es, 4, 5), slices.Delete(ls, 4, 5)
		}, []audit.Break{audit.Gap, audit.Edited}},
		"two entries changed places": {func(es []audit.Entry, ls []audit.Link) ([]audit.Entry, []audit.Link) {
			ls[4].Entry, ls[5].Entry = ls[5].Entry, ls[4].Entry
			return es, ls
		}, []audit.Break{audit.Edited, audit.Edited}},
		"an entry was slipped in and the chain linked anew": {func(es []audit.Entry, _ []audit.Link) ([]audit.Entry, []audit.Link) {
			es = slices.Insert(es, 4, audit.Entry{ID: "slipped", At: noon, Action: "x", Purpose: "x"})
			var ls []audit.Link
			var last audit.Link
			for _, e := range es {
				last = audit.Next(last, e)
				ls = append(ls, last)
			}
			return es, ls
		}, []audit.Break{audit.Rewound}},
		"the tail was cut": {func(es []audit.Entry, ls []audit.Link) ([]audit.Entry, []audit.Link) {
			return es[:6], ls[:6]
		}, []audit.Break{audit.Cut}},
		"everything was removed": {func([]audit.Entry, []audit.Link) ([]audit.Entry, []audit.Link) {
			return nil, nil
		}, []audit.Break{audit.Cut}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries, links := record(10)
			head := audit.HeadOf(links[7], noon, 1)
			entries, links = row.do(entries, links)
			var got []audit.Break
			for _, f := range verify(entries, links, head).Findings {
				got = append(got, f.Break)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoTwoEntriesHaveOneDigest(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[ab|/]{0,3}`)
	entry := rapid.Custom(func(t *rapid.T) audit.Entry {
		e := audit.Entry{
			ID: word.Draw(t, "id"), Actor: word.Draw(t, "actor"), Action: word.Draw(t, "action"), Subject: word.Draw(t, "subject"),
			Purpose: word.Draw(t, "purpose"), At: noon,
		}
		for range rapid.IntRange(0, 2).Draw(t, "fields") {
			e.Fields = append(e.Fields, audit.Field{Name: word.Draw(t, "name"), After: word.Draw(t, "after")})
		}
		return e
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := entry.Draw(t, "a"), entry.Draw(t, "b")
		if same := cmp.Equal(a, b); same != (a.Digest() == b.Digest()) {
			t.Fatalf("same entry %v, same digest %v", same, !same)
		}
	})
}
