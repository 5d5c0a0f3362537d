package applicant

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// The inputs of the beginning of an application.
const (
	inPlan      = "plan"
	inProcedure = "procedure"
	inPerson    = "person"
)

// newPage asks what somebody applies for.
type newPage struct {
	ui.Page
	Back   string
	Kept   []applicationCard // what a kept plan says
	Choose ui.Select
	Action string
	Guide  string // address of the questions
}

// New begins an application: first it asks for what, if that is not said yet, then for whom.
func (p *Applications) New(ctx context.Context, v *page.Visit) (page.Reply, error) {
	asked := v.Query
	if v.Form != nil {
		asked = v.Form
	}
	online := p.Law.Online(v.Today, v.P.Lang())
	i := slices.IndexFunc(online, func(o law.OnlineProcedure) bool { return o.ID == asked.Get(inProcedure) })
	if i < 0 {
		return p.chooseProcedure(ctx, v, online)
	}
	return p.choosePerson(ctx, v, asked, online[i])
}

// chooseProcedure asks for what somebody applies.
func (p *Applications) chooseProcedure(ctx context.Context, v *page.Visit, online []law.OnlineProcedure) (page.Reply, error) {
	t := v.P.T
	kept, err := p.Desk.Kept(ctx, v.By(), v.Cookie(cookiePlan))
	if err != nil {
		return page.Reply{}, err
	}
	pg := &newPage{
		Page: v.Frame(t("filing.new.title"), ""), Back: v.Href(ApplicationsPath, ""), Action: v.Href(NewPath, ""), Guide: v.Href("/check", ""),
	}
	pg.Slim = true
	for _, k := range kept {
		for id := range k.Seen {
			j := slices.IndexFunc(online, func(o law.OnlineProcedure) bool { return o.ID == id })
			if j >= 0 {
				pg.Kept = append(pg.Kept, applicationCard{
					Title: online[j].Title, Note: t("filing.plans.kept", locale.Str("at", page.Moment(v.P, k.KeptAt))),
					Href: v.Href(NewPath, url.Values{inPlan: {k.ID}, inProcedure: {id}}.Encode()),
				})
			}
		}
	}
	slices.SortStableFunc(pg.Kept, byTitle)
	options := make([]ui.Option, len(online))
	for j, o := range online {
		options[j] = ui.Option{Value: o.ID, Text: o.Title}
	}
	pg.Choose = ui.Select{
		Field: ui.Field{Name: inProcedure, Text: t("filing.new.procedure"), Hint: t("filing.new.procedure_hint")}, Empty: t("ui.choose"), Options: options,
	}
	return claimed(v, page.Reply{Body: newTemplate(pg)}), nil
}

// choosePerson asks for whom somebody applies, and begins.
func (p *Applications) choosePerson(ctx context.Context, v *page.Visit, asked url.Values, o law.OnlineProcedure) (page.Reply, error) {
	if _, err := p.Desk.Kept(ctx, v.By(), v.Cookie(cookiePlan)); err != nil { // the plan that waited is the account's from here on
		return page.Reply{}, err
	}
	kept, err := p.Persons.List(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form == nil {
		f = page.NewForm(v.P, url.Values{inPerson: {onlyPerson(keptPersons(kept))}})
	} else if reply, err := p.start(ctx, v, f, asked, o.ID); err != nil || reply.Location != "" {
		return reply, err
	}
	t := v.P.T
	here := v.Href(NewPath, url.Values{inPlan: {asked.Get(inPlan)}, inProcedure: {o.ID}}.Encode())
	add := v.Href(PersonsPath+"/new", url.Values{inNext: {here}}.Encode())
	pg := &formPage{
		Page: v.Frame(t("filing.new.for_title"), url.Values{inPlan: {asked.Get(inPlan)}, inProcedure: {o.ID}}.Encode()), Back: v.Href(NewPath, ""),
		Lead: t("filing.new.for_lead", locale.Str("title", o.Title)), Remove: t("filing.new.add_person"), RemoveTo: add,
		Form: ui.Form{
			Action: v.Href(NewPath, ""), Token: p.Tokens.Draw(v, NewPath), Button: t("filing.new.begin"),
			Hidden: [][2]string{{inPlan, asked.Get(inPlan)}, {inProcedure, o.ID}},
		},
	}
	pg.Slim = true
	var options []ui.Option
	for _, k := range keptPersons(kept) {
		options = append(options, ui.Option{Value: string(k.ID), Text: k.Names.String(), Hint: relationWord(v.P, k.Relation)})
	}
	if len(options) == 0 {
		return claimed(v, page.SeeOther(add)), nil // nobody is there yet: it begins with somebody
	}
	pg.Fields = []templ.Component{ui.RadioField(v.P, f.Radios(inPerson, t("filing.new.for_whom"), "", options))}
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	return claimed(v, page.Reply{Body: formTemplate(pg), Status: f.Status()}), nil
}

// start begins the application that was asked for, and leads to it; what was refused stands in the form.
func (p *Applications) start(ctx context.Context, v *page.Visit, f *page.Form, asked url.Values, procedure string) (page.Reply, error) {
	want(f, inPerson, "persons.wrong.choose", asked.Get(inPerson) != "")
	if !f.OK() {
		return page.Reply{}, nil
	}
	key, err := p.Tokens.Key(v, NewPath)
	if err != nil {
		f.Take(err)
		return page.Reply{}, nil
	}
	id, err := p.Desk.Start(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, filing.Start{
		Person: person.ID(asked.Get(inPerson)), Procedure: procedure, Plan: asked.Get(inPlan), Lang: v.P.Lang(),
	})
	if err == nil {
		return page.SeeOther(v.Href(applicationPath(id), "")), nil
	}
	if f.Take(err) {
		return page.Reply{}, nil
	}
	return page.Reply{}, err
}

// keptPersons are the persons of the account who are not removed.
func keptPersons(all []account.Kept) []account.Kept {
	return slices.DeleteFunc(slices.Clone(all), func(k account.Kept) bool { return !k.Removed.IsZero() })
}

// onlyPerson is the id of the one person of an account, "" when there are several.
func onlyPerson(all []account.Kept) string {
	if len(all) != 1 {
		return ""
	}
	return string(all[0].ID)
}

func byTitle(a, b applicationCard) int { return cmp.Compare(a.Title, b.Title) }
