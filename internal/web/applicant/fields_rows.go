package applicant

import (
	"strconv"
	"strings"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// settled is a row of a list of people in a line; nil when it is open: nothing stands in it, something is wrong with it, or somebody opened it.
// Every open row has the list of all countries in it, and a page with a large family must load on a slow network.
func (d fields) settled(of *law.PlanField, row int) *ui.SettledRow {
	if of.Kind != law.FieldPeople || d.in.Get(of.ID+endOpen) == strconv.Itoa(row) {
		return nil
	}
	out := ui.SettledRow{Change: d.v.P.T("ui.change")}
	var words []string
	for _, part := range form.Parts(of.Kind) {
		name := of.ID + "-" + strconv.Itoa(row) + "-" + part.ID
		var said []string
		for _, input := range []string{name, name + "-day", name + "-month", name + "-year"} {
			if d.f.WrongAt(input) {
				return nil
			}
			if value := d.in.Get(input); value != "" {
				out.Hidden = append(out.Hidden, [2]string{input, value})
				said = append(said, partWord(d.v.P, part, value))
			}
		}
		if len(said) > 0 {
			words = append(words, strings.Join(said, "."))
		}
	}
	if len(words) == 0 {
		return nil
	}
	out.Text = strings.Join(words, ", ")
	return &out
}

// partWord is what stands in an input of a row, in words.
func partWord(p *locale.Printer, part form.Part, value string) string {
	if part.Kind == law.FieldCountry {
		return p.Country(value)
	}
	return value
}
