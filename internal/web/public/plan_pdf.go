package public

import (
	"fmt"

	"sejur/internal/document"
	"sejur/internal/law"
	"sejur/internal/web/page"
)

// PlanPDF gives the whole plan as a PDF to keep and to print. It says what the page says; its name tells the day and nothing of the answers.
func PlanPDF(p *Pages, v *page.Visit) (page.Reply, error) {
	return p.drawn(v, "plan", (*planner).sheet)
}

// ChecklistPDF gives the papers of the plan alone as a PDF, to take along: one page for each route.
func ChecklistPDF(p *Pages, v *page.Visit) (page.Reply, error) {
	return p.drawn(v, "checklist", (*planner).checklist)
}

// drawn draws what is said of the plan of a visit. The answers stand in no name and no header.
func (p *Pages) drawn(v *page.Visit, name string, say func(*planner, law.Plan) document.Sheet) (page.Reply, error) {
	a := p.readAnswers(v, "")
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	data, err := p.Draw(say(newPlanner(p, v, a), plan))
	if err != nil {
		return page.Reply{}, fmt.Errorf("draw the %s: %w", name, err)
	}
	file := &page.File{Name: name + "-" + plan.On.String() + ".pdf", Type: "application/pdf", Data: data}
	return page.Reply{File: file, Private: true}, nil
}
