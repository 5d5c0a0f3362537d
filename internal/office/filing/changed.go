package filing

import (
	"slices"
	"strings"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// Changed is what the law asks otherwise than when somebody last looked.
type Changed struct {
	Procedure string
	Title     string        // of the procedure
	Since     calendar.Date // when it was seen last
	Begins    bool          // the procedure applies now, and did not
	Ends      bool          // it does not apply any more
	Papers    []Difference
	Fields    []Difference
	ByBefore  calendar.Date // the last day to apply, where it is another; none = not known
	ByNow     calendar.Date
}

// Difference is something that is asked now, or is asked no more.
type Difference struct {
	ID    string // of the document; of a field page/field
	Title string // "" when the law has no name for it any more
	Gone  bool
}

// empty tells that nothing changed.
func (c Changed) empty() bool {
	return !c.Begins && !c.Ends && len(c.Papers)+len(c.Fields) == 0 && c.ByBefore == c.ByNow
}

// compared lists what stands on one side alone.
func compared(before, now []string, title func(string) string) []Difference {
	var out []Difference
	for _, id := range now {
		if !asked(before, id) {
			out = append(out, Difference{ID: id, Title: title(id)})
		}
	}
	for _, id := range before {
		if !asked(now, id) {
			out = append(out, Difference{ID: id, Title: title(id), Gone: true})
		}
	}
	return out
}

// asked tells whether something is among what is asked. A field that another page asks by now is the same field.
func asked(list []string, id string) bool {
	of := func(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
	return slices.ContainsFunc(list, func(one string) bool { return of(one) == of(id) })
}

// changes compares what was seen with what is asked today; nil when nothing changed.
func (d *Desk) changes(before application.Seen, k form.Asked, lang locale.Lang) *Changed {
	now := seen(k)
	out := Changed{
		Procedure: k.Form.Procedure, Title: k.Form.Title, Since: before.On, ByBefore: before.By, ByNow: now.By, Ends: !k.Applies && len(before.Papers) > 0,
	}
	if !out.Ends {
		out.Papers = compared(before.Papers, now.Papers, func(id string) string { return d.paperTitle(id, lang) })
	}
	out.Fields = compared(before.Fields, now.Fields, func(id string) string { return fieldLabel(k.Form, id) })
	if out.empty() {
		return nil
	}
	return &out
}

// paperTitle is the name of a document, "" when the law knows none.
func (d *Desk) paperTitle(id string, lang locale.Lang) string {
	info, _ := d.law.DocumentNamed(id, lang)
	return info.Title
}

// fieldLabel is the label of a field that is asked.
func fieldLabel(f law.PlanForm, id string) string {
	page, field, _ := strings.Cut(id, "/")
	for _, p := range f.Pages {
		for _, one := range p.Fields {
			if p.ID == page && one.ID == field {
				return one.Label
			}
		}
	}
	return ""
}

// carried is what was seen after a change of one's own answers: what that change brought or took is no change of the law.
func carried(seen, before, after application.Seen) application.Seen {
	move := func(list, was, is []string) []string {
		list = slices.DeleteFunc(slices.Clone(list), func(id string) bool { return asked(was, id) && !asked(is, id) })
		for _, id := range is {
			if !asked(was, id) && !asked(list, id) {
				list = append(list, id)
			}
		}
		return list
	}
	out := application.Seen{
		On: seen.On, By: seen.By, Papers: move(seen.Papers, before.Papers, after.Papers), Fields: move(seen.Fields, before.Fields, after.Fields),
	}
	if before.By != after.By {
		out.By = after.By
	}
	return out
}

// seenOf is what each route of a plan asks.
func seenOf(plan law.Plan) map[string]application.Seen {
	out := make(map[string]application.Seen, len(plan.Routes))
	for _, r := range plan.Routes {
		k := form.Asked{On: plan.On, Route: r, Applies: true}
		out[r.Procedure] = seen(k)
	}
	return out
}

// planChanges compares a plan as it was seen with that of today.
func (d *Desk) planChanges(before map[string]application.Seen, plan law.Plan, lang locale.Lang) []Changed {
	var out []Changed
	still := make(map[string]bool)
	for _, r := range plan.Routes {
		still[r.Procedure] = true
		k := form.Asked{On: plan.On, Route: r, Applies: true, Form: law.PlanForm{Procedure: r.Procedure, Title: r.Title}}
		was, known := before[r.Procedure]
		if !known {
			out = append(out, Changed{Procedure: r.Procedure, Title: r.Title, Begins: true})
			continue
		}
		if c := d.changes(was, k, lang); c != nil {
			out = append(out, *c)
		}
	}
	for _, id := range sortedIDs(before) {
		if !still[id] {
			info, _ := d.law.ProcedureNamed(id, lang, plan.On)
			out = append(out, Changed{Procedure: id, Title: info.Title, Since: before[id].On, Ends: true})
		}
	}
	return out
}

// sortedIDs are the ids of a map in their order.
func sortedIDs[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
