package main

import (
	"errors"
	"fmt"
	"strings"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// lawCheck reads the whole law with its personas. Its answers are for authors of the law, who read English.
type lawCheck struct {
	jsonFlag
	lawFlag
}

// Help is the long help of the command.
func (*lawCheck) Help() string { return "Example: sejur law check --law ./law" }

// lawCheckAnswer is what law check prints as JSON.
type lawCheckAnswer struct {
	law.Report
	Faults []string `json:"faults"`
}

// Run checks the law; every fault is one line.
func (c *lawCheck) Run(d *desk) error {
	catalogue, err := locale.Load()
	if err != nil {
		return err
	}
	report, err := law.Check(c.files(), catalogue)
	answer := lawCheckAnswer{Report: report, Faults: []string{}}
	for _, fault := range law.Faults(err) {
		answer.Faults = append(answer.Faults, fault.Error())
	}
	if c.JSON {
		if failed := d.printJSON(answer); failed != nil {
			return failed
		}
	}
	if n := len(answer.Faults); n > 0 {
		if c.JSON {
			return fmt.Errorf("law check: %d faults", n)
		}
		return errors.New(strings.Join(append(answer.Faults, fmt.Sprintf("law check: %d faults", n)), "\n"))
	}
	if c.JSON {
		return nil
	}
	return d.print(fmt.Sprintf("Law %s holds together: %d procedures, %d documents, %d facts, %d rules, %d sources, %d texts, %d personas.\n",
		report.Version, report.Procedures, report.Documents, report.Facts, report.Rules, report.Sources, report.Texts, report.Personas))
}
