package store

import (
	"context"
	"time"

	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Passkeys is the port of passkeys.
func (t *Tx) Passkeys() account.Passkeys { return passkeys{t} }

type passkeys struct{ *Tx }

// most bounds the passkeys of one account that are read; the desk allows fewer.
const mostPasskeys = 100

func (p passkeys) Add(ctx context.Context, in account.Passkey) error {
	return p.taken(p.q.AddPasskey(ctx, query.AddPasskeyParams{
		ID: in.ID, Account: in.Account, Name: in.Name, Credential: string(in.Credential), CreatedAt: stamp(in.CreatedAt),
	}), account.PasskeyTaken)
}

func (p passkeys) Of(ctx context.Context, who string) ([]account.Passkey, error) {
	rows, err := p.q.PasskeysOf(ctx, query.PasskeysOfParams{Account: who, MaxRows: mostPasskeys})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.Passkey) (account.Passkey, error) {
		var ts times
		return account.Passkey{
			ID: r.ID, Account: r.Account, Name: r.Name, Credential: []byte(r.Credential), CreatedAt: ts.at(r.CreatedAt),
			UsedAt: ts.at(r.UsedAt), Version: r.Version,
		}, ts.err
	})
}

func (p passkeys) Use(ctx context.Context, in account.Passkey) error {
	return one(p.q.UsePasskey(ctx, query.UsePasskeyParams{
		Credential: string(in.Credential), UsedAt: stamp(in.UsedAt), ID: in.ID, Account: in.Account, Version: in.Version,
	}))
}

func (p passkeys) Rename(ctx context.Context, who, id, name string) error {
	return there(p.q.RenamePasskey(ctx, query.RenamePasskeyParams{Name: name, ID: id, Account: who}))
}

func (p passkeys) Remove(ctx context.Context, who, id string) error {
	return there(p.q.RemovePasskey(ctx, query.RemovePasskeyParams{ID: id, Account: who}))
}

func (p passkeys) RemoveAll(ctx context.Context, who string) (int, error) {
	n, err := p.q.RemovePasskeysOf(ctx, who)
	return int(n), err
}

// Ceremonies is the port of questions to passkeys.
func (t *Tx) Ceremonies() account.Ceremonies { return ceremonies{t} }

type ceremonies struct{ *Tx }

func (c ceremonies) Add(ctx context.Context, in account.Ceremony) error {
	return c.q.AddCeremony(ctx, query.AddCeremonyParams{
		ID: in.ID, Kind: string(in.Kind), Account: in.Account, Data: in.Data, ExpiresAt: stamp(in.ExpiresAt),
	})
}

func (c ceremonies) Take(ctx context.Context, id string, kind account.CeremonyKind, now time.Time) (account.Ceremony, error) {
	r, err := c.q.TakeCeremony(ctx, query.TakeCeremonyParams{ID: id, Kind: string(kind), Now: stamp(now)})
	if err != nil {
		return account.Ceremony{}, found(err)
	}
	var ts times
	return account.Ceremony{
		ID: r.ID, Kind: account.CeremonyKind(r.Kind), Account: r.Account, Data: r.Data, ExpiresAt: ts.at(r.ExpiresAt),
	}, ts.err
}

func (c ceremonies) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.q.ForgetCeremonies(ctx, query.ForgetCeremoniesParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
