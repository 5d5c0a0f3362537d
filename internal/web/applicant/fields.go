package applicant

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// fields draws the fields of a page of an application form, each kind in the inputs that package form reads.
type fields struct {
	v    *page.Visit
	f    *page.Form
	in   url.Values
	from map[string]string // by field: where what stands in it is known from, in words
}

// The endings of the inputs that package form does not read: they shape a list and are no answer.
const (
	endMore = "-more" // rows wanted
	endDrop = "-drop" // the row to take away
	endRows = "-rows" // rows shown
	endOpen = "-open" // the row to open
	endNone = "-none" // an empty list is the answer
)

// all draws the fields in their order.
func (d fields) all(list []law.PlanField) []templ.Component {
	out := make([]templ.Component, len(list))
	for i := range list {
		out[i] = d.field(&list[i])
	}
	return out
}

// manyOptions is from how many answers on a choice is a list to open and no row of circles.
const manyOptions = 8

func (d fields) field(of *law.PlanField) templ.Component {
	p, text := d.v.P, d.text(of)
	switch of.Kind {
	case law.FieldName, law.FieldText:
		return ui.InputField(p, d.line(of))
	case law.FieldPhone:
		in := d.line(of)
		in.Type, in.Mode, in.Autocomplete = "tel", "tel", "tel"
		return ui.InputField(p, in)
	case law.FieldEMail:
		return ui.InputField(p, ui.EmailInput(d.named(of), d.f.Text(of.ID)))
	case law.FieldNumber:
		in := d.line(of)
		in.Size, in.Mode = "in-6", "numeric"
		return ui.InputField(p, in)
	case law.FieldLongText:
		return ui.TextareaField(p, ui.Textarea{Field: d.named(of), Value: d.in.Get(of.ID)})
	case law.FieldDate:
		return d.date(of)
	case law.FieldYesNo:
		return d.yesNo(of)
	case law.FieldChoice:
		options := make([]ui.Option, len(of.Options))
		for i, o := range of.Options {
			options[i] = ui.Option{Value: o.ID, Text: o.Text}
		}
		if len(options) >= manyOptions {
			return ui.SelectField(p, d.choose(of, "ui.choose", options))
		}
		return ui.RadioField(p, ui.Radios{Field: d.named(of), Options: options, Value: d.f.Text(of.ID)})
	case law.FieldCountry:
		return ui.SelectField(p, d.choose(of, "ui.choose_country", countries(p, true)))
	case law.FieldCounty:
		return ui.SelectField(p, d.choose(of, "ui.choose_county", counties(p)))
	case law.FieldAddress:
		return ui.GroupField(p, ui.Group{Field: d.named(of), Parts: d.parts(of, of.ID)})
	case law.FieldMoney:
		return ui.GroupField(p, ui.Group{Field: d.named(of), Parts: d.parts(of, of.ID), Beside: true})
	case law.FieldPeriods, law.FieldPeople:
		return d.list(of)
	}
	return ui.Details(text) // no kind is left
}

// text is what a field is called; one that may stay empty says so.
func (d fields) text(of *law.PlanField) string {
	if of.Optional {
		return d.v.P.T("filing.optional", locale.Str("field", of.Label))
	}
	return of.Label
}

// named is the common part of a field.
func (d fields) named(of *law.PlanField) ui.Field {
	out := d.f.Field(of.ID, d.text(of), of.Hint)
	out.From = d.from[of.ID]
	return out
}

// line is a line to write in, as wide as what is expected.
func (d fields) line(of *law.PlanField) ui.Input {
	in := ui.Input{Field: d.named(of), Value: d.f.Text(of.ID), Size: sizeOf(of.Max), Exact: of.Kind == law.FieldName || of.Pattern != ""}
	if of.Pattern != "" {
		in.Size = "in-20"
	}
	return in
}

// sizeOf is the width of a line for so many letters.
func sizeOf(letters int) string {
	switch {
	case letters > 0 && letters <= 12:
		return "in-6"
	case letters > 0 && letters <= 60:
		return "in-20"
	}
	return "in-wide"
}

func (d fields) date(of *law.PlanField) templ.Component {
	hint := d.v.P.T("ui.date.example")
	if of.Past {
		hint = d.v.P.T("ui.date.born_example")
	}
	if of.Hint != "" {
		hint = of.Hint + " " + hint
	}
	date := d.f.Date(of.ID, d.text(of), hint)
	date.From = d.from[of.ID]
	return ui.DateField(d.v.P, date)
}

// yesNo is a question with two answers, or a statement with one box: it is made on purpose or not at all.
func (d fields) yesNo(of *law.PlanField) templ.Component {
	if of.Declared {
		return ui.CheckOne(d.v.P, ui.Check{Field: d.named(of), Value: "true", Ticked: d.f.Text(of.ID) == "true"})
	}
	return ui.RadioField(d.v.P, ui.Radios{
		Field: d.named(of), Value: d.f.Text(of.ID),
		Options: []ui.Option{{Value: "true", Text: d.v.P.T("forms.yes")}, {Value: "false", Text: d.v.P.T("forms.no")}},
	})
}

func (d fields) choose(of *law.PlanField, empty string, options []ui.Option) ui.Select {
	return ui.Select{Field: d.named(of), Empty: d.v.P.T(empty), Options: options, Value: d.f.Text(of.ID)}
}

// parts are the inputs of a field that has several, or of one row of it; prefix is what their names begin with.
//
//locale:uses forms.part.*
func (d fields) parts(of *law.PlanField, prefix string) []templ.Component {
	inRomania := of.From == "address.romania" || of.From == "address.lodging"
	var out []templ.Component
	for _, part := range form.Parts(of.Kind) {
		if inRomania && part.ID == "country" {
			continue // it is no question
		}
		if inRomania && part.ID == "county" {
			part.Optional = false
		}
		out = append(out, d.part(part, prefix+"-"+part.ID))
	}
	return out
}

func (d fields) part(part form.Part, name string) templ.Component {
	p := d.v.P
	text := p.T("forms.part." + part.ID)
	if part.Optional {
		text = p.T("filing.optional", locale.Str("field", text))
	}
	value := d.f.Text(name)
	choose := func(empty string, options []ui.Option) templ.Component {
		return ui.SelectField(p, ui.Select{Field: d.f.Field(name, text, ""), Empty: p.T(empty), Options: options, Value: value})
	}
	switch part.Kind {
	case law.FieldDate:
		return ui.DateField(p, d.f.Date(name, text, ""))
	case law.FieldCountry:
		return choose("ui.choose_country", countries(p, part.ID == "citizenship"))
	case law.FieldCounty:
		return choose("ui.choose_county", counties(p))
	case form.PartCurrency:
		var options []ui.Option
		for _, c := range form.Currencies() {
			options = append(options, ui.Option{Value: c, Text: c})
		}
		return choose("ui.choose", options)
	case form.PartAmount, law.FieldName, law.FieldText, law.FieldLongText, law.FieldYesNo, law.FieldChoice, law.FieldAddress, law.FieldPhone,
		law.FieldEMail, law.FieldNumber, law.FieldMoney, law.FieldPeriods, law.FieldPeople:
	}
	in := ui.Input{Field: d.f.Field(name, text, ""), Value: value, Size: sizeOf(part.Max), Exact: part.Kind == law.FieldName}
	if part.Kind == form.PartAmount {
		in.Size, in.Mode = "in-6", "decimal"
	}
	return ui.InputField(p, in)
}

// list is a list of periods or people, with a button for one more row and one to take a row away.
//
//locale:uses filing.row.*
func (d fields) list(of *law.PlanField) templ.Component {
	p := d.v.P
	legend := "filing.row.person"
	if of.Kind == law.FieldPeriods {
		legend = "filing.row.period"
	}
	rows := ui.Rows{
		Field: d.named(of), Max: form.MaxRows(of.Kind), Add: p.T(legend + "_add"), Remove: p.T("filing.row.remove"), None: p.T("filing.row.none"),
	}
	for n := range rowsShown(of, d.in) {
		row := ui.RowOf{Legend: p.T(legend, locale.Num("n", n+1)), Settled: d.settled(of, n+1)}
		if row.Settled == nil {
			row.Parts = d.parts(of, of.ID+"-"+strconv.Itoa(n+1))
		}
		rows.Rows = append(rows.Rows, row)
	}
	if len(rows.Rows) == 0 && !of.Optional {
		name := of.ID + endNone
		none := ui.Check{Field: d.f.Field(name, p.T(legend+"_none"), ""), Value: "1", Ticked: d.f.Text(name) != ""}
		return both(ui.RowsField(p, rows), ui.CheckOne(p, none))
	}
	return ui.RowsField(p, rows)
}

// rowsShown is how many rows of a list are shown: those in which something stands, those that were shown before, those that were asked for.
func rowsShown(of *law.PlanField, in url.Values) int {
	shown, _ := strconv.Atoi(in.Get(of.ID + endRows)) // no number is none
	wanted, _ := strconv.Atoi(in.Get(of.ID + endMore))
	return min(max(form.Rows(of, in), shown, wanted), form.MaxRows(of.Kind))
}

// reshaped tells whether a list of the page is only to be shown with another number of rows, and takes the row away that is to go.
func reshaped(list []law.PlanField, in url.Values) bool {
	changed := false
	for i := range list {
		of := &list[i]
		if form.MaxRows(of.Kind) == 0 {
			continue
		}
		if in.Get(of.ID+endMore) != "" {
			changed = true
			in.Del(of.ID + endNone)
		}
		if in.Get(of.ID+endOpen) != "" {
			changed = true
		}
		row, err := strconv.Atoi(in.Get(of.ID + endDrop))
		if err != nil || row < 1 {
			continue
		}
		changed = true
		dropRow(of, in, row)
	}
	return changed
}

// dropRow takes a row away: those behind it move up.
func dropRow(of *law.PlanField, in url.Values, row int) {
	last := rowsShown(of, in)
	for n := row; n <= last; n++ {
		for _, part := range form.Parts(of.Kind) {
			for _, end := range []string{"", "-day", "-month", "-year"} {
				name := of.ID + "-" + strconv.Itoa(n) + "-" + part.ID + end
				next := of.ID + "-" + strconv.Itoa(n+1) + "-" + part.ID + end
				in.Del(name)
				if values, there := in[next]; there && n < last {
					in[name] = values
				}
			}
		}
	}
	in.Set(of.ID+endRows, strconv.Itoa(max(last-1, 0)))
	in.Del(of.ID + endDrop)
}
