package filing

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Say is a message to the office about a case.
type Say struct {
	Application application.ID
	Body        string
}

// saidADay is how many messages somebody sends about one case in a day: more is read by nobody.
const saidADay = 20

// Say adds a message to the office, which finds it with the case. Faults: NotFound, also of a draft; Conflict when the case is over; Invalid of the
// field body; Unavailable with the key filing.said-much.
func (d *Desk) Say(ctx context.Context, by access.Actor, asked Asked, in Say) error {
	body := strings.TrimSpace(strings.ReplaceAll(in.Body, "\r\n", "\n"))
	if err := checkSaid(body); err != nil {
		return err
	}
	_, err := office.Do(ctx, d.office, act(by, asked, "application.say", in), func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		about(w, in.Application)
		a, c, err := sentIn(ctx, tx, by, in.Application)
		if err != nil {
			return "", err
		}
		if c.State.Final() {
			return "", fault.New(fault.Conflict, "filing.over")
		}
		n, err := tx.Events().Said(ctx, c.ID, casefile.OfApplicant, w.Now.Add(-24*time.Hour))
		if err != nil {
			return "", err
		}
		if n >= saidADay {
			return "", fault.New(fault.Unavailable, "filing.said-much", fault.Num("max", saidADay))
		}
		e := ofApplicant(w, c.ID, casefile.Message)
		e.Body = body
		w.Changed("message", "", body)
		return e.ID, tx.Events().Add(ctx, a.Person, e)
	})
	return err
}

// checkSaid refuses nothing, too much, and what cannot be shown.
func checkSaid(body string) error {
	switch {
	case body == "":
		return fault.Field("body", "field.missing")
	case utf8.RuneCountInString(body) > MaxSaid:
		return fault.Field("body", "person.too-long", fault.Num("max", MaxSaid))
	case !utf8.ValidString(body) || strings.ContainsFunc(body, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' && r != '\t' }):
		return fault.Field("body", "person.characters")
	}
	return nil
}

// sentIn takes an application that was sent in, with its case. A draft is unknown here.
func sentIn(ctx context.Context, tx Tx, by access.Actor, id application.ID) (application.Application, casefile.Case, error) {
	a, err := tx.Applications().Take(ctx, by.ID, id)
	if err != nil {
		return application.Application{}, casefile.Case{}, err
	}
	if a.State == application.Draft {
		return application.Application{}, casefile.Case{}, unknown()
	}
	c, err := tx.Intake().Of(ctx, id)
	return a, c, err
}

// ReadThread notes that the owner has read what the office wrote, and says how much of it was new. Fault: NotFound.
func (d *Desk) ReadThread(ctx context.Context, by access.Actor, request string, id application.ID) (int, error) {
	return office.Do(ctx, d.office, act(by, Asked{Request: request}, "application.read-messages", nil), func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
		about(w, id)
		_, c, err := sentIn(ctx, tx, by, id)
		if err != nil {
			return 0, err
		}
		return tx.Events().Read(ctx, c.ID, casefile.OfOffice, w.Now)
	})
}
