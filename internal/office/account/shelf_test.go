package account_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office/account"
	"sejur/internal/person"
)

func TestAPaperIsAddedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	who := d.add(d.mine, person.Self, amina())
	paper := must[string](t)(d.Papers.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Paper]{Person: who, Value: d.passport()}))
	change := account.ChangeItem[person.Paper]{Person: who, Item: paper, Version: 1, Value: d.passport()}
	change.Value.Number, change.Value.Expires = "", d.day().AddYears(5)
	if err := d.Papers.Change(t.Context(), d.mine, account.Asked{}, change); err != nil {
		t.Fatal(err)
	}
	want := d.passport()
	want.Number, want.Expires = "…345", d.day().AddYears(5)
	got := must[account.Opened](t)(d.Open(t.Context(), d.mine, who)).Papers
	if diff := cmp.Diff([]person.Item[person.Paper]{{ID: paper, Version: 2, Value: want}}, got, cmpopts.EquateComparable(calendar.Date{})); diff != "" {
		t.Error(diff)
	}
	if err := d.Papers.Change(t.Context(), d.mine, account.Asked{}, change); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over an old version: %v", err)
	}
	remove := account.RemoveItem{Person: who, Item: paper, Version: 2}
	if err := d.Papers.Remove(t.Context(), d.mine, account.Asked{}, remove); err != nil {
		t.Fatal(err)
	}
	if err := d.Papers.Remove(t.Context(), d.mine, account.Asked{}, remove); fault.KindOf(err) != fault.NotFound {
		t.Errorf("removed twice: %v", err)
	}
	var did [][]string
	for _, e := range d.recorded("person/" + string(who))[1:] {
		did = append(did, append([]string{e.Action}, fields(e)...))
	}
	all := []string{"paper.kind", "paper.number", "paper.issuer", "paper.issued", "paper.expires"}
	if diff := cmp.Diff([][]string{
		append([]string{"person.add-paper"}, all...), {"person.change-paper", "paper.expires"}, append([]string{"person.remove-paper"}, all...),
	}, did); diff != "" {
		t.Error(diff)
	}
}

func TestANewPassportTakesThePlaceOfTheOld(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	who := d.add(d.mine, person.Self, amina())
	old := must[string](t)(d.Papers.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Paper]{Person: who, Value: d.passport()}))
	in := account.ChangeItem[person.Paper]{Person: who, Item: old, Version: 1, Value: d.passport()}
	if _, err := d.ReplacePaper(t.Context(), d.mine, account.Asked{}, in); fault.KindOf(err) != fault.Invalid {
		t.Errorf("replaced by itself: %v", err)
	}
	in.Value.Number, in.Value.Issued, in.Value.Expires = "P 777888", d.day(), d.day().AddYears(10)
	fresh := must[string](t)(d.ReplacePaper(t.Context(), d.mine, account.Asked{}, in))
	got := must[account.Opened](t)(d.Open(t.Context(), d.mine, who)).Papers
	if len(got) != 2 || got[0].ID != fresh || !got[0].Value.Ended.IsZero() || got[1].ID != old || got[1].Value.Ended != d.day() {
		t.Errorf("the papers are %+v", got)
	}
}

func TestWhatMakesNoSenseIsNotKept(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	who, day := d.add(d.mine, person.Self, amina()), d.day()
	add := must[string](t)
	add(d.Papers.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Paper]{Person: who, Value: d.passport()}))
	add(d.Addresses.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Address]{Person: who, Value: d.home()}))
	add(d.Stays.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Stay]{Person: who, Value: person.Stay{Entry: day.AddDays(-9)}}))
	permit := person.Title{Kind: "residence-permit", Number: "X1234567", From: day}
	add(d.Titles.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Title]{Person: who, Value: permit}))

	again, expired, abroad := d.passport(), d.passport(), d.home()
	again.Number = "n012345"
	expired.Number, expired.Expires = "P 1", expired.Issued
	abroad.Country, abroad.From = "MD", day.AddDays(1)
	for _, tt := range []struct {
		name string
		err  error
		want []string
	}{
		{"the same passport", try(t, d.Papers, d, who, again), []string{"number person.paper-twice"}},
		{"it expires as it is issued", try(t, d.Papers, d, who, expired), []string{"expires person.expires-first"}},
		{"a second address of today", try(t, d.Addresses, d, who, d.home()), []string{"from person.address-current"}},
		{"a county abroad", try(t, d.Addresses, d, who, abroad), []string{"county person.county-abroad"}},
		{"a stay in another", try(t, d.Stays, d, who, person.Stay{Entry: day.AddDays(-2), Exit: day}), []string{"entry person.stay-overlaps"}},
		{"a stay to come", try(t, d.Stays, d, who, person.Stay{Entry: day.AddDays(2)}), []string{"entry fact.date-future"}},
		{"the same card", try(t, d.Titles, d, who, permit), []string{"number person.title-twice"}},
		{"a title that the law does not know", try(t, d.Titles, d, who, person.Title{Kind: "photo", From: day}), []string{"kind invalid"}},
	} {
		if diff := cmp.Diff(tt.want, told(tt.err)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// try adds something and returns what was said against it.
func try[T any](t *testing.T, s *account.Shelf[T], d *personsDesk, who person.ID, value T) error {
	t.Helper()
	_, err := s.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[T]{Person: who, Value: value})
	return err
}

func TestWhoMovedLeavesTheAddressOfBefore(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	who := d.add(d.mine, person.Self, amina())
	abroad := d.home()
	abroad.Country, abroad.County = "MD", ""
	for _, a := range []person.Address{d.home(), abroad} {
		must[string](t)(d.Addresses.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Address]{Person: who, Value: a}))
	}
	move := func(from calendar.Date) error {
		a := d.home()
		a.Street, a.From = "Strada Scurtă", from
		_, err := d.Move(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Address]{Person: who, Value: a})
		return err
	}
	if diff := cmp.Diff([]string{"from field.missing"}, told(move(calendar.Date{}))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"from person.moved-first"}, told(move(d.day().AddDays(-91)))); diff != "" {
		t.Error(diff)
	}
	if err := move(d.day()); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, a := range must[account.Opened](t)(d.Open(t.Context(), d.mine, who)).Addresses {
		got[a.Value.Country+" "+a.Value.Street] = a.Value.Until.String()
	}
	if diff := cmp.Diff(map[string]string{"RO Strada Lungă": d.day().String(), "RO Strada Scurtă": "", "MD Strada Lungă": ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFileHasRoomForSoMuch(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	who := d.add(d.mine, person.Self, amina())
	for i := range person.MaxPapers {
		p := d.passport()
		p.Number = "N 1000" + string(rune('A'+i))
		if err := try(t, d.Papers, d, who, p); err != nil {
			t.Fatal(err)
		}
	}
	for i := range person.MaxStays {
		day := d.day().AddDays(-i)
		if err := try(t, d.Stays, d, who, person.Stay{Entry: day, Exit: day}); err != nil {
			t.Fatal(err)
		}
	}
	p := d.passport()
	for _, err := range []error{try(t, d.Papers, d, who, p), try(t, d.Stays, d, who, person.Stay{Entry: d.day().AddYears(-2), Exit: d.day().AddYears(-2)})} {
		if diff := cmp.Diff([]string{"person.too-many"}, told(err)); diff != "" {
			t.Error(diff)
		}
	}
}
