package filing

import (
	"context"
	"encoding/json"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// TokenLife is how long a plan waits in a browser for somebody to sign in.
const TokenLife = 24 * time.Hour

// KeptPlan is a plan that somebody keeps.
type KeptPlan struct {
	ID        string
	Account   string // "" while a browser keeps it
	Token     string // mark of what the browser holds, "" once an account keeps it
	Facts     application.Facts
	Lang      locale.Lang
	Law       string                      // version whose plan was seen last
	Seen      map[string]application.Seen // by procedure: what it asked then
	KeptAt    time.Time
	SeenAt    time.Time
	ExpiresAt time.Time // zero = never
	Version   int64
}

// Keep is a plan that shall be kept.
type Keep struct {
	Facts application.Facts
	Lang  locale.Lang
	Token string // what the browser holds: made with crypto/rand.Text by whoever asks. Used while nobody is signed in
}

// KeptNow is a plan that is kept, and what became of it since it was seen.
type KeptNow struct {
	KeptPlan
	Titles  []string // of the procedures that apply today, in the reader's language
	Changed []Changed
}

// Keep keeps a plan: for the actor's account, or, while nobody is signed in, for whoever holds the token within TokenLife; it is the
// account's once they have signed in and looked at what they keep. It returns the id. Faults: Invalid about facts (those of the law) and
// about the token; Invalid without a field when the account keeps as many as it may.
func (d *Desk) Keep(ctx context.Context, by access.Actor, asked Asked, in Keep) (string, error) {
	p := KeptPlan{Lang: in.Lang, Law: d.law.Version()}
	var err error
	if p.Facts, p.Seen, err = d.planToKeep(in); err != nil {
		return "", err
	}
	a := act(by, asked, "plan.keep", in)
	if !by.SignedIn() {
		a.Needs = access.Public
		if len(in.Token) < minToken {
			return "", fault.New(fault.Invalid, "filing.token")
		}
	}
	return office.Do(ctx, d.office, a, func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		p.ID, p.KeptAt, p.SeenAt, p.Version = office.NewID(), w.Now, w.Now, 1
		w.About("plan", p.ID)
		if by.SignedIn() {
			p.Account = by.ID
			return p.ID, keepForAccount(ctx, tx, p)
		}
		p.Token, p.ExpiresAt = d.office.Mark(markPlan, in.Token), w.Now.Add(TokenLife)
		if err := tx.KeptPlans().ForgetToken(ctx, p.Token); err != nil && fault.KindOf(err) != fault.NotFound {
			return "", err
		}
		return p.ID, tx.KeptPlans().Add(ctx, p)
	})
}

// markPlan keeps the marks of browsers' plans apart from others.
const markPlan = "kept-plan"

// minToken is the length of what crypto/rand.Text makes.
const minToken = 26

// keepForAccount stores a plan, if there is room.
func keepForAccount(ctx context.Context, tx Tx, p KeptPlan) error {
	if err := tx.People().Hold(ctx, p.Account); err != nil {
		return err
	}
	n, err := tx.KeptPlans().Count(ctx, p.Account)
	if err != nil {
		return err
	}
	if n >= MaxPlans {
		return fault.New(fault.Invalid, "filing.plans-many", fault.Num("max", MaxPlans))
	}
	return tx.KeptPlans().Add(ctx, p)
}

// planToKeep checks the answers and notes what their plan asks today.
func (d *Desk) planToKeep(in Keep) (application.Facts, map[string]application.Seen, error) {
	if size, err := json.Marshal(in.Facts); err != nil || len(size) > MaxFacts {
		return nil, nil, fault.New(fault.Invalid, "filing.facts-long")
	}
	facts, faults := d.readFacts(in.Facts)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	plan, err := d.plan(facts, in.Lang)
	if err != nil {
		return nil, nil, err
	}
	return pairs(facts), seenOf(plan), nil
}

// Kept lists the plans that the actor's account keeps, the last first, each with what the law changed since it was seen. A plan that waits
// under the token becomes the account's first, if there is room; nobody signed in sees that one alone.
func (d *Desk) Kept(ctx context.Context, by access.Actor, token string) ([]KeptNow, error) {
	if by.SignedIn() && token != "" {
		if err := d.claim(ctx, by, token); err != nil {
			return nil, err
		}
	}
	needs := access.FileApplications
	if !by.SignedIn() {
		needs = access.Public
	}
	all, err := office.See(ctx, d.office, by, needs, func(ctx context.Context, tx Tx) ([]KeptPlan, error) {
		if by.SignedIn() {
			return tx.KeptPlans().Of(ctx, by.ID, MaxPlans)
		}
		if token == "" {
			return nil, nil
		}
		p, err := tx.KeptPlans().ByToken(ctx, d.office.Mark(markPlan, token), d.office.Now())
		if err != nil && fault.KindOf(err) == fault.NotFound {
			return nil, nil
		}
		return []KeptPlan{p}, err
	})
	if err != nil {
		return nil, err
	}
	out := make([]KeptNow, 0, len(all))
	for _, p := range all {
		now, err := d.keptNow(p)
		if err != nil {
			return nil, err
		}
		out = append(out, now)
	}
	return out, nil
}

// claim makes a browser's plan the account's. One that is over or claimed, and one for which there is no room, is left.
func (d *Desk) claim(ctx context.Context, by access.Actor, token string) error {
	mark := d.office.Mark(markPlan, token)
	p, err := office.See(ctx, d.office, by, access.FileApplications, func(ctx context.Context, tx Tx) (KeptPlan, error) {
		return tx.KeptPlans().ByToken(ctx, mark, d.office.Now())
	})
	if err != nil {
		return ignoring(err, fault.NotFound)
	}
	_, err = office.Do(ctx, d.office, act(by, Asked{}, "plan.claim", nil), func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		w.About("plan", p.ID)
		if err := tx.People().Hold(ctx, by.ID); err != nil {
			return "", err
		}
		n, err := tx.KeptPlans().Count(ctx, by.ID)
		if err != nil {
			return "", err
		}
		if n >= MaxPlans {
			return "", fault.New(fault.Conflict, "conflict") // it waits under its token until it is over
		}
		p.Account = by.ID
		return p.ID, tx.KeptPlans().Claim(ctx, p)
	})
	return ignoring(err, fault.Conflict)
}

// ignoring is err unless its first fault is of a kind.
func ignoring(err error, kind fault.Kind) error {
	if err != nil && fault.KindOf(err) == kind {
		return nil
	}
	return err
}

// keptNow compares a plan with the law of today.
func (d *Desk) keptNow(p KeptPlan) (KeptNow, error) {
	facts, _ := d.readFacts(p.Facts) // what the law does not know any more is left out
	plan, err := d.plan(facts, p.Lang)
	if err != nil {
		return KeptNow{}, err
	}
	out := KeptNow{KeptPlan: p, Changed: d.planChanges(p.Seen, plan, p.Lang)}
	for _, r := range plan.Routes {
		out.Titles = append(out.Titles, r.Title)
	}
	return out, nil
}

// SeePlan notes that the owner has seen what changed about a kept plan. Faults: NotFound; Conflict.
func (d *Desk) SeePlan(ctx context.Context, by access.Actor, asked Asked, id string, version int64) error {
	_, err := office.Do(ctx, d.office, act(by, asked, "plan.see", []any{id, version}), func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		w.About("plan", id)
		p, err := keptPlan(ctx, tx, by.ID, id)
		if err != nil {
			return "", err
		}
		if p.Version != version {
			return "", stale()
		}
		if p.Facts, p.Seen, err = d.planToKeep(Keep{Facts: d.known(p.Facts), Lang: p.Lang}); err != nil {
			return "", err
		}
		p.Law, p.SeenAt = d.law.Version(), w.Now
		return id, tx.KeptPlans().See(ctx, p)
	})
	return err
}

// Forget removes a kept plan of the actor's account; nobody signed in removes the one under the token, whatever the id. Fault: NotFound.
func (d *Desk) Forget(ctx context.Context, by access.Actor, asked Asked, id, token string) error {
	a := act(by, asked, "plan.forget", id)
	if !by.SignedIn() {
		a.Needs = access.Public
	}
	_, err := office.Do(ctx, d.office, a, func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		w.About("plan", id)
		if !by.SignedIn() {
			return id, tx.KeptPlans().ForgetToken(ctx, d.office.Mark(markPlan, token))
		}
		return id, tx.KeptPlans().Forget(ctx, by.ID, id)
	})
	return err
}

// keptPlan is one plan of an account.
func keptPlan(ctx context.Context, tx Tx, account, id string) (KeptPlan, error) {
	all, err := tx.KeptPlans().Of(ctx, account, MaxPlans)
	if err != nil {
		return KeptPlan{}, err
	}
	for _, p := range all {
		if p.ID == id {
			return p, nil
		}
	}
	return KeptPlan{}, unknown()
}
