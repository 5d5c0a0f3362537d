package ui

import (
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// Event is something that happened, in a list of what did.
type Event struct {
	At   time.Time
	Text string // what happened
	Who  string // by whom or from where, "" if it says nothing
	Href string // where more is told, "" = nowhere
	More string // the words of that link
	Now  bool   // it asks for attention
}

// when is the time on the clocks of the office.
func (e Event) when(p *locale.Printer) string { return p.Moment(e.At.In(calendar.Bucharest())) }

func (e Event) machine() string { return e.At.UTC().Format(time.RFC3339) }
