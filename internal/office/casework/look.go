package casework

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Reason is why a case is opened. Its sentence is the message "reason.look." and the id; applicants read it.
type Reason string

// InTurn is the reason of a case that was the officer's next. Nobody chooses it.
const InTurn Reason = "in-turn"

// Reasons are those from which somebody chooses who opens another case than the next.
func Reasons() []Reason {
	return []Reason{"at-the-counter", "asked-about", "correction", "urgent", "handed-over", "second-look", "complaint"}
}

// ReasonMissing is the key of the fault of a case that is not the next and is opened without a reason.
const ReasonMissing = "casework.why"

const (
	// claimFor is how long after a colleague opened a case it is said to be looked at. Nothing is locked.
	claimFor = 15 * time.Minute
	// lookFor is how long whoever opened a case may go on with it, for the same reason.
	lookFor = 8 * time.Hour
)

// claims says of cases since when a colleague looks at them; those at which none does are left out.
func (d *Desk) claims(ctx context.Context, tx Tx, by access.Actor, rows []Row) (map[casefile.ID]time.Time, error) {
	ids := make([]casefile.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	looks, err := tx.Cases().Looks(ctx, ids, d.office.Now().Add(-claimFor))
	if err != nil {
		return nil, err
	}
	out := make(map[casefile.ID]time.Time)
	for _, l := range looks { // the last first
		if l.Actor != by.ID {
			out[l.Case] = l.At
		}
	}
	return out, nil
}

// why says for which reason somebody may see a case now: the one that they give, the one for which they opened it before, or that it is their
// turn. Fault: Invalid with the key ReasonMissing.
func (d *Desk) why(ctx context.Context, tx Tx, by access.Actor, id casefile.ID, given Reason) (Reason, error) {
	if slices.Contains(Reasons(), given) {
		return given, nil
	}
	looks, err := tx.Cases().Looks(ctx, []casefile.ID{id}, d.office.Now().Add(-lookFor))
	if err != nil {
		return "", err
	}
	for _, l := range looks {
		if l.Actor == by.ID {
			return l.Reason, nil
		}
	}
	next, err := d.first(ctx, tx, by)
	if err != nil {
		return "", err
	}
	if next != id {
		return "", fault.Field("reason", ReasonMissing)
	}
	return InTurn, nil
}

// Said is when a colleague, or the officer, last said something of a paper of a case ("" = of any), for whoever was slower; zero = nobody has. It
// says nothing of anybody, and leaves no entry. Faults: NotFound.
func (d *Desk) Said(ctx context.Context, by access.Actor, id casefile.ID, document string) (time.Time, error) {
	return office.See(ctx, d.office, by, access.IntakeCases, func(ctx context.Context, tx Tx) (time.Time, error) {
		if _, err := d.theirs(ctx, tx, by, id); err != nil {
			return time.Time{}, err
		}
		return tx.Cases().Said(ctx, id, document)
	})
}
