package jobs

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/office"
)

// Daily writes to all administrators once a day: where the record stands, which jobs have failed, which letters have not left. Whoever
// keeps the mail can prove later what stood in the record.
type Daily struct {
	Office         *office.Office[Tx]
	Head           func(ctx context.Context) (audit.Head, error)
	Administrators func(ctx context.Context) ([]access.Account, error) // those who are active
}

// atFive in UTC is the morning in Bucharest, summer and winter.
const atFive = 5 * time.Hour

// Kind is the kind audit.daily.
func (d Daily) Kind() Kind {
	return Kind{Name: "audit.daily", Slots: Slots{Every: 24 * time.Hour, After: atFive}, AtOnce: 1, Run: d.run}
}

// run enqueues the letters and ends the job in one transaction, so that nobody gets two.
func (d Daily) run(ctx context.Context, t office.Ticket) error {
	head, err := d.Head(ctx)
	if err != nil {
		return fmt.Errorf("read the head of the record: %w", err)
	}
	to, err := d.Administrators(ctx)
	if err != nil {
		return fmt.Errorf("list the administrators: %w", err)
	}
	hold := Held(t)
	act := office.Act{
		By: access.Named(t.Kind), Needs: access.RunOperations, Action: "audit.report", Purpose: office.PurposeOversight, Job: &hold,
	}
	_, err = office.Do(ctx, d.Office, act, func(ctx context.Context, tx Tx, w *office.Work) (int, error) {
		jobs, err := tx.Queue().Counts(ctx)
		if err != nil {
			return 0, err
		}
		letters, err := tx.Outbox().Counts(ctx)
		if err != nil {
			return 0, err
		}
		args := map[string]string{
			"at": head.At.Format(time.RFC3339), "seq": strconv.FormatInt(head.Seq, 10), "hash": head.Hash,
			"failed": strconv.Itoa(jobs[office.JobFailed]), "unsent": strconv.Itoa(letters[office.LetterWaiting]),
		}
		for _, a := range to {
			w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "daily-heads", Args: args})
		}
		return len(to), nil
	})
	return err
}
