package main

import (
	"sejur/internal/api"
	"sejur/internal/calendar"
)

// planCommand answers what applies to a person.
type planCommand struct {
	jsonFlag
	langFlag
	On  calendar.Date `name:"on" placeholder:"DATE" help:"The day whose law answers, YYYY-MM-DD. Default: the question's, then today in Bucharest."`
	Why string        `name:"why" enum:"first,all" default:"first" help:"all: every reason of a procedure that is ruled out."`
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
	if c.JSON {
		return d.printJSON(plan)
	}
	return d.print(planText(p, plan))
}
