package admin

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"sejur/internal/appointment"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Hours asks when a service of an office is open.
func Hours(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	in := appointment.Hours{
		ID: rowID(v), Office: v.Part("id"), Service: f.Text("service"), Weekday: time.Weekday(number(f, "weekday")),
		From: f.Day("from"), Until: f.Day("until"), Active: f.Text("active") != "", Version: version(f),
	}
	if v.Form != nil {
		in.Opens, in.Closes = clock(f, "opens"), clock(f, "closes")
	}
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.PutHours(ctx, v.By(), desk.PutHours{Slip: slip, Hours: in})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathOffices+"/"+in.Office, doneHours), nil
	}
	o, now, err := officeRow(ctx, p, v, func(o desk.OfficeView) []appointment.Hours { return o.Hours }, func(h appointment.Hours) string { return h.ID })
	if err != nil {
		return page.Reply{}, err
	}
	if v.Form == nil {
		f = page.NewForm(v.P, hoursValues(v, now))
	}
	pg := p.rowForm(v, o, v.P.T("admin.hour.new"), v.P.T("admin.hour.title"), now.Version)
	if what == clash {
		pg.clashes([]both{
			{v.P.T("admin.hours.service"), p.serviceNames(v, o, []string{now.Service}), p.serviceNames(v, o, []string{in.Service})},
			{v.P.T("admin.hours.when"), v.P.Weekday(now.Weekday) + ", " + hoursText(now), v.P.Weekday(in.Weekday) + ", " + hoursText(in)},
			{v.P.T("admin.hours.valid"), span(v.P, now.From, now.Until), span(v.P, in.From, in.Until)},
			{v.P.T("admin.staff.state"), inUse(v.P, now.Active).Text, inUse(v.P, in.Active).Text},
		})
	}
	pg.Fields = p.hoursFields(v, f, o)
	return pg.show(f), nil
}

// clock reads a time of day. People leave out the zero in front and write a point for the colon.
func clock(f *page.Form, name string) appointment.Clock {
	c, ok := appointment.ParseClock(fullClock(f.Text(name)))
	if !ok {
		f.Refuse(name, "error.appointment.clock")
	}
	return c
}

func fullClock(s string) string {
	if len(s) > 0 && len(s) < len("08:30") {
		s = "0" + s
	}
	if len(s) == len("08:30") && s[2] == '.' {
		s = s[:2] + ":" + s[3:]
	}
	return s
}

func hoursValues(v *page.Visit, h appointment.Hours) url.Values {
	in := url.Values{"active": {yes(h.Active || h.ID == "")}, "service": {h.Service}}
	if h.ID == "" {
		page.SetDate(in, "from", v.Today)
		return in
	}
	in.Set("weekday", strconv.Itoa(int(h.Weekday)))
	in.Set("opens", h.Opens.String())
	in.Set("closes", h.Closes.String())
	page.SetDate(in, "from", h.From)
	page.SetDate(in, "until", h.Until)
	return in
}

func (p *Pages) hoursFields(v *page.Visit, f *page.Form, o desk.OfficeView) []templ.Component {
	t := v.P.T
	service := ui.SelectField(v.P, f.Select("service", t("admin.hours.service"), t("admin.choose"), p.serviceOptions(v, o)))
	weekday := ui.SelectField(v.P, f.Select("weekday", t("admin.hours.weekday"), t("admin.choose"), weekdayOptions(v.P)))
	opens := f.Input("opens", t("admin.hours.opens"), t("admin.hours.clock_hint"))
	closes := f.Input("closes", t("admin.hours.closes"), "")
	opens.Size, closes.Size = "in-4", "in-4"
	from := ui.DateField(v.P, f.Date("from", t("admin.first_day"), t("ui.date.example")))
	until := ui.DateField(v.P, f.Date("until", t("admin.last_day"), t("admin.hours.until_hint")))
	return []templ.Component{
		service, weekday, ui.InputField(v.P, opens), ui.InputField(v.P, closes), from, until, activeField(v, f, t("admin.hours.active"), t("admin.kept")),
	}
}
