package public

import (
	"slices"

	"sejur/internal/locale"
)

// compareView is the routes of a plan side by side.
type compareView struct {
	Routes []linkView // the heads of the columns, each leading to its route
	Rows   []compareRow
}

// compareRow is one question and what each route answers.
type compareRow struct {
	Label string
	Cells []string
}

// compareRoutes puts side by side what people choose by: what comes out, what it lets them do and for how long, the papers, and the few
// facts that head each route. A row that no route answers is left out.
//
// Only what gives a document is compared: a rule or an offer that comes with a route is not a choice.
func compareRoutes(p *locale.Printer, all []routeView) *compareView {
	routes := slices.DeleteFunc(slices.Clone(all), func(r routeView) bool { return r.NoFiling || r.Output.Title == "" })
	if len(routes) < 2 {
		return nil
	}
	out := &compareView{}
	for _, r := range routes {
		out.Routes = append(out.Routes, linkView{r.Title, "#" + r.ID})
	}
	row := func(label string, cell func(*routeView) string) {
		cells := make([]string, len(routes))
		for i := range routes {
			cells[i] = cell(&routes[i])
		}
		if slices.ContainsFunc(cells, func(s string) bool { return s != "" }) {
			out.Rows = append(out.Rows, compareRow{label, cells})
		}
	}
	row(p.T("page.plan.output"), func(r *routeView) string { return r.Output.Title })
	row(p.T("page.plan.gives"), func(r *routeView) string { return r.Gives })
	row(p.T("page.plan.validity"), func(r *routeView) string { return r.Output.Valid })
	row(p.T("page.plan.papers"), func(r *routeView) string {
		if r.Papers.Count == 0 {
			return ""
		}
		return p.T("page.plan.papers_number", locale.Num("n", r.Papers.Count))
	})
	for _, label := range stripLabels(routes) {
		row(label, func(r *routeView) string { return r.fact(label) })
	}
	return out
}

// stripLabels are the labels of the facts that head the routes, each once.
func stripLabels(routes []routeView) []string {
	var out []string
	for _, r := range routes {
		for _, fact := range r.Strip {
			if !slices.Contains(out, fact.Label) {
				out = append(out, fact.Label)
			}
		}
	}
	return out
}

// fact is the value of one of the facts that head the route, "" if it has none of that name.
func (r *routeView) fact(label string) string {
	for _, fact := range r.Strip {
		if fact.Label == label {
			return fact.Value
		}
	}
	return ""
}
