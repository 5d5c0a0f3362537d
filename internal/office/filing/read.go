package filing

import (
	"net/url"
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
)

// read reads a page as it was typed: the answers that can be accepted, the inputs of those that cannot, and what is wrong with them.
func read(page law.PlanFormPage, in url.Values, filed calendar.Date) (application.Answers, url.Values, fault.List) {
	answers, faults := form.ReadPage(page, in, filed)
	var typed url.Values
	for _, f := range page.Fields {
		if !wrong(f.ID, faults) {
			continue
		}
		delete(answers, f.ID)
		for name, values := range in {
			if owns(f.ID, name) {
				if typed == nil {
					typed = url.Values{}
				}
				typed[name] = values
			}
		}
	}
	return application.Answers(answers), typed, faults
}

// wrong tells whether something is wrong with a field.
func wrong(field string, faults fault.List) bool {
	for _, e := range faults {
		if owns(field, e.Field) {
			return true
		}
	}
	return false
}

// owns tells whether an input is of a field: birth_date-day is of birth_date.
func owns(field, input string) bool {
	rest, found := strings.CutPrefix(input, field)
	return found && (rest == "" || rest[0] == '-')
}
