package applicant_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web"
	"sejur/internal/web/applicant"
	"sejur/internal/web/webtest"
)

// rows are the rows of the house's table that are about persons.
func (c *counter) rows() (out []web.Address) {
	c.t.Helper()
	table, err := web.Addresses(c.cfg)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, row := range table {
		if strings.HasPrefix(row.Path, "/{lang}"+applicant.PersonsPath) {
			out = append(out, row)
		}
	}
	return out
}

// parts are addresses that exist for the paths with named parts.
func (a amina) parts() map[string]string {
	known := map[string]string{
		"/{person}": at(a.id), "/{person}/remove": at(a.id, "remove"), "/{person}/change/{part}": at(a.id, "change", "names"),
		"/{person}/papers/{item}/replace": at(a.id, "papers", a.paper, "replace"), "/{person}/{list}/{item}": at(a.id, "stays", a.stay),
		"/{person}/{list}/{item}/remove": at(a.id, "titles", a.title, "remove"),
	}
	out := make(map[string]string)
	for below, path := range known {
		out["/{lang}"+applicant.PersonsPath+below] = "/{lang}" + path
	}
	return out
}

func TestEveryDoorOfPersons(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	delete(c.people, "his")
	var rows []web.Address
	for _, row := range c.rows() {
		// A form that is sent to an address of its own without saying what is meant leads to nothing; another test sends it whole.
		if !strings.HasSuffix(row.Path, "/number") && !strings.HasSuffix(row.Path, "/restore") {
			rows = append(rows, row)
		}
	}
	webtest.Guards(t, c.site.Handler, rows, c.people, a.parts())
}

func TestEveryPageOfPersonsIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	pages := append(a.forms(), applicant.PersonsPath, at(a.id))
	for _, lang := range webtest.Languages() {
		for _, path := range pages {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodGet, lang, path, nil)
				if got.Code != http.StatusOK || got.Header().Get("Cache-Control") != "no-store" {
					t.Fatalf("%d, %s", got.Code, got.Header().Get("Cache-Control"))
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestAnEmptyFormIsShownAgainInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	for _, lang := range webtest.Languages() {
		for _, path := range a.forms() {
			t.Run(string(lang)+path, func(t *testing.T) {
				t.Parallel()
				got := c.ask("applicant", http.MethodPost, lang, path, nil)
				if got.Code != http.StatusUnprocessableEntity || len(wrong(t, got.Body.String())) == 0 {
					t.Fatalf("%d, %v", got.Code, wrong(t, got.Body.String()))
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestSomebodyElsesPersonHasNoPage(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	nobody := amina{"01990000-0000-7000-8000-000000000000", a.paper, a.address, a.stay, a.title}
	mine, unknown := append(a.forms()[1:], at(a.id)), append(nobody.forms()[1:], at(nobody.id))
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for i := range mine {
			his := c.ask("his", method, locale.EN, mine[i], nil)
			none := c.ask("his", method, locale.EN, unknown[i], nil)
			if his.Code == http.StatusMethodNotAllowed {
				continue
			}
			if his.Code != http.StatusNotFound || his.Body.String() != none.Body.String() {
				t.Errorf("%s %s: %d, and one there is not %d", method, mine[i], his.Code, none.Code)
			}
		}
	}
	for _, in := range []url.Values{{"of": {"cnp"}}, {"of": {"paper"}, "item": {a.paper}}} {
		if got := c.ask("his", http.MethodPost, locale.EN, at(a.id, "number"), in); got.Code != http.StatusNotFound {
			t.Errorf("his number: %d", got.Code)
		}
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	for _, path := range []string{
		at(a.id, "change", "shoes"), at(a.id, "shoes", "new"), at(a.id, "papers", a.stay), at(a.id, "stays", a.stay, "replace"),
		at(a.id, "shoes", a.stay, "remove"), at(a.id, "papers", "new", "remove"), at(a.id, "papers", "new", "replace"), at("me"),
	} {
		if got := c.get(path); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
}

// passport is what somebody types about a person.
func passport(relation person.Relation) url.Values {
	return typed(url.Values{
		"relation": {string(relation)}, "names.surname": {" Al-Sayed "}, "names.given": {"Noor"}, "sex": {"F"}, "nationality": {"SY"},
	}, date("birth_date", calendar.On(2015, time.March, 2)))
}

func TestAPersonIsAddedByTheirPassport(t *testing.T) {
	t.Parallel()
	c := open(t)
	path := applicant.PersonsPath + "/new"
	got := c.send(path, passport(person.Child))
	if got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %v", got.Code, wrong(t, got.Body.String()))
	}
	all := must[[]account.Kept](t)(c.desk.List(t.Context(), c.mine()))
	if len(all) != 1 || got.Header().Get("Location") != "/en"+at(all[0].ID) || all[0].Names.String() != "Al-Sayed Noor" {
		t.Errorf("led to %s with %+v", got.Header().Get("Location"), all)
	}
	// The browser sends it once more: the way back, the second press.
	form := c.filled(path, passport(person.Child))
	first, again := c.post(path, form), c.post(path, form)
	if first.Header().Get("Location") != again.Header().Get("Location") {
		t.Errorf("a form that was sent twice led to %s and %s", first.Header().Get("Location"), again.Header().Get("Location"))
	}
	if all = must[[]account.Kept](t)(c.desk.List(t.Context(), c.mine())); len(all) != 2 {
		t.Errorf("%d persons after the same form came twice", len(all))
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func TestWhatIsWrongIsSaidBesideItsInputAndWhatWasTypedStays(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	tomorrow := calendar.Today(webtest.Now()).AddDays(1)
	for _, tt := range []struct {
		name, path string
		typed      url.Values
		want       []string // ids
	}{
		{"an empty person", applicant.PersonsPath + "/new", typed(url.Values{"relation": {""}, "names.surname": {""}}),
			[]string{"relation", "names.surname", "birth_date-day", "sex", "nationality"}},
		{"a second self", applicant.PersonsPath + "/new", passport(person.Self), []string{"relation"}},
		{"a day that does not exist", applicant.PersonsPath + "/new", typed(passport(person.Child), url.Values{"birth_date-month": {"13"}}),
			[]string{"birth_date-day"}},
		{"a child older than its parent", applicant.PersonsPath + "/new", typed(passport(person.Child), url.Values{"birth_date-year": {"1970"}}),
			[]string{"birth_date-day"}},
		{"a figure in a name", at(a.id, "change", "names"), url.Values{"names.given": {"Am1na"}}, []string{"names.given"}},
		{"a birth that the code contradicts", at(a.id, "change", "birth"), url.Values{"birth_date-day": {"18"}}, []string{""}},
		{"a code that does not hold", at(a.id, "change", "cnp"), url.Values{"cnp": {"8850517120341"}}, []string{"cnp"}},
		{"a code and none", at(a.id, "change", "cnp"), url.Values{"cnp": {aminaCNP}, "cnp_none": {"yes"}}, []string{"cnp"}},
		{"no citizenship", at(a.id, "change", "nationality"), url.Values{"nationality": {""}}, []string{"nationality"}},
		{"the same passport", at(a.id, "papers", "new"), typed(url.Values{"number": {"n012345"}}, date("issued", tomorrow.AddYears(-2))), []string{"number"}},
		{"an empty paper", at(a.id, "papers", "new"), url.Values{"kind": {""}, "issuer": {""}},
			[]string{"kind", "issuer", "number", "issued-day"}},
		{"a paper from tomorrow", at(a.id, "papers", a.paper), date("issued", tomorrow), []string{"issued-day"}},
		{"a second address of today", at(a.id, "addresses", "new"), url.Values{"county": {"B"}, "locality": {"București"}}, []string{"from-day"}},
		{"an address without a county", at(a.id, "addresses", "new"), url.Values{"locality": {"București"}}, []string{"county"}},
		{"a stay in another", at(a.id, "stays", "new"), date("entry", tomorrow.AddDays(-9)), []string{"entry-day"}},
		{"a title that is none", at(a.id, "titles", "new"), url.Values{"kind": {"passport"}}, []string{"kind", "from-day"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			form := c.filled(tt.path, tt.typed)
			got := c.post(tt.path, form)
			body := got.Body.String()
			if got.Code != http.StatusUnprocessableEntity {
				t.Fatalf("%d to %s", got.Code, got.Header().Get("Location"))
			}
			if diff := cmp.Diff(tt.want, wrong(t, body)); diff != "" {
				t.Error(diff)
			}
			webtest.Judge(t, locale.EN, body)
			again := inputs(t, body)
			for name, value := range form {
				offered := name != "token" && name != "relation" && name != "kind" // what is no answer is not offered again
				if offered && value[0] != "" && again.Get(name) != value[0] {
					t.Errorf("%s was %q and is %q", name, value[0], again.Get(name))
				}
			}
		})
	}
}

func TestNumbersAreMaskedUntilSomebodyAsks(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	numbers := map[string]url.Values{
		aminaCNP: {"of": {"cnp"}}, aminaPassport: {"of": {"paper"}, "item": {a.paper}}, aminaPermit: {"of": {"title"}, "item": {a.title}},
	}
	shows := func(body string) (out []string) {
		for number := range numbers {
			if strings.Contains(body, number) || strings.Contains(body, person.Canonical(number)) {
				out = append(out, number)
			}
		}
		return out
	}
	for _, path := range append(a.forms(), at(a.id), applicant.PersonsPath) {
		if got := shows(c.get(path).Body.String()); len(got) > 0 {
			t.Errorf("%s shows %v", path, got)
		}
	}
	for number, in := range numbers {
		got := c.post(at(a.id, "number"), in)
		if diff := cmp.Diff([]string{number}, shows(got.Body.String())); got.Code != http.StatusOK || diff != "" {
			t.Errorf("%v: %d, %s", in, got.Code, diff)
		}
		webtest.Judge(t, locale.EN, got.Body.String())
	}
	if got := shows(c.log.String()); len(got) > 0 {
		t.Errorf("the log has %v", got)
	}
}

func TestANumberThatIsNotTypedStays(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	for _, path := range []string{at(a.id, "papers", a.paper), at(a.id, "titles", a.title), at(a.id, "change", "cnp")} {
		if got := c.send(path, nil); got.Code != http.StatusSeeOther {
			t.Errorf("%s: %d, %v", path, got.Code, wrong(t, got.Body.String()))
		}
	}
	for _, in := range []account.ShowNumber{
		{Person: a.id, Of: account.OfCNP}, {Person: a.id, Of: account.OfPaper, Item: a.paper}, {Person: a.id, Of: account.OfTitle, Item: a.title},
	} {
		number := must[string](t)(c.desk.ShowNumber(t.Context(), c.mine(), "", in))
		if number != aminaCNP && number != aminaPassport && number != aminaPermit {
			t.Errorf("%s is %q now", in.Of, number)
		}
	}
	if got := c.send(at(a.id, "change", "cnp"), url.Values{"cnp_none": {"yes"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("%d", got.Code)
	}
	if o := must[account.Opened](t)(c.desk.Open(t.Context(), c.mine(), a.id)); o.CNP != "" {
		t.Error("the code that was removed is still there")
	}
}

func TestWhoWasSlowerSeesBothValuesAndDecides(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	for _, tt := range []struct {
		path          string
		first, second url.Values
		shown         []string // cells of the table
	}{
		{at(a.id, "change", "names"), url.Values{"names.given": {"Amina Noor"}}, url.Values{"names.given": {"Amina B."}},
			[]string{"Given names", "Amina B.", "Amina Noor"}},
		{at(a.id, "papers", a.paper), url.Values{"expires-year": {"2031"}}, url.Values{"expires-year": {"2032"}},
			[]string{"Expires on", "20 November 2032", "20 November 2031"}},
		{at(a.id, "stays", a.stay), url.Values{"entry-day": {"1"}}, url.Values{"entry-day": {"2"}},
			[]string{"Entered Romania on", "2 August 2026", "1 August 2026"}},
	} {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			first, second := c.filled(tt.path, tt.first), c.filled(tt.path, tt.second)
			if got := c.post(tt.path, first); got.Code != http.StatusSeeOther {
				t.Fatalf("the first: %d, %v", got.Code, wrong(t, got.Body.String()))
			}
			got := c.post(tt.path, second)
			body := got.Body.String()
			if got.Code != http.StatusConflict {
				t.Fatalf("the second: %d", got.Code)
			}
			webtest.Judge(t, locale.EN, body)
			if diff := cmp.Diff(tt.shown, cells(t, body)[:3]); diff != "" {
				t.Error(diff)
			}
			if got := c.post(tt.path, inputs(t, body)); got.Code != http.StatusSeeOther {
				t.Errorf("decided: %d", got.Code)
			}
		})
	}
}

// cells are the texts of the first table's body.
func cells(t *testing.T, body string) (out []string) {
	t.Helper()
	all, err := webtest.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if (e.Name == "td" || e.Name == "th") && e.Inside("tbody") {
			out = append(out, strings.TrimSpace(e.Text))
		}
	}
	return out
}

func TestAPersonIsRemovedAndBroughtBack(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	got := c.send(at(a.id, "remove"), nil)
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/en"+applicant.PersonsPath {
		t.Fatalf("%d to %s", got.Code, got.Header().Get("Location"))
	}
	if gone := c.get(at(a.id)); gone.Code != http.StatusNotFound {
		t.Errorf("a removed person's page: %d", gone.Code)
	}
	list := c.get(applicant.PersonsPath)
	webtest.Judge(t, locale.EN, list.Body.String())
	if !strings.Contains(list.Body.String(), "20 December 2026") {
		t.Error("the list does not say when the person is erased")
	}
	got = c.post(at(a.id, "restore"), inputs(t, list.Body.String()))
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/en"+at(a.id) {
		t.Errorf("brought back: %d to %s", got.Code, got.Header().Get("Location"))
	}
	if back := c.get(at(a.id)); back.Code != http.StatusOK {
		t.Errorf("the page of who is back: %d", back.Code)
	}
	if late := c.post(at(a.id, "restore"), nil); late.Code != http.StatusUnprocessableEntity {
		t.Errorf("brought back without a form: %d", late.Code)
	}
}

func TestThingsAreAddedReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	today := calendar.Today(webtest.Now())
	steps := []struct {
		path  string
		typed url.Values
	}{
		{at(a.id, "papers", a.paper, "replace"), typed(url.Values{"number": {"P 777888"}}, date("issued", today))},
		{at(a.id, "addresses", "new"), typed(url.Values{"county": {"B"}, "locality": {"București"}, "moved": {"yes"}}, date("from", today))},
		{at(a.id, "stays", a.stay), date("exit", today.AddDays(-1))},
		{at(a.id, "stays", "new"), date("entry", today)},
		{at(a.id, "titles", "new"), typed(url.Values{"kind": {"residence-permit"}, "number": {"X 1112223"}}, date("from", today.AddYears(-1)))},
		{at(a.id, "titles", a.title, "remove"), nil},
		{at(a.id, "change", "relation"), url.Values{"relation": {"ward"}}},
		{at(a.id, "change", "nationality"), url.Values{"nationality": {"XX"}}},
		{at(a.id, "change", "birth"), url.Values{"birth_place": {"Damascus"}}},
	}
	for _, step := range steps {
		if got := c.send(step.path, step.typed); got.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d, %v", step.path, got.Code, wrong(t, got.Body.String()))
		}
	}
	o := must[account.Opened](t)(c.desk.Open(t.Context(), c.mine(), a.id))
	got := map[string]bool{
		"two passports, one ended":  len(o.Papers) == 2 && o.Papers[1].Value.Ended == today && o.Papers[0].Value.Number == "…888",
		"two addresses, one of now": len(o.Addresses) == 2 && o.Addresses[0].Value.County == "B" && o.Addresses[1].Value.Until == today,
		"two stays":                 len(o.Stays) == 2 && o.Stays[0].Value.Exit.IsZero(),
		"the other permit":          len(o.Titles) == 1 && o.Titles[0].Value.Number == "…223",
		"what was changed":          o.Relation == person.Ward && o.Nationality == locale.Stateless && o.BirthPlace == "Damascus",
	}
	for what, ok := range got {
		if !ok {
			t.Errorf("not there: %s in %+v", what, o)
		}
	}
}

func TestWhenTheStoreIsDownThePagesSaySo(t *testing.T) {
	t.Parallel()
	c := open(t)
	a := c.amina()
	c.down.Store(true)
	for _, path := range []string{applicant.PersonsPath, at(a.id), at(a.id, "change", "names")} {
		got := c.get(path)
		if got.Code != http.StatusServiceUnavailable || strings.Contains(got.Body.String(), "Al-Sayed") {
			t.Errorf("%s: %d", path, got.Code)
		}
		webtest.Judge(t, locale.EN, got.Body.String())
	}
}
