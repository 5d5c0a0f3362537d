package account

import (
	"context"
	"errors"

	"golang.org/x/oauth2"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Identity is somebody as a provider knows them. Issuer and subject together are the key; the address is never compared with
// anything, because two providers may say the same one of two people (ASVS 6.8.1).
type Identity struct{ Issuer, Subject, Email string }

// Errand is what somebody is sent to a provider with.
type Errand struct {
	State    string // comes back with the person
	Nonce    string // comes back inside the signed answer
	Verifier string // PKCE: whoever exchanges the code must know it
	Fresh    bool   // the person must prove now who they are, whatever the provider remembers
}

// Provider is the port of an identity provider.
type Provider interface {
	// Begin is the address of the provider to which the browser goes. A provider that cannot be reached is a fault of kind Unavailable.
	Begin(ctx context.Context, e Errand) (string, error)
	// Finish exchanges the code that the person came back with. A provider that cannot be reached is a fault of kind Unavailable; any
	// other error is an answer that must not be believed.
	Finish(ctx context.Context, code string, e Errand) (Identity, error)
}

// The keys of what can be wrong with an answer of a provider.
const (
	ProviderRefused = "account.provider-refused" // it opens nothing, whatever the reason
	IdentityTaken   = "account.identity-taken"   // whoever takes up an invitation is bound to an account already
)

func providerRefused(cause error) error {
	return &fault.Error{Kind: fault.Invalid, Key: ProviderRefused, Cause: cause}
}

// Departure is somebody's way to the provider.
type Departure struct {
	URL     string // of the provider
	Visitor string // the token that the browser keeps until the person is back
}

// HasProvider tells whether people of the office can sign in at a provider.
func (d *Desk) HasProvider() bool { return d.provider != nil }

// BeginProvider sends somebody of the office to the provider to sign in. client is the network that asks.
func (d *Desk) BeginProvider(ctx context.Context, client string) (Departure, error) {
	return d.depart(ctx, Visit{}, func(ctx context.Context, tx Tx) error { return d.within(ctx, tx, ceremoniesOfClient(), client) })
}

// BeginProviderInvitation sends somebody who takes up an invitation to the provider, to be known by it. Faults as of BeginInvitation.
func (d *Desk) BeginProviderInvitation(ctx context.Context, token string, said Newcomer) (Departure, error) {
	v := Visit{Invitation: d.office.Mark(markInvitation, token)}
	i, err := d.peek(ctx, v.Invitation)
	if err != nil {
		return Departure{}, err
	}
	v.Newcomer, err = d.newcomer(i, said)
	if err != nil {
		return Departure{}, err
	}
	return d.depart(ctx, v, nil)
}

// peek reads an open invitation.
func (d *Desk) peek(ctx context.Context, mark string) (Invitation, error) {
	return office.See(ctx, d.office, access.Actor{}, access.Public, func(ctx context.Context, tx Tx) (Invitation, error) {
		return d.invited(ctx, tx, mark)
	})
}

// BeginProviderConfirm sends the actor to the provider to prove again who they are.
func (d *Desk) BeginProviderConfirm(ctx context.Context, by access.Actor) (Departure, error) {
	if by.Kind != access.Staff || by.Session == "" {
		return Departure{}, fault.New(fault.Forbidden, "forbidden")
	}
	return d.depart(ctx, Visit{Session: by.Session}, nil)
}

// depart stores a visit. It changes nothing of anybody's, so the record has no entry for it.
func (d *Desk) depart(ctx context.Context, v Visit, before func(context.Context, Tx) error) (Departure, error) {
	if d.provider == nil {
		return Departure{}, fault.New(fault.NotFound, "not-found")
	}
	ask := Errand{State: newToken(), Nonce: newToken(), Verifier: oauth2.GenerateVerifier(), Fresh: v.Session != ""}
	visitor := newToken()
	v.ID, v.Browser = d.office.Mark(markState, ask.State), d.office.Mark(markVisitor, visitor)
	v.Nonce, v.Verifier, v.ExpiresAt = ask.Nonce, ask.Verifier, d.office.Now().Add(visitLife)
	to, err := d.provider.Begin(ctx, ask)
	if err != nil {
		return Departure{}, err
	}
	err = d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		if before != nil {
			if err := before(ctx, tx); err != nil {
				return err
			}
		}
		return tx.Visits().Add(ctx, v)
	})
	if err != nil {
		return Departure{}, err
	}
	return Departure{URL: to, Visitor: visitor}, nil
}

// Return is somebody who comes back from the provider.
type Return struct {
	State   string // from the address
	Code    string // from the address; "" when the provider refused
	Visitor string // the token that the browser kept
	Browser Browser
	Request string
}

// Arrival is what came of a visit: a sign-in, or a fresh proof in the session that asked for it.
type Arrival struct {
	SignedIn
	Confirmed bool
}

// FinishProvider takes somebody back. by is who sends the request, nobody unless a proof was asked. Everything that does not fit is
// Invalid with ProviderRefused: an unknown identity like a wrong answer. A provider that cannot be reached is Unavailable.
func (d *Desk) FinishProvider(ctx context.Context, by access.Actor, in Return) (Arrival, error) {
	if d.provider == nil {
		return Arrival{}, fault.New(fault.NotFound, "not-found")
	}
	var v Visit
	err := d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		v, err = tx.Visits().Take(ctx, d.office.Mark(markState, in.State), d.office.Mark(markVisitor, in.Visitor), d.office.Now())
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return Arrival{}, providerRefused(errors.New("no visit is under way in this browser"))
	}
	if err != nil {
		return Arrival{}, err
	}
	// The question to the provider stands outside of any transaction: it may take seconds.
	id, err := d.provider.Finish(ctx, in.Code, Errand{State: in.State, Nonce: v.Nonce, Verifier: v.Verifier, Fresh: v.Session != ""})
	if fault.KindOf(err) == fault.Unavailable {
		return Arrival{}, err
	}
	if err != nil {
		return Arrival{}, errors.Join(d.refuse(ctx, in.Request), providerRefused(err))
	}
	switch {
	case v.Session != "":
		return d.confirmedBy(ctx, by, v, id, in)
	case v.Invitation != "":
		return d.joinedBy(ctx, v, id, in)
	}
	return d.enteredBy(ctx, id, in)
}

// refuse notes a sign-in at a provider that failed.
func (d *Desk) refuse(ctx context.Context, request string) error {
	_, err := office.Do(ctx, d.office, entering("account.sign-in-refused", request),
		func(_ context.Context, _ Tx, w *office.Work) (struct{}, error) {
			w.Because(string(ByProvider))
			return struct{}{}, nil
		})
	return err
}

// enteredBy signs in whoever is bound to the identity.
func (d *Desk) enteredBy(ctx context.Context, id Identity, in Return) (Arrival, error) {
	var refused error
	out, err := office.Do(ctx, d.office, entering("account.sign-in", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (Arrival, error) {
			a, err := bound(ctx, tx, id)
			if fault.KindOf(err) == fault.NotFound {
				refused = providerRefused(errors.New("nobody here has this identity"))
				w.Became("account.sign-in-refused")
				w.Because(string(ByProvider))
				w.Changed("identity", "", id.Issuer+" "+id.Subject)
				return Arrival{}, nil
			}
			if err != nil {
				return Arrival{}, err
			}
			s, err := d.open(ctx, tx, w, entry{account: a, method: ByProvider, browser: in.Browser})
			return Arrival{SignedIn: s}, err
		})
	if err != nil {
		return Arrival{}, err
	}
	return out, refused
}

// bound is the active account of an identity, or a fault of kind NotFound. Only people of the office have one.
func bound(ctx context.Context, tx Tx, id Identity) (access.Account, error) {
	owner, err := tx.Identities().Account(ctx, id)
	if err != nil {
		return access.Account{}, err
	}
	a, err := byID(ctx, tx, owner)
	if err != nil {
		return access.Account{}, err
	}
	if a.Kind != access.Staff {
		return access.Account{}, fault.New(fault.NotFound, "not-found")
	}
	return a, nil
}

// joinedBy takes up an invitation with an identity.
func (d *Desk) joinedBy(ctx context.Context, v Visit, id Identity, in Return) (Arrival, error) {
	return office.Do(ctx, d.office, entering("account.take-invitation", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (Arrival, error) {
			a, err := d.join(ctx, tx, w, v.Invitation, office.NewID(), v.Newcomer)
			if err != nil {
				return Arrival{}, err
			}
			if err := tx.Identities().Add(ctx, id, a.ID, w.Now); err != nil {
				return Arrival{}, err
			}
			w.Changed("identity", "", id.Issuer+" "+id.Subject)
			s, err := d.open(ctx, tx, w, entry{account: a, isNew: true, method: ByInvitation, browser: in.Browser})
			return Arrival{SignedIn: s}, err
		})
}

// confirmedBy notes a fresh proof, when the same person came back into the same session.
func (d *Desk) confirmedBy(ctx context.Context, by access.Actor, v Visit, id Identity, in Return) (Arrival, error) {
	var refused error
	_, err := office.Do(ctx, d.office, own(by, "account.confirm", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (struct{}, error) {
			w.About("account", by.ID)
			a, err := bound(ctx, tx, id)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return struct{}{}, err
			}
			if err != nil || a.ID != by.ID || v.Session != by.Session {
				refused = providerRefused(errors.New("another person came back, or into another session"))
				w.Became("account.confirm-refused")
				return struct{}{}, nil
			}
			return struct{}{}, tx.Sessions().Strengthen(ctx, by.ID, by.Session, w.Now)
		})
	if err != nil {
		return Arrival{}, err
	}
	return Arrival{Confirmed: true}, refused
}
