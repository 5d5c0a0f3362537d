package main

import (
	"fmt"
	"slices"
	"strings"

	"sejur/internal/api"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/mrz"
)

// mrzCommands read and write machine-readable zones. They need no law.
type mrzCommands struct {
	Read  mrzRead  `cmd:"" help:"Say what the machine-readable zone of a document says (its lines on standard input)."`
	Write mrzWrite `cmd:"" help:"Write a machine-readable zone (its fields on standard input)."`
}

type mrzRead struct {
	jsonFlag
	langFlag
}

// Help is the long help of the command.
func (*mrzRead) Help() string {
	return `Example: printf 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n' | sejur mrz read`
}

// Run reads the zone. One that is not valid is an error: each thing that is wrong is a line.
func (c *mrzRead) Run(d *desk) error {
	q, err := d.question(c.langFlag)
	if err != nil {
		return err
	}
	answer, wrong := api.ReadMRZ(q.body)
	if c.JSON {
		if err := d.printJSON(answer); err != nil {
			return err
		}
	}
	if wrong != nil {
		return tell(q.printer, wrong)
	}
	if c.JSON {
		return nil
	}
	return d.print(mrzText(q.printer, answer, d.today()))
}

// mrzText is what a valid zone says, a line for each field that says something.
func mrzText(p *locale.Printer, a api.MRZAnswer, today calendar.Date) string {
	f := a.Fields
	lines := []string{p.T("mrz.valid", locale.Str("format", string(*a.Format)))}
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, p.T(key, locale.Str("value", value)))
		}
	}
	add("mrz.document_code", f.DocumentCode)
	add("mrz.issuer", f.Issuer)
	add("mrz.surname", f.Surname)
	add("mrz.given_names", f.GivenNames)
	add("mrz.document_number", f.DocumentNumber)
	add("mrz.nationality", f.Nationality)
	add("mrz.birth_date", mrzDay(p, f.BirthDate, today, mrz.Born))
	add("mrz.sex", sexText(p, f.Sex))
	add("mrz.expiry_date", mrzDay(p, f.ExpiryDate, today, mrz.Expires))
	add("mrz.optional_data", f.OptionalData)
	add("mrz.optional_data_2", f.OptionalData2)
	return strings.Join(lines, "\n") + "\n"
}

func sexText(p *locale.Printer, sex string) string {
	switch sex {
	case "F":
		return p.T("cnp.female")
	case "M":
		return p.T("cnp.male")
	}
	return p.T("mrz.unstated")
}

// mrzDay is a date in words, or as it is printed when a part of it is not known.
func mrzDay(p *locale.Printer, printed string, today calendar.Date, century func(printed, today string) (string, bool)) string {
	full, ok := century(printed, today.String())
	if !ok {
		return printed
	}
	day, err := calendar.Parse(full)
	if err != nil {
		return printed
	}
	return p.Date(day)
}

type mrzWrite struct {
	NamesIn nameLanguage `name:"names-in" placeholder:"LANG" help:"Language of Cyrillic names: be, bg, mk, sr or uk. Default: the nationality's."`
	jsonFlag
	langFlag
}

// nameLanguage is a language of names, as the command line has it.
type nameLanguage mrz.Language

// UnmarshalText accepts the languages for which the tables have rows of their own.
func (l *nameLanguage) UnmarshalText(text []byte) error {
	*l = nameLanguage(text)
	if !slices.Contains(mrz.Languages(), mrz.Language(text)) {
		return fmt.Errorf("unknown language %q: use be, bg, mk, sr or uk", text)
	}
	return nil
}

// Help is the long help of the command.
func (*mrzWrite) Help() string {
	return `Example: echo '{"format":"TD3","document_code":"P","issuer":"UTO","document_number":"L898902C3","nationality":"UTO",` +
		`"birth_date":"740812","sex":"F","expiry_date":"120415","surname":"Eriksson","given_names":"Anna Maria"}' | sejur mrz write`
}

// Run writes the zone of the fields on standard input.
func (c *mrzWrite) Run(d *desk) error {
	q, err := d.question(c.langFlag)
	if err != nil {
		return err
	}
	answer, err := api.WriteMRZ(q.body, mrz.Language(c.NamesIn))
	if err != nil {
		return tell(q.printer, err)
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(strings.Join(answer.Lines, "\n") + "\n")
}
