package store

import (
	"context"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Tokens is the port of tokens for programs.
func (t *Tx) Tokens() account.Tokens { return accountTokens{t} }

type accountTokens struct{ *Tx }

func (a accountTokens) Add(ctx context.Context, mark string, in account.Token) error {
	return a.q.AddAccountToken(ctx, query.AddAccountTokenParams{
		ID: in.ID, Account: in.Account, Mark: mark, Name: in.Name, CreatedAt: stamp(in.CreatedAt), ExpiresAt: stamp(in.ExpiresAt),
	})
}

func (a accountTokens) Find(ctx context.Context, mark string) (account.Token, error) {
	r, err := a.q.AccountTokenByMark(ctx, mark)
	if err != nil {
		return account.Token{}, found(err)
	}
	return readToken(r)
}

func (a accountTokens) Of(ctx context.Context, who string, now time.Time, limit int) ([]account.Token, error) {
	rows, err := a.q.AccountTokensOf(ctx, query.AccountTokensOfParams{Account: who, Now: stamp(now), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, readToken)
}

func readToken(r query.AccountToken) (account.Token, error) {
	var ts times
	var ds days
	out := account.Token{
		ID: r.ID, Account: r.Account, Name: r.Name, CreatedAt: ts.at(r.CreatedAt), ExpiresAt: ts.at(r.ExpiresAt), UsedOn: ds.at(r.UsedOn),
		RevokedAt: ts.at(r.RevokedAt),
	}
	if ts.err != nil {
		return out, ts.err
	}
	return out, ds.err
}

// Use writes nothing when the day is noted already.
func (a accountTokens) Use(ctx context.Context, id string, day calendar.Date) error {
	_, err := a.q.UseAccountToken(ctx, query.UseAccountTokenParams{Day: day.String(), ID: id})
	return err
}

func (a accountTokens) Revoke(ctx context.Context, who, id string, now time.Time) error {
	return there(a.q.RevokeAccountToken(ctx, query.RevokeAccountTokenParams{Now: stamp(now), Account: who, ID: id}))
}

func (a accountTokens) RevokeAll(ctx context.Context, who string, now time.Time) error {
	_, err := a.q.RevokeAccountTokens(ctx, query.RevokeAccountTokensParams{Now: stamp(now), Account: who})
	return err
}

func (a accountTokens) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := a.q.ForgetAccountTokens(ctx, query.ForgetAccountTokensParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
