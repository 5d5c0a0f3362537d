package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// Program is a program that came with a token.
type Program struct {
	Account access.Account
	Token   Token
}

// Actor is the account as its program acts: in no session, and so never with a fresh proof.
func (p Program) Actor() access.Actor { return p.Account.Actor("", time.Time{}) }

// UseToken tells whose token a program came with; client is the network that it came from. Token and account are read anew every time, so
// that an end counts at once on every node. A token that is good for nothing, whatever the reason, is a fault of kind NotFound; when the network or
// the token has asked too often, Unavailable with TooManyRequests.
func (d *Desk) UseToken(ctx context.Context, secret, client string) (Program, error) {
	if !tokenShaped(secret) {
		return Program{}, fault.New(fault.NotFound, "not-found")
	}
	var out Program
	var refused error // told after the transaction: what was spent on it stays spent
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		refused = nil
		if err := d.admit(ctx, tx, programsOfClient(), client); err != nil {
			return putAside(err, &refused)
		}
		var err error
		out, err = d.program(ctx, tx, secret)
		return putAside(err, &refused)
	})
	if err != nil {
		return Program{}, err
	}
	return out, refused
}

// putAside puts an answer aside and lets the transaction hold; any other error undoes it.
func putAside(err error, refused *error) error {
	var told *fault.Error
	if errors.As(err, &told) && (told.Kind == fault.NotFound || told.Key == TooManyRequests) {
		*refused = err
		return nil
	}
	return err
}

// admit takes one from an allowance of programs.
func (d *Desk) admit(ctx context.Context, tx Tx, a allowance, of string) error {
	ok, err := d.spend(ctx, tx, a, of)
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Unavailable, TooManyRequests, a.wait())
}

// program finds the token and its account, and notes that it was used.
func (d *Desk) program(ctx context.Context, tx Tx, secret string) (Program, error) {
	t, err := tx.Tokens().Find(ctx, d.office.Mark(markToken, secret))
	if err != nil {
		return Program{}, err
	}
	now := d.office.Now()
	if !t.good(now) {
		return Program{}, fault.New(fault.NotFound, "not-found")
	}
	a, err := byID(ctx, tx, t.Account)
	if err != nil {
		return Program{}, err
	}
	if err := d.admit(ctx, tx, requestsOfToken(), t.ID); err != nil {
		return Program{}, err
	}
	t.UsedOn = calendar.Today(now)
	return Program{Account: a, Token: t}, tx.Tokens().Use(ctx, t.ID, t.UsedOn)
}

// tokenShaped tells whether a text can be a token at all. It looks at nothing that is secret.
func tokenShaped(secret string) bool {
	random, ok := strings.CutPrefix(secret, TokenPrefix)
	return ok && len(random) == tokenLength && strings.Trim(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
