package casework_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store/storetest"
)

func ids(rows []casework.Row) []casefile.ID {
	var out []casefile.ID
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func TestTheQueueHasTheCasesOfTheOfficeTheMostUrgentFirst(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		later := d.send(caseworktest.Sent{MustBy: d.today().AddDays(9), Procedure: "study-permit"})
		nobodys := d.send(caseworktest.Sent{MustBy: d.today().AddDays(5), Office: "-"})
		late := d.send(caseworktest.Sent{MustBy: d.today().AddDays(-1)})
		d.send(caseworktest.Sent{Office: "igi-sb", MustBy: d.today()})
		page, err := d.Queue(t.Context(), d.officer, "r1", casework.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]casefile.ID{late.ID, nobodys.ID, later.ID}, ids(page.Rows)); diff != "" {
			t.Error(diff)
		}
		if page.Waiting != 3 || page.Late != 1 || page.First != late.ID || page.Next != nil {
			t.Errorf("%d wait, %d late, first %s, next %v", page.Waiting, page.Late, page.First, page.Next)
		}
		row := page.Rows[0]
		if row.Initial != "R" || row.BornIn != 2002 || row.Reference != "…"+late.Reference.Last() || row.Corrected {
			t.Errorf("%+v", row)
		}
		only, err := d.Queue(t.Context(), d.officer, "r2", casework.Query{Late: true})
		if diff := cmp.Diff([]casefile.ID{late.ID}, ids(only.Rows)); diff != "" || err != nil {
			t.Error(err, diff)
		}
		none, err := d.Queue(t.Context(), d.officer, "r3", casework.Query{Corrected: true})
		if len(none.Rows) != 0 || err != nil {
			t.Error(err, none.Rows)
		}
		none, err = d.Queue(t.Context(), d.officer, "r4", casework.Query{Procedure: "renewal"})
		if len(none.Rows) != 0 || err != nil {
			t.Error(err, none.Rows)
		}
		entries := d.record("list/casefiles", "case.queue")
		if len(entries) != 4 || !strings.HasSuffix(entries[3].Reason, "rows=3") || len(entries[3].Fields) != 1 || strings.Contains(entries[3].Fields[0].After, string(late.ID)) {
			t.Errorf("%+v", entries)
		}
	})
}

func TestTheQueueIsReadPageByPage(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	who := caseworktest.Keep(t, d.store, d.owner, caseworktest.Amina(), noon)
	const all = casework.PageSize + 3
	for i := range all {
		office := ""
		if i%2 == 0 {
			office = "-"
		}
		d.send(caseworktest.Sent{Person: who, Office: office, MustBy: d.today().AddDays(i / 3), Papers: []caseworktest.Paper{}})
	}
	seen := make(map[casefile.ID]bool)
	q := casework.Query{}
	for pages := 1; ; pages++ {
		page, err := d.Queue(t.Context(), d.officer, "r", q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			if seen[r.ID] {
				t.Fatalf("%s is shown twice", r.ID)
			}
			seen[r.ID] = true
		}
		if page.Next == nil {
			if pages != 2 || len(seen) != all {
				t.Errorf("%d cases on %d pages", len(seen), pages)
			}
			return
		}
		q.After = *page.Next
	}
}

func TestNobodySeesWhatIsNotForThem(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		kept := caseworktest.Amina()
		relative := storetest.Hire(t, d.store, noon, "Rela Tive", access.CaseOfficer)
		family := access.Actor{Kind: access.Staff, ID: relative.ID, Roles: relative.Roles, Office: "igi-cj", Session: "s"}
		kin := d.send(caseworktest.Sent{Person: caseworktest.Keep(t, d.store, relative.ID, kept, noon), Owner: relative.ID})
		asylum := d.send(caseworktest.Sent{Procedure: "temporary-protection"})
		staff := func(office string, roles ...access.Role) access.Actor {
			return access.Actor{Kind: access.Staff, ID: "x", Roles: roles, Office: office, Session: "s"}
		}
		for name, tt := range map[string]struct {
			by   access.Actor
			id   casefile.ID
			want fault.Kind
		}{
			"another office":         {staff("igi-sb", access.Head), c.ID, fault.NotFound},
			"an auditor":             {staff("igi-cj", access.Auditor), c.ID, fault.Forbidden},
			"an administrator":       {staff("igi-cj", access.Administrator), c.ID, fault.Forbidden},
			"an applicant":           {access.Actor{Kind: access.Applicant, ID: d.owner}, c.ID, fault.Forbidden},
			"nobody":                 {access.Actor{}, c.ID, fault.Forbidden},
			"own family":             {family, kin.ID, fault.NotFound},
			"front desk, protection": {staff("igi-cj", access.FrontDesk), asylum.ID, fault.NotFound},
			"no such case":           {d.officer, "nothing", fault.NotFound},
		} {
			before := len(d.record(casework.Subject+"/"+string(tt.id), "case.open"))
			_, err := d.Open(t.Context(), tt.by, casework.Opening{Case: tt.id, Reason: "complaint", Lang: locale.EN})
			is(t, name, err, tt.want)
			_, said := d.Said(t.Context(), tt.by, tt.id, "")
			is(t, name+" asks what was said", said, tt.want)
			seen := casework.Seen{Case: tt.id, Version: 1}
			is(t, name+" accepts", d.Accept(t.Context(), tt.by, casework.Asked{}, seen), tt.want)
			is(t, name+" says", d.Say(t.Context(), tt.by, casework.Asked{}, casework.Say{Case: tt.id, Body: "x"}), tt.want)
			is(t, name+" returns", d.Return(t.Context(), tt.by, casework.Asked{}, casework.Return{Seen: seen, Until: d.today().AddDays(3)}), tt.want)
			if n := len(d.record(casework.Subject+"/"+string(tt.id), "case.open")); n != before {
				t.Errorf("%s: %d looks, there were %d", name, n, before)
			}
		}
		page, err := d.Queue(t.Context(), staff("igi-cj", access.FrontDesk), "r", casework.Query{})
		if len(page.Rows) != 2 || err != nil {
			t.Errorf("the front desk sees %d cases, %v", len(page.Rows), err)
		}
		page, err = d.Queue(t.Context(), family, "r", casework.Query{})
		if len(page.Rows) != 2 || err != nil {
			t.Errorf("the relative sees %d cases, %v", len(page.Rows), err)
		}
	})
}

func TestTheNextCaseIsOneAtWhichNoColleagueLooks(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		first := d.send(caseworktest.Sent{MustBy: d.today()})
		second := d.send(caseworktest.Sent{MustBy: d.today().AddDays(1)})
		if o, err := d.Open(t.Context(), d.officer, casework.Opening{Case: first.ID, Lang: locale.EN}); err != nil || o.Reason != casework.InTurn || !o.LookedAt.IsZero() {
			t.Fatalf("%s %s %v", o.Reason, o.LookedAt, err)
		}
		if next, err := d.Next(t.Context(), d.other); next != second.ID || err != nil {
			t.Errorf("the colleague's next is %s, %v", next, err)
		}
		if next, err := d.Next(t.Context(), d.officer); next != first.ID || err != nil {
			t.Errorf("the officer's next is %s, %v", next, err)
		}
		page, err := d.Queue(t.Context(), d.other, "r", casework.Query{})
		if err != nil || !page.Rows[0].LookedAt.Equal(noon) || !page.Rows[1].LookedAt.IsZero() {
			t.Errorf("%+v %v", page.Rows, err)
		}
		_, err = d.Open(t.Context(), d.other, casework.Opening{Case: first.ID, Lang: locale.EN})
		if e := fault.All(err)[0]; err == nil || e.Key != casework.ReasonMissing {
			t.Errorf("without a reason: %v", err)
		}
		if n := len(d.record(casework.Subject+"/"+string(first.ID), "case.open")); n != 1 {
			t.Errorf("%d looks", n)
		}
		o := d.opened(d.other, first.ID)
		if o.Reason != "second-look" || !o.LookedAt.Equal(noon) {
			t.Errorf("%s, looked at since %s", o.Reason, o.LookedAt)
		}
		if o, err := d.Open(t.Context(), d.other, casework.Opening{Case: first.ID, Lang: locale.EN}); err != nil || o.Reason != "second-look" {
			t.Errorf("again: %s, %v", o.Reason, err)
		}
		d.forward(20 * time.Minute)
		if next, err := d.Next(t.Context(), d.other); next != first.ID || err != nil {
			t.Errorf("after a while the next is %s, %v", next, err)
		}
	})
}

func TestTheQueueIsFilteredByTheProceduresThatAreFiledHere(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	front := access.Actor{Kind: access.Staff, ID: "fay", Roles: []access.Role{access.FrontDesk}, Office: "igi-cj", Session: "s"}
	for _, lang := range []locale.Lang{locale.RO, locale.EN} {
		online := make(map[string]bool)
		for _, p := range d.law.Online(d.today(), lang) {
			online[p.ID] = true
		}
		area := make(map[string]string)
		for _, p := range d.law.Procedures(lang, d.today()) {
			area[p.ID] = p.Area
		}
		order := locale.Alphabet(lang)
		for _, by := range []access.Actor{d.officer, front} {
			filed, before := d.Filed(by, lang), ""
			seen := make(map[string]bool)
			for _, p := range filed {
				if seen[p.ID] || (before != "" && order(before, p.Title) > 0) || (by.ID == front.ID && area[p.ID] == "protection") {
					t.Errorf("%s, %s: %s after %q", by.ID, lang, p.ID, before)
				}
				seen[p.ID], before = true, p.Title
			}
			for id := range online {
				if !seen[id] && (by.ID != front.ID || area[id] != "protection") {
					t.Errorf("%s, %s: %s is not there", by.ID, lang, id)
				}
			}
			if len(filed) >= len(area) || len(filed) == 0 {
				t.Errorf("%d of %d", len(filed), len(area))
			}
		}
	}
}
