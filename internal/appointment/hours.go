package appointment

import (
	"slices"
	"time"
	"unicode/utf8"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// Hours are hours of a service on one weekday, from a day on and until a day, both included.
type Hours struct {
	ID      string
	Office  string
	Service string
	Weekday time.Weekday
	Opens   Clock
	Closes  Clock
	From    calendar.Date
	Until   calendar.Date // zero = until further notice
	Active  bool
	Version int64
}

// Check names what is wrong with hours by themselves.
func (h Hours) Check() error {
	var list fault.List
	if h.Weekday < time.Sunday || h.Weekday > time.Saturday {
		list = append(list, fault.Field("weekday", "appointment.weekday"))
	}
	if h.Closes <= h.Opens {
		list = append(list, fault.Field("closes", "appointment.ends-before-start"))
	}
	switch {
	case h.From.IsZero():
		list = append(list, fault.Field("from", "not-a-date"))
	case !h.Until.IsZero() && h.Until.Before(h.From):
		list = append(list, fault.Field("until", "appointment.until-before-from"))
	}
	return list.Err()
}

// Among names what is wrong with hours beside the others of their service: no minute of a day may stand twice.
func (h Hours) Among(others []Hours) error {
	for _, o := range others {
		if o.ID != h.ID && h.Active && o.Active && h.overlaps(o) {
			return fault.Field("opens", "appointment.hours-overlap",
				fault.Text("opens", o.Opens.String()), fault.Text("closes", o.Closes.String()))
		}
	}
	return nil
}

func (h Hours) overlaps(o Hours) bool {
	if h.Service != o.Service || h.Weekday != o.Weekday || h.Closes <= o.Opens || o.Closes <= h.Opens {
		return false
	}
	return (h.Until.IsZero() || !h.Until.Before(o.From)) && (o.Until.IsZero() || !o.Until.Before(h.From))
}

// On tells whether the hours hold on a day.
func (h Hours) On(day calendar.Date) bool {
	return h.Active && day.Weekday() == h.Weekday && !day.Before(h.From) && (h.Until.IsZero() || !day.After(h.Until))
}

// Reason says why an office is closed on a day that is otherwise open.
type Reason string

// The reasons.
const (
	BridgeDay Reason = "bridge-day" // between a holiday and a weekend (punte)
	Training  Reason = "training"   // of the people who work there
	Works     Reason = "works"      // on the building or its systems
	Moving    Reason = "moving"     // to another address
	Emergency Reason = "emergency"  // weather and the like
	Other     Reason = "other"      // the note says which
)

// Reasons are all reasons, in the order in which a page lists them.
func Reasons() []Reason { return []Reason{BridgeDay, Training, Works, Moving, Emergency, Other} }

// MaxClosure bounds a closure, in days.
const MaxClosure = 366

// Closure closes a whole office on some days, both included.
type Closure struct {
	ID      string
	Office  string
	From    calendar.Date
	Until   calendar.Date
	Reason  Reason
	Note    string
	Active  bool
	Version int64
}

// Check names what is wrong with a closure.
func (c Closure) Check() error {
	var list fault.List
	switch {
	case c.From.IsZero():
		list = append(list, fault.Field("from", "not-a-date"))
	case c.Until.IsZero():
		list = append(list, fault.Field("until", "not-a-date"))
	case c.Until.Before(c.From):
		list = append(list, fault.Field("until", "appointment.until-before-from"))
	case c.Until.Sub(c.From) >= MaxClosure:
		list = append(list, fault.Field("until", "appointment.closure-long", fault.Num("n", MaxClosure)))
	}
	if !slices.Contains(Reasons(), c.Reason) {
		list = append(list, fault.Field("reason", "appointment.reason"))
	}
	if utf8.RuneCountInString(c.Note) > MaxNote {
		list = append(list, fault.Field("note", "appointment.note", fault.Num("n", MaxNote)))
	}
	if c.Reason == Other && c.Note == "" {
		list = append(list, fault.Field("note", "appointment.note-missing"))
	}
	return list.Err()
}

// On tells whether the office is closed on a day for it.
func (c Closure) On(day calendar.Date) bool {
	return c.Active && !day.Before(c.From) && !day.After(c.Until)
}
