package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/reference"
)

func today() calendar.Date { return calendar.On(2026, time.November, 30) }

// receipt is a document that may be signed.
func receipt() document.Document {
	return document.Document{
		ID: "d1", Number: document.NewNumber(document.Receipt), Code: reference.New(), Kind: document.Receipt, Person: "p1", Lang: locale.UK,
		Basis: document.Basis{Kind: document.OfApplication, ID: "a1"}, IssuedOn: today(), ValidUntil: today().AddYears(1),
		State: document.Planned, Version: 1, Facts: []document.Fact{
			{Name: document.Surname, Value: "Коваль"}, {Name: document.BirthDate, Value: "1988-02-02"}, {Name: document.Application, Value: "7K3MQ-2W9FD-X4N8T"},
			{Name: document.FiledOn, Value: "2026-11-30"}, {Name: document.Procedure, Value: "Protecție temporară", Other: "Тимчасовий захист"},
			{Name: document.Office, Value: "IGI Cluj"},
		},
	}
}

// with is a document with a fact of that value; "" takes the fact away.
func with(d document.Document, n document.Name, value string) document.Document {
	var facts []document.Fact
	for _, f := range d.Facts {
		if f.Name != n {
			facts = append(facts, f)
		}
	}
	if value != "" {
		facts = append(facts, document.Fact{Name: n, Value: value})
	}
	d.Facts = facts
	return d
}

func TestWhatIsWrongIsFoundBeforeItIsSigned(t *testing.T) {
	t.Parallel()
	change := func(fn func(d *document.Document)) document.Document {
		d := receipt()
		fn(&d)
		return d
	}
	for name, tt := range map[string]struct {
		doc  document.Document
		want string
	}{
		"everything in order":            {receipt(), ""},
		"no kind":                        {change(func(d *document.Document) { d.Kind = "pass" }), "kind: document.kind; basis: document.basis; number: document.number"},
		"a receipt of a case":            {change(func(d *document.Document) { d.Basis.Kind = document.OfCase }), "basis: document.basis"},
		"of nobody":                      {change(func(d *document.Document) { d.Person = "" }), "person: field.missing"},
		"the number of another kind":     {change(func(d *document.Document) { d.Number = document.NewNumber(document.Decision) }), "number: document.number"},
		"a code that is none":            {change(func(d *document.Document) { d.Code = "0123" }), "code: document.code"},
		"Romanian twice":                 {change(func(d *document.Document) { d.Lang = locale.RO }), "lang: document.lang"},
		"issued tomorrow":                {change(func(d *document.Document) { d.IssuedOn = today().AddDays(1) }), "issued-on: fact.date-future"},
		"over before it was issued":      {change(func(d *document.Document) { d.ValidUntil = today().AddDays(-1) }), "valid-until: document.ends-first"},
		"over on the day of issue":       {change(func(d *document.Document) { d.ValidUntil = today() }), ""},
		"without an end":                 {change(func(d *document.Document) { d.ValidUntil = calendar.Date{} }), ""},
		"no surname":                     {with(receipt(), document.Surname, ""), "surname: field.missing; surname: person.surname-missing"},
		"figures in a name":              {with(receipt(), document.Surname, "K0val"), "surname: person.name-letters"},
		"a name that no zone can write":  {with(receipt(), document.Surname, "李"), "surname: document.zone-name"},
		"a name longer than any":         {with(receipt(), document.Given, strings.Repeat("a", 121)), "given: person.too-long"},
		"born after the day of issue":    {with(receipt(), document.BirthDate, "2026-12-01"), "birth-date: document.after-issue"},
		"born on a day that is none":     {with(receipt(), document.BirthDate, "1988-02-30"), "birth-date: document.day"},
		"filed after the day of issue":   {with(receipt(), document.FiledOn, "2026-12-01"), "filed-on: document.after-issue"},
		"contested before it was issued": {with(receipt(), document.ContestBy, "2026-11-29"), "contest-by: document.ends-first"},
		"a country that is none":         {with(receipt(), document.Nationality, "QQ"), "nationality: fact.country"},
		"a fact that no paper has":       {with(receipt(), "shoe-size", "43"), "shoe-size: document.fact"},
		"an outcome that is none":        {with(receipt(), document.Outcome, "perhaps"), "outcome: document.fact"},
		"a line that is too long":        {with(receipt(), document.Office, strings.Repeat("a", 201)), "office: document.too-long"},
		"a mark that turns the writing":  {with(receipt(), document.Office, "IGI \u202ejulC"), "office: person.characters"},
		"two lines in one":               {with(receipt(), document.Office, "IGI\nCluj"), "office: person.characters"},
		"two lines in a text":            {with(receipt(), document.Body, "IGI\nCluj"), ""},
		"something twice":                {change(func(d *document.Document) { d.Facts = append(d.Facts, d.Facts[5]) }), "office: document.twice"},
		"an id of the law too long":      {change(func(d *document.Document) { d.Procedure = strings.Repeat("a", 41) }), "procedure: document.too-long"},
		"a zone that is none":            {with(receipt(), document.Zone, "P<UTO"), "mrz: document.zone"},
		"a zone with a wrong digit":      {with(receipt(), document.Zone, strings.Replace(passport, "7408122", "7408123", 1)), "mrz: document.zone"},
		"a zone that is right":           {with(receipt(), document.Zone, passport), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := tt.doc.Lint(today()); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// passport is the zone that ICAO Doc 9303-4 prints.
const passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

func TestWhatADocumentIsOnADay(t *testing.T) {
	t.Parallel()
	fate := func(k document.FateKind) document.Document {
		d := receipt()
		d.Fate = document.Fate{Kind: k, On: today()}
		return d
	}
	endless := receipt()
	endless.ValidUntil = calendar.Date{}
	last := receipt().ValidUntil
	for name, tt := range map[string]struct {
		doc  document.Document
		on   calendar.Date
		want document.Status
	}{
		"on its last day":       {receipt(), last, document.IsGenuine},
		"on the day after":      {receipt(), last.AddDays(1), document.IsExpired},
		"without a last day":    {endless, last.AddYears(100), document.IsGenuine},
		"revoked":               {fate(document.Revoked), today(), document.IsRevoked},
		"revoked, and long ago": {fate(document.Revoked), last.AddYears(1), document.IsRevoked},
		"lost":                  {fate(document.Lost), today(), document.IsLost},
		"replaced":              {fate(document.Replaced), today(), document.IsRevoked},
	} {
		if got := tt.doc.Status(tt.on); got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEveryFateHasReasonsOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := make(map[document.Reason]document.FateKind)
	for _, k := range []document.FateKind{document.Revoked, document.Lost, document.Replaced} {
		d := receipt()
		d.State = document.Released
		for _, r := range k.Reasons() {
			if seen[r] != "" {
				t.Errorf("%s is a reason of %s and %s", r, k, seen[r])
			}
			seen[r] = k
			after, err := d.Befall(document.Fate{Kind: k, On: today(), Reason: r})
			if err != nil || after.Fate.Kind != k {
				t.Errorf("%s because of %s: %v", k, r, err)
			}
		}
		if _, err := d.Befall(document.Fate{Kind: k, On: today(), Reason: "because"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s without a reason: %v", k, err)
		}
	}
	if _, err := receipt().Befall(document.Fate{}); err == nil {
		t.Error("nothing befell it")
	}
}

func TestNumbersAreOfTheirKindAndMasked(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		for range 200 {
			n := document.NewNumber(k)
			if len(n) != 9 {
				t.Fatalf("%s has %d letters", n, len(n))
			}
			for _, other := range document.Kinds() {
				if n.Of(other) != (other == k) {
					t.Errorf("%s is a number of %s", n, other)
				}
			}
			if m := n.Masked(); strings.Contains(m, string(n[1:6])) || !strings.HasSuffix(m, string(n[6:])) {
				t.Errorf("%s is masked as %s", n, m)
			}
		}
	}
	for _, bad := range []document.Number{"", "R", "R1234567", "R123456789", "R1234567X", "12345678", "R１２３４５６７８"} {
		if bad.Of(document.Receipt) || bad.Of("") {
			t.Errorf("%q is a number", bad)
		}
	}
	if document.Number("R").Masked() != "" {
		t.Error("a stump is shown")
	}
}

func TestWhatIsShownToAnybodyIsNoProse(t *testing.T) {
	t.Parallel()
	d := with(with(with(receipt(), document.Reasons, "why"), document.Body, "what"), document.Zone, passport)
	if diff := cmp.Diff(receipt().Facts, d.Shown()); diff != "" {
		t.Error(diff)
	}
}

func TestAFactIsSaidInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	choice := func(word string) string { return "<" + word + ">" }
	en := catalogue.For(locale.EN)
	for name, tt := range map[string]struct {
		fact   document.Fact
		second bool
		want   string
	}{
		"a day":                     {document.Fact{Name: document.BirthDate, Value: "1988-02-02"}, true, en.Date(calendar.On(1988, time.February, 2))},
		"a day that is none":        {document.Fact{Name: document.BirthDate, Value: "soon"}, true, "soon"},
		"a country":                 {document.Fact{Name: document.Nationality, Value: "UA"}, true, en.Country("UA")},
		"a word of a list":          {document.Fact{Name: document.Outcome, Value: "granted"}, true, "<granted>"},
		"words for the second":      {document.Fact{Name: document.Procedure, Value: "ro", Other: "en"}, true, "en"},
		"words for the first":       {document.Fact{Name: document.Procedure, Value: "ro", Other: "en"}, false, "ro"},
		"words that both have":      {document.Fact{Name: document.Surname, Value: "Pop"}, true, "Pop"},
		"a number stays as it is":   {document.Fact{Name: document.Passport, Value: "N 012"}, true, "N 012"},
		"what nobody knows also":    {document.Fact{Name: "shoe-size", Value: "43"}, true, "43"},
		"and a zone, line by line":  {document.Fact{Name: document.Zone, Value: passport}, true, passport},
		"prose in the second":       {document.Fact{Name: document.Body, Value: "ro", Other: "uk"}, true, "uk"},
		"prose that was not turned": {document.Fact{Name: document.Body, Value: "ro"}, true, "ro"},
	} {
		if got := tt.fact.Say(en, choice, tt.second); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
