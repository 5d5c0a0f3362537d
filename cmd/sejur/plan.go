package main

import (
	"fmt"
	"os"

	"sejur/internal/api"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/law"
	"sejur/internal/print"
	"sejur/internal/web/public"
)

// planCommand answers what applies to a person.
type planCommand struct {
	jsonFlag
	langFlag
	On  calendar.Date `name:"on" placeholder:"DATE" help:"The day whose law answers, YYYY-MM-DD. Default: the question's, then today in Bucharest."`
	Why string        `name:"why" enum:"first,all" default:"first" help:"all: every reason of a procedure that is ruled out."`
	PDF string        `name:"pdf" placeholder:"FILE" type:"path" help:"Write the plan to a file, as the guide's page gives it, in place of text."`
	lawFlag
}

// Help is the long help of the command.
func (*planCommand) Help() string {
	return `The facts stand on standard input; "sejur law facts" lists them. Example: echo '{"facts":{"nationality":"IN","aim":"live","purpose":"study"}}' | sejur plan --lang en`
}

// Run makes the plan of the question on standard input.
func (c *planCommand) Run(d *desk) error {
	question, tooLarge := d.input()
	in, wrong := api.ReadPlan(question)
	catalogue, p, err := d.speaker(c.langFlag, in.Lang)
	if err != nil {
		return err
	}
	if tooLarge != nil {
		return tell(p, tooLarge)
	}
	in.Lang = string(p.Lang())
	if !c.On.IsZero() {
		in.On = c.On
	}
	if in.On.IsZero() {
		in.On = d.today()
	}
	l, err := c.load(catalogue)
	if err != nil {
		return err
	}
	plan, err := api.Plan(l, in, c.Why == "all", wrong)
	if err != nil {
		return tell(p, err)
	}
	if c.PDF != "" {
		facts, _ := l.ReadFactsJSON(in.Facts, in.On) // nothing is wrong with them: there is a plan
		sheet := public.PlanSheet(l, law.Query{On: in.On, Lang: p.Lang(), Facts: facts}, plan, p, d.now())
		if err := writePDF(c.PDF, sheet); err != nil {
			return err
		}
	}
	switch {
	case c.JSON:
		return d.printJSON(plan)
	case c.PDF != "":
		return nil
	}
	return d.print(planText(p, plan))
}

// writePDF draws a sheet into a file that its owner alone may read.
func writePDF(name string, sheet document.Sheet) error {
	data, err := print.Draw(sheet)
	if err != nil {
		return fmt.Errorf("draw %s: %w", name, err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return fmt.Errorf("write the PDF: %w", err)
	}
	return nil
}
