package applicant

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

func (p *Persons) titleForm(v *page.Visit) itemForm[person.Title] {
	names := p.titleNames(v)
	return itemForm[person.Title]{
		list: inTitles, own: []string{"kind", "number", "from", "until"}, shelf: p.Desk.Titles,
		items: func(o account.Opened) []person.Item[person.Title] { return o.Titles },
		blank: func(account.Opened) url.Values { return nil },
		fill: func(t person.Title) url.Values {
			in := url.Values{"kind": {t.Kind}}
			page.SetDate(in, "from", t.From)
			page.SetDate(in, "until", t.Until)
			return in
		},
		read: func(f *page.Form) person.Title {
			t := person.Title{Kind: f.Text("kind"), Number: f.Text("number"), From: f.Day("from"), Until: f.Day("until")}
			want(f, "kind", "persons.wrong.title", names[t.Kind] != "")
			return t
		},
		keep: func(before, typed person.Title) person.Title {
			if typed.Number == "" {
				typed.Number = before.Number
			}
			return typed
		},
		check: func(t person.Title, _ calendar.Date) fault.List { return t.Check() },
		fields: func(f *page.Form, _ account.Opened, before *person.Title) []templ.Component {
			kept, all := "", p.titles(v)
			if before != nil {
				kept = before.Number
				if !slices.ContainsFunc(all, func(o ui.Option) bool { return o.Value == before.Kind }) {
					all = append(all, ui.Option{Value: before.Kind, Text: titleWord(names, before.Kind)})
				}
			}
			return []templ.Component{
				ui.SelectField(v.P, f.Select("kind", v.P.T("persons.title_kind"), v.P.T("persons.choose_title"), all)),
				numberField(v, f, kept), dateField(v, f, "from", "persons.valid_from"), dateField(v, f, "until", "persons.valid_until"),
			}
		},
		rows: func(t person.Title) []ui.Row {
			return append([]ui.Row{{Key: v.P.T("persons.title_kind"), Value: titleWord(names, t.Kind)}}, titleRows(v.P, t)...)
		},
		name: func(t person.Title) string { return titleWord(names, t.Kind) + " " + t.Number },
		add: func(ctx context.Context, s sent, in account.AddItem[person.Title]) (string, error) {
			return p.Desk.Titles.Add(ctx, v.By(), s.asked, in)
		},
	}
}
