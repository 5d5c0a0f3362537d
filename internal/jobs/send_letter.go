package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// Post takes letters out of the house.
type Post interface {
	// Send hands one letter on. A fault of kind Invalid says that the address takes no mail; any other error may pass.
	Send(ctx context.Context, l office.Letter) error
	// Check tells whether letters would leave the house now.
	Check(ctx context.Context) error
}

const (
	lettersAtOnce = 6 // leaves hands free for other work while a mail server is slow
	// A node that stood still for a minute between the mail server's word and its own note of it still holds the letter, so that no
	// other sends it too. The price: letters that a fallen node was about to send wait as long.
	letterLease = 5 * time.Minute
	// What was sent and cannot be noted is sent again. A node that stood still finds its connection cut and its time over, and needs a
	// second try with both anew.
	notes = 4
)

// SendLetter sends the letters of the outbox. A letter may leave twice when its node falls, or stands still for longer than the lease,
// between the sending and the note of it; its Message-ID is the same, so that it is known as one.
func SendLetter(store Store, post Post, now func() time.Time) Kind {
	s := sender{store: store, post: post, now: now}
	return Kind{Name: office.SendLetter, Lease: letterLease, AtOnce: lettersAtOnce, Run: s.run, Way: post.Check}
}

type sender struct {
	store Store
	post  Post
	now   func() time.Time
}

func (s sender) run(ctx context.Context, t office.Ticket) error {
	var body office.SendBody
	if err := json.Unmarshal(t.Body, &body); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	var letter office.Posted
	err := s.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		letter, err = tx.Outbox().Find(ctx, body.Letter)
		return err
	})
	if err != nil {
		return fmt.Errorf("find letter %s: %w", body.Letter, err)
	}
	if letter.State != office.LetterWaiting {
		return nil // done by a try that could not say so
	}
	if err := holds(ctx, s.store, t, s.now); err != nil {
		return err
	}
	sent := s.post.Send(ctx, letter.Letter)
	note := s.note(context.WithoutCancel(ctx), t, letter.ID, sent)
	for n := 1; n < notes && fault.KindOf(note) == fault.Unavailable; n++ {
		note = s.note(context.WithoutCancel(ctx), t, letter.ID, sent)
	}
	if note != nil {
		return errors.Join(sent, note)
	}
	if refused(sent) {
		return nil // another try has no point
	}
	return sent
}

func refused(err error) bool { return err != nil && fault.KindOf(err) == fault.Invalid }

// note writes down what came of a sending, and ends the job unless it must be tried again.
func (s sender) note(ctx context.Context, t office.Ticket, letter string, sent error) error {
	ctx, cancel := context.WithTimeout(ctx, closing)
	defer cancel()
	state, cause := office.LetterSent, ""
	if sent != nil {
		state, cause = office.LetterWaiting, sent.Error()
	}
	if refused(sent) {
		state = office.LetterRefused
	}
	return s.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.Outbox().Tried(ctx, letter, state, cause, s.now()); err != nil {
			return fmt.Errorf("note the letter: %w", err)
		}
		if state == office.LetterWaiting {
			return nil
		}
		return tx.Queue().Finish(ctx, Held(t), s.now())
	})
}

// holds is asked right before something is done outside, where no token can stop it.
func holds(ctx context.Context, store Store, t office.Ticket, now func() time.Time) error {
	held := false
	err := store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		held, err = tx.Queue().Holds(ctx, Held(t), now())
		return err
	})
	if err == nil && !held {
		err = errLost
	}
	return err
}
