package account

import (
	"context"
	"slices"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Messages lists what the office told the applicant.
func Messages(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	list, err := p.Desk.Messages(ctx, v.By(), v.Query.Get("before"))
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := newSheet(v, "account.messages.title").back(v, page.Home)
	if len(list) == 0 {
		s.Lead = []string{t("account.messages.none")}
		return s.reply(), nil
	}
	table := ui.Table{
		Caption: t("account.messages.title"), Quiet: true,
		Head: []string{t("account.messages.about"), t("account.messages.sent"), t("account.messages.state")},
	}
	for _, m := range list {
		state := ui.Cell{Text: t("account.messages.read")}
		if m.ReadAt.IsZero() {
			state = ui.Cell{Text: t("account.messages.unread"), Chip: true, Tone: ui.Amber}
		}
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: t(messageKey(m, "title")), Href: v.Href(pathMessages+"/"+m.ID, "")}, {Text: page.Moment(v.P, m.SentAt)}, state,
		})
	}
	s.add(ui.DataTable(table))
	if len(list) == desk.MessagesOnPage {
		s.add(ui.Pages(v.P, ui.Pager{Older: v.Href(pathMessages, "before="+list[len(list)-1].ID)}))
	}
	return s.reply(), nil
}

// Message opens one message.
func Message(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	m, err := p.Desk.ReadMessage(ctx, v.By(), v.Part("id"), v.Request)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := newSheet(v, messageKey(m, "title")).back(v, pathMessages)
	s.Lead = []string{t(messageKey(m, "text"), messageArgs(v.P, m)...)}
	return s.add(softTemplate(t("account.messages.when", locale.Str("at", page.Moment(v.P, m.SentAt))))).reply(), nil
}

// messageKey is the key of a part of a message.
//
//locale:uses message.*.title message.*.text
func messageKey(m desk.Message, part string) string { return "message." + m.Template + "." + part }

// messageArgs are the values of a message as its sentence shows them: days in words, instants as the clocks of the office do.
func messageArgs(p *locale.Printer, m desk.Message) []locale.Arg {
	msg, _ := p.Message(messageKey(m, "text"))
	var args []locale.Arg
	for name, value := range m.Args {
		if !slices.Contains(msg.Params(), name) {
			continue
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			value = page.Moment(p, at)
		} else if day, err := calendar.Parse(value); err == nil {
			value = p.Date(day)
		}
		args = append(args, locale.Str(name, value))
	}
	return args
}
