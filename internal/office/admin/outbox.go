package admin

import (
	"context"
	"regexp"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/office"
)

// Try is one try to send a letter.
type Try struct {
	Number  int
	At      time.Time
	Outcome office.LetterState // waiting = it will be tried again
	Cause   string
}

// Deliveries is the port of what became of letters.
type Deliveries interface {
	// Tries are those of one letter in their order; none when there is no such letter.
	Tries(ctx context.Context, letter string) ([]Try, error)
}

// LetterList is a page of letters in a state, with how many there are in each.
type LetterList struct {
	Page[office.Posted]
	Counts map[office.LetterState]Count
}

// ListLetters lists letters in a state, latest first: addresses masked, no values. The record says that they were shown.
func (d *Desk) ListLetters(ctx context.Context, by access.Actor, request string, state office.LetterState, before string) (LetterList, error) {
	return office.Look(ctx, d.office, look(by, access.RunOperations, "admin.list-letters", request),
		func(ctx context.Context, tx Tx, w *office.Work) (LetterList, error) {
			rows, err := tx.Outbox().List(ctx, state, before, PageSize+1)
			if err != nil {
				return LetterList{}, err
			}
			out := LetterList{Page: paged(rows, func(p office.Posted) string { return p.ID })}
			ids := make([]string, len(out.Rows))
			for i := range out.Rows {
				ids[i] = out.Rows[i].ID
				out.Rows[i] = masked(out.Rows[i])
			}
			listed(w, "letters", "state="+string(state), ids)
			out.Counts, err = letterCounts(ctx, tx)
			return out, err
		})
}

func letterCounts(ctx context.Context, tx Tx) (map[office.LetterState]Count, error) {
	counts, err := tx.Outbox().Counts(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[office.LetterState]Count, len(counts))
	for state, n := range counts {
		out[state] = Counted(n)
	}
	return out, nil
}

// LetterView is one letter with every try to send it.
type LetterView struct {
	office.Posted
	Log []Try
}

// OpenLetter shows one letter, its address masked and without its values, or is a fault of kind NotFound. The record says so.
func (d *Desk) OpenLetter(ctx context.Context, by access.Actor, request, id string) (LetterView, error) {
	return office.Look(ctx, d.office, look(by, access.RunOperations, "admin.open-letter", request),
		func(ctx context.Context, tx Tx, w *office.Work) (LetterView, error) {
			w.About("letter", id)
			p, err := tx.Outbox().Find(ctx, id)
			if err != nil {
				return LetterView{}, err
			}
			tries, err := tx.Deliveries().Tries(ctx, id)
			for i := range tries {
				tries[i].Cause = maskAll(tries[i].Cause)
			}
			return LetterView{Posted: masked(p), Log: tries}, err
		})
}

// masked is a letter as an administrator may see it: what it says and to whom is the reader's business.
func masked(p office.Posted) office.Posted {
	p.To, p.Args, p.Error = maskAddress(p.To), nil, maskAll(p.Error)
	return p
}

// maskAddress shows of an address its first letter and its domain: enough to find the letter that somebody asks about.
func maskAddress(address string) string {
	local, domain, found := strings.Cut(address, "@")
	if !found || local == "" {
		return "…"
	}
	return string([]rune(local)[:1]) + "…@" + domain
}

// maskAll masks every address in what a mail server or a driver said.
func maskAll(text string) string {
	return regexp.MustCompile(`[^\s<>"'(),:;@]+@[^\s<>"'(),:;@]+`).ReplaceAllStringFunc(text, maskAddress)
}

// SendTestMail sends a letter to the administrator's own address, to see whether mail from the house arrives, and returns the address,
// masked.
func (d *Desk) SendTestMail(ctx context.Context, by access.Actor, slip Slip) (string, error) {
	act := slip.act(by, access.RunOperations, "admin.send-test-mail", nil)
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		w.About("account", by.ID)
		a, err := tx.Staff().Find(ctx, by.ID)
		if err != nil {
			return "", err
		}
		w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "test", Args: map[string]string{"at": w.Now.Format(time.RFC3339)}})
		return maskAddress(a.Email), nil
	})
}
