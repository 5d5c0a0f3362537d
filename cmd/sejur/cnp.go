package main

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/person"
)

// cnpCommands read personal numeric codes. They need no law.
type cnpCommands struct {
	Check cnpCheck `cmd:"" help:"Say whether a personal numeric code (CNP) is well formed, and what it tells."`
}

type cnpCheck struct {
	CNP string `arg:"" name:"cnp" help:"13 digits."`
	jsonFlag
	langFlag
}

// Help is the long help of the command.
func (*cnpCheck) Help() string { return "Example: sejur cnp check 3850517411235 --lang en" }

// cnpAnswer is what cnp check prints as JSON. Null is what the code does not say.
type cnpAnswer struct {
	Valid     bool             `json:"valid"`
	Sex       *person.Sex      `json:"sex"`
	BirthDate *calendar.Date   `json:"birth_date"`
	County    *string          `json:"county"`
	Problems  []person.Problem `json:"problems"`
}

// Run checks the code. One that is not valid is an error: each problem is a line.
func (c *cnpCheck) Run(d *desk) error {
	p, err := locale.LoadPrinter(d.language(c.langFlag, ""))
	if err != nil {
		return err
	}
	code := person.ReadCNP(c.CNP, d.today())
	if c.JSON {
		answer := cnpAnswer{Valid: code.Valid, Problems: append([]person.Problem{}, code.Problems...),
			Sex: said(code.Sex), BirthDate: said(code.BirthDate), County: said(code.County)}
		if err := d.printJSON(answer); err != nil {
			return err
		}
	}
	if !code.Valid {
		return tell(p, code.Faults("cnp"))
	}
	if c.JSON {
		return nil
	}
	return d.print(cnpText(p, code))
}

// said is nil for what is not said.
func said[T comparable](value T) *T {
	var unsaid T
	if value == unsaid {
		return nil
	}
	return &value
}

func cnpText(p *locale.Printer, code person.CNP) string {
	lines := []string{p.T("cnp.valid")}
	sex := p.T("cnp.unsaid")
	switch code.Sex {
	case person.Female:
		sex = p.T("cnp.female")
	case person.Male:
		sex = p.T("cnp.male")
	case person.Unspecified:
	}
	lines = append(lines, p.T("cnp.sex", locale.Str("sex", sex)))
	if code.BirthDate.IsZero() {
		lines = append(lines, p.T("cnp.birth-unsaid"))
	} else {
		lines = append(lines, p.T("cnp.birth", locale.Str("date", p.Date(code.BirthDate))))
	}
	county := p.T("cnp.unsaid")
	if code.County != "" {
		county = p.County(code.County)
	}
	lines = append(lines, p.T("cnp.county", locale.Str("county", county)))
	for _, problem := range code.Problems { // of a valid code: what is only told
		lines = append(lines, p.T("error."+string(problem)))
	}
	return strings.Join(lines, "\n") + "\n"
}
