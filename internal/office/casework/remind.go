package casework

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Due is a correction of which its applicant is to be reminded.
type Due struct {
	Correction string
	Case       casefile.ID
	Account    string // of the applicant
	Until      calendar.Date
}

// remindPage is how many corrections one round reads at once.
const remindPage = 100

// RemindReturned reminds whoever was asked for a correction and has not sent it, some days before the last day: once each, on the site and by
// a letter that says nothing of anybody. Each is a change of its own, with its entry. What was sent or reminded meanwhile is left. It may be
// run again at any time.
func (d *Desk) RemindReturned(ctx context.Context) error {
	for {
		due, err := d.toRemind(ctx)
		if err != nil {
			return err
		}
		done := 0
		for _, one := range due {
			switch err := d.remind(ctx, one); {
			case err == nil:
				done++
			case fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.NotFound:
			default:
				return err
			}
		}
		if len(due) < remindPage || done == 0 {
			return nil
		}
	}
}

// toRemind is who is to be reminded today.
func (d *Desk) toRemind(ctx context.Context) ([]Due, error) {
	var due []Due
	err := d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		due, err = tx.Returns().ToRemind(ctx, d.today(), remindPage)
		return err
	})
	return due, err
}

// remind writes to one applicant.
func (d *Desk) remind(ctx context.Context, in Due) error {
	upkeep := office.Act{By: access.Named("casework"), Needs: access.RunOperations, Action: "case.remind", Purpose: office.PurposeUpkeep}
	_, err := office.Do(ctx, d.office, upkeep, func(ctx context.Context, tx Tx, w *office.Work) (casefile.ID, error) {
		about(w, in.Case)
		w.Changed("reminded", "", in.Until.String())
		w.Tell(office.Message{Account: in.Account, Template: "filing-reminder", Args: map[string]string{"day": in.Until.String()}, Mailed: true})
		return in.Case, tx.Returns().Remind(ctx, in.Correction)
	})
	return err
}
