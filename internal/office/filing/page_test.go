package filing_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/mrz"
	"sejur/internal/office/filing"
)

// zone is the zone of a passport of somebody made up.
func zone(t *testing.T) []string {
	t.Helper()
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "IND", Nationality: "IND", Surname: "Rao", GivenNames: "Amina", DocumentNumber: "Z1234567",
		OptionalData: "12345", Sex: "F", BirthDate: "020517", ExpiryDate: "310301",
	}, mrz.Spelling{})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestAPassportFillsThePagesThatItKnows(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		typed := strings.Join(zone(t), "\n")
		read := func(page string, version int64) filing.Saved {
			out, err := c.ReadPassport(t.Context(), c.owner, filing.Asked{}, filing.ReadPassport{
				Application: id, Page: page, Version: version, Zone: strings.ToLower(typed), Lang: locale.EN,
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		c.save(id, "travel-document", url.Values{
			"document_kind": {"passport"}, "document_number": {"?"}, "document_issued_on-day": {"40"}, "document_issued_on-month": {"1"},
			"document_issued_on-year": {"2021"},
		})
		if out := read("travel-document", 1); out.Version != 2 {
			t.Errorf("%+v", out)
		}
		v := c.page(id, "travel-document")
		want := application.Answers{
			"document_kind": []byte(`"passport"`), "document_number": []byte(`"Z1234567"`), "document_issuer": []byte(`"IN"`),
			"document_expires": []byte(`"2031-03-01"`),
		}
		if diff := cmp.Diff(want, v.Answers); diff != "" {
			t.Error(diff)
		}
		if v.Typed.Get("document_issued_on-day") != "40" || v.Typed.Has("document_number") {
			t.Errorf("what the zone says takes the place of what was typed, and nothing else goes: %v", v.Typed)
		}
		read("identity", 0)
		read("birth", 0)
		if name, birth := c.page(id, "identity"), c.page(id, "birth"); string(name.Answers["surname"]) != `"RAO"` || string(birth.Answers["birth_date"]) != `"2002-05-17"` {
			t.Errorf("%s %s", name.Answers, birth.Answers)
		}
	})
}

func TestAZoneThatDoesNotAgreeWithItsDigitsIsNamed(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	lines := zone(t)
	wrong := func(line, at int) string {
		out := slices.Clone(lines)
		digit := byte('0' + (out[line][at]-'0'+1)%10)
		out[line] = out[line][:at] + string(digit) + out[line][at+1:]
		return strings.Join(out, "\n")
	}
	for _, tt := range []struct{ name, zone, want string }{
		{"number", wrong(1, 9), "filing.zone-check.document_number"},
		{"birth date", wrong(1, 19), "filing.zone-check.birth_date"},
		{"expiry date", wrong(1, 27), "filing.zone-check.expiry_date"},
		{"optional data", wrong(1, 42), "filing.zone-check.optional"},
		{"the whole", wrong(1, 43), "filing.zone-check.composite"},
		{"no zone", "P<IND", "filing.zone-form"},
		{"nothing", "", "filing.zone-form"},
		{"a book", strings.Repeat("<", 500), "filing.zone-long"},
	} {
		_, err := c.ReadPassport(t.Context(), c.owner, filing.Asked{}, filing.ReadPassport{
			Application: id, Page: "travel-document", Zone: tt.zone, Lang: locale.EN,
		})
		if keyOf(err) != tt.want || fault.All(err)[0].Field != "mrz" {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	if v := c.page(id, "travel-document"); v.Version != 0 {
		t.Error("something was saved")
	}
}

func TestWhatNobodyCanHaveIsNotAccepted(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	key := func(page, field, typed string) string {
		for _, e := range c.save(id, page, url.Values{field: {typed}}).Problems {
			if e.Field == field {
				return e.Key
			}
		}
		return ""
	}
	for _, tt := range []struct{ page, field, typed, want string }{
		{"birth", "cnp", "8850517120341", "person.cnp-control"},
		{"birth", "cnp", "8851317120340", "person.cnp-date"},
		{"birth", "cnp", "88505171203", "form.pattern"},
		{"birth", "cnp", "885-0517 12034 0", ""},
		{"birth", "cnp", "", ""},
		{"contact", "email", "somebody", "form.e-mail"},
		{"contact", "email", "somebody@-example.org", "mail.address-form"},
		{"contact", "email", "somebody@Example.org", ""},
	} {
		if got := key(tt.page, tt.field, tt.typed); got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.field, tt.typed, got, tt.want)
		}
	}
}

func TestASlipTakesNoAnswerAway(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		born := func(day string) {
			c.save(id, "birth", url.Values{"birth_date-day": {day}, "birth_date-month": {"5"}, "birth_date-year": {"2002"}, "birth_place": {"Pune"}})
		}
		born("17")
		born("71")
		kept := func() string {
			o, err := c.Review(t.Context(), c.owner, "r", id, locale.EN)
			if err != nil {
				t.Fatal(err)
			}
			return string(o.Answers["birth_date"])
		}
		if v := c.page(id, "birth"); v.Typed.Get("birth_date-day") != "71" || len(v.Answers["birth_date"]) > 0 || kept() != `"2002-05-17"` {
			t.Errorf("%v, kept %s", v.Typed, kept())
		}
		if p := c.state(id, "birth"); p.Standing != filing.PageIncomplete {
			t.Error("a page with a slip is not complete")
		}
		c.save(id, "birth", url.Values{"birth_place": {"Pune"}})
		if v := c.page(id, "birth"); len(v.Typed) > 0 || kept() != "" {
			t.Errorf("whoever empties a field takes the answer away: %v, %s", v.Typed, kept())
		}
	})
}

// state is how far a page is.
func (c *counter) state(id application.ID, page string) filing.PageState {
	c.t.Helper()
	all := c.opened(id).Pages
	return all[slices.IndexFunc(all, func(p filing.PageState) bool { return p.ID == page })]
}
