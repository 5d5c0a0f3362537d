package page

import (
	"net/http"
	"net/url"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// Form is a form that is shown: what stands in its inputs, and what is wrong with that. First what was sent is read and judged, then the
// fields are made, in the order in which they stand on the page: the summary of what is wrong follows that order.
type Form struct {
	p     *locale.Printer
	in    url.Values
	wrong map[string]string // sentences by input
	told  []ui.FieldError   // of the fields that were made
	whole []ui.FieldError   // about the form as a whole
}

// Inputs by which somebody proves who they are. What is typed there is shown to nobody again.
const (
	InCode       = "code"       // of a letter or a paper
	InCredential = "credential" // what a device signed
)

// Proves tells whether an input is one of those.
func Proves(name string) bool { return name == InCode || name == InCredential }

// NewForm makes a form in whose inputs stands what in says.
func NewForm(p *locale.Printer, in url.Values) *Form {
	return &Form{p: p, in: in, wrong: make(map[string]string)}
}

// Text is what was typed into an input, without spaces around it.
func (f *Form) Text(name string) string { return strings.TrimSpace(f.in.Get(name)) }

// All are the values of an input that may have several.
func (f *Form) All(name string) []string { return f.in[name] }

// Day reads a date from its three inputs. It is no date when they are empty, and when they are wrong, which is then refused.
func (f *Form) Day(name string) calendar.Date {
	typed := TypedDate(f.in, name)
	if typed == (ui.DateValue{}) {
		return calendar.Date{}
	}
	s, _ := JoinDate(typed)
	day, err := calendar.Parse(s)
	if err != nil {
		f.Refuse(name, "error.not-a-date")
	}
	return day
}

// Refuse notes what is wrong with an input: the sentence of a key. Of several things the first is told.
func (f *Form) Refuse(name, key string, args ...locale.Arg) {
	f.refuse(name, f.p.T(key, args...))
}

func (f *Form) refuse(name, text string) {
	if f.wrong[name] == "" {
		f.wrong[name] = text
	}
}

// Take notes what a use case found wrong with the input, each beside the field that it names. It is false for an error that is not about
// the input.
func (f *Form) Take(err error) bool {
	all := fault.All(err)
	for _, e := range all {
		if e.Kind != fault.Invalid && (e.Kind != fault.Conflict || e.Field == "") {
			return false
		}
	}
	for _, e := range all {
		told := *e
		told.Key = strings.ReplaceAll(e.Key, "/", ".") // as messages are called
		text := f.p.Say(&told)
		if e.Field == "" {
			f.whole = append(f.whole, ui.FieldError{Text: text})
			continue
		}
		f.refuse(e.Field, text)
	}
	return true
}

// OK tells that nothing was refused.
func (f *Form) OK() bool { return len(f.wrong)+len(f.whole) == 0 }

// Status is that of the page that shows the form.
func (f *Form) Status() int {
	if f.OK() {
		return http.StatusOK
	}
	return http.StatusUnprocessableEntity
}

// Field makes the common part of a field. The hint may be "".
func (f *Form) Field(name, text, hint string) ui.Field { return f.field(name, name, text, hint) }

// WrongAt tells whether something is wrong with an input; it is not named in the summary for that.
func (f *Form) WrongAt(name string) bool { return f.wrong[name] != "" }

func (f *Form) field(name, id, text, hint string) ui.Field {
	out := ui.Field{Name: name, Text: text, Hint: hint, Wrong: f.wrong[name]}
	if out.Wrong != "" {
		f.told = append(f.told, ui.FieldError{
			ID: id, Text: f.p.T("error.at", locale.Str("field", text), locale.Str("text", out.Wrong)),
		})
	}
	return out
}

// Input makes a line to write in, with what was typed.
func (f *Form) Input(name, text, hint string) ui.Input {
	return ui.Input{Field: f.Field(name, text, hint), Value: f.in.Get(name), Size: "in-wide"}
}

// Date makes the three inputs of a date, with what was typed.
func (f *Form) Date(name, text, hint string) ui.Date {
	return ui.Date{Field: f.field(name, name+"-day", text, hint), Value: TypedDate(f.in, name)}
}

// Select makes a choice among many; empty is the text of the line that stands for no answer.
func (f *Form) Select(name, text, empty string, options []ui.Option) ui.Select {
	return ui.Select{Field: f.Field(name, text, ""), Empty: empty, Options: options, Value: f.in.Get(name)}
}

// Radios makes a choice among few.
func (f *Form) Radios(name, text, hint string, options []ui.Option) ui.Radios {
	return ui.Radios{Field: f.Field(name, text, hint), Options: options, Value: f.in.Get(name)}
}

// Errors is the summary: what is wrong with the form, then with its fields. It is asked for when all fields are made.
func (f *Form) Errors() []ui.FieldError {
	return append(append([]ui.FieldError(nil), f.whole...), f.told...)
}

// SetDate writes a date into the three inputs of a form.
func SetDate(in url.Values, name string, d calendar.Date) {
	v := DateValue(d)
	in.Set(name+"-day", v.Day)
	in.Set(name+"-month", v.Month)
	in.Set(name+"-year", v.Year)
}
