package public

import (
	"net/http"
	"strconv"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// unreadablePage lists what is wrong with an address and offers the way on without it.
type unreadablePage struct {
	ui.Page
	Errors   []ui.FieldError
	CheckURL string
	StartURL string
}

func (p *Pages) unreadable(v *page.Visit, a answers) page.Reply {
	pg := &unreadablePage{
		Page:     v.Frame(v.P.T("page.unreadable.title"), a.query()),
		CheckURL: v.Href("/check", a.query()),
		StartURL: v.Href("", ""),
	}
	pg.Wrong, pg.Slim = true, true
	for _, f := range a.faults[:min(len(a.faults), 10)] {
		text := v.P.T("ui.at_question", locale.Str("field", p.label(v, a, f.Field)), locale.Str("text", v.P.Say(f)))
		pg.Errors = append(pg.Errors, ui.FieldError{Text: text})
	}
	return page.Reply{Status: http.StatusUnprocessableEntity, Body: unreadableTemplate(pg), Private: true}
}

// label names an input for people: its question, or its name in quotes, cut short.
func (p *Pages) label(v *page.Visit, a answers, field string) string {
	if field == queryOn {
		return v.P.T("page.plan.on_label")
	}
	if q, ok := p.Law.Question(field, a.Query); ok {
		return q.Text
	}
	return strconv.Quote(fault.Clip(field))
}
