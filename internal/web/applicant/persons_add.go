package applicant

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Add asks for what every passport says of a person, and adds them. The rest is asked for on the person's own page.
func (p *Persons) Add(ctx context.Context, v *page.Visit) (page.Reply, error) {
	all, err := p.Desk.List(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	self := slices.ContainsFunc(all, func(k account.Kept) bool { return k.Relation == person.Self && k.Removed.IsZero() })
	relations := person.Relations()
	in := url.Values{}
	if self {
		relations = relations[1:] // self stands first
	} else if len(all) == 0 {
		in.Set("relation", string(person.Self))
	}
	next, hidden := nextOf(v)
	return p.run(v, task{
		hidden: hidden, title: v.P.T("persons.add.title"), lead: v.P.T("persons.add.lead"), button: v.P.T("persons.add.button"), back: PersonsPath, in: in,
		own: []string{"relation", "names.surname", "names.given", "birth_date", "sex", "nationality"},
		fields: func(f *page.Form) []templ.Component {
			out := []templ.Component{ui.RadioField(v.P, f.Radios("relation", v.P.T("persons.relation_ask"), "", options(v.P, relations, relationWord)))}
			out = append(out, namesFields(v, f, !self)...)
			return append(out, dateField(v, f, "birth_date", "persons.birth_date"), sexField(v, f), nationalityField(v, f))
		},
		do: func(s sent) (page.Reply, error) {
			in := account.AddPerson{
				Relation: person.Relation(s.Text("relation")),
				Person: person.Person{
					Names: namesOf(s.Form), BirthDate: s.Day("birth_date"), Sex: person.Sex(s.Text("sex")), Nationality: s.Text("nationality"),
				},
			}
			want(s.Form, "relation", "persons.wrong.choose", slices.Contains(relations, in.Relation))
			wantPassport(s.Form, in.Person)
			if !s.OK() {
				s.Take(in.Person.Check(v.Today).Err())
				return page.Reply{}, nil
			}
			id, err := p.Desk.AddPerson(ctx, v.By(), s.asked, in)
			if next != "" {
				return page.SeeOther(next), err
			}
			return done(v, pathOf(id), "added"), err
		},
	})
}

// inNext names the page that waits for the person who is added.
const inNext = "next"

// nextOf is the beginning of an application that waits for the person who is added, "" if none does, and what carries it through the form.
func nextOf(v *page.Visit) (string, [][2]string) {
	asked := v.Query.Get(inNext)
	if v.Form != nil {
		asked = v.Form.Get(inNext)
	}
	next, ours := page.OwnPath(asked)
	if !ours || !strings.HasPrefix(next, v.Href(NewPath, "")) {
		return "", nil
	}
	return next, [][2]string{{inNext, next}}
}

// wantPassport refuses the choices in which no answer was chosen, in words for people.
func wantPassport(f *page.Form, who person.Person) {
	want(f, "sex", "persons.wrong.choose", slices.Contains(person.Sexes(), who.Sex))
	want(f, "nationality", "error.no-country", locale.IsCountry(who.Nationality) || who.Nationality == locale.Stateless)
}

// namesFields ask for the names, beside a picture of where a passport has them. own says that they are the reader's.
func namesFields(v *page.Visit, f *page.Form, own bool) []templ.Component {
	surname := textInput(v, f, "names.surname", "persons.surname", "in-20")
	given := textInput(v, f, "names.given", "persons.given", "in-20")
	surname.Exact, given.Exact = true, true
	if own {
		surname.Autocomplete, given.Autocomplete = "family-name", "given-name"
	}
	return []templ.Component{ui.PassportPicture(v.P), ui.InputField(v.P, surname), ui.InputField(v.P, given)}
}

// namesOf are the names as they were typed.
func namesOf(f *page.Form) person.Names {
	return person.Names{Surname: f.Text("names.surname"), Given: f.Text("names.given")}
}

func sexField(v *page.Visit, f *page.Form) templ.Component {
	return ui.RadioField(v.P, f.Radios("sex", v.P.T("persons.sex_text"), v.P.T("persons.sex_hint"), options(v.P, person.Sexes(), sexWord)))
}

func nationalityField(v *page.Visit, f *page.Form) templ.Component {
	field := f.Select("nationality", v.P.T("persons.nationality"), v.P.T("ui.choose_country"), countries(v.P, true))
	field.Hint = v.P.T("persons.nationality_hint")
	return ui.SelectField(v.P, field)
}
