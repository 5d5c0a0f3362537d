package casework

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Opening asks for a case.
type Opening struct {
	Case    casefile.ID
	Reason  Reason // "" = it is the next, or was opened before
	Lang    locale.Lang
	Request string
}

// Opened is a case as an officer sees it.
type Opened struct {
	Case        casefile.Case
	Application application.Application
	Person      person.Person       // as the register has them
	Title       string              // of the procedure
	Reason      Reason              // for which it was opened
	LookedAt    time.Time           // since when a colleague looks at it too; zero = nobody does
	Form        law.PlanForm        // that was frozen; without pages when the law has none any more
	Answers     application.Answers // as they stand, with every correction that was sent
	Before      application.Answers // of fields that a correction changed: as they stood first
	InFile      application.Answers // of fields of which the register says something else: what it says
	Lines       []Line              // what is asked first, in the order of the plan; then what was sent and is asked no more
	Open        []string            // documents that stand in the way of accepting
	Flawed      []application.File  // that cannot be shown: lost in the store of files, or not what was stored
	Passport    calendar.Date       // last day of the passport that was written down; none = not said
	LawMoved    bool                // another edition of the law is loaded than the one that was frozen
	LawAsks     []Difference        // what today's law asks otherwise of the same answers
	Corrections []casefile.Correction
	Events      []casefile.Event // the last first, without what was said
	Thread      []casefile.Event // what was said, the last first
	Receipt     document.ID      // "" = not released yet
	Today       calendar.Date
}

// Line is a paper as an officer sees it.
type Line struct {
	application.AskedLine
	Hidden bool // about health: neither files nor notes are shown to this officer
}

// Difference is a paper that today's law asks, or asks no more.
type Difference struct {
	Title string
	Gone  bool
}

// eventsShown bounds what is told of a case's past.
const eventsShown = 200

// Open shows a case. The record has the look, with its reason, before anything is returned. Faults: NotFound; Invalid with the key
// ReasonMissing when it is not the officer's next and no reason is given.
func (d *Desk) Open(ctx context.Context, by access.Actor, in Opening) (Opened, error) {
	fresh := false
	out, err := office.Look(ctx, d.office, act(by, Asked{Request: in.Request}, "case.open", nil), func(ctx context.Context, tx Tx, w *office.Work) (Opened, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return Opened{}, err
		}
		reason, err := d.why(ctx, tx, by, in.Case, in.Reason)
		if err != nil {
			return Opened{}, err
		}
		w.Because(string(reason))
		out, err := d.opened(ctx, tx, by, s, in.Lang)
		if err != nil {
			return Opened{}, err
		}
		out.Reason = reason
		claimed, err := d.claims(ctx, tx, by, []Row{{ID: in.Case}})
		out.LookedAt = claimed[in.Case]
		fresh = slices.ContainsFunc(out.Thread, func(e casefile.Event) bool { return e.Side == casefile.OfApplicant && e.ReadAt.IsZero() })
		return out, err
	})
	if err != nil || !fresh {
		return out, err
	}
	return out, d.read(ctx, by, in.Request, in.Case)
}

// read notes that the office read what the applicant wrote.
func (d *Desk) read(ctx context.Context, by access.Actor, request string, id casefile.ID) error {
	_, err := office.Do(ctx, d.office, act(by, Asked{Request: request}, "case.read-messages", nil), func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
		about(w, id)
		return tx.CaseEvents().Read(ctx, id, casefile.OfApplicant, w.Now)
	})
	return err
}

// opened puts a case together.
func (d *Desk) opened(ctx context.Context, tx Tx, by access.Actor, s submission, lang locale.Lang) (Opened, error) {
	out := Opened{Case: s.Case, Application: s.application, Today: d.today(), LawMoved: s.application.Law != d.law.Version()}
	file, err := tx.Cases().Person(ctx, s.application.Person)
	if err != nil {
		return Opened{}, err
	}
	out.Person = file.Person
	if out.Corrections, err = tx.Returns().Of(ctx, file.ID, s.ID); err != nil {
		return Opened{}, err
	}
	if err := d.answers(ctx, tx, s, file, lang, &out); err != nil {
		return Opened{}, err
	}
	if err := d.lines(ctx, tx, by, lang, &out); err != nil {
		return Opened{}, err
	}
	if out.Flawed, err = tx.CaseFiles().Flawed(ctx, s.application.ID); err != nil {
		return Opened{}, err
	}
	events, err := tx.CaseEvents().Of(ctx, file.ID, s.ID, "", eventsShown)
	if err != nil {
		return Opened{}, err
	}
	for _, e := range events {
		if e.Kind == casefile.Message {
			out.Thread = append(out.Thread, e)
			continue
		}
		out.Events = append(out.Events, e)
	}
	out.Receipt, err = tx.Cases().Receipt(ctx, s.application.ID)
	return out, err
}

// ask says what the law asks of answers on a day. A procedure that has no form that day is a fault of kind NotFound.
func (d *Desk) ask(a application.Application, answers application.Answers, on calendar.Date, lang locale.Lang) (form.Asked, error) {
	facts, _ := d.law.Recall(a.Facts, on) // what the law does not know any more is left out
	return form.Ask(d.law, law.FormQuery{Procedure: a.Procedure, Facts: facts, On: on, Lang: lang}, form.Answers(answers))
}

// none is an error that says that the law has no such form.
func none(err error) bool { return fault.KindOf(err) == fault.NotFound }
