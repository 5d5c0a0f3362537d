package office

import (
	"context"
	"fmt"
	"time"
)

// Message is something that the office tells an account on the site. What it says is the template's.
type Message struct {
	ID       string // set when it is told
	Account  string
	Template string
	Args     map[string]string // values of its placeholders; they lie sealed
	Quiet    bool              // no letter says that it waits, because another letter says it already
	Mailed   bool              // a letter of the same template with the same values says what happened, not only that a message waits
}

// Messages is the port of messages to accounts.
type Messages interface {
	Add(ctx context.Context, m Message, now time.Time) error
}

// Tell adds a message that the account finds on the site after the act, if the act holds. A letter says that it waits.
func (w *Work) Tell(m Message) { w.messages = append(w.messages, m) }

// tell stores the messages of an act and makes the letters that say so.
func (w *Work) tell(ctx context.Context, messages Messages) error {
	for _, m := range w.messages {
		m.ID = NewID()
		if err := messages.Add(ctx, m, w.Now); err != nil {
			return fmt.Errorf("message %s: %w", m.Template, err)
		}
		switch {
		case m.Mailed:
			w.letters = append(w.letters, Letter{Account: m.Account, Template: m.Template, Args: m.Args})
		case !m.Quiet:
			w.letters = append(w.letters, Letter{Account: m.Account, Template: "message-waiting"})
		}
	}
	return nil
}
