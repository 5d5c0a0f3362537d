package filing

import (
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/person"
)

// Warning is something to know before sending in. It hinders nothing.
type Warning struct {
	Kind WarningKind
	Ref  string        // the document
	On   calendar.Date // the day that it is about
}

// WarningKind is what a warning is about.
type WarningKind string

// The kinds of warnings.
const (
	PaperAges    WarningKind = "paper-ages"    // will have expired by the visit
	PassportEnds WarningKind = "passport-ends" // ends before the stay that is asked for
	RightEnds    WarningKind = "right-ends"    // the right to stay ends within RightEndsSoon: come in person before
	ApplyLate    WarningKind = "apply-late"    // the last day to apply is over
)

// RightEndsSoon is how many days before the end of a right to stay its holder is told to come in person.
const RightEndsSoon = 30

// visitWithin is how many working days ahead visits are offered at the latest.
const visitWithin = 30

// expectedVisit is the day by which a visit is expected: visitWithin working days ahead, or the last day to apply, where that is earlier and
// not over.
func (d *Desk) expectedVisit(k form.Asked) calendar.Date {
	day := d.law.Calendar().Add(k.On, calendar.Term{N: visitWithin, Unit: calendar.Working})
	if a := k.Route.Apply; a != nil && a.By != nil && a.By.Before(day) && !a.By.Before(k.On) {
		day = *a.By
	}
	return day
}

// warnings are what to know before sending in.
func (d *Desk) warnings(k form.Asked, o Opened, f person.File) []Warning {
	var out []Warning
	for _, l := range o.Lines {
		if !l.GoodUntil.IsZero() && l.GoodUntil.Before(o.Visit) {
			out = append(out, Warning{Kind: PaperAges, Ref: l.Document, On: l.GoodUntil})
		}
	}
	if ends := rightEnds(k.Facts); !ends.IsZero() && ends.Sub(k.On) <= RightEndsSoon {
		out = append(out, Warning{Kind: RightEnds, On: ends})
	}
	if a := k.Route.Apply; a != nil && a.By != nil && a.By.Before(k.On) {
		out = append(out, Warning{Kind: ApplyLate, On: *a.By})
	}
	if ends := answeredPassportEnds(k, f); !ends.IsZero() && ends.Before(o.StayAsked) {
		out = append(out, Warning{Kind: PassportEnds, On: ends})
	}
	return out
}

// rightEnds is the end of the right to stay, as far as the answers say it.
func rightEnds(f law.Facts) calendar.Date {
	raw, _ := f.Value("title_expires")
	day, err := calendar.Parse(raw)
	if err != nil {
		return calendar.Date{}
	}
	return day
}

// answeredPassportEnds is the last day of the passport as it was answered on the form, else as it is known of the person.
func answeredPassportEnds(k form.Asked, f person.File) calendar.Date {
	if day := k.Date("paper.passport.expires"); !day.IsZero() {
		return day
	}
	return passportEnds(f)
}

// passportEnds is the last day of the identity paper that is held the longest, none when there is none or it does not expire.
func passportEnds(f person.File) calendar.Date {
	held := slices.DeleteFunc(slices.Clone(f.Papers), func(p person.Item[person.Paper]) bool { return !p.Value.Ended.IsZero() })
	var last calendar.Date
	for _, p := range held {
		if p.Value.Expires.IsZero() {
			return calendar.Date{}
		}
		if p.Value.Expires.After(last) {
			last = p.Value.Expires
		}
	}
	return last
}

// stayAsked is until when somebody asks to stay: the end of what comes out, where the law says its day, else the day of the visit.
func stayAsked(k form.Asked, visit calendar.Date) calendar.Date {
	if o := k.Route.Output; o != nil && o.Validity.Until != nil {
		return *o.Validity.Until
	}
	return visit
}
