package account_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/storetest"
)

func TestAPersonIsAddedAndOpened(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	typed := amina()
	typed.Names.Given, typed.CNP = "  Amina ", "885-0517 120340"
	id := d.add(d.mine, person.Self, typed)
	child := d.add(d.mine, person.Child, noor())
	got := must[account.Opened](t)(d.Open(t.Context(), d.mine, id))
	want := account.Opened{File: person.File{Person: amina(), Version: 1}, Relation: person.Self}
	want.ID, want.CNP = id, "…340"
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(calendar.Date{}), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	var ids []person.ID
	for _, k := range must[[]account.Kept](t)(d.List(t.Context(), d.mine)) {
		ids = append(ids, k.ID)
	}
	if diff := cmp.Diff([]person.ID{id, child}, ids); diff != "" {
		t.Error(diff)
	}
	entries := d.recorded("person/" + string(id))
	if len(entries) != 1 || entries[0].Action != "person.add" {
		t.Fatalf("the record says %+v", entries)
	}
	all := []string{"names.surname", "names.given", "birth_date", "birth_place", "birth_country", "sex", "nationality", "cnp", "relation"}
	if diff := cmp.Diff(all, fields(entries[0])); diff != "" {
		t.Error(diff)
	}
}

func TestWhatMakesNoSenseIsNotAdded(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	d.add(d.mine, person.Self, amina())
	with := func(r person.Relation, change func(*person.Person)) account.AddPerson {
		p := noor()
		change(&p)
		return account.AddPerson{Relation: r, Person: p}
	}
	for _, tt := range []struct {
		name string
		in   account.AddPerson
		want []string
	}{
		{"a second self", with(person.Self, func(*person.Person) {}), []string{"relation person.self-twice"}},
		{"no relation", with("", func(*person.Person) {}), []string{"relation field.choice"}},
		{"a child older than its parent", with(person.Child, func(p *person.Person) { p.BirthDate = amina().BirthDate }), []string{"birth_date person.child-older"}},
		{"a parent younger than its child", with(person.Parent, func(*person.Person) {}), []string{"birth_date person.parent-younger"}},
		{"somebody else's code", with(person.Relative, func(p *person.Person) { *p = amina() }), []string{"cnp person.cnp-twice"}},
		{"no name", with(person.Child, func(p *person.Person) { p.Names = person.Names{} }), []string{"names.surname person.surname-missing"}},
		{"born tomorrow", with(person.Child, func(p *person.Person) { p.BirthDate = d.day().AddDays(1) }), []string{"birth_date fact.date-future"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := d.AddPerson(t.Context(), d.mine, account.Asked{}, tt.in)
			if diff := cmp.Diff(tt.want, told(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFormThatIsSentTwiceAddsOnePerson(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	in := account.AddPerson{Relation: person.Child, Person: noor()}
	asked := account.Asked{Key: "token"}
	first := must[person.ID](t)(d.AddPerson(t.Context(), d.mine, asked, in))
	again := must[person.ID](t)(d.AddPerson(t.Context(), d.mine, asked, in))
	if first != again {
		t.Errorf("%s and %s were added", first, again)
	}
	in.Person.Names.Given = "Nadia"
	if _, err := d.AddPerson(t.Context(), d.mine, asked, in); fault.KindOf(err) != fault.Invalid {
		t.Errorf("the same form with another name: %v", err)
	}
}

func TestAnAccountKeepsSoManyAndNoMoreHoweverManyAskAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		d := personsOn(t, database)
		for range account.MaxPersons - 2 {
			d.add(d.mine, person.Relative, noor())
		}
		var wait sync.WaitGroup
		refused := make(chan error, 6)
		for range cap(refused) {
			wait.Go(func() {
				_, err := d.AddPerson(t.Context(), d.mine, account.Asked{}, account.AddPerson{Relation: person.Relative, Person: noor()})
				refused <- err
			})
		}
		wait.Wait()
		close(refused)
		full := 0
		for err := range refused {
			if diff := cmp.Diff([]string{"person.too-many"}, told(err)); err != nil && diff != "" {
				t.Error(diff)
			}
			if err != nil {
				full++
			}
		}
		if got := len(must[[]account.Kept](t)(d.List(t.Context(), d.mine))); got != account.MaxPersons || full != 4 {
			t.Errorf("%d persons, %d refused", got, full)
		}
		d.add(d.his, person.Self, amina()) // another account has room
	})
}

func TestRemovedPersonsDoNotPileUp(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	for range account.MaxPersons {
		id := d.add(d.mine, person.Relative, noor())
		if err := d.RemovePerson(t.Context(), d.mine, account.Asked{}, id); err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.AddPerson(t.Context(), d.mine, account.Asked{}, account.AddPerson{Relation: person.Relative, Person: noor()})
	if diff := cmp.Diff([]string{"person.too-many"}, told(err)); diff != "" {
		t.Error(diff)
	}
}

func TestAPersonIsChanged(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	id := d.add(d.mine, person.Self, amina())
	in := account.ChangePerson{Person: id, Version: 1, Names: &person.Names{Surname: "Al-Sayed", Given: " Amina  Noor"}}
	if err := d.ChangePerson(t.Context(), d.mine, account.Asked{}, in); err != nil {
		t.Fatal(err)
	}
	got := must[account.Opened](t)(d.Open(t.Context(), d.mine, id))
	if got.Names.Given != "Amina Noor" || got.Version != 2 || got.CNP != "…340" {
		t.Errorf("after the change: %+v", got)
	}
	entries := d.recorded("person/" + string(id))
	if diff := cmp.Diff([]string{"names.given"}, fields(entries[len(entries)-1])); diff != "" {
		t.Error(diff)
	}
	if err := d.ChangePerson(t.Context(), d.mine, account.Asked{}, in); fault.KindOf(err) != fault.Conflict {
		t.Errorf("over an old version: %v", err)
	}
}

func TestAChangeMustMakeSenseBesideTheRest(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	self, child := d.add(d.mine, person.Self, amina()), d.add(d.mine, person.Child, noor())
	born := func(day calendar.Date) *account.Birth { return &account.Birth{Date: day, Sex: person.Female} }
	code, none, self2 := "8850517120340", "", person.Self
	for _, tt := range []struct {
		name string
		in   account.ChangePerson
		want []string
	}{
		{"a parent born after the child", account.ChangePerson{Person: self, Birth: born(noor().BirthDate), CNP: &none}, []string{"birth_date person.child-older"}},
		{"a child born before the parent", account.ChangePerson{Person: child, Birth: born(amina().BirthDate)}, []string{"birth_date person.child-older"}},
		{"a birth that the code contradicts", account.ChangePerson{Person: self, Birth: born(amina().BirthDate.AddDays(1))}, []string{"cnp person.cnp-other-birth"}},
		{"the parent's code", account.ChangePerson{Person: child, CNP: &code}, []string{"cnp person.cnp-other-birth", "cnp person.cnp-twice"}},
		{"a second self", account.ChangePerson{Person: child, Relation: &self2}, []string{"relation person.self-twice"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.in.Version = 1
			err := d.ChangePerson(t.Context(), d.mine, account.Asked{}, tt.in)
			if diff := cmp.Diff(tt.want, told(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheRelationIsChanged(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	child := d.add(d.mine, person.Child, noor())
	ward, country := person.Ward, "UA"
	in := account.ChangePerson{Person: child, Version: 1, Relation: &ward, Nationality: &country}
	if err := d.ChangePerson(t.Context(), d.mine, account.Asked{}, in); err != nil {
		t.Fatal(err)
	}
	got := must[account.Opened](t)(d.Open(t.Context(), d.mine, child))
	if got.Relation != person.Ward || got.Nationality != "UA" {
		t.Errorf("%s, %s", got.Relation, got.Nationality)
	}
}

func TestARemovedPersonCanBeBroughtBackForAWhile(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	id := d.add(d.mine, person.Self, amina())
	remove := func() {
		t.Helper()
		if err := d.RemovePerson(t.Context(), d.mine, account.Asked{}, id); err != nil {
			t.Fatal(err)
		}
	}
	remove()
	if _, err := d.Open(t.Context(), d.mine, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("opened a removed person: %v", err)
	}
	listed := must[[]account.Kept](t)(d.List(t.Context(), d.mine))
	if len(listed) != 1 || listed[0].GoneAt() != d.now().Add(account.UndoFor) {
		t.Errorf("listed %+v", listed)
	}
	if err := d.RestorePerson(t.Context(), d.mine, account.Asked{}, id); err != nil {
		t.Fatal(err)
	}
	must[account.Opened](t)(d.Open(t.Context(), d.mine, id))
	d.forward(time.Hour)
	remove()
	other := d.add(d.mine, person.Self, noor())
	err := d.RestorePerson(t.Context(), d.mine, account.Asked{}, id)
	if diff := cmp.Diff([]string{"relation person.self-twice"}, told(err)); diff != "" {
		t.Errorf("brought back beside another self: %s", diff)
	}
	d.forward(account.UndoFor)
	if err := d.RestorePerson(t.Context(), d.mine, account.Asked{}, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("brought back too late: %v", err)
	}
	if err := d.RestorePerson(t.Context(), d.mine, account.Asked{}, other); fault.KindOf(err) != fault.NotFound {
		t.Errorf("brought back who was not removed: %v", err)
	}
	if listed := must[[]account.Kept](t)(d.List(t.Context(), d.mine)); len(listed) != 1 {
		t.Errorf("listed %+v", listed)
	}
}

func TestStaffLookWithAPurposeAndTheRecordSaysSo(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	id := d.add(d.mine, person.Self, amina())
	officer := access.Actor{Kind: access.Staff, ID: "o1", Roles: []access.Role{access.FrontDesk}, Office: "igi-cj"}
	look := func(by access.Actor, id person.ID, purpose string) error {
		f, err := d.LookAtPerson(t.Context(), by, account.LookAtPerson{Person: id, Purpose: purpose, Request: "r"})
		if err == nil && f.CNP != "…340" {
			t.Errorf("the code is shown as %s", f.CNP)
		}
		return err
	}
	if err := look(officer, id, office.PurposeCounter); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"without a purpose":       {look(officer, id, ""), fault.Invalid},
		"for a purpose of others": {look(officer, id, office.PurposeOwn), fault.Invalid},
		"nobody there":            {look(officer, "nobody", office.PurposeCounter), fault.NotFound},
		"an applicant":            {look(d.mine, id, office.PurposeCounter), fault.Forbidden},
	} {
		if got := fault.KindOf(tt.err); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	entries := d.recorded("person/" + string(id))
	last := entries[len(entries)-1]
	if len(entries) != 2 || last.Action != "person.look" || last.Purpose != office.PurposeCounter || last.Actor != "o1" {
		t.Errorf("the record says %+v", entries)
	}
}

func TestANumberIsShownWhenItIsAskedForAndTheRecordSaysSo(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	id := d.add(d.mine, person.Self, amina())
	paper := must[string](t)(d.Papers.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Paper]{Person: id, Value: d.passport()}))
	title := must[string](t)(d.Titles.Add(t.Context(), d.mine, account.Asked{}, account.AddItem[person.Title]{
		Person: id, Value: person.Title{Kind: "visa", Number: "V 5551234", From: d.day()},
	}))
	for _, tt := range []struct {
		of         account.NumberOf
		item, want string
	}{{account.OfCNP, "", "8850517120340"}, {account.OfPaper, paper, "N 012-345"}, {account.OfTitle, title, "V 5551234"}} {
		in := account.ShowNumber{Person: id, Of: tt.of, Item: tt.item}
		if got := must[string](t)(d.ShowNumber(t.Context(), d.mine, "r", in)); got != tt.want {
			t.Errorf("%s is %q", tt.of, got)
		}
		last := d.recorded("person/" + string(id))
		if e := last[len(last)-1]; e.Action != "person.show-number" || e.Reason != string(tt.of) {
			t.Errorf("the record says %+v", e)
		}
		in.Item, in.Of = "nothing", "street"
		if _, err := d.ShowNumber(t.Context(), d.mine, "r", in); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a number there is not: %v", err)
		}
	}
}

// TestSomebodyElsesPersonIsAsOneThereIsNot has every verb that takes a person.
func TestSomebodyElsesPersonIsAsOneThereIsNot(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	his := d.add(d.his, person.Self, amina())
	paper := must[string](t)(d.Papers.Add(t.Context(), d.his, account.Asked{}, account.AddItem[person.Paper]{Person: his, Value: d.passport()}))
	d.add(d.mine, person.Self, noor())
	asked, names := account.Asked{}, person.Names{Surname: "X"}
	verbs := map[string]func(person.ID) error{
		"open": func(id person.ID) error { _, err := d.Open(t.Context(), d.mine, id); return err },
		"number": func(id person.ID) error {
			_, err := d.ShowNumber(t.Context(), d.mine, "", account.ShowNumber{Person: id, Of: account.OfCNP})
			return err
		},
		"change": func(id person.ID) error {
			return d.ChangePerson(t.Context(), d.mine, asked, account.ChangePerson{Person: id, Version: 1, Names: &names})
		},
		"remove":  func(id person.ID) error { return d.RemovePerson(t.Context(), d.mine, asked, id) },
		"restore": func(id person.ID) error { return d.RestorePerson(t.Context(), d.mine, asked, id) },
		"replace": func(id person.ID) error {
			_, err := d.ReplacePaper(t.Context(), d.mine, asked, account.ChangeItem[person.Paper]{Person: id, Item: paper, Version: 1, Value: d.passport()})
			return err
		},
		"move": func(id person.ID) error {
			_, err := d.Move(t.Context(), d.mine, asked, account.AddItem[person.Address]{Person: id, Value: d.home()})
			return err
		},
	}
	shelfVerbs(t, verbs, d.mine, "paper", d.Papers, paper, d.passport())
	shelfVerbs(t, verbs, d.mine, "address", d.Addresses, paper, d.home())
	shelfVerbs(t, verbs, d.mine, "stay", d.Stays, paper, person.Stay{Entry: d.day()})
	shelfVerbs(t, verbs, d.mine, "title", d.Titles, paper, person.Title{Kind: "visa", From: d.day()})
	for name, verb := range verbs {
		got, want := verb(his), verb("01990000-0000-7000-8000-000000000000")
		if got == nil || want == nil || got.Error() != want.Error() || fault.KindOf(got) != fault.NotFound {
			t.Errorf("%s: somebody else's is %v, one there is not is %v", name, got, want)
		}
	}
	if f := must[account.Opened](t)(d.Open(t.Context(), d.his, his)); f.Version != 1 || len(f.Papers) != 1 || f.Papers[0].Version != 1 {
		t.Errorf("something changed: %+v", f)
	}
}

// shelfVerbs are the verbs of one shelf.
func shelfVerbs[T any](t *testing.T, verbs map[string]func(person.ID) error, by access.Actor, name string, s *account.Shelf[T], item string, value T) {
	t.Helper()
	verbs["add "+name] = func(id person.ID) error {
		_, err := s.Add(t.Context(), by, account.Asked{}, account.AddItem[T]{Person: id, Value: value})
		return err
	}
	verbs["change "+name] = func(id person.ID) error {
		return s.Change(t.Context(), by, account.Asked{}, account.ChangeItem[T]{Person: id, Item: item, Version: 1, Value: value})
	}
	verbs["remove "+name] = func(id person.ID) error {
		return s.Remove(t.Context(), by, account.Asked{}, account.RemoveItem{Person: id, Item: item, Version: 1})
	}
}

func TestOnlyApplicantsKeepPersons(t *testing.T) {
	t.Parallel()
	d := newPersons(t)
	for name, by := range map[string]access.Actor{
		"nobody": {}, "the system": access.Named("x"), "staff": {Kind: access.Staff, ID: "s1", Roles: access.Roles()},
	} {
		_, list := d.List(t.Context(), by)
		_, add := d.AddPerson(t.Context(), by, account.Asked{}, account.AddPerson{Relation: person.Self, Person: amina()})
		for _, err := range []error{list, add} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", name, fmt.Sprint(err))
			}
		}
	}
}
