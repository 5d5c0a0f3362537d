package casework

import (
	"context"
	"strings"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// MaxSaid is how many letters a message to an applicant may have.
const MaxSaid = 4000

// Say is a message to the applicant about a case.
type Say struct {
	Case casefile.ID
	Body string
}

// Say writes to the applicant of a case that has not ended, and tells them. Faults: NotFound; Conflict when it has ended; Invalid about body.
func (d *Desk) Say(ctx context.Context, by access.Actor, asked Asked, in Say) error {
	in.Body = strings.TrimSpace(strings.ReplaceAll(in.Body, "\r\n", "\n"))
	if in.Body == "" {
		return fault.Field("body", "casework.body-missing")
	}
	if utf8.RuneCountInString(in.Body) > MaxSaid {
		return fault.Field("body", "casework.body-long", fault.Num("n", MaxSaid))
	}
	_, err := office.Do(ctx, d.office, act(by, asked, "case.say", in), func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return "", err
		}
		if s.State.Final() {
			return "", stale()
		}
		e := event(w, in.Case, casefile.Message)
		e.Body = in.Body
		w.Changed("message", "", in.Body)
		tell(w, s.application, "filing-message")
		return e.ID, tx.CaseEvents().Add(ctx, s.application.Person, e)
	})
	return err
}
