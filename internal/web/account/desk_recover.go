package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// DeskRecover finds the account of somebody at the counter who lost every way into it.
func DeskRecover(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	if reply, ok := toConfirm(v, p.Desk.Fresh(v.By()), pathDeskRecover); ok {
		return reply, nil
	}
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		found, err := p.Desk.FindAccount(ctx, v.By(), f.Text("email"), v.Request)
		if err := tried(f, err); err != nil {
			return page.Reply{}, err
		}
		if err == nil && found.ID != "" {
			return p.showFound(v, page.NewForm(v.P, nil), found), nil
		}
		if err == nil {
			f.Refuse("email", "desk.recover.nobody")
		}
	}
	t := v.P.T
	s := newSheet(v, "desk.recover.title").back(v, page.StaffHome)
	s.Lead = []string{t("desk.recover.lead")}
	s.add(ui.PostForm(ui.Form{
		Action: pathDeskRecover, Button: t("desk.recover.find"),
		Fields: []templ.Component{ui.InputField(v.P, ui.Input{
			Field: f.Field("email", t("desk.recover.email"), t("desk.recover.email_hint")), Value: f.Text("email"), Type: "email", Size: "in-20", Exact: true,
		})},
	}))
	return s.wrong(f).reply(), nil
}

// showFound asks for what must be recorded before the account is opened again.
func (p *Pages) showFound(v *page.Visit, f *page.Form, found desk.Found) page.Reply {
	t := v.P.T
	s := newSheet(v, "desk.recover.found").back(v, pathDeskRecover)
	s.Path = pathDeskRecover
	s.Lead = []string{t("desk.recover.found_lead")}
	var reasons []ui.Option
	for _, reason := range desk.Reasons() {
		reasons = append(reasons, ui.Option{Value: reason, Text: t("desk.recover.reason." + reason)})
	}
	s.add(
		ui.SummaryListOf("found", []ui.Row{
			{Key: t("account.own.email"), Value: found.Email},
			{Key: t("desk.recover.since"), Value: page.Moment(v.P, found.CreatedAt)},
		}),
		ui.PostForm(ui.Form{
			Action: pathDeskRecover + "/link", Hidden: [][2]string{{"account", found.ID}, {"email", found.Email}}, Button: t("desk.recover.go"), Danger: true,
			Fields: []templ.Component{
				ui.RadioField(v.P, f.Radios("reason", t("desk.recover.why"), "", reasons)),
				ui.CheckOne(v.P, ui.Check{Field: f.Field("paper", t("desk.recover.paper"), ""), Value: "seen", Ticked: f.Text("paper") == "seen"}),
			},
			Cancel: t("account.cancel"), CancelTo: pathDeskRecover,
		}))
	return s.wrong(f).reply()
}

// DeskRecoverLink makes the link and shows it, once.
//
//locale:uses desk.recover.reason.*
func DeskRecoverLink(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	given, err := p.Desk.GiveRecovery(ctx, v.By(), desk.GiveRecovery{
		Account: f.Text("account"), Reason: f.Text("reason"), PaperSeen: f.Text("paper") == "seen", Request: v.Request,
	})
	if reply, ok := toConfirm(v, err, pathDeskRecover); ok {
		return reply, nil
	}
	if fault.KindOf(err) == fault.NotFound { // it ended since it was found
		return page.SeeOther(pathDeskRecover), nil
	}
	if err := tried(f, err); err != nil {
		return page.Reply{}, err
	}
	if err != nil {
		found, err := p.Desk.FindAccount(ctx, v.By(), f.Text("email"), v.Request)
		if err != nil || found.ID == "" {
			return page.SeeOther(pathDeskRecover), nil
		}
		return p.showFound(v, f, found), nil
	}
	t := v.P.T
	s := newSheet(v, "desk.recover.link_title").back(v, pathDeskRecover)
	s.Path = pathDeskRecover
	s.Lead = []string{t("desk.recover.link_lead", locale.Str("at", page.Moment(v.P, given.ExpiresAt)))}
	s.add(
		addressTemplate(p.Origin+"/"+string(given.Lang)+pathRecover+"/"+given.Token),
		textTemplate(t("desk.recover.link_once")),
	)
	return s.reply(), nil
}
