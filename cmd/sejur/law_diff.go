package main

import (
	"fmt"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// lawDiff compares the law on two days.
type lawDiff struct {
	From calendar.Date `arg:"" help:"The first day, YYYY-MM-DD."`
	To   calendar.Date `arg:"" help:"The other day, YYYY-MM-DD."`
	jsonFlag
	langFlag
	lawFlag
}

// Help is the long help of the command.
func (*lawDiff) Help() string { return "Example: sejur law diff 2026-08-07 2026-08-08 --lang en" }

// Run prints what changed, one line each.
func (c *lawDiff) Run(d *desk) error {
	s, err := lawList{langFlag: c.langFlag, lawFlag: c.lawFlag}.open(d)
	if err != nil {
		return err
	}
	answer := s.Compare(c.From, c.To, s.lang)
	if c.JSON {
		return d.printJSON(answer)
	}
	var b strings.Builder
	for _, x := range answer.Changes {
		b.WriteString(fmt.Sprintf("%-8s %-10s %s", x.Change, x.What, strings.TrimSpace(x.Of+" "+x.ID)) + saying(x) + "\n")
	}
	return d.print(b.String())
}

// saying is what the thing said and says; after an arrow what is new.
func saying(x law.Difference) string {
	switch {
	case x.From == "" && x.To == "":
		return ""
	case x.From == "":
		return ": " + x.To
	case x.To == "":
		return ": " + x.From
	}
	return ": " + x.From + " -> " + x.To
}
