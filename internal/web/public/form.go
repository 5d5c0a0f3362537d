package public

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// form reads the inputs of a page that counts something. It collects what is wrong with them, in the order of reading, and
// shows every input again as it was typed.
type form struct {
	p      *locale.Printer
	in     url.Values
	errors []ui.FieldError
	wrong  map[string]string // by the name of the input
}

func newForm(v *page.Visit) *form {
	return &form{p: v.P, in: v.Query, wrong: make(map[string]string)}
}

// sent says that the reader has filled in something.
func (f *form) sent() bool { return len(f.in) > 0 }

// query is the form as it stands, for the links to other languages. The buttons are no part of it.
func (f *form) query() string {
	return rawQuery(f.in, func(name string) bool { return name == queryMore })
}

// refuse notes what is wrong with an input. id is that of the element to which the summary leads. Of several things
// wrong with one input the first is told.
func (f *form) refuse(name, id, label, text string) {
	if f.wrong[name] != "" {
		return
	}
	f.wrong[name] = text
	f.errors = append(f.errors, ui.FieldError{
		ID: id, Text: f.p.T("error.at", locale.Str("field", label), locale.Str("text", text)),
	})
}

// day reads a date. It is no date when nothing was given, or when what was given is wrong, and then it is refused.
func (f *form) day(name, label string) calendar.Date {
	s, wrong := dateFrom(f.in, name)
	if s == "" && !wrong {
		return calendar.Date{}
	}
	d, err := calendar.Parse(s)
	if err != nil {
		f.refuse(name, name+"-day", label, f.p.T("error.not-a-date"))
		return calendar.Date{}
	}
	return d
}

// onDay reads the day that the page is about. It is today when nothing was given, or when it is wrong.
func (f *form) onDay(label string, today calendar.Date) calendar.Date {
	d := f.day(queryOn, label)
	if d.IsZero() {
		return today
	}
	return d
}

// needDay reads a date that must be given.
func (f *form) needDay(name, label string) calendar.Date {
	d := f.day(name, label)
	if d.IsZero() && f.wrong[name] == "" {
		f.refuse(name, name+"-day", label, f.p.T("error.not-a-date"))
	}
	return d
}

// mayDay reads a date that may be left out: nil when it is, or when it is wrong.
func (f *form) mayDay(name, label string) *calendar.Date {
	d := f.day(name, label)
	if d.IsZero() {
		return nil
	}
	return &d
}

// dateField shows a date again as it was typed.
func (f *form) dateField(name, text, hint string) ui.Date {
	value := page.TypedDate(f.in, name)
	if whole := strings.TrimSpace(f.in.Get(name)); whole != "" {
		value = splitDate(whole)
	}
	return ui.Date{Field: ui.Field{Name: name, Text: text, Hint: hint, Wrong: f.wrong[name]}, Value: value}
}

// maxRows is how many rows a list of stays, permits or absences can have.
const maxRows = 12

// rows is how many rows of a list to show. The list's rows are called prefix-1-…, and prefix-rows says how many the
// form had; the button that adds one sends more=prefix.
func (f *form) rows(prefix string) int {
	n, err := strconv.Atoi(f.in.Get(prefix + "-rows"))
	if err != nil || n < 1 {
		n = 1
	}
	for name := range f.in {
		rest, ok := strings.CutPrefix(name, prefix+"-")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, "-")
		if i, err := strconv.Atoi(number); err == nil && i <= maxRows {
			n = max(n, i)
		}
	}
	if f.in.Get(queryMore) == prefix {
		n++
	}
	return min(n, maxRows)
}

// adding says that the reader asked for one more row and not for the answer.
func (f *form) adding() bool { return f.in.Get(queryMore) != "" }

// empty says that nothing stands in the inputs of a date.
func (f *form) empty(name string) bool {
	s, wrong := dateFrom(f.in, name)
	return s == "" && !wrong
}

// status is 422 when something in the form is wrong.
func (f *form) status() int {
	if len(f.errors) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
