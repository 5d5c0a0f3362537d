package store

import (
	"context"
	"time"

	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Sessions is the port of sessions.
func (t *Tx) Sessions() account.Sessions { return sessions{t} }

type sessions struct{ *Tx }

func (s sessions) Add(ctx context.Context, id string, in account.Session) error {
	return s.q.AddSession(ctx, query.AddSessionParams{
		ID: id, Handle: in.Handle, Account: in.Account, Method: string(in.Method), Agent: in.Agent, CreatedAt: stamp(in.CreatedAt),
		SeenAt: stamp(in.SeenAt), StrongAt: stamp(in.StrongAt), EndsAt: stamp(in.EndsAt),
	})
}

func (s sessions) Find(ctx context.Context, id string) (account.Visitor, error) {
	r, err := s.q.SessionWithAccount(ctx, id)
	if err != nil {
		return account.Visitor{}, found(err)
	}
	session, err := readSession(r.Session)
	if err != nil {
		return account.Visitor{}, err
	}
	who, err := accounts(s).whole(ctx, r.Account)
	return account.Visitor{Account: who, Session: session}, err
}

func readSession(r query.Session) (account.Session, error) {
	var ts times
	return account.Session{
		Handle: r.Handle, Account: r.Account, Method: account.Method(r.Method), Agent: r.Agent, CreatedAt: ts.at(r.CreatedAt),
		SeenAt: ts.at(r.SeenAt), StrongAt: ts.at(r.StrongAt), EndsAt: ts.at(r.EndsAt),
	}, ts.err
}

// See writes nothing when another request of the session was faster.
func (s sessions) See(ctx context.Context, id string, now, before time.Time) error {
	_, err := s.q.SeeSession(ctx, query.SeeSessionParams{Now: stamp(now), ID: id, Before: stamp(before)})
	return err
}

func (s sessions) Strengthen(ctx context.Context, who, handle string, now time.Time) error {
	return there(s.q.StrengthenSession(ctx, query.StrengthenSessionParams{Now: stamp(now), Handle: handle, Account: who}))
}

func (s sessions) Of(ctx context.Context, who string, now, seen time.Time, limit int) ([]account.Session, error) {
	rows, err := s.q.SessionsOf(ctx, query.SessionsOfParams{
		Account: who, Now: stamp(now), SeenAfter: stamp(seen), MaxRows: limited(limit),
	})
	if err != nil {
		return nil, err
	}
	return each(rows, readSession)
}

func (s sessions) End(ctx context.Context, who, handle string) error {
	return there(s.q.EndSession(ctx, query.EndSessionParams{Account: who, Handle: handle}))
}

func (s sessions) EndOthers(ctx context.Context, who, but string) (int, error) {
	n, err := s.q.EndSessionsBut(ctx, query.EndSessionsButParams{Account: who, Handle: but})
	return int(n), err
}

func (s sessions) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := s.q.ForgetSessions(ctx, query.ForgetSessionsParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
