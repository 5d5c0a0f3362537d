package locale

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func catalogue(tb testing.TB) *Catalogue {
	tb.Helper()
	c, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func printer(tb testing.TB, lang Lang) *Printer {
	tb.Helper()
	return catalogue(tb).For(lang)
}

func day(month time.Month, d int) time.Time {
	return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC)
}

func TestFor(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for _, tt := range []struct{ asked, got Lang }{{RO, RO}, {EN, EN}, {UK, UK}, {Pseudo, Pseudo}, {"de", RO}, {"", RO}} {
		if got := c.For(tt.asked).Lang(); got != tt.got {
			t.Errorf("%q: got %s, want %s", tt.asked, got, tt.got)
		}
	}
}

func TestT(t *testing.T) {
	t.Parallel()
	p := printer(t, EN)
	if got, want := p.T("no.such-key", Num("n", 1)), "⟦no.such-key⟧"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if p.Has("no.such-key") || !p.Has("locale.and") {
		t.Error("Has does not know its keys")
	}
	for _, key := range p.Keys() {
		if !p.Has(key) {
			t.Errorf("the listed key %s is missing", key)
		}
	}
}

func TestAnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang  Lang
		items []string
		want  string
	}{
		{EN, nil, ""},
		{EN, []string{"a"}, "a"},
		{EN, []string{"a", "b"}, "a and b"},
		{RO, []string{"a", "b", "c"}, "a, b și c"},
		{UK, []string{"a", "b", "c", "d"}, "a, b, c і d"},
	} {
		if got := printer(t, tt.lang).And(tt.items); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func TestReviewNote(t *testing.T) {
	t.Parallel()
	for lang, p := range catalogue(t).printers {
		if shows := p.ReviewNote() != ""; shows == p.Reviewed() {
			t.Errorf("%s: reviewed %v, but the note shows: %v", lang, p.Reviewed(), shows)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	type row struct{ Long, Weekday, Short string }
	friday := day(time.November, 27)
	for _, tt := range []struct {
		lang Lang
		day  time.Time
		want row
	}{
		{EN, friday, row{"27 November 2026", "Friday, 27 November 2026", "27 Nov"}},
		{RO, friday, row{"27 noiembrie 2026", "vineri, 27 noiembrie 2026", "27 nov."}},
		{UK, friday, row{"27 листопада 2026", "п’ятниця, 27 листопада 2026", "27 лист."}},
		{EN, day(time.May, 3), row{"3 May 2026", "Sunday, 3 May 2026", "3 May"}},
		{RO, day(time.May, 2), row{"2 mai 2026", "sâmbătă, 2 mai 2026", "2 mai"}},
		{UK, day(time.January, 1), row{"1 січня 2026", "четвер, 1 січня 2026", "1 січ."}},
		{EN, time.Time{}, row{}},
	} {
		p := printer(t, tt.lang)
		got := row{p.Date(tt.day), p.DateWeekday(tt.day), p.DateShort(tt.day)}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.lang, diff)
		}
	}
}

func TestMoment(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.November, 27, 9, 5, 59, 0, time.FixedZone("EET", 2*60*60))
	for _, tt := range []struct {
		lang Lang
		at   time.Time
		want string
	}{
		{EN, at, "27 November 2026, 09:05"},
		{RO, at, "27 noiembrie 2026, 09:05"},
		{UK, at.UTC(), "27 листопада 2026, 07:05"},
		{EN, time.Time{}, ""},
	} {
		if got := printer(t, tt.lang).Moment(tt.at); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func TestMonthsAndWeekdaysStandAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang                  Lang
		month, weekday, short string
	}{
		{EN, "November", "Friday", "Fri"},
		{RO, "noiembrie", "vineri", "vin."},
		{UK, "листопад", "п’ятниця", "пт"},
	} {
		p := printer(t, tt.lang)
		got := [3]string{p.Month(time.November), p.Weekday(time.Friday), p.WeekdayShort(time.Friday)}
		if want := [3]string{tt.month, tt.weekday, tt.short}; got != want {
			t.Errorf("%s: got %q, want %q", tt.lang, got, want)
		}
		if p.Month(0) != p.Month(time.December) || p.Weekday(-1) != p.Weekday(time.Saturday) {
			t.Errorf("%s: a number outside the year or week is not turned round", tt.lang)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang Lang
		n    int
		want string
	}{
		{EN, 0, "0"},
		{EN, 999, "999"},
		{EN, 1000, "1,000"},
		{EN, -1234567, "-1,234,567"},
		{EN, -1 << 63, "-9,223,372,036,854,775,808"},
		{RO, 25950, "25.950"},
		{UK, 25950, "25\u00a0950"},
	} {
		if got := printer(t, tt.lang).Number(tt.n); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang                   Lang
		amount, currency, want string
	}{
		{EN, "25950", "RON", "25,950 lei"},
		{RO, "25950.00", "RON", "25.950 lei"},
		{UK, "25950", "RON", "25 950 леїв"},
		{EN, "1", "RON", "1 leu"},
		{RO, "1.00", "RON", "1 leu"},
		{RO, "1.50", "RON", "1,50 lei"},
		{EN, "1.50", "RON", "1.50 lei"},
		{UK, "1", "RON", "1 лей"},
		{UK, "21", "RON", "21 лей"},
		{UK, "11", "RON", "11 леїв"},
		{UK, "22", "RON", "22 леї"},
		{UK, "1.5", "RON", "1,50 лея"},
		{UK, "12345678901234567890", "RON", "12 345 678 901 234 567 890 леїв"},
		{EN, "120.00", "EUR", "€120"},
		{RO, "120.00", "EUR", "120 €"},
		{UK, "120.5", "EUR", "120,50 €"},
		{EN, "-120.50", "EUR", "-€120.50"},
		{EN, "007.00", "USD", "7 USD"},
		{RO, "0", "RON", "0 lei"},
		{RO, "1.123", "RON", "1,123 lei"},
		{EN, "a lot", "RON", "a lot RON"},
		{EN, "", "RON", " RON"},
		{EN, "1.", "RON", "1. RON"},
		{EN, "1,5", "RON", "1,5 RON"},
	} {
		got := printer(t, tt.lang).Money(tt.amount, tt.currency)
		if got := strings.ReplaceAll(got, noBreak, " "); got != tt.want {
			t.Errorf("%s %s %s: got %q, want %q", tt.lang, tt.amount, tt.currency, got, tt.want)
		}
		if strings.Contains(strings.TrimPrefix(got, tt.amount), " ") {
			t.Errorf("%q may break over two lines", got)
		}
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int().Draw(t, "n")
		for lang, p := range c.printers {
			grouped := p.Number(n)
			group, _ := separators(lang)
			if got, want := p.Money(strings.ReplaceAll(grouped, group, ""), "USD"), grouped+noBreak+"USD"; got != want {
				t.Errorf("%s: got %q, want %q", lang, got, want)
			}
		}
	})
}

func TestEveryListedPlaceIsKnownByItsCode(t *testing.T) {
	t.Parallel()
	p := printer(t, EN)
	for _, c := range p.Countries() {
		if IsCountry(c.Code) != (c.Code != Stateless) {
			t.Errorf("%s is a country: %v", c.Code, IsCountry(c.Code))
		}
	}
	for _, c := range p.Counties() {
		if !IsCounty(c.Code) {
			t.Errorf("%s is no county", c.Code)
		}
	}
	for _, none := range []string{"", "ZZ", "ro", "ROU"} {
		if IsCountry(none) || IsCounty(none) {
			t.Errorf("%q is a place", none)
		}
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang       Lang
		code, want string
	}{
		{EN, "SZ", "Eswatini"},
		{RO, "MK", "Macedonia de Nord"},
		{EN, "TR", "Türkiye"},
		{UK, "UA", "Україна"},
		{UK, "VN", "В’єтнам"},
		{RO, "RO", "România"},
		{EN, "XK", "Kosovo"},
		{EN, "PS", "Palestine"},
		{RO, "HK", "Hong Kong"},
		{EN, "MO", "Macao"},
		{UK, "TW", "Тайвань"},
		{EN, "XX", "No citizenship (stateless)"},
		{EN, "ZZ", "ZZ"},
	} {
		if got := printer(t, tt.lang).Country(tt.code); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.lang, tt.code, got, tt.want)
		}
	}
	for lang, p := range catalogue(t).printers {
		if got := len(p.Countries()); got != 202 {
			t.Errorf("%s has %d countries", lang, got)
		}
		for _, c := range p.Countries() {
			if c.Name != p.Country(c.Code) {
				t.Errorf("%s: %v is listed by another name", lang, c)
			}
		}
	}
}

func TestCounties(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang       Lang
		code, want string
	}{
		{RO, "B", "București"},
		{EN, "B", "Bucharest"},
		{UK, "B", "Бухарест"},
		{EN, "CJ", "Cluj"},
		{RO, "TM", "Timiș"},
		{EN, "TM", "Timiș"},
		{UK, "BH", "Біхор"},
		{RO, "XX", "XX"},
	} {
		if got := printer(t, tt.lang).County(tt.code); got != tt.want {
			t.Errorf("%s %s: got %q, want %q", tt.lang, tt.code, got, tt.want)
		}
	}
	for lang, p := range catalogue(t).printers {
		if got := len(p.Counties()); got != 42 {
			t.Errorf("%s has %d counties", lang, got)
		}
	}
}

func TestNamesAreDistinctAndComplete(t *testing.T) {
	t.Parallel()
	for lang, p := range catalogue(t).printers {
		seen := make(map[string]string)
		note := func(code, name string) {
			if name == "" || strings.TrimSpace(name) != name {
				t.Errorf("%s: %s has the name %q", lang, code, name)
			}
			if strings.ContainsAny(name, "şţŞŢʼ&") {
				t.Errorf("%s: %s has an old letter in %q", lang, code, name)
			}
			if before, ok := seen[name]; ok {
				t.Errorf("%s: %s and %s are both %q", lang, before, code, name)
			}
			seen[name] = code
		}
		for _, c := range p.Countries() {
			note(c.Code, c.Name)
		}
		for _, c := range p.Counties() {
			note("county "+c.Code, c.Name)
		}
	}
}

func TestAlphabet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		lang Lang
		in   []string
		want []string
	}{
		{"Romanian ă, â, ș and ț have their own place", RO, []string{"Țara", "Tulcea", "Șerban", "Stan", "Ăla", "Az"}, []string{"Az", "Ăla", "Stan", "Șerban", "Tulcea", "Țara"}},
		{"Ukrainian ґ, є, і and ї have their own place", UK, []string{"Їжак", "Ґанок", "Ігор", "Гора", "Єва", "Ева", "Дім"}, []string{"Гора", "Ґанок", "Дім", "Ева", "Єва", "Ігор", "Їжак"}},
		{"an English accent does not matter", EN, []string{"Cuba", "Côte", "Congo"}, []string{"Congo", "Côte", "Cuba"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var rows []placeRow
			for _, name := range tt.in {
				rows = append(rows, placeRow{ro: name, en: name, uk: name})
			}
			var got []string
			for _, r := range alphabetical(tt.lang, rows) {
				got = append(got, r.name(tt.lang))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPseudo(t *testing.T) {
	t.Parallel()
	english, pseudo := printer(t, EN), printer(t, Pseudo)
	if diff := cmp.Diff(english.Keys(), pseudo.Keys()); diff != "" {
		t.Error(diff)
	}
	if pseudo.Dir() != "rtl" {
		t.Error("the pseudo-locale does not run from right to left")
	}
	for _, c := range english.Countries() {
		got := pseudo.Country(c.Code)
		if !strings.HasPrefix(got, "[") || !strings.HasSuffix(got, "]") || !strings.Contains(got, mirrorStart) {
			t.Errorf("%s is not marked: %q", c.Name, got)
		}
		if before, after := utf8.RuneCountInString(c.Name), utf8.RuneCountInString(got); after*10 < before*14 {
			t.Errorf("%s grows only from %d to %d letters", c.Name, before, after)
		}
	}
	msg, err := ParseMessage(Pseudo, "{n} days")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := msg.Format(Num("n", 1000)), "[1,000"+mirrorStart+" ďááýš"+mirrorEnd+"~]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
