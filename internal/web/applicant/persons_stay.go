package applicant

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

func (p *Persons) stayForm(v *page.Visit) itemForm[person.Stay] {
	return itemForm[person.Stay]{
		list: inStays, own: []string{"entry", "exit"}, shelf: p.Desk.Stays,
		items: func(o account.Opened) []person.Item[person.Stay] { return o.Stays },
		blank: func(account.Opened) url.Values { return nil },
		fill: func(s person.Stay) url.Values {
			in := url.Values{}
			page.SetDate(in, "entry", s.Entry)
			page.SetDate(in, "exit", s.Exit)
			return in
		},
		read:  func(f *page.Form) person.Stay { return person.Stay{Entry: f.Day("entry"), Exit: f.Day("exit")} },
		keep:  func(_, typed person.Stay) person.Stay { return typed },
		check: person.Stay.Check,
		fields: func(f *page.Form, _ account.Opened, _ *person.Stay) []templ.Component {
			return []templ.Component{dateField(v, f, "entry", "persons.entry"), dateField(v, f, "exit", "persons.exit")}
		},
		rows: func(s person.Stay) []ui.Row { return stayRows(v.P, s) },
		name: func(s person.Stay) string { return fromUntil(v.P, s.Entry, s.Exit) },
		add: func(ctx context.Context, s sent, in account.AddItem[person.Stay]) (string, error) {
			return p.Desk.Stays.Add(ctx, v.By(), s.asked, in)
		},
	}
}
