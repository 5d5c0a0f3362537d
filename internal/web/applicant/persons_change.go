package applicant

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// The parts of what is known of a person, one form each, as they stand in addresses.
const (
	partNames       = "names"
	partBirth       = "birth"
	partNationality = "nationality"
	partCNP         = "cnp"
	partRelation    = "relation"
)

// Change changes one part of what is known of a person.
//
//locale:uses persons.change.*
func (p *Persons) Change(ctx context.Context, v *page.Visit) (page.Reply, error) {
	part := v.Part("part")
	parts := map[string]func(change) task{
		partNames: change.names, partBirth: change.birth, partNationality: change.nationality, partCNP: change.cnp, partRelation: change.relation,
	}
	form, known := parts[part]
	if !known {
		return page.Reply{}, notFound()
	}
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	t := form(change{v: v, o: o, send: func(s sent, in account.ChangePerson) (page.Reply, error) {
		in.Person, in.Version = o.ID, s.version
		err := p.Desk.ChangePerson(ctx, v.By(), s.asked, in)
		return done(v, pathOf(o.ID), "changed"), err
	}})
	t.title = v.P.T("persons.change."+part, locale.Str("name", o.Names.String()))
	t.button, t.back, t.version = v.P.T("persons.save"), pathOf(o.ID), o.Version
	return p.run(v, t)
}

// change makes the forms that change a person.
type change struct {
	v    *page.Visit
	o    account.Opened
	send func(sent, account.ChangePerson) (page.Reply, error)
}

func (c change) names() task {
	return task{
		own:    []string{"names.surname", "names.given"},
		in:     url.Values{"names.surname": {c.o.Names.Surname}, "names.given": {c.o.Names.Given}},
		kept:   namesRows(c.v.P, c.o.Names),
		typed:  func(f *page.Form) []ui.Row { return namesRows(c.v.P, namesOf(f)) },
		fields: func(f *page.Form) []templ.Component { return namesFields(c.v, f, c.o.Relation == person.Self) },
		do: func(s sent) (page.Reply, error) {
			names := namesOf(s.Form)
			return c.send(s, account.ChangePerson{Names: &names})
		},
	}
}

func (c change) birth() task {
	in := url.Values{"sex": {string(c.o.Sex)}, "birth_country": {c.o.BirthCountry}, "birth_place": {c.o.BirthPlace}}
	page.SetDate(in, "birth_date", c.o.BirthDate)
	read := func(f *page.Form) account.Birth {
		return account.Birth{
			Date: f.Day("birth_date"), Sex: person.Sex(f.Text("sex")), Country: f.Text("birth_country"), Place: f.Text("birth_place"),
		}
	}
	return task{
		own: []string{"birth_date", "sex", "birth_country", "birth_place"}, in: in, kept: birthRows(c.v.P, birthOf(c.o.Person)),
		typed: func(f *page.Form) []ui.Row { return birthRows(c.v.P, read(f)) },
		fields: func(f *page.Form) []templ.Component {
			country := f.Select("birth_country", c.v.P.T("persons.birth_country"), c.v.P.T("ui.choose_country"), countries(c.v.P, false))
			country.Hint = c.v.P.T("persons.birth_country_hint")
			date := f.Date("birth_date", c.v.P.T("persons.birth_date"), c.v.P.T("ui.date.born_example"))
			date.Autocomplete = c.o.Relation == person.Self
			return []templ.Component{
				ui.DateField(c.v.P, date), sexField(c.v, f), ui.SelectField(c.v.P, country),
				textField(c.v, f, "birth_place", "persons.birth_place", "in-20"),
			}
		},
		do: func(s sent) (page.Reply, error) {
			b := read(s.Form)
			want(s.Form, "sex", "persons.wrong.choose", slices.Contains(person.Sexes(), b.Sex))
			want(s.Form, "birth_country", "error.no-country", b.Country == "" || locale.IsCountry(b.Country))
			if !s.OK() {
				return page.Reply{}, nil
			}
			return c.send(s, account.ChangePerson{Birth: &b})
		},
	}
}

func (c change) nationality() task {
	return task{
		own: []string{"nationality"}, in: url.Values{"nationality": {c.o.Nationality}},
		kept:   []ui.Row{nationalityRow(c.v.P, c.o.Nationality)},
		typed:  func(f *page.Form) []ui.Row { return []ui.Row{nationalityRow(c.v.P, f.Text("nationality"))} },
		fields: func(f *page.Form) []templ.Component { return []templ.Component{nationalityField(c.v, f)} },
		do: func(s sent) (page.Reply, error) {
			code := s.Text("nationality")
			want(s.Form, "nationality", "error.no-country", locale.IsCountry(code) || code == locale.Stateless)
			if !s.OK() {
				return page.Reply{}, nil
			}
			return c.send(s, account.ChangePerson{Nationality: &code})
		},
	}
}

// cnp asks for the personal numeric code. One that is kept is not shown: nothing typed leaves it as it is.
func (c change) cnp() task {
	const inNone = "cnp_none"
	row := func(code string) []ui.Row { return []ui.Row{{Key: c.v.P.T("persons.cnp"), Value: textOr(c.v.P, code)}} }
	return task{
		own: []string{"cnp", inNone}, lead: c.v.P.T("persons.cnp_lead"), kept: row(c.o.CNP),
		typed: func(f *page.Form) []ui.Row { return row(f.Text("cnp")) },
		fields: func(f *page.Form) []templ.Component {
			in := textInput(c.v, f, "cnp", "persons.cnp", "in-20")
			in.Mode, in.Exact = "numeric", true
			out := []templ.Component{}
			if c.o.CNP != "" {
				in.Hint = c.v.P.T("persons.number_kept", locale.Str("number", c.o.CNP))
				out = append(out, ui.CheckOne(c.v.P, ui.Check{
					Field: f.Field(inNone, c.v.P.T("persons.cnp_none"), ""), Value: "yes", Ticked: f.Text(inNone) != "",
				}))
			}
			return append([]templ.Component{ui.InputField(c.v.P, in)}, out...)
		},
		do: func(s sent) (page.Reply, error) {
			code := s.Text("cnp")
			switch {
			case s.Text(inNone) != "" && code != "":
				s.Refuse("cnp", "persons.wrong.cnp_both")
				return page.Reply{}, nil
			case s.Text(inNone) == "" && code == "" && c.o.CNP != "":
				return page.SeeOther(c.v.Href(pathOf(c.o.ID), "")), nil
			case s.Text(inNone) == "" && code == "":
				s.Refuse("cnp", "error.field.missing")
				return page.Reply{}, nil
			}
			return c.send(s, account.ChangePerson{CNP: &code})
		},
	}
}

func (c change) relation() task {
	return task{
		own: []string{"relation"}, in: url.Values{"relation": {string(c.o.Relation)}}, kept: []ui.Row{relationRow(c.v.P, c.o.Relation)},
		typed: func(f *page.Form) []ui.Row {
			return []ui.Row{relationRow(c.v.P, person.Relation(f.Text("relation")))}
		},
		fields: func(f *page.Form) []templ.Component {
			return []templ.Component{ui.RadioField(c.v.P, f.Radios("relation", c.v.P.T("persons.relation_ask"), "", options(c.v.P, person.Relations(), relationWord)))}
		},
		do: func(s sent) (page.Reply, error) {
			r := person.Relation(s.Text("relation"))
			want(s.Form, "relation", "persons.wrong.choose", slices.Contains(person.Relations(), r))
			if !s.OK() {
				return page.Reply{}, nil
			}
			return c.send(s, account.ChangePerson{Relation: &r})
		},
	}
}
