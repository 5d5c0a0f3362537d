package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Identities is the port of identities at providers.
func (t *Tx) Identities() account.Identities { return identities{t} }

type identities struct{ *Tx }

func (i identities) Add(ctx context.Context, id account.Identity, who string, now time.Time) error {
	return i.taken(i.q.AddProviderIdentity(ctx, query.AddProviderIdentityParams{
		Issuer: id.Issuer, Subject: id.Subject, Account: who, CreatedAt: stamp(now),
	}), account.IdentityTaken)
}

func (i identities) Account(ctx context.Context, id account.Identity) (string, error) {
	who, err := i.q.AccountOfProviderIdentity(ctx, query.AccountOfProviderIdentityParams{Issuer: id.Issuer, Subject: id.Subject})
	return who, found(err)
}

func (i identities) Of(ctx context.Context, who string) ([]account.Identity, error) {
	rows, err := i.q.ProviderIdentitiesOf(ctx, who)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.ProviderIdentity) (account.Identity, error) {
		return account.Identity{Issuer: r.Issuer, Subject: r.Subject}, nil
	})
}

// Visits is the port of visits at providers.
func (t *Tx) Visits() account.Visits { return visits{t} }

type visits struct{ *Tx }

// visitSecrets is what must not stand readable in a copy of the database.
type visitSecrets struct {
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

func visitPlace(id string) office.Place {
	return office.Place{Table: "provider_visit", Column: "secrets", Row: id}
}

func (v visits) Add(ctx context.Context, in account.Visit) error {
	plain, err := json.Marshal(visitSecrets{in.Nonce, in.Verifier})
	if err != nil {
		return fmt.Errorf("write a visit: %w", err)
	}
	sealed, err := v.seal(visitPlace(in.ID), plain)
	if err != nil {
		return err
	}
	newcomer, err := json.Marshal(in.Newcomer)
	if err != nil {
		return fmt.Errorf("write a visit: %w", err)
	}
	return v.q.AddProviderVisit(ctx, query.AddProviderVisitParams{
		ID: in.ID, Browser: in.Browser, Secrets: sealed, Invitation: in.Invitation, Data: string(newcomer), Session: in.Session,
		ExpiresAt: stamp(in.ExpiresAt),
	})
}

func (v visits) Take(ctx context.Context, id, browser string, now time.Time) (account.Visit, error) {
	r, err := v.q.TakeProviderVisit(ctx, query.TakeProviderVisitParams{ID: id, Browser: browser, Now: stamp(now)})
	if err != nil {
		return account.Visit{}, found(err)
	}
	plain, err := v.unseal(visitPlace(id), r.Secrets)
	if err != nil {
		return account.Visit{}, err
	}
	var ts times
	var secrets visitSecrets
	out := account.Visit{ID: r.ID, Browser: r.Browser, Invitation: r.Invitation, Session: r.Session, ExpiresAt: ts.at(r.ExpiresAt)}
	if err := json.Unmarshal(plain, &secrets); err != nil {
		return account.Visit{}, fmt.Errorf("read a visit: %w", err)
	}
	if err := json.Unmarshal([]byte(r.Data), &out.Newcomer); err != nil {
		return account.Visit{}, fmt.Errorf("read a visit: %w", err)
	}
	out.Nonce, out.Verifier = secrets.Nonce, secrets.Verifier
	return out, ts.err
}

func (v visits) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := v.q.ForgetProviderVisits(ctx, query.ForgetProviderVisitsParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
