package main

import (
	"fmt"
	"strings"

	"sejur/internal/law"
)

// lawCoverage lists the rules and who tests them.
type lawCoverage struct {
	Of string `arg:"" optional:"" help:"A procedure; without it the rules of all."`
	jsonFlag
	lawFlag
}

// Help is the long help of the command.
func (*lawCoverage) Help() string { return "Example: sejur law coverage study-permit" }

// Run prints each rule with the made-up people, or the page, that hold it.
func (c *lawCoverage) Run(d *desk) error {
	all, err := law.Coverage(c.files())
	if err != nil {
		return err
	}
	rules := []law.Rule{}
	for _, r := range all {
		if c.Of == "" || r.Of == c.Of {
			rules = append(rules, r)
		}
	}
	if c.JSON {
		return d.printJSON(rules)
	}
	var b strings.Builder
	for _, r := range rules {
		fmt.Fprintf(&b, "%s (%s, %s)\n  %s\n", r.ID, r.Of, r.Source, r.Rule)
		for _, who := range r.Covers {
			b.WriteString("  - " + who + "\n")
		}
		if r.Page != "" {
			b.WriteString("  - page: " + r.Page + "\n")
		}
	}
	return d.print(b.String())
}
