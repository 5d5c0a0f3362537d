package admin

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Offices lists the offices: those of the law and the own ones.
func Offices(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	rows, err := p.Desk.ListOffices(ctx, v.By(), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	county, part := v.Query.Get("county"), v.Query.Get("part") != ""
	rows = slices.DeleteFunc(rows, func(o desk.OfficeRow) bool {
		return county != "" && o.County != county || part && (o.Own == nil || !o.Own.Active)
	})
	s := &sheet{
		Page: v.Frame(t("admin.offices.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.home.title"), Href: pathHome},
		Lead: t("admin.offices.lead"), Filter: officesFilter(v),
	}
	table := &ui.Table{Caption: t("admin.offices.title"), Quiet: true, Head: []string{
		t("admin.offices.name"), t("admin.offices.county"), t("admin.offices.named_by"), t("admin.offices.part"),
	}}
	for _, o := range rows {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: o.Name, Href: pathOffices + "/" + o.ID, Note: o.City}, {Text: v.P.County(o.County)}, {Text: namedBy(v.P, o)}, partCell(v.P, o),
		})
	}
	s.Sections = []section{
		{Links: []anchor{{Text: t("admin.own_office.title"), Href: pathOffices + "/new", Main: true}}},
		{Lead: t("admin.offices.count", locale.Num("n", len(rows))), Table: table, Empty: t("admin.offices.none")},
	}
	return s.show(v), nil
}

func officesFilter(v *page.Visit) *filter {
	f := page.NewForm(v.P, v.Query)
	out := &filter{Action: pathOffices, Fields: []templ.Component{
		ui.SelectField(v.P, f.Select("county", v.P.T("admin.offices.county"), v.P.T("admin.any"), counties(v.P))),
		ui.CheckOne(v.P, ui.Check{Field: f.Field("part", v.P.T("admin.offices.only_part"), ""), Value: "yes", Ticked: f.Text("part") != ""}),
	}}
	if len(v.Query) > 0 {
		out.Clear = pathOffices
	}
	return out
}

func counties(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for _, c := range p.Counties() {
		out = append(out, ui.Option{Value: c.Code, Text: c.Name})
	}
	return out
}

// namedBy says who names an office.
func namedBy(p *locale.Printer, o desk.OfficeRow) string {
	if o.Law == nil {
		return p.T("admin.offices.own")
	}
	return p.T("admin.offices.law")
}

// partCell says whether an office takes part.
func partCell(p *locale.Printer, o desk.OfficeRow) ui.Cell {
	switch {
	case o.Own == nil:
		return ui.Cell{Text: p.T("admin.offices.no_part"), Chip: true, Tone: ui.Line}
	case !o.Own.Active:
		return ui.Cell{Text: p.T("admin.offices.rests"), Chip: true, Tone: ui.Amber}
	}
	return ui.Cell{Text: p.T("admin.offices.takes_part"), Chip: true, Tone: ui.Green}
}
