package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// ProveCode is what a browser proves a code with.
type ProveCode struct {
	Challenge string // that the browser keeps
	Code      string // as typed
	Browser   Browser
	Request   string
}

// Browser is what is known of the browser that signs in.
type Browser struct {
	Device string // the token by which it is known, "" if it has none
	Agent  string // its name and system in a few words
	Client string // the network that it comes from
}

// The fields and keys of what can be wrong with a code.
const (
	FieldCode = "code"
	CodeForm  = "account.code-form"  // these are not eight digits
	CodeWrong = "account.code-wrong" // n tries are left
	CodeOver  = "account.code-over"  // late, used, tried too often, or asked for in another browser: a new one is needed
)

func codeOver() error { return fault.Field(FieldCode, CodeOver) }

// proof is what came of a try. The try counts, so it is stored; a wrong one becomes a fault after that.
type proof struct {
	code Code
	left int
	ok   bool
}

// fault is nil for a right code.
func (p proof) fault() error {
	switch {
	case p.ok:
		return nil
	case p.left > 0:
		return fault.Field(FieldCode, CodeWrong, fault.Num("n", p.left))
	}
	return codeOver()
}

// try counts a try of a challenge, and ends it when the code is right. Wrong tries count against this challenge alone: whoever asked
// in another browser has their own (ASVS 6.6.2).
func (d *Desk) try(ctx context.Context, tx Tx, w *office.Work, challenge, digits string, purpose Purpose) (proof, error) {
	id := d.office.Mark(markChallenge, challenge)
	c, err := tx.Codes().Try(ctx, id, purpose, codeTries, w.Now)
	if fault.KindOf(err) == fault.NotFound {
		return proof{}, nil
	}
	if err != nil {
		return proof{}, err
	}
	if !same(c.Mark, d.codeMark(id, digits)) {
		return proof{code: c, left: codeTries - c.Tries}, nil
	}
	return proof{code: c, ok: true}, tx.Codes().Use(ctx, id, w.Now)
}

// ProveCode signs an applicant in, and makes the account when there is none. Faults: Invalid about code with one of the keys above.
func (d *Desk) ProveCode(ctx context.Context, in ProveCode) (SignedIn, error) {
	digits, ok := readCode(in.Code)
	if !ok {
		return SignedIn{}, fault.Field(FieldCode, CodeForm)
	}
	var p proof
	out, err := office.Do(ctx, d.office, entering("account.sign-in", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (SignedIn, error) {
			var err error
			p, err = d.try(ctx, tx, w, in.Challenge, digits, ToSignIn)
			if err != nil {
				return SignedIn{}, err
			}
			if !p.ok {
				w.Became("account.sign-in-refused")
				w.Changed("email", "", d.fold(p.code.Email))
				return SignedIn{}, nil
			}
			a, isNew, err := d.applicant(ctx, tx, w, p.code)
			if err != nil {
				return SignedIn{}, err
			}
			return d.open(ctx, tx, w, entry{account: a, isNew: isNew, method: ByCode, browser: in.Browser})
		})
	if err != nil {
		return SignedIn{}, err
	}
	return out, p.fault()
}

// applicant finds the account of a proved address, or makes it.
func (d *Desk) applicant(ctx context.Context, tx Tx, w *office.Work, c Code) (a access.Account, isNew bool, err error) {
	folded := d.fold(c.Email)
	a, err = tx.Accounts().ByEmail(ctx, access.Applicant, folded)
	if err == nil || fault.KindOf(err) != fault.NotFound {
		return a, false, err
	}
	a = access.Account{
		ID: office.NewID(), Kind: access.Applicant, Email: c.Email, Lang: c.Lang, State: access.Active, CreatedAt: w.Now, Version: 1,
	}
	w.Became("account.open")
	w.Changed("email", "", folded)
	return a, true, tx.Accounts().Add(ctx, a, folded, "")
}
