package ui

import "sejur/internal/locale"

// EmailInput asks for the reader's own e-mail address.
func EmailInput(f Field, value string) Input {
	return Input{Field: f, Value: value, Type: "email", Size: "in-20", Autocomplete: "email", Exact: true}
}

// CodeInput asks for a code of digits that was sent to the reader; phones offer it from the message.
func CodeInput(f Field) Input {
	return Input{Field: f, Size: "in-6", Mode: "numeric", Autocomplete: "one-time-code", Exact: true}
}

// Textarea asks for a longer text.
type Textarea struct {
	Field
	Value string
	Rows  int  // lines shown, 0 = 5
	Exact bool // not words but signs, each as wide as the other: the browser must not correct them
}

func (f Textarea) rows() int {
	if f.Rows == 0 {
		return 5
	}
	return f.Rows
}

func (f Textarea) class() string {
	if f.Exact {
		return "in in-wide in-exact"
	}
	return "in in-wide"
}

// Check asks for one yes that must be given on purpose.
type Check struct {
	Field
	Value  string // that is sent when it is ticked
	Ticked bool
}

// maxCounted is where counting ends: to count further would take the longer the more there is.
const maxCounted = 1000

// Counted says how many there are, "more than 1,000" where nobody has counted further.
func Counted(p *locale.Printer, n int) string {
	if n > maxCounted {
		return p.T("ui.more_than", locale.Num("n", maxCounted))
	}
	return p.Number(n)
}
