package public

import (
	"slices"

	"sejur/internal/document"
	"sejur/internal/law"
)

// checklist is the papers of a plan alone, to take along: for each route the papers, by when and where, what to pay.
func (b *planner) checklist(plan law.Plan) document.Sheet {
	pg := b.page(plan)
	w := &sheetWriter{p: b.p, part: document.Heading2}
	w.say(document.Title, b.p.T("page.sheet.checklist"))
	w.say(document.Small, spaced(pg.Eyebrow, b.Origin))
	uncited(pg)
	for i := range pg.Routes {
		w.toTake(&pg.Routes[i], i > 0)
	}
	if len(pg.Routes) == 0 {
		w.say(document.Paragraph, pg.Heading)
		w.top(pg)
	}
	return b.bound(w, b.p.T("page.sheet.checklist"), plan)
}

// uncited takes the numbers of sources from what the checklist says: the sources stand in the plan.
func uncited(pg *planPage) {
	for _, near := range pg.Near {
		for i := range near.Why {
			near.Why[i].Refs = nil
		}
	}
	for _, r := range pg.Routes {
		for i := range r.Strip {
			r.Strip[i].Refs = nil
		}
		for i := range r.Fees.Rows {
			r.Fees.Rows[i].Refs = nil
		}
		for i := range r.Offices {
			r.Offices[i].Refs = nil
		}
	}
}

// toTake writes what to bring for one route. Why each paper is asked is said in the plan.
func (w *sheetWriter) toTake(r *routeView, apart bool) {
	w.add(document.Block{Kind: document.Heading, Text: r.Title, Apart: apart})
	w.romanian(r.TitleRO)
	rows := slices.DeleteFunc(w.strip(r), func(row []string) bool { return row[0] == w.p.T("page.plan.decision") }) // comes later
	w.add(document.Block{Kind: document.Facts, Rows: rows})
	w.boxes(r, w.paperForm)
	w.fees(r.Fees)
	w.offices(r)
}
