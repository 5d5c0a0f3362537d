package office

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/locale"
)

// Letter is one e-mail that the office sends. What it says is the template's; nothing in it is personal but a code.
type Letter struct {
	ID       string // of its row in the outbox; becomes its Message-ID, so that a repeated sending is known as one
	Account  string // to whose address and in whose language it is posted; "" = To and Lang say it
	To       string // the address
	Lang     locale.Lang
	Template string            // "sign-in-code"
	Args     map[string]string // values of its placeholders; erased once it is sent
}

// LetterState says where a letter stands.
type LetterState string

// The states.
const (
	LetterWaiting LetterState = "waiting"
	LetterSent    LetterState = "sent"
	LetterRefused LetterState = "refused" // the address takes no mail
)

// Posted is a letter in the outbox.
type Posted struct {
	Letter
	State     LetterState
	CreatedAt time.Time
	SentAt    time.Time // zero while it has not been sent
	Tries     int
	Error     string // of the last try
}

// Outbox is the port of letters.
type Outbox interface {
	// Add stores a letter that waits. One to an account has the account's address and language from then on.
	Add(ctx context.Context, p Posted) error
	// Find returns one letter, or a fault of kind NotFound.
	Find(ctx context.Context, id string) (Posted, error)
	// Sent notes a try: sent, refused (no point in another) or, with state waiting, to be tried again. Args go when it was sent.
	Tried(ctx context.Context, id string, state LetterState, cause string, now time.Time) error
	// List returns letters, latest first, from before an id ("" = from the start).
	List(ctx context.Context, state LetterState, before string, limit int) ([]Posted, error)
	// Counts says how many letters there are in each state.
	Counts(ctx context.Context) (map[LetterState]int, error)
}

// SendLetter is the kind of job that sends a letter. Its body is a SendBody.
const SendLetter = "letter.send"

// SendBody names the letter of a job.
type SendBody struct {
	Letter string `json:"letter"`
}

// post stores a letter and makes the job that sends it.
func post(ctx context.Context, outbox Outbox, l Letter, now time.Time) (Job, error) {
	l.ID = NewID()
	if err := outbox.Add(ctx, Posted{Letter: l, State: LetterWaiting, CreatedAt: now}); err != nil {
		return Job{}, fmt.Errorf("letter %s: %w", l.Template, err)
	}
	return Job{Kind: SendLetter, Key: SendLetter + "/" + l.ID, Body: SendBody{Letter: l.ID}}, nil
}
