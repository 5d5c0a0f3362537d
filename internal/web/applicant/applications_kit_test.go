package applicant_test

import (
	"net/http"
	"net/url"
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/mrz"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store/storetest"
	"sejur/internal/web/applicant"
)

// student are the answers of the guide of somebody made up who begins to study.
func student() url.Values {
	return url.Values{
		"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "age": {"23"}, "scholarship": {"true"},
		"first_application": {"true"}, "title_expires": {"2027-01-31"}, "county": {"CJ"},
	}
}

// priya is a student made up, with a draft of her permit.
type priya struct {
	person person.ID
	plan   string
	draft  application.ID
}

func (c *counter) priya() priya {
	c.t.Helper()
	id, err := c.desk.AddPerson(c.t.Context(), c.mine(), account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Sharma", Given: "Priya"}, BirthDate: day("2003-05-14"), Sex: person.Female, Nationality: "IN",
	}})
	if err != nil {
		c.t.Fatal(err)
	}
	facts := application.Facts{}
	for fact := range student() {
		facts[fact] = student().Get(fact)
	}
	plan, err := c.filing.Keep(c.t.Context(), c.mine(), filing.Asked{}, filing.Keep{Facts: facts, Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	draft, err := c.filing.Start(c.t.Context(), c.mine(), filing.Asked{}, filing.Start{Person: id, Procedure: "study-permit", Plan: plan, Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	return priya{person: id, plan: plan, draft: draft}
}

// of is the path of a page about an application, after the language.
func of(id application.ID, below ...string) string {
	return strings.Join(append([]string{applicant.ApplicationsPath, string(id)}, below...), "/")
}

// answersOf are answers to the questions of a page that nobody has answered yet.
func answersOf(page string) url.Values {
	return map[string]url.Values{
		"birth":           {"birth_place": {"Jaipur"}, "birth_country": {"IN"}},
		"travel-document": typed(url.Values{"document_kind": {"passport"}, "document_number": {"N1234567"}, "document_issuer": {"IN"}}, date("document_issued_on", day("2022-03-01")), date("document_expires", day("2032-02-28"))),
		"stay":            {"requested_months": {"12"}},
		"held-title":      typed(url.Values{"visa_symbol": {"D/SD"}, "visa_number": {"AB123456"}}, date("entry_date", day("2026-09-20"))),
		"home":            {"address-county": {"CJ"}, "address-locality": {"Cluj-Napoca"}, "address-street": {"Strada Lungă"}, "address-number": {"5"}, "housing_title": {"lease"}},
		"relatives":       {"marital_status": {"single"}},
		"studies":         typed(url.Values{"school_name": {"A university"}, "study_level": {"master"}, "study_field": {"Biology"}}, date("studies_end", day("2028-07-15"))),
		"contact":         {"phone": {"0721 000 000"}, "delivery": {"counter"}},
		"declarations":    {"declares_true": {"true"}, "declares_home": {"true"}},
	}[page]
}

// pagesOf are the pages of the form of a draft, in their order.
func (c *counter) pagesOf(id application.ID) (out []string) {
	c.t.Helper()
	o, err := c.filing.Open(c.t.Context(), c.mine(), id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, p := range o.Pages {
		out = append(out, p.ID)
	}
	return out
}

// fill answers every page through its form and puts a file on every line that is asked.
func (c *counter) fill(id application.ID) {
	c.t.Helper()
	for _, page := range c.pagesOf(id) {
		got := c.send(of(id, "pages", page), typed(answersOf(page), url.Values{"then": {"next"}}))
		if got.Code != http.StatusSeeOther {
			c.t.Fatalf("%s: %d, %v", page, got.Code, wrong(c.t, got.Body.String()))
		}
	}
	o, err := c.filing.Open(c.t.Context(), c.mine(), id, locale.EN)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, h := range o.Hinders {
		if h.Kind != filing.PaperHinders {
			c.t.Fatalf("%+v hinders", h)
		}
		c.upload(id, h.Ref)
	}
}

// upload puts a file on a line, as it lies there once it was looked into.
func (c *counter) upload(id application.ID, document string) { c.uploadFor(id, document, "") }

// uploadFor is the same of a correction.
func (c *counter) uploadFor(id application.ID, document, correction string) {
	c.t.Helper()
	db := storetest.SQL(c.t, c.db)
	for _, statement := range []string{
		`INSERT INTO application_line (application, document, state, reason, note, issued_on, version) VALUES ($1, $2, 'open', '', '', '', 1)
			ON CONFLICT DO NOTHING`,
		`INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned,
			received_at, checked_at, removed_at, version) VALUES ('` + office.NewID() + `', $1, $2, $3, 1, '', 'checking', '', 'pdf', 1, 9, 9,
			'digest', 'unscanned', '2026-11-20T12:00:00.000000Z', '', '', 1)`,
	} {
		args := []any{string(id), document, correction}
		if _, err := db.ExecContext(c.t.Context(), statement, args[:strings.Count(statement, "$")]...); err != nil {
			c.t.Fatal(err)
		}
	}
}

// submitted is a draft that was filled in and sent through its page.
func (c *counter) submitted() priya {
	c.t.Helper()
	p := c.priya()
	c.fill(p.draft)
	if got := c.send(of(p.draft, "check"), nil); got.Code != http.StatusSeeOther || !strings.HasSuffix(got.Header().Get("Location"), "/sent") {
		c.t.Fatalf("sending: %d to %q, %v", got.Code, got.Header().Get("Location"), wrong(c.t, got.Body.String()))
	}
	return p
}

// pages are the pages of somebody with a draft that can be opened.
func (p priya) pages(form []string) []string {
	out := []string{
		applicant.PlansPath, applicant.ApplicationsPath, applicant.NewPath, applicant.NewPath + "?plan=" + p.plan + "&procedure=study-permit",
		of(p.draft), of(p.draft, "passport"), of(p.draft, "check"), of(p.draft, "delete"),
	}
	for _, page := range form {
		out = append(out, of(p.draft, "pages", page))
	}
	return out
}

// day is a day written as YYYY-MM-DD.
func day(text string) calendar.Date {
	d, err := calendar.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// zoneOf is the zone of a passport of Priya's.
func zoneOf(number, born, expires string) (string, error) {
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "IND", DocumentNumber: number, BirthDate: born, Sex: "F", ExpiryDate: expires, Nationality: "IND", Surname: "SHARMA", GivenNames: "PRIYA",
	}, mrz.Spelling{})
	return strings.Join(lines, "\n"), err
}
