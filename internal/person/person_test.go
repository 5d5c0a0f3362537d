package person_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/person"
)

// told are faults as field and key.
func told(list fault.List) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Field+" "+f.Key)
	}
	return out
}

// row is one thing that is checked, and its faults.
type row struct {
	name  string
	fault fault.List
	want  []string
}

func checkRows(t *testing.T, rows []row) {
	t.Helper()
	p, err := locale.LoadPrinter(locale.EN)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(r.want, told(r.fault)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			for _, f := range r.fault {
				if !p.Has(f.MessageKey()) {
					t.Errorf("%s has no sentence", f.MessageKey())
				}
			}
		})
	}
}

// amina is somebody made up, with nothing wrong; each change is one row's.
func amina(change func(*person.Person)) fault.List {
	p := person.Person{
		ID: "p1", Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17),
		BirthPlace: "Aleppo", BirthCountry: "SY", Sex: person.Female, Nationality: "SY", CNP: "8850517120340",
	}
	change(&p)
	return p.Check(today())
}

func TestAPersonMustMakeSense(t *testing.T) {
	t.Parallel()
	checkRows(t, []row{
		{"nothing is wrong", amina(func(*person.Person) {}), nil},
		{"only what every passport has", amina(func(p *person.Person) {
			*p = person.Person{Names: person.Names{Surname: "Amina"}, BirthDate: p.BirthDate, Sex: person.Unspecified, Nationality: locale.Stateless}
		}), nil},
		{"nothing is given", person.Person{}.Check(today()), []string{
			"names.surname person.surname-missing", "birth_date field.missing", "sex field.choice", "nationality fact.country"}},
		{"born tomorrow", amina(func(p *person.Person) { p.CNP, p.BirthDate = "", today().AddDays(1) }), []string{"birth_date fact.date-future"}},
		{"born today", amina(func(p *person.Person) { p.CNP, p.BirthDate = "", today() }), nil},
		{"130 years old", amina(func(p *person.Person) { p.CNP, p.BirthDate = "", today().AddYears(-130) }), nil},
		{"older than anybody", amina(func(p *person.Person) { p.CNP, p.BirthDate = "", today().AddYears(-130).AddDays(-1) }), []string{"birth_date person.birth-early"}},
		{"a country that is none", amina(func(p *person.Person) { p.Nationality, p.BirthCountry = "sy", "ZZ" }),
			[]string{"birth_country fact.country", "nationality fact.country"}},
		{"born in no state", amina(func(p *person.Person) { p.BirthCountry = locale.Stateless }), []string{"birth_country fact.country"}},
		{"a place of birth as long as may be", amina(func(p *person.Person) { p.BirthPlace = strings.Repeat("ș", person.MaxPlace) }), nil},
		{"a place of birth that is longer", amina(func(p *person.Person) { p.BirthPlace = strings.Repeat("ș", person.MaxPlace+1) }), []string{"birth_place person.too-long"}},
		{"a CNP that does not hold", amina(func(p *person.Person) { p.CNP = "8850517120341" }), []string{"cnp person.cnp-control"}},
		{"a CNP of somebody else", amina(func(p *person.Person) { p.CNP = "3850517411235" }), []string{"cnp person.cnp-other-sex", "cnp person.cnp-other-birth"}},
		{"a CNP with the other century", amina(func(p *person.Person) { p.Sex, p.CNP = person.Male, "3850517411235" }), []string{"cnp person.cnp-other-birth"}},
		{"a resident's CNP has no century", amina(func(p *person.Person) { p.BirthDate = p.BirthDate.AddYears(-100); p.Sex = person.Unspecified }),
			[]string{"birth_date person.birth-early"}},
		{"a resident's CNP with another day", amina(func(p *person.Person) { p.BirthDate = p.BirthDate.AddDays(1) }), []string{"cnp person.cnp-other-birth"}},
		{"a CNP with a county nobody knows", amina(func(p *person.Person) { p.CNP = ended("885051760001") }), nil},
	})
}

func TestNamesAreAsThePassportPrintsThem(t *testing.T) {
	t.Parallel()
	named := func(surname, given string) fault.List {
		return person.Names{Surname: surname, Given: given}.Check("")
	}
	checkRows(t, []row{
		{"marks of every kind", named("Ștefănescu-O’Neil", "Jr. D/O Łukasz Ян"), nil},
		{"combining marks", named("S\u0326tefan", ""), nil},
		{"one name", named("Suharto", ""), nil},
		{"no surname", named("", "Suharto"), []string{"surname person.surname-missing"}},
		{"a figure", named("Popescu 2", ""), []string{"surname person.name-letters"}},
		{"no letter at all", named("-", "."), []string{"surname person.name-letters", "given person.name-letters"}},
		{"a sign that no name has", named("<b>", "a@b"), []string{"surname person.name-letters", "given person.name-letters"}},
		{"as long as may be", named(strings.Repeat("ж", person.MaxName), ""), nil},
		{"too long", named(strings.Repeat("ж", person.MaxName+1), ""), []string{"surname person.too-long"}},
		{"writing turned round", named("Popescu\u202e", ""), []string{"surname person.characters"}},
		{"a line end", named("Popescu\nIon", "a\x00"), []string{"surname person.characters", "given person.characters"}},
		{"half a letter", named("Popescu\xc8", ""), []string{"surname person.characters"}},
	})
}

func TestNamesAreComparedByTheirWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		a, b person.Names
		same bool
	}{
		{"capitals and marks", person.Names{Surname: "ȘTEFĂNESCU", Given: "ION"}, person.Names{Surname: "Stefanescu", Given: "Ion"}, true},
		{"hyphen and space", person.Names{Surname: "Al-Sayed", Given: "Amina"}, person.Names{Surname: "Al Sayed", Given: "Amina"}, true},
		{"apostrophes", person.Names{Surname: "O’Neil"}, person.Names{Surname: "Oneil"}, true},
		{"the border elsewhere", person.Names{Surname: "Al Sayed", Given: "Amina"}, person.Names{Surname: "Al", Given: "Sayed Amina"}, true},
		{"another order", person.Names{Surname: "Amina", Given: "Al Sayed"}, person.Names{Surname: "Al Sayed", Given: "Amina"}, false},
		{"a name less", person.Names{Surname: "Pop", Given: "Ion Dan"}, person.Names{Surname: "Pop", Given: "Ion"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.a.Same(tt.b); got != tt.same {
				t.Errorf("%s and %s are the same: %v", tt.a, tt.b, got)
			}
		})
	}
}

func TestAPaperMustMakeSense(t *testing.T) {
	t.Parallel()
	paper := func(change func(*person.Paper)) fault.List {
		p := person.Paper{Kind: person.Passport, Number: "N 012-345", Issuer: "SY", Issued: today().AddYears(-6), Expires: today().AddYears(-1)}
		change(&p)
		return p.Check(today())
	}
	checkRows(t, []row{
		{"an expired passport is a paper", paper(func(*person.Paper) {}), nil},
		{"without an end", paper(func(p *person.Paper) { p.Expires = calendar.Date{} }), nil},
		{"issued today", paper(func(p *person.Paper) { p.Issued, p.Expires = today(), today().AddDays(1) }), nil},
		{"issued tomorrow", paper(func(p *person.Paper) { p.Issued, p.Expires = today().AddDays(1), calendar.Date{} }), []string{"issued fact.date-future"}},
		{"expires as it is issued", paper(func(p *person.Paper) { p.Expires = p.Issued }), []string{"expires person.expires-first"}},
		{"a number in another alphabet", paper(func(p *person.Paper) { p.Number = "АВ 123456" }), nil},
		{"no number in the number", paper(func(p *person.Paper) { p.Number = "---" }), []string{"number person.number"}},
		{"a sign in the number", paper(func(p *person.Paper) { p.Number = "N<012345" }), []string{"number person.number"}},
		{"a number too long", paper(func(p *person.Paper) { p.Number = strings.Repeat("1", person.MaxNumber+1) }), []string{"number person.too-long"}},
		{"given back today", paper(func(p *person.Paper) { p.Ended = today() }), nil},
		{"given back tomorrow", paper(func(p *person.Paper) { p.Ended = today().AddDays(1) }), []string{"ended fact.date-future"}},
		{"given back before it was issued", paper(func(p *person.Paper) { p.Ended = p.Issued.AddDays(-1) }), []string{"ended person.ends-first"}},
		{"nothing is given", person.Paper{}.Check(today()), []string{
			"kind field.choice", "number field.missing", "issuer fact.country", "issued field.missing"}},
	})
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"ab 123-456": "AB123456", " AB123456 ": "AB123456", "і/12.3": "І123", "": "", "c\u0327 1": "Ç1"} {
		if got := person.Canonical(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"  Ana \t\u00a0 Maria\n": "Ana Maria", "s\u0326": "ș", "": "", " ": ""} {
		if got := person.Tidy(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestAddressesStaysAndTitlesMustMakeSense(t *testing.T) {
	t.Parallel()
	home := person.Address{Country: "RO", County: "CJ", Locality: "Cluj-Napoca", Street: "Strada Lungă", Number: "7 bis", Postcode: "400000", From: today()}
	with := func(change func(*person.Address)) fault.List {
		a := home
		change(&a)
		return a.Check()
	}
	checkRows(t, []row{
		{"an address", home.Check(), nil},
		{"an address of one day", with(func(a *person.Address) { a.Until = a.From }), nil},
		{"an address that ends first", with(func(a *person.Address) { a.Until = a.From.AddDays(-1) }), []string{"until person.ends-first"}},
		{"no county in Romania", with(func(a *person.Address) { a.County = "" }), []string{"county fact.county"}},
		{"a county abroad", with(func(a *person.Address) { a.Country = "MD" }), []string{"county person.county-abroad"}},
		{"an address abroad", with(func(a *person.Address) { a.Country, a.County = "MD", "" }), nil},
		{"an empty address", person.Address{}.Check(), []string{"country fact.country", "locality field.missing"}},
		{"lines too long", with(func(a *person.Address) {
			long := strings.Repeat("a", person.MaxPlace+1)
			a.Locality, a.Street, a.Number, a.Details, a.Postcode = long, long, long, long, long
		}), []string{"locality person.too-long", "street person.too-long", "number person.too-long", "details person.too-long", "postcode person.too-long"}},

		{"still here", person.Stay{Entry: today()}.Check(today()), nil},
		{"in and out on one day", person.Stay{Entry: today(), Exit: today()}.Check(today()), nil},
		{"out before in", person.Stay{Entry: today(), Exit: today().AddDays(-1)}.Check(today()), []string{"exit person.ends-first"}},
		{"only planned", person.Stay{Entry: today().AddDays(1), Exit: today().AddDays(2)}.Check(today()), []string{"entry fact.date-future", "exit fact.date-future"}},
		{"no entry", person.Stay{}.Check(today()), []string{"entry field.missing"}},

		{"a permit", person.Title{Kind: "residence-permit", Number: "X1", From: today(), Until: today()}.Check(), nil},
		{"a right without card and end", person.Title{Kind: "long-term-right", From: today()}.Check(), nil},
		{"a permit that ends first", person.Title{Kind: "residence-permit", From: today(), Until: today().AddDays(-1)}.Check(), []string{"until person.ends-first"}},
		{"no id of a document", person.Title{Kind: "Residence permit", Number: "<", From: today()}.Check(), []string{"kind invalid", "number person.number"}},
		{"an empty title", person.Title{}.Check(), []string{"kind invalid", "from field.missing"}},

		{"a ward", person.Ward.Check(), nil},
		{"no relation", person.Relation("friend").Check(), []string{"relation field.choice"}},
	})
}
