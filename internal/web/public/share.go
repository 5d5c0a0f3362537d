package public

import (
	"slices"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// sharePage says what a link to a plan tells and gives the link.
type sharePage struct {
	ui.Page
	Told      []ui.Row // answers that are in the link
	Left      []ui.Row // sensitive answers that are not
	Sensitive *ui.Radios
	Ticked    func(fact string) bool
	Hidden    [][2]string
	Link      ui.Input
	PlanURL   string
}

// Share shows the link to a plan and what it tells. Sensitive answers are left out of it unless the person ticks them.
func Share(p *Pages, v *page.Visit) (page.Reply, error) {
	a := p.readAnswers(v, "")
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	keep := v.Query[queryKeep]
	ticked := func(fact string) bool { return slices.Contains(keep, fact) }
	pg := &sharePage{
		Page: v.Frame(v.P.T("page.share.title"), a.query()), Ticked: ticked,
		Hidden: a.Facts.Pairs(), PlanURL: v.Href("/plan", a.query()),
	}
	pg.Slim = true
	if a.On != a.today {
		pg.Hidden = append(pg.Hidden, [2]string{queryOn, a.On.String()})
	}
	shared := a.Facts
	var options []ui.Option
	for _, answer := range p.Law.Answers(a.Query) {
		row := ui.Row{Key: answer.Question, Value: answer.Text}
		careful := sensitive(answer)
		if careful {
			options = append(options, ui.Option{Value: answer.Fact, Text: answer.Question, Hint: answer.Text})
		}
		if careful && !ticked(answer.Fact) {
			shared = shared.Without(answer.Fact)
			pg.Left = append(pg.Left, row)
			continue
		}
		pg.Told = append(pg.Told, row)
	}
	if len(options) > 0 {
		pg.Sensitive = &ui.Radios{
			Field:   ui.Field{Name: queryKeep, Text: v.P.T("page.share.sensitive"), Hint: v.P.T("page.share.sensitive_hint")},
			Options: options,
		}
	}
	pg.Link = p.link(v, a, shared)
	return page.Reply{Body: shareTemplate(pg), Private: true}, nil
}

// link is the box with the address of the plan for some of the answers.
func (p *Pages) link(v *page.Visit, a answers, facts law.Facts) ui.Input {
	text := v.P.T("page.share.link")
	address := p.Origin + v.Href("/plan", a.queryOf(facts))
	return ui.Input{Field: ui.Field{Name: "link", Text: text}, Value: address, Size: "in-wide"}
}

// count says how many answers are in the link.
func (pg *sharePage) count() string {
	return pg.P.T("page.share.tells", locale.Num("n", len(pg.Told)))
}

// sensitive tells whether an answer stays out of links unless the person ticks it: what the law marks so, and the
// wish for protection itself.
func sensitive(a law.Answer) bool {
	return a.Sensitive || a.Value == "protection"
}
