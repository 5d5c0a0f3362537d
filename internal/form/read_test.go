package form_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
)

func TestAPageIsForgivingAboutHowAValueIsTyped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   url.Values
		want map[string]string
	}{
		{"a name with too many spaces", values("name", "  Ana   Maria "), map[string]string{"name": `"Ana Maria"`}},
		{"a letter and its mark apart", values("name", "S\u0326tefan"), map[string]string{"name": `"Ștefan"`}},
		{"a date in three inputs", values("date-day", "3", "date-month", "2", "date-year", "2026"), map[string]string{"date": `"2026-02-03"`}},
		{"lines end in any way", values("long_text", "\r\none  line\r\n\r\nanother\r"), map[string]string{"long_text": `"one line\n\nanother"`}},
		{"a box that is ticked", values("yes_no", "on"), map[string]string{"yes_no": "true"}},
		{"no", values("yes_no", "no"), map[string]string{"yes_no": "false"}},
		{"a number with a space", values("number", "1 200"), map[string]string{"number": "1200"}},
		{"a Romanian phone number without its country", values("phone", "0721 000-000"), map[string]string{"phone": `"+40721000000"`}},
		{"a phone number with two zeros", values("phone", "0044 (20) 7946.0000"), map[string]string{"phone": `"+442079460000"`}},
		{"a phone number that begins with a bracket", values("phone", "(+40) 721 000 000"), map[string]string{"phone": `"+40721000000"`}},
		{"an e-mail address in capitals", values("e_mail", " Ana.Rao@Example.ORG"), map[string]string{"e_mail": `"Ana.Rao@example.org"`}},
		{"an amount as Romanians write it", values("money-amount", "4.050,5", "money-currency", "RON"), map[string]string{"money": `{"amount":"4050.50","currency":"RON"}`}},
		{"an amount as others write it", values("money-amount", "1,234,050.75", "money-currency", "EUR"), map[string]string{"money": `{"amount":"1234050.75","currency":"EUR"}`}},
		{"three digits after a point are a group", values("money-amount", "4.050"), map[string]string{"money": `{"amount":"4050.00","currency":"RON"}`}},
		{"a currency alone is no amount", values("money-currency", "EUR"), map[string]string{}},
		{"an address in Romania", values("address-county", "CJ", "address-locality", "Cluj-Napoca", "address-street", " Strada  Lungă", "address-number", "5A"),
			map[string]string{"address": `{"country":"RO","county":"CJ","locality":"Cluj-Napoca","number":"5A","street":"Strada Lungă"}`}},
		{"an address elsewhere", values("address-country", "IN", "address-locality", "Pune"), map[string]string{"address": `{"country":"IN","locality":"Pune"}`}},
		{"a country alone is no address", values("address-country", "RO"), map[string]string{}},
		{"people, with a row left empty", values("people-1-surname", "", "people-2-surname", "Rao", "people-2-given_names", "Asha", "people-2-birth_date-day", "1",
			"people-2-birth_date-month", "5", "people-2-birth_date-year", "2015", "people-2-citizenship", "IN"),
			map[string]string{"people": `[{"birth_date":"2015-05-01","citizenship":"IN","given_names":"Asha","surname":"Rao"}]`}},
		{"nobody", values("people-none", "1"), map[string]string{"people": "[]"}},
		{"periods out of order", values("periods-1-from-day", "1", "periods-1-from-month", "3", "periods-1-from-year", "2026",
			"periods-2-from-day", "1", "periods-2-from-month", "1", "periods-2-from-year", "2026", "periods-2-to-day", "1", "periods-2-to-month", "2", "periods-2-to-year", "2026"),
			map[string]string{"periods": `[{"from":"2026-01-01","to":"2026-02-01"},{"from":"2026-03-01"}]`}},
		{"nothing", values("name", " ", "date-day", ""), map[string]string{}},
		{"what the page does not ask", values("token", "x", "other", "y"), map[string]string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, faults := form.ReadPage(everyKind(), tt.in, filed)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			if diff := cmp.Diff(tt.want, words(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageNamesTheInputOfWhatItCannotAccept(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		in   url.Values
		want []string
	}{
		{"a name with figures", values("name", "Ana 2"), []string{"name person.name-letters"}},
		{"a name without letters", values("name", "-"), []string{"name person.name-letters"}},
		{"a text that turns the writing", values("text", "a\u202eb"), []string{"text person.characters"}},
		{"half a letter", values("text", "a\xff"), []string{"text person.characters"}},
		{"a text that is too long", values("text", strings.Repeat("ș", 121)), []string{"text person.too-long"}},
		{"a text of a megabyte", values("long_text", strings.Repeat("a", 1<<20)), []string{"long_text person.too-long"}},
		{"a day that does not exist", values("date-day", "30", "date-month", "2", "date-year", "2026"), []string{"date not-a-date"}},
		{"a date without a month", values("date-day", "30", "date-year", "2026"), []string{"date not-a-date"}},
		{"a year of two digits", values("date-day", "1", "date-month", "2", "date-year", "26"), []string{"date not-a-date"}},
		{"two answers to one question", values("name", "Ana", "name", "Dana"), []string{"name fact.twice"}},
		{"an option that is not offered", values("choice", "three"), []string{"choice fact.choice"}},
		{"no country", values("country", "ZZ"), []string{"country fact.country"}},
		{"no county", values("county", "XX"), []string{"county fact.county"}},
		{"a number with words", values("number", "two"), []string{"number fact.number"}},
		{"a number below zero", values("number", "-1"), []string{"number fact.number-range"}},
		{"a phone number without a country", values("phone", "5551234"), []string{"phone form.phone"}},
		{"a phone number with letters", values("phone", "+40 CALL ME NOW"), []string{"phone form.phone"}},
		{"an e-mail address without a place", values("e_mail", "ana"), []string{"e_mail form.e-mail"}},
		{"two e-mail addresses", values("e_mail", "a@example.org,b@example.org"), []string{"e_mail form.e-mail"}},
		{"an amount below zero", values("money-amount", "-5"), []string{"money-amount form.money"}},
		{"an amount with a hole", values("money-amount", "1..5"), []string{"money-amount form.money"}},
		{"an amount with a group of two digits", values("money-amount", "12.34.567"), []string{"money-amount form.money"}},
		{"a currency that is not taken", values("money-amount", "5", "money-currency", "XAU"), []string{"money-currency form.currency"}},
		{"an address without a place", values("address-street", "Strada Lungă", "address-county", "CJ"), []string{"address-locality field.missing"}},
		{"an address without a county", values("address-locality", "Cluj-Napoca"), []string{"address-county fact.county"}},
		{"a county abroad", values("address-country", "IN", "address-locality", "Pune", "address-county", "CJ"), []string{"address-county person.county-abroad"}},
		{"the second child's date, after an empty row", values("people-3-surname", "Rao", "people-3-birth_date-day", "40", "people-3-citizenship", "IN"), []string{"people-3-birth_date not-a-date"}},
		{"a child that is not born", values("people-2-surname", "Rao", "people-2-birth_date-day", "1", "people-2-birth_date-month", "1", "people-2-birth_date-year", "2027", "people-2-citizenship", "IN"),
			[]string{"people-2-birth_date fact.date-future"}},
		{"a child without citizenship", values("people-1-surname", "Rao", "people-1-birth_date-day", "1", "people-1-birth_date-month", "1", "people-1-birth_date-year", "2020"),
			[]string{"people-1-citizenship field.missing"}},
		{"a period that ends first", values("periods-1-from-day", "2", "periods-1-from-month", "2", "periods-1-from-year", "2026", "periods-1-to-day", "1", "periods-1-to-month", "2", "periods-1-to-year", "2026"),
			[]string{"periods-1-to person.ends-first"}},
		{"periods that overlap", values("periods-1-from-day", "1", "periods-1-from-month", "2", "periods-1-from-year", "2026", "periods-2-from-day", "1", "periods-2-from-month", "3", "periods-2-from-year", "2026"),
			[]string{"periods fact.periods-overlap"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, faults := form.ReadPage(everyKind(), tt.in, filed)
			if diff := cmp.Diff(tt.want, told(faults)); diff != "" {
				t.Error(diff)
			}
			if len(got) > 0 {
				t.Errorf("an answer that was refused is kept: %v", words(got))
			}
		})
	}
}

func TestADateStandsWhereItsFieldSays(t *testing.T) {
	t.Parallel()
	p := page(
		law.Field{ID: "first", Kind: law.FieldDate, After: law.AfterFiling},
		law.Field{ID: "last", Kind: law.FieldDate, After: "first"},
		law.Field{ID: "born", Kind: law.FieldDate, Past: true},
	)
	for _, tt := range []struct {
		name string
		in   url.Values
		want []string
	}{
		{"on the day of filing", date("first", "11", "30"), []string{"first form.after-filing"}},
		{"the day after", date("first", "12", "1"), []string{}},
		{"the last day not after the first", join(date("first", "12", "5"), date("last", "12", "5")), []string{"last form.after"}},
		{"the last day without the first", date("last", "12", "5"), []string{}},
		{"what is past", date("born", "11", "30"), []string{}},
		{"what is to come", date("born", "12", "1"), []string{"born fact.date-future"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, faults := form.ReadPage(p, tt.in, filed)
			if diff := cmp.Diff(tt.want, told(faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestANumberOfAPaperIsBroughtToItsPattern(t *testing.T) {
	t.Parallel()
	f, _ := studyForm(t, student())
	for typed, want := range map[string]string{"ab 123-456": `"AB123456"`, "Z9876543": `"Z9876543"`} {
		got, faults := form.ReadPage(pageOf(f, "document_number"), values("document_number", typed), filed)
		if len(faults) > 0 || string(got["document_number"]) != want {
			t.Errorf("%q gives %s, %v", typed, got["document_number"], faults)
		}
	}
	_, faults := form.ReadPage(pageOf(f, "document_number"), values("document_number", "A_1"), filed)
	if diff := cmp.Diff([]string{"document_number form.pattern"}, told(faults)); diff != "" {
		t.Error(diff)
	}
	if len(faults) > 0 && faults[0].Args[0].Value == "" {
		t.Error("nothing says what is accepted")
	}
}

func TestAHomeIsInRomania(t *testing.T) {
	t.Parallel()
	p := page(law.Field{ID: "home", Kind: law.FieldAddress, From: "address.romania"}, law.Field{ID: "abroad", Kind: law.FieldAddress, From: "address.abroad"})
	_, faults := form.ReadPage(p, values("home-country", "IN", "home-locality", "Pune", "abroad-locality", "Pune"), filed)
	if diff := cmp.Diff([]string{"home-country form.in-romania", "abroad-country field.missing"}, told(faults)); diff != "" {
		t.Error(diff)
	}
}

func TestJSONIsReadStrictly(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Pages: []law.PlanFormPage{everyKind()}}
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"a name twice", `{"name":"Ana","name":"Dana"}`, []string{"name body.twice"}},
		{"a part twice", `{"people":[{"surname":"Rao","surname":"Roy"}]}`, []string{"people[0].surname body.twice"}},
		{"a part twice, once in other letters", `{"money":{"amount":"5","\u0061mount":"6"}}`, []string{"money.amount body.twice"}},
		{"a field that is not there", `{"nmae":"Ana"}`, []string{"nmae field.unknown-near"}},
		{"a part that is not there", `{"money":{"amount":"5","currency":"RON","rate":"2"}}`, []string{"money.rate field.unknown"}},
		{"a text for a number", `{"number":"5"}`, []string{"number field.number"}},
		{"half a number", `{"number":1.5}`, []string{"number field.number"}},
		{"a number without end", `{"number":1e999}`, []string{"number field.number"}},
		{"a word for a yes", `{"yes_no":"true"}`, []string{"yes_no field.yes-no"}},
		{"a number for a text", `{"name":5}`, []string{"name field.text"}},
		{"an empty text", `{"name":""}`, []string{"name field.text"}},
		{"an object for a list", `{"people":{}}`, []string{"people field.list"}},
		{"a text for a row", `{"people":["Ana"]}`, []string{"people[0] field.object"}},
		{"a row with nothing in it", `{"periods":[{}]}`, []string{"periods[0].from field.missing"}},
		{"the second child's date", `{"people":[{"surname":"Rao","birth_date":"2015-01-01","citizenship":"IN"},{"surname":"Rao","birth_date":"2015-02-30","citizenship":"IN"}]}`,
			[]string{"people[1].birth_date not-a-date"}},
		{"too many rows", `{"people":[` + strings.Repeat(`{},`, 20) + `{}]}`, []string{"people form.rows"}},
		{"a list", `[]`, []string{" body.object"}},
		{"nothing", ``, []string{" body.json"}},
		{"more after the end", `{} {}`, []string{" body.trailing"}},
		{"an end too early", `{"name":"Ana"`, []string{" body.json"}},
		{"too deep", `{"name":[[[[[]]]]]}`, []string{"name[0][0][0] body.deep"}},
		{"too large", `{"name":"` + strings.Repeat("a", form.MaxSize) + `"}`, []string{" form.too-large"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, faults := form.ReadJSON(f, []byte(tt.in), filed)
			if diff := cmp.Diff(tt.want, told(faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNullTakesAnAnswerAway(t *testing.T) {
	t.Parallel()
	f := law.PlanForm{Pages: []law.PlanFormPage{everyKind()}}
	read, faults := form.ReadJSON(f, []byte(`{"name":null,"text":"new"}`), filed)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got := form.Answers{"name": []byte(`"Ana"`), "number": []byte("3")}.With(read)
	if diff := cmp.Diff(map[string]string{"number": "3", "text": `"new"`}, words(got)); diff != "" {
		t.Error(diff)
	}
}

// Whatever is accepted, shown again and sent again is the same answer, from a page and as JSON.
func TestWhatIsReadIsReadAgain(t *testing.T) {
	t.Parallel()
	p := everyKind()
	rapid.Check(t, func(t *rapid.T) {
		in := url.Values{}
		for _, name := range inputs(p) {
			if rapid.Bool().Draw(t, "given") {
				in.Set(name, word(name).Draw(t, name))
			}
		}
		got, _ := form.ReadPage(p, in, filed)
		again(t, p, got)
	})
}

// again reads answers again through both faces.
func again(t interface {
	Helper()
	Fatalf(string, ...any)
}, p law.PlanFormPage, a form.Answers) {
	t.Helper()
	once, faults := form.ReadPage(p, form.Typed(p, a), filed)
	if diff := cmp.Diff(words(a), words(once)); diff != "" || len(faults) > 0 {
		t.Fatalf("read again from a page: %v\n%s", faults, diff)
	}
	for id, v := range a {
		body := append(append([]byte(`{"`+id+`":`), v...), '}')
		twice, faults := form.ReadJSON(law.PlanForm{Pages: []law.PlanFormPage{p}}, body, filed)
		if len(faults) > 0 || !bytes.Equal(twice[id], v) {
			t.Fatalf("read again as JSON: %s is %s, %v", v, twice[id], faults)
		}
	}
}

// date is a day of 2026 in its three inputs.
func date(name, month, day string) url.Values {
	return values(name+"-year", "2026", name+"-month", month, name+"-day", day)
}

func join(all ...url.Values) url.Values {
	out := url.Values{}
	for _, in := range all {
		for name, v := range in {
			out[name] = v
		}
	}
	return out
}

// pageOf is the page of a form that has a field.
func pageOf(f law.PlanForm, field string) law.PlanFormPage {
	for _, p := range f.Pages {
		for _, one := range p.Fields {
			if one.ID == field {
				return p
			}
		}
	}
	return law.PlanFormPage{}
}

// inputs are the names of the inputs of a page, of lists two rows.
func inputs(p law.PlanFormPage) []string {
	var out []string
	add := func(name string, kind law.FieldKind) {
		if kind == law.FieldDate {
			out = append(out, name+"-day", name+"-month", name+"-year")
			return
		}
		out = append(out, name)
	}
	for _, f := range p.Fields {
		rows := []string{""}
		if form.MaxRows(f.Kind) > 0 {
			rows = []string{"-1", "-2"}
			out = append(out, f.ID+"-none")
		}
		if form.Parts(f.Kind) == nil {
			add(f.ID, f.Kind)
		}
		for _, part := range form.Parts(f.Kind) {
			for _, row := range rows {
				add(f.ID+row+"-"+part.ID, part.Kind)
			}
		}
	}
	return out
}

// word is something that may be typed into an input, right more often than not.
func word(name string) *rapid.Generator[string] {
	for end, some := range map[string][]string{
		"-day": {"1", "31", "07", "0"}, "-month": {"1", "2", "12", "13"}, "-year": {"1990", "2026", "2027", "x"}, "country": {"RO", "IN", "XX", "zz"},
		"citizenship": {"IN", "XX", "q"}, "county": {"CJ", "B", "?"}, "currency": {"RON", "EUR", "XAU"}, "amount": {"5", "4.050,50", "1,2,3", "-1"},
		"yes_no": {"true", "no", "maybe"}, "choice": {"one", "two", "three"}, "number": {"3", "1 000", "x"}, "phone": {"0721000000", "+442079460000", "1"},
		"e_mail": {"a@example.org", "a@b", "@"}, "none": {"1"},
	} {
		if strings.HasSuffix(name, end) {
			return rapid.SampledFrom(some)
		}
	}
	return rapid.OneOf(rapid.SampledFrom([]string{"Ana", "O’Neil", "Strada Lungă 5", " a  b\r\n\r\nc "}), rapid.String())
}

// FuzzRead: no page and no JSON makes the readers fall, and what they accept they accept again.
func FuzzRead(f *testing.F) {
	f.Add("name=Ana&date-day=3&date-month=2&date-year=2026", `{"name":"Ana","number":3}`)
	f.Add("people-1-surname=Rao&people-1-birth_date-day=1&people-1-birth_date-month=1&people-1-birth_date-year=2015&people-1-citizenship=IN", `{"people":[{"surname":"Rao","birth_date":"2015-01-01","citizenship":"IN"}]}`)
	f.Add("money-amount=4.050%2C5&money-currency=EUR&phone=0721+000+000&e_mail=a%40example.org", `{"money":{"amount":"4050.5","currency":"EUR"},"yes_no":true}`)
	f.Add("address-county=CJ&address-locality=Cluj&periods-none=1&periods-2-from-day=1", `{"address":{"country":"RO","county":"CJ","locality":"Cluj"},"periods":[{"from":"2025-01-01"}]}`)
	p := everyKind()
	whole := law.PlanForm{Pages: []law.PlanFormPage{p}, Filed: filed}
	f.Fuzz(func(t *testing.T, query, body string) {
		in, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		typed, faults := form.ReadPage(p, in, filed)
		bounded(t, faults)
		again(t, p, typed)
		sent, faults := form.ReadJSON(whole, []byte(body), filed)
		bounded(t, faults)
		again(t, p, form.Answers{}.With(sent))
		form.Whole(whole, typed.With(sent))
		form.Show(printer(t, "ro"), whole, typed)
	})
}

// bounded: a fault says back no more than a line.
func bounded(t *testing.T, list fault.List) {
	t.Helper()
	for _, e := range list {
		if len(e.Field) > 200 {
			t.Errorf("a fault names %d bytes", len(e.Field))
		}
	}
}
