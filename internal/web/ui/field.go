package ui

import (
	"strconv"
	"strings"
)

// Field is what the fields of a form have in common. The text is the question, the label or the legend.
type Field struct {
	Name  string // of the input, and its id
	Text  string
	Hint  string
	Wrong string // what is wrong with the answer, "" if nothing
	Page  bool   // the field is the one question of its page: its text is the h1
	From  string // where what stands in it is known from, "" = the reader wrote it, or nobody
}

// describedBy lists the ids of the hint, of the error and of the origin, for aria-describedby.
func (f Field) describedBy() string {
	var ids []string
	for _, note := range []struct{ text, end string }{{f.Hint, "-hint"}, {f.Wrong, "-wrong"}, {f.From, "-from"}} {
		if note.text != "" {
			ids = append(ids, f.Name+note.end)
		}
	}
	return strings.Join(ids, " ")
}

// box is the class of the field's frame.
func (f Field) box() string {
	if f.Wrong != "" {
		return "field bad"
	}
	return "field"
}

// Option is one answer of a choice.
type Option struct {
	Value, Text string
	Hint        string
}

// Radios asks for one of a few answers.
type Radios struct {
	Field
	Options []Option
	Value   string // chosen, "" if none
}

// optionID is the id of the i-th radio; the first has the field's name, so that the error summary leads to it.
func (f Field) optionID(i int) string {
	if i == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(i+1)
}

// Select asks for one of many answers.
type Select struct {
	Field
	Empty        string // text of the first line, which has no value
	Options      []Option
	Value        string
	Autocomplete string
}

// Input asks for a short text or a number.
type Input struct {
	Field
	Value string
	Type  string // of the input: email, tel; "" = text
	Size  string // class of the width: in-2, in-4, in-6, in-20, in-wide
	Mode  string // inputmode: numeric, text, tel, email
	Exact bool   // not words: the browser must not correct it
	Unit  string // what stands after the input
	// Autocomplete is the token of HTML's autofill (WCAG 2.2, 1.3.5), "" if none fits.
	Autocomplete string
}

// DateValue is a date as somebody typed it, part by part.
type DateValue struct {
	Day, Month, Year string
}

// Date asks for a date in three inputs: Name-day, Name-month, Name-year.
type Date struct {
	Field
	Value        DateValue
	Autocomplete bool // it is the reader's own date of birth
}

func (d Date) auto(part string) string {
	if d.Autocomplete {
		return "bday-" + part
	}
	return ""
}

// Period is one row of a list of periods. To may be empty: still.
type Period struct {
	From, To DateValue
}

// Periods asks for a list of periods. Row i has the inputs Name-i-from-day … Name-i-to-year, i from 1. The button
// that adds a row sends more=<rows wanted>.
type Periods struct {
	Field
	Rows     []Period // at least one; empty ones are shown empty
	Max      int      // rows that the form offers at most
	FromText string   // "Day of leaving"
	ToText   string   // "Day of return"
	ToHint   string   // what an empty end means
	NoneText string   // button for "there are none", "" if an empty list makes no sense
}

func (ps Periods) more() string { return strconv.Itoa(len(ps.Rows) + 1) }

func rowName(name string, i int, end string) string {
	return name + "-" + strconv.Itoa(i+1) + "-" + end
}

// FieldError is one line of the error summary: what is wrong and the id of the input it is about.
type FieldError struct {
	ID, Text string
}

func autocomplete(token string) string {
	if token == "" {
		return "off"
	}
	return token
}

// kind is the type of the input.
func (f Input) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func noAuto(string) string { return "" }
