package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"sejur/internal/api"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	data "sejur/law"
)

// desk is what a command works with: the world outside the program.
type desk struct {
	getenv         func(string) string
	now            func() time.Time
	stdin          io.Reader
	stdout, stderr io.Writer
}

// setting is a flag, or the environment where it is not given.
func (d *desk) setting(flag, env string) string {
	if flag != "" {
		return flag
	}
	return d.getenv(env)
}

// jsonFlag makes a command print JSON instead of text.
type jsonFlag struct {
	JSON bool `name:"json" help:"Print JSON, the same as the API answers."`
}

// lawFlag replaces the law that is built in.
type lawFlag struct {
	Law string `name:"law" placeholder:"DIR" type:"existingdir" help:"Use the law in this folder instead of the one built in."`
}

// files is the folder of the law.
func (f lawFlag) files() fs.FS {
	if f.Law == "" {
		return data.Files
	}
	return os.DirFS(f.Law)
}

// load reads the law whole.
func (f lawFlag) load(catalogue *locale.Catalogue) (*law.Law, error) {
	l, err := law.Load(f.files(), catalogue)
	if err != nil {
		return nil, fmt.Errorf("load the law: %w", err)
	}
	return l, nil
}

// langFlag chooses the language of answers and errors.
type langFlag struct {
	Lang langName `name:"lang" placeholder:"LANG" help:"Language of the answer: ro, en or uk. Default: the language of the environment, then ro."`
}

// langName is a language of the service, as the command line has it.
type langName locale.Lang

// UnmarshalText accepts the languages of the service alone.
func (l *langName) UnmarshalText(text []byte) error {
	lang, ok := locale.ParseLang(string(text))
	if !ok {
		return fmt.Errorf("unknown language %q: use ro, en or uk", text)
	}
	*l = langName(lang)
	return nil
}

// onFlag chooses the day whose law answers.
type onFlag struct {
	On calendar.Date `name:"on" placeholder:"DATE" help:"The day whose law answers, YYYY-MM-DD. Default: today in Bucharest."`
}

// today is the legal day.
func (d *desk) today() calendar.Date { return calendar.Today(d.now()) }

// on is the day that the flag names, or today.
func (f onFlag) on(d *desk) calendar.Date {
	if f.On.IsZero() {
		return d.today()
	}
	return f.On
}

// speaker reads the texts of the program and chooses the language: the flag's, the one that the question names, the environment's.
func (d *desk) speaker(f langFlag, asked string) (*locale.Catalogue, *locale.Printer, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, nil, err
	}
	return catalogue, catalogue.For(d.language(f, asked)), nil
}

func (d *desk) language(f langFlag, asked string) locale.Lang {
	if f.Lang != "" {
		return locale.Lang(f.Lang)
	}
	for _, name := range []string{asked, d.getenv("LC_ALL"), d.getenv("LC_MESSAGES"), d.getenv("LANG")} {
		name, _, _ = strings.Cut(name, "_")
		if lang, ok := locale.ParseLang(name); ok {
			return lang
		}
	}
	return locale.RO
}

// question is what stands on standard input, and the texts to answer it with.
type question struct {
	body    []byte
	printer *locale.Printer
}

// question reads standard input. Its error is for people already.
func (d *desk) question(f langFlag) (question, error) {
	p, err := locale.LoadPrinter(d.language(f, ""))
	if err != nil {
		return question{}, err
	}
	body, err := d.input()
	if err != nil {
		return question{}, tell(p, err)
	}
	return question{body: body, printer: p}, nil
}

// input reads standard input whole. What cannot be read is a fault like any other.
func (d *desk) input() ([]byte, error) { return api.ReadAll(d.stdin) }

// maxTold is how many wrong inputs one error names.
const maxTold = 20

// tell turns faults into sentences, one a line. An error that is no fault stays as it is.
func tell(p *locale.Printer, err error) error {
	faults := fault.All(err)
	if faults[0].Kind == fault.Internal {
		return err
	}
	var lines []string
	for _, f := range faults[:min(len(faults), maxTold)] {
		lines = append(lines, api.Sentence(p, f))
	}
	return errors.New(strings.Join(lines, "\n"))
}

// printJSON writes v as indented JSON with a newline at the end.
func (d *desk) printJSON(v any) error {
	e := json.NewEncoder(d.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("print the answer: %w", err)
	}
	return nil
}

// print writes text for a person.
func (d *desk) print(text string) error {
	if _, err := io.WriteString(d.stdout, text); err != nil {
		return fmt.Errorf("print the answer: %w", err)
	}
	return nil
}
