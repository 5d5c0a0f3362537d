package public

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// typed is what stands in the form of a question.
type typed struct {
	value   string // as a fact's value; may be wrong
	date    ui.DateValue
	periods []ui.Period
	again   bool // show the form once more: the reader asked for another row
	wrong   *fault.Error
	badRow  int // number of the row that is wrong, from 1
}

// readTyped reads the inputs of one question.
func readTyped(in url.Values, q law.Question) typed {
	values := in[q.Fact]
	if slices.Contains(values, unknown) {
		return typed{value: unknown}
	}
	switch q.Kind {
	case law.KindDate:
		t := typed{date: page.TypedDate(in, q.Fact)}
		t.value, _ = dateFrom(in, q.Fact)
		return t
	case law.KindPeriods:
		if slices.Contains(values, noPeriods) {
			return typed{value: noPeriods}
		}
		return readPeriods(in, q.Fact)
	case law.KindChoice, law.KindCountry, law.KindCounty, law.KindYesNo, law.KindNumber:
	}
	for _, value := range values {
		if s := strings.TrimSpace(value); s != "" {
			return typed{value: s}
		}
	}
	return typed{}
}

func readPeriods(in url.Values, fact string) typed {
	rows, err := strconv.Atoi(in.Get(fact + "-rows"))
	if err != nil {
		rows = 1
	}
	more, err := strconv.Atoi(in.Get(queryMore))
	if err == nil {
		return typed{periods: typedPeriods(in, fact, more), again: true}
	}
	t := typed{periods: typedPeriods(in, fact, rows)}
	t.value, t.badRow = joinPeriods(t.periods)
	return t
}

// check says what the law need not be asked for: nothing was answered, or dates that are none.
func (t *typed) check(q law.Question) {
	switch {
	case t.again:
	case t.value == "" && q.Fact == "nationality": // the one answer that nobody can leave open
		t.wrong = fault.Field(q.Fact, "no-country")
	case t.value == "":
		t.wrong = fault.Field(q.Fact, "no-answer")
	case t.badRow > 0:
		t.wrong = fault.Field(q.Fact, "period-row", fault.Num("row", t.badRow))
	case q.Kind == law.KindDate && t.value != unknown && !isDate(t.value):
		t.wrong = fault.Field(q.Fact, "not-a-date")
	}
}

// newControl makes the input of a question. q.Text is the heading of the page.
func newControl(p *locale.Printer, q law.Question, t typed, wrong string) control {
	field := ui.Field{Name: q.Fact, Text: q.Text, Hint: q.Hint, Wrong: wrong, Page: true}
	switch q.Kind {
	case law.KindChoice, law.KindYesNo:
		options := make([]ui.Option, len(q.Options))
		for i, o := range q.Options {
			options[i] = ui.Option{Value: o.ID, Text: o.Text}
		}
		if len(options) == 0 {
			options = []ui.Option{{Value: "true", Text: p.T("ui.yes")}, {Value: "false", Text: p.T("ui.no")}}
		}
		return control{Radios: &ui.Radios{Field: field, Options: options, Value: t.value}}
	case law.KindCountry:
		return control{Select: &ui.Select{Field: field, Empty: p.T("ui.choose_country"), Options: countries(p, q.Fact), Value: t.value}}
	case law.KindCounty:
		return control{Select: &ui.Select{Field: field, Empty: p.T("ui.choose_county"), Options: counties(p), Value: t.value}}
	case law.KindNumber:
		return control{Input: &ui.Input{Field: field, Value: shownValue(t.value), Size: "in-4", Mode: "numeric"}}
	case law.KindDate:
		date := t.date
		if date == (ui.DateValue{}) {
			date = splitDate(t.value)
		}
		field.Hint = joinHints(field.Hint, p.T("ui.date.example"))
		return control{Date: &ui.Date{Field: field, Value: date, Autocomplete: q.Fact == "birth_date"}}
	case law.KindPeriods:
		return control{Periods: newPeriods(p, field, t)}
	}
	return control{}
}

func newPeriods(p *locale.Printer, field ui.Field, t typed) *ui.Periods {
	rows := t.periods
	if len(rows) == 0 {
		rows = splitPeriods(t.value)
	}
	out := &ui.Periods{
		Field: field, Rows: rows, Max: maxPeriods,
		FromText: p.T("ui.period.from"), ToText: p.T("ui.period.to"), ToHint: p.T("ui.period.open"),
		NoneText: p.T("ui.period.none"),
	}
	out.Hint = joinHints(out.Hint, p.T("ui.date.example"))
	if field.Name == "absences" {
		out.FromText, out.ToText = p.T("ui.period.left"), p.T("ui.period.returned")
	}
	return out
}

func shownValue(value string) string {
	if value == unknown {
		return ""
	}
	return value
}

// countries are the choices of a country; having none is a choice of citizenship alone.
func countries(p *locale.Printer, fact string) []ui.Option {
	const stateless = "XX"
	all := p.Countries()
	out := make([]ui.Option, 0, len(all))
	for _, c := range all {
		if c.Code != stateless || fact == "nationality" {
			out = append(out, ui.Option{Value: c.Code, Text: c.Name})
		}
	}
	return out
}

func counties(p *locale.Printer) []ui.Option {
	all := p.Counties()
	out := make([]ui.Option, len(all))
	for i, c := range all {
		out[i] = ui.Option{Value: c.Code, Text: c.Name}
	}
	return out
}

// first is the id of the input to which the error summary leads.
func (c control) first(q law.Question) string {
	if c.Date != nil {
		return q.Fact + "-day"
	}
	return q.Fact
}
