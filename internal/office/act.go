package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
)

// Act is what somebody is about to do, said before it is done.
type Act struct {
	By      access.Actor
	Needs   access.Permission // what the actor must be allowed
	Action  string            // "account.sign-in"
	Purpose string            // why, from the list of purposes
	Request string            // the request that asks for it
	Reason  string            // where a reason is asked

	// Key makes the act happen once: a token made when the form was drawn, or the key that a program sent. Input is all that
	// was asked; the same key with another input is refused.
	Key   string
	Input any

	// Job is held by who does the act for a job. The act ends the job, and is undone when the job is no longer held.
	Job *Held
}

// The purposes of changes and looks (GDPR articles 5 and 30).
const (
	PurposeOwn       = "own-account"    // somebody minds what is his own
	PurposeSignIn    = "sign-in"        // telling who is there
	PurposeCounter   = "counter"        // a person is at the counter
	PurposeOffice    = "administration" // running the office
	PurposeOversight = "oversight"      // checking what was done
	PurposeUpkeep    = "upkeep"         // what the system does by itself
	PurposeCase      = "case"           // working on what somebody asked for
	PurposeVerify    = "verification"   // is a paper genuine
)

// Work collects what an act did, for its entry in the record, its jobs and its letters.
type Work struct {
	Now     time.Time // of the act; everything it writes bears this time
	act     Act
	mark    Marker
	action  string
	subject string
	reason  string
	fields  []audit.Field
	jobs    []Job
	letters []Letter

	messages []Message
	also     []*Work
}

func newWork(act Act, now time.Time, mark Marker) *Work {
	return &Work{Now: now, act: act, mark: mark, action: act.Action, reason: act.Reason}
}

// NewID makes an id: a UUID version 7, so that rows of one time lie together. It is random enough to be unique and not a secret.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// FirstID is the least id that NewID could make at a time: ids from before it are below (RFC 9562, section 5.7: the first 48 bits are
// the milliseconds since 1970).
func FirstID(at time.Time) string {
	id := uuid.UUID{6: 0x70, 8: 0x80}
	for i, ms := 5, at.UnixMilli(); i >= 0; i, ms = i-1, ms>>8 {
		id[i] = byte(ms)
	}
	return id.String()
}

// By is who does it.
func (w *Work) By() access.Actor { return w.act.By }

// About says whom the act is about: kind ("account", "person") and id.
func (w *Work) About(kind, id string) { w.subject = kind + "/" + id }

// Became says that the act turned out as another: a sign-in that was refused.
func (w *Work) Became(action string) { w.action = action }

// Because adds a reason.
func (w *Work) Because(reason string) { w.reason = reason }

// Changed notes a field whose value was before and is after. The record gets keyed hashes of them.
func (w *Work) Changed(field, before, after string) {
	if before == after {
		return
	}
	w.fields = append(w.fields, audit.Field{Name: field, Before: w.hash(field, before), After: w.hash(field, after)})
}

// Also begins a second entry of the act, about something else that it did: the receipt that was signed as an application was sent in. What is
// noted there with Changed stands in that entry; everything else stays the act's own.
func (w *Work) Also(action, kind, id string) *Work {
	also := newWork(w.act, w.Now, w.mark)
	also.Became(action)
	also.About(kind, id)
	w.also = append(w.also, also)
	return also
}

// hash leaves nothing as nothing: that a field was empty is no secret.
func (w *Work) hash(field, value string) string {
	if value == "" {
		return ""
	}
	return w.mark.Mark("audit/"+field, value)
}

// Enqueue adds a job that runs after the act, if the act holds.
func (w *Work) Enqueue(j Job) { w.jobs = append(w.jobs, j) }

// Send adds a letter that leaves the house after the act, if the act holds.
func (w *Work) Send(l Letter) { w.letters = append(w.letters, l) }

// entry is the act's line in the record.
func (w *Work) entry() audit.Entry {
	by := w.act.By
	as := string(by.Kind)
	if as == "" {
		as = "nobody"
	}
	return audit.Entry{
		ID: NewID(), At: w.Now, Actor: by.ID, As: as, Office: by.Office, Action: w.action, Subject: w.subject,
		Purpose: w.act.Purpose, Request: w.act.Request, Reason: w.reason, Fields: w.fields,
	}
}

// rings tells that a job was enqueued.
func (w *Work) rings() bool { return len(w.jobs)+len(w.letters)+len(w.messages) > 0 }

// finish writes what belongs to the change: entry, messages, letters, jobs, the end of the job it was done for, and the outcome.
func (w *Work) finish(ctx context.Context, tx Tx, out any) error {
	entries := []audit.Entry{w.entry()}
	for _, also := range w.also {
		entries = append(entries, also.entry())
	}
	if err := w.tell(ctx, tx.Messages()); err != nil {
		return err
	}
	if err := tx.Trail().Add(ctx, entries...); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	for _, l := range w.letters {
		job, err := post(ctx, tx.Outbox(), l, w.Now)
		if err != nil {
			return err
		}
		w.jobs = append(w.jobs, job)
	}
	if err := enqueue(ctx, tx.Queue(), w.jobs, w.Now); err != nil {
		return err
	}
	if w.act.Job != nil {
		if err := tx.Queue().Finish(ctx, *w.act.Job, w.Now); err != nil {
			return err
		}
	}
	return remember(ctx, tx.Outcomes(), w, out)
}

// Outcome is what came of an act that happens once.
type Outcome struct {
	Key         string // of the act, with its actor: one actor's keys are no other's
	Fingerprint string // of the input
	Result      string // JSON; "" while the act is under way
	At          time.Time
}

// Outcomes is the port of outcomes.
type Outcomes interface {
	// Claim stores an outcome under way, unless one stands under its key already; then it returns that one and false. Of two
	// acts at the same time the second waits for the first.
	Claim(ctx context.Context, o Outcome) (stood Outcome, claimed bool, err error)
	// Settle stores the result of a claimed outcome.
	Settle(ctx context.Context, key, result string) error
}

// outcomeKey keeps the keys of one actor apart from those of another.
func (a Act) outcomeKey() string {
	sum := sha256.Sum256([]byte(string(a.By.Kind) + "\x00" + a.By.ID + "\x00" + a.By.Session + "\x00" + a.Action + "\x00" + a.Key))
	return hex.EncodeToString(sum[:])
}

// recall claims the act's key. When the act was done before, out gets its outcome and the answer is true.
func recall(ctx context.Context, outcomes Outcomes, w *Work, out any) (bool, error) {
	if w.act.Key == "" {
		return false, nil
	}
	input, err := json.Marshal(w.act.Input)
	if err != nil {
		return false, fmt.Errorf("fingerprint: %w", err)
	}
	want := Outcome{Key: w.act.outcomeKey(), Fingerprint: w.mark.Mark("input", string(input)), At: w.Now}
	stood, claimed, err := outcomes.Claim(ctx, want)
	if err != nil || claimed {
		return false, err
	}
	if stood.Fingerprint != want.Fingerprint {
		return false, fault.New(fault.Invalid, "repeat/other-input")
	}
	if err := json.Unmarshal([]byte(stood.Result), out); err != nil {
		return false, fmt.Errorf("read the outcome: %w", err)
	}
	return true, nil
}

// remember stores the outcome of an act that happens once.
func remember(ctx context.Context, outcomes Outcomes, w *Work, out any) error {
	if w.act.Key == "" {
		return nil
	}
	result, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write the outcome: %w", err)
	}
	return outcomes.Settle(ctx, w.act.outcomeKey(), string(result))
}
