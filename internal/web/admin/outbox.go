package admin

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/office"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

func letterStates() []office.LetterState {
	return []office.LetterState{office.LetterWaiting, office.LetterRefused, office.LetterSent}
}

// letterState names the state of a letter.
//
//locale:uses admin.letter_state.*
func letterState(p *locale.Printer, s office.LetterState) string {
	return p.T("admin.letter_state." + string(s))
}

// letterName is what a letter is called by its subject.
//
//locale:uses mail.*.subject
func letterName(p *locale.Printer, l office.Letter) string {
	key := "mail." + l.Template + ".subject"
	if !p.Has(key) {
		return l.Template
	}
	return p.T(key)
}

// Outbox lists the letters of the house, with masked addresses.
func Outbox(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	state, before := office.LetterState(v.Query.Get("state")), v.Query.Get("before")
	if !slices.Contains(letterStates(), state) {
		state = office.LetterWaiting
	}
	list, err := p.Desk.ListLetters(ctx, v.By(), v.Request, state, before)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	f := page.NewForm(v.P, map[string][]string{"state": {string(state)}})
	var options []ui.Option
	for _, s := range letterStates() {
		text := letterState(v.P, s)
		if n, counted := list.Counts[s]; counted || s != office.LetterSent {
			text = t("admin.jobs.counted", locale.Str("state", text), locale.Str("n", count(v.P, n)))
		}
		options = append(options, ui.Option{Value: string(s), Text: text})
	}
	s := &sheet{
		Page: v.Frame(t("admin.outbox.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.outbox.lead"),
		Filter: &filter{Action: pathOutbox, Fields: []templ.Component{ui.RadioField(v.P, f.Radios("state", t("admin.staff.state"), "", options))}},
		Pager:  older(pathOutbox, v.Query, before, list.Next),
	}
	if what, _ := v.Done(); what == doneMail {
		s.Done = &told{Title: t("admin.done.mail"), Text: t("admin.done.mail_text")}
	}
	table := &ui.Table{Caption: t("admin.outbox.title"), Quiet: true, Head: []string{
		t("admin.letter.what"), t("admin.letter.to"), t("admin.jobs.made"), t("admin.jobs.tries"), t("admin.jobs.error"),
	}}
	for _, l := range list.Rows {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: letterName(v.P, l.Letter), Href: pathOutbox + "/" + l.ID}, {Text: l.To}, {Text: page.Moment(v.P, l.CreatedAt)},
			{Text: v.P.Number(l.Tries), N: true}, {Text: l.Error},
		})
	}
	s.Sections = []section{
		{Links: []anchor{{Text: t("admin.mail.title"), Href: pathOutbox + "/test"}}}, {Table: table, Empty: t("admin.outbox.none")},
	}
	return s.show(v), nil
}

const doneMail = "mail"

// Letter shows one letter with every try to send it. What it says is its reader's business.
func Letter(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	l, err := p.Desk.OpenLetter(ctx, v.By(), v.Request, v.Part("id"))
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{Page: v.Frame(letterName(v.P, l.Letter), ""), Back: &anchor{Text: t("admin.outbox.title"), Href: pathOutbox}}
	s.Sections = []section{
		{ID: "letter", Rows: []ui.Row{
			{Key: t("admin.staff.state"), Value: letterState(v.P, l.State)}, {Key: t("admin.letter.to"), Value: l.To},
			{Key: t("admin.staff.lang"), Value: l.Lang.Name()}, {Key: t("admin.jobs.made"), Value: page.Moment(v.P, l.CreatedAt)},
			{Key: t("admin.letter.sent"), Value: orNone(v.P, page.Moment(v.P, l.SentAt))},
		}},
		{ID: "tries", Title: t("admin.letter.log"), Events: letterEvents(v.P, l.Log)},
	}
	if len(l.Log) == 0 {
		s.Sections[1].Empty = t("admin.letter.untried")
	}
	return s.show(v), nil
}

func letterEvents(p *locale.Printer, log []desk.Try) []ui.Event {
	out := make([]ui.Event, len(log))
	for i, try := range log {
		out[len(log)-1-i] = ui.Event{At: try.At, Text: letterState(p, try.Outcome), Who: try.Cause, Now: try.Outcome == office.LetterRefused}
	}
	return out
}

// TestMail asks whether to send a letter to one's own address.
func TestMail(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.SendTestMail(ctx, v.By(), slip)
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOutbox, doneMail), nil
	}
	pg := p.newForm(v, v.P.T("admin.mail.title"), anchor{Text: v.P.T("admin.outbox.title"), Href: pathOutbox})
	pg.Lead, pg.Button = v.P.T("admin.mail.lead"), v.P.T("admin.mail.button")
	return pg.show(f), nil
}
