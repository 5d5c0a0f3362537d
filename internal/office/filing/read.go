package filing

import (
	"encoding/json"
	"net/url"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// read reads a page as it was typed: the answers that can be accepted, the inputs of those that cannot, and what is wrong with them.
func read(page law.PlanFormPage, in url.Values, _ calendar.Date) (application.Answers, url.Values, fault.List) {
	out := application.Answers{}
	for _, f := range page.Fields {
		if v := in.Get(f.ID); v != "" {
			raw, err := json.Marshal(v)
			if err == nil {
				out[f.ID] = raw
			}
		}
	}
	return out, nil, nil
}

// missing counts what a page still needs.
func missing(page law.PlanFormPage, a application.Answers) int {
	n := 0
	for _, f := range page.Fields {
		if _, there := a[f.ID]; !there && !f.Optional {
			n++
		}
	}
	return n
}
