package person_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/calendar"
	"sejur/internal/person"
)

func TestMasked(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"": "", "8850517120340": "…340", "ab 123-456": "…456", "AB1234": "…234", "A1234": "…", "1": "…", "АВ 12-34 5Ж": "…45Ж",
	} {
		if got := person.Masked(number); got != want {
			t.Errorf("%q is shown as %q, want %q", number, got, want)
		}
	}
}

func TestAMaskedFileHasNoNumber(t *testing.T) {
	t.Parallel()
	full := person.File{
		Person:    person.Person{ID: "p1", CNP: "8850517120340", BirthPlace: "Aleppo"},
		Papers:    []person.Item[person.Paper]{{ID: "1", Value: person.Paper{Number: "N 012-345"}}},
		Addresses: []person.Item[person.Address]{{ID: "2", Value: person.Address{Locality: "Cluj-Napoca", Number: "7 bis"}}},
		Titles:    []person.Item[person.Title]{{ID: "3", Value: person.Title{Kind: "visa", Number: "X123456"}}, {ID: "4"}},
	}
	want := person.File{
		Person:    person.Person{ID: "p1", CNP: "…340", BirthPlace: "Aleppo"},
		Papers:    []person.Item[person.Paper]{{ID: "1", Value: person.Paper{Number: "…345"}}},
		Addresses: full.Addresses,
		Titles:    []person.Item[person.Title]{{ID: "3", Value: person.Title{Kind: "visa", Number: "…456"}}, {ID: "4"}},
	}
	if diff := cmp.Diff(want, full.Masked(), cmpopts.EquateComparable(calendar.Date{})); diff != "" {
		t.Error(diff)
	}
	if full.Papers[0].Value.Number != "N 012-345" {
		t.Error("masking changed the file it was made from")
	}
}

func TestStaysDoNotOverlap(t *testing.T) {
	t.Parallel()
	day := func(n int) calendar.Date { return today().AddDays(n) }
	stay := func(entry, exit int) person.Stay { return person.Stay{Entry: day(entry), Exit: day(exit)} }
	others := []person.Stay{stay(-30, -20), stay(-15, -15), {Entry: day(-5)}}
	overlap := []string{"entry person.stay-overlaps"}
	checkRows(t, []row{
		{"beside none", stay(-30, -20).Beside(nil), nil},
		{"before all", stay(-40, -31).Beside(others), nil},
		{"in on the day of an exit, out on the day of an entry", stay(-20, -15).Beside(others), nil},
		{"the same days", stay(-30, -20).Beside(others), overlap},
		{"the same single day", stay(-15, -15).Beside(others), overlap},
		{"a day too long", stay(-40, -29).Beside(others), overlap},
		{"inside", stay(-25, -24).Beside(others), overlap},
		{"around", stay(-16, -14).Beside(others), overlap},
		{"within the one that has not ended", stay(-3, -2).Beside(others), overlap},
		{"a second that has not ended", person.Stay{Entry: day(0)}.Beside(others), overlap},
	})
}

func TestOneAddressInRomaniaAtATime(t *testing.T) {
	t.Parallel()
	none := calendar.Date{}
	at := func(country string, from, until calendar.Date) person.Address {
		return person.Address{Country: country, From: from, Until: until}
	}
	ago := func(n int) calendar.Date { return today().AddDays(-n) }
	others := []person.Address{at("RO", ago(100), none), at("RO", none, ago(200)), at("MD", none, none)}
	current, overlap := []string{"from person.address-current"}, []string{"from person.address-overlaps"}
	checkRows(t, []row{
		{"between two", at("RO", ago(200), ago(100)).Beside(others), nil},
		{"a second that has not ended", at("RO", ago(1), none).Beside(others), current},
		{"a second of which only the place is known", at("RO", none, none).Beside(others), current},
		{"a second abroad", at("UA", ago(5), none).Beside(others), current},
		{"abroad, and it ended", at("UA", ago(9), ago(5)).Beside(others), nil},
		{"into the one of today", at("RO", ago(150), ago(99)).Beside(others), overlap},
		{"over the end of one whose beginning nobody knows", at("RO", ago(201), ago(150)).Beside(others), overlap},
		{"long before", at("RO", ago(400), ago(300)).Beside(others), nil},
	})
}

func TestChildrenAreBornAfterTheirParents(t *testing.T) {
	t.Parallel()
	self := today().AddYears(-30)
	checkRows(t, []row{
		{"a child", person.Child.Kin(self, self.AddYears(20)), nil},
		{"a child born on the same day", person.Child.Kin(self, self), []string{"birth_date person.child-older"}},
		{"an older child", person.Child.Kin(self, self.AddDays(-1)), []string{"birth_date person.child-older"}},
		{"a parent", person.Parent.Kin(self, self.AddYears(-20)), nil},
		{"a younger parent", person.Parent.Kin(self, self.AddDays(1)), []string{"birth_date person.parent-younger"}},
		{"an older ward", person.Ward.Kin(self, self.AddYears(-40)), nil},
		{"nobody knows when", person.Child.Kin(calendar.Date{}, self), nil},
	})
}

func TestTitlesAreTheSameByTheirNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		a, b person.Title
		same bool
	}{
		{"written otherwise", person.Title{Kind: "visa", Number: "x 1"}, person.Title{Kind: "visa", Number: "X1"}, true},
		{"another kind", person.Title{Kind: "visa", Number: "X1"}, person.Title{Kind: "permit", Number: "X1"}, false},
		{"rights without a card", person.Title{Kind: "right"}, person.Title{Kind: "right"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.a.Same(tt.b); got != tt.same {
				t.Errorf("the same: %t", got)
			}
		})
	}
}
