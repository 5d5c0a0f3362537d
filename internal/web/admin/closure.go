package admin

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/appointment"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Closure asks on which days an office is closed.
func Closure(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := appointment.Closure{
		ID: rowID(v), Office: v.Part("id"), From: f.Day("from"), Until: f.Day("until"), Reason: appointment.Reason(f.Text("reason")),
		Note: f.Text("note"), Active: f.Text("active") != "", Version: version(f),
	}
	if page.TypedDate(v.Form, "until") == (ui.DateValue{}) {
		in.Until = in.From // one day
	}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.PutClosure(ctx, v.By(), desk.PutClosure{Slip: slip, Closure: in})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+in.Office, doneClosure), nil
	}
	o, now, err := officeRow(ctx, p, v, func(o desk.OfficeView) []appointment.Closure { return o.Closures }, func(c appointment.Closure) string { return c.ID })
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, closureValues(now))
	}
	t := v.P.T
	pg := p.rowForm(v, o, t("admin.closure.new"), t("admin.closure.title"), now.Version)
	pg.Lead = t("admin.closure.lead")
	if what == clash {
		pg.clashes([]both{
			{t("admin.closure.days"), span(v.P, now.From, now.Until), span(v.P, in.From, in.Until)},
			{t("admin.closure.reason"), reasonName(v.P, now.Reason), reasonName(v.P, in.Reason)}, {t("admin.closure.note"), now.Note, in.Note},
			{t("admin.staff.state"), inUse(v.P, now.Active).Text, inUse(v.P, in.Active).Text},
		})
	}
	pg.Fields = closureFields(v, f)
	return pg.show(f), nil
}

func closureValues(c appointment.Closure) url.Values {
	in := url.Values{"active": {yes(c.Active || c.ID == "")}, "reason": {string(c.Reason)}, "note": {c.Note}}
	page.SetDate(in, "from", c.From)
	page.SetDate(in, "until", c.Until)
	return in
}

func closureFields(v *page.Visit, f *page.Form) []templ.Component {
	t := v.P.T
	var reasons []ui.Option
	for _, r := range appointment.Reasons() {
		reasons = append(reasons, ui.Option{Value: string(r), Text: reasonName(v.P, r)})
	}
	return []templ.Component{
		ui.DateField(v.P, f.Date("from", t("admin.first_day"), t("ui.date.example"))),
		ui.DateField(v.P, f.Date("until", t("admin.last_day"), t("admin.closure.until_hint"))),
		ui.RadioField(v.P, f.Radios("reason", t("admin.closure.reason"), "", reasons)),
		ui.InputField(v.P, f.Input("note", t("admin.closure.note"), t("admin.closure.note_hint"))),
		activeField(v, f, t("admin.closure.active"), t("admin.kept")),
	}
}
