package admin

import (
	"context"
	"slices"
	"strconv"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
)

// rowNew stands in an address in place of the id of a row that is not there yet.
const rowNew = "new"

// rowID is the id of the row that a form is about, "" for a new one.
func rowID(v *page.Visit) string {
	if id := v.Part("row"); id != rowNew {
		return id
	}
	return ""
}

// officeRow opens the office of a form and finds the row that it is about; the zero row for a new one. An office that takes no part has
// no rows: that is a fault of kind NotFound.
func officeRow[T any](ctx context.Context, p *Pages, v *page.Visit, rows func(desk.OfficeView) []T, id func(T) string) (desk.OfficeView, T, error) {
	var none T
	o, err := p.Desk.OpenOffice(ctx, v.By(), v.Part("id"), v.P.Lang(), calendar.Date{})
	if err != nil {
		return o, none, err
	}
	all, want := rows(o), rowID(v)
	i := slices.IndexFunc(all, func(r T) bool { return id(r) == want })
	switch {
	case o.Own == nil, i < 0 && want != "":
		return o, none, fault.New(fault.NotFound, "not-found")
	case i < 0:
		return o, none, nil
	}
	return o, all[i], nil
}

// rowForm begins a form about a row of an office.
func (p *Pages) rowForm(v *page.Visit, o desk.OfficeView, fresh, existing string, stands int64) *formPage {
	title := existing
	if rowID(v) == "" {
		title = fresh
	}
	pg := p.newForm(v, title, anchor{Text: o.Name, Href: pathOffices + "/" + o.ID})
	pg.Hidden = [][2]string{{"version", versionText(stands)}}
	return pg
}

// number reads a whole number; what is none is -1, which no field takes.
func number(f *page.Form, name string) int {
	n, err := strconv.Atoi(f.Text(name))
	if err != nil {
		return -1
	}
	return n
}

// yes is the value of a box that is ticked.
func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}
