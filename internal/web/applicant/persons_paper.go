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

func (p *Persons) paperForm(v *page.Visit) itemForm[person.Paper] {
	return itemForm[person.Paper]{
		list: inPapers, own: []string{"kind", "number", "issuer", "issued", "expires", "ended"}, shelf: p.Desk.Papers,
		items: func(o account.Opened) []person.Item[person.Paper] { return o.Papers },
		blank: func(o account.Opened) url.Values {
			return url.Values{"kind": {string(person.Passport)}, "issuer": {o.Nationality}}
		},
		fill: func(paper person.Paper) url.Values {
			in := url.Values{"kind": {string(paper.Kind)}, "issuer": {paper.Issuer}}
			page.SetDate(in, "issued", paper.Issued)
			page.SetDate(in, "expires", paper.Expires)
			page.SetDate(in, "ended", paper.Ended)
			return in
		},
		read: func(f *page.Form) person.Paper {
			paper := person.Paper{
				Kind: person.PaperKind(f.Text("kind")), Number: f.Text("number"), Issuer: f.Text("issuer"), Issued: f.Day("issued"),
				Expires: f.Day("expires"), Ended: f.Day("ended"),
			}
			want(f, "kind", "persons.wrong.choose", slices.Contains(person.PaperKinds(), paper.Kind))
			want(f, "issuer", "error.no-country", locale.IsCountry(paper.Issuer))
			return paper
		},
		keep: func(before, typed person.Paper) person.Paper {
			if typed.Number == "" {
				typed.Number = before.Number
			}
			return typed
		},
		check: person.Paper.Check,
		fields: func(f *page.Form, _ account.Opened, before *person.Paper) []templ.Component {
			kept := ""
			if before != nil {
				kept = before.Number
			}
			out := []templ.Component{
				ui.RadioField(v.P, f.Radios("kind", v.P.T("persons.kind"), "", options(v.P, person.PaperKinds(), paperWord))),
				ui.SelectField(v.P, f.Select("issuer", v.P.T("persons.issuer"), v.P.T("ui.choose_country"), countries(v.P, false))),
				numberField(v, f, kept), dateField(v, f, "issued", "persons.issued"), dateField(v, f, "expires", "persons.expires"),
			}
			if before != nil {
				out = append(out, dateField(v, f, "ended", "persons.ended"))
			}
			return out
		},
		rows: func(paper person.Paper) []ui.Row {
			rows := append([]ui.Row{{Key: v.P.T("persons.kind"), Value: paperTitle(v.P, paper)}}, paperRows(v.P, paper)...)
			return append(rows, ui.Row{Key: v.P.T("persons.ended"), Value: dayWords(v.P, paper.Ended)})
		},
		name: func(paper person.Paper) string { return paperTitle(v.P, paper) + ", " + paper.Number },
		add: func(ctx context.Context, s sent, in account.AddItem[person.Paper]) (string, error) {
			return p.Desk.Papers.Add(ctx, v.By(), s.asked, in)
		},
	}
}

// ReplacePaper asks for a new paper in the place of one that is held no longer.
func (p *Persons) ReplacePaper(ctx context.Context, v *page.Visit) (page.Reply, error) {
	d := p.paperForm(v)
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	old, ok := find(o.Papers, v.Part("item"))
	if !ok {
		return page.Reply{}, notFound()
	}
	t := d.task(v, o, nil)
	t.title = v.P.T("persons.replace_title", locale.Str("paper", paperTitle(v.P, old.Value)))
	t.lead, t.version = v.P.T("persons.replace_lead", locale.Str("number", old.Value.Number)), old.Version
	t.in = url.Values{"kind": {string(old.Value.Kind)}, "issuer": {old.Value.Issuer}}
	t.do = d.send(v, o.ID, false, func(s sent, paper person.Paper) error {
		in := account.ChangeItem[person.Paper]{Person: o.ID, Item: old.ID, Version: s.version, Value: paper}
		_, err := p.Desk.ReplacePaper(ctx, v.By(), s.asked, in)
		return err
	})
	return p.run(v, t)
}
