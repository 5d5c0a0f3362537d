package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store/query"
)

// KeptPlans is the port of plans that are kept.
func (t *Tx) KeptPlans() filing.KeptPlans { return keptPlans{t} }

type keptPlans struct{ *Tx }

// sealedPlan is what lies sealed in kept_plan.facts, by the key of the house.
type sealedPlan struct {
	Facts application.Facts           `json:"facts"`
	Seen  map[string]application.Seen `json:"seen"`
}

func planPlace(id string) office.Place {
	return office.Place{Table: "kept_plan", Column: "facts", Row: id}
}

func (k keptPlans) sealPlan(p filing.KeptPlan) (string, error) {
	plain, err := json.Marshal(sealedPlan{p.Facts, p.Seen})
	if err != nil {
		return "", fmt.Errorf("facts of plan %s: %w", p.ID, err)
	}
	return k.seal(planPlace(p.ID), plain)
}

func (k keptPlans) Add(ctx context.Context, p filing.KeptPlan) error {
	facts, err := k.sealPlan(p)
	if err != nil {
		return err
	}
	return k.taken(k.q.AddKeptPlan(ctx, query.AddKeptPlanParams{
		ID: p.ID, Account: some(p.Account), Token: some(p.Token), Facts: facts, Lang: string(p.Lang), Law: p.Law, KeptAt: stamp(p.KeptAt),
		ExpiresAt: stamp(p.ExpiresAt),
	}), "conflict")
}

func (k keptPlans) read(r query.KeptPlan) (filing.KeptPlan, error) {
	var ts times
	out := filing.KeptPlan{
		ID: r.ID, Account: r.Account.String, Token: r.Token.String, Lang: locale.Lang(r.Lang), Law: r.Law, KeptAt: ts.at(r.KeptAt),
		SeenAt: ts.at(r.SeenAt), ExpiresAt: ts.at(r.ExpiresAt), Version: r.Version,
	}
	plain, err := k.unseal(planPlace(r.ID), r.Facts)
	if err := errors.Join(err, ts.err); err != nil {
		return filing.KeptPlan{}, err
	}
	var in sealedPlan
	if err := json.Unmarshal(plain, &in); err != nil {
		return filing.KeptPlan{}, fmt.Errorf("facts of plan %s: %w", r.ID, err)
	}
	out.Facts, out.Seen = in.Facts, in.Seen
	return out, nil
}

func (k keptPlans) Of(ctx context.Context, by string, limit int) ([]filing.KeptPlan, error) {
	rows, err := k.q.KeptPlansOfAccount(ctx, query.KeptPlansOfAccountParams{Account: some(by), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, k.read)
}

func (k keptPlans) ByToken(ctx context.Context, mark string, now time.Time) (filing.KeptPlan, error) {
	r, err := k.q.KeptPlanOfToken(ctx, query.KeptPlanOfTokenParams{Token: some(mark), Now: stamp(now)})
	if err != nil {
		return filing.KeptPlan{}, found(err)
	}
	return k.read(r)
}

func (k keptPlans) Count(ctx context.Context, by string) (int, error) {
	n, err := k.q.CountKeptPlans(ctx, some(by))
	return int(n), err
}

func (k keptPlans) Claim(ctx context.Context, p filing.KeptPlan) error {
	return one(k.q.ClaimKeptPlan(ctx, query.ClaimKeptPlanParams{Account: some(p.Account), ID: p.ID, Version: p.Version}))
}

func (k keptPlans) See(ctx context.Context, p filing.KeptPlan) error {
	facts, err := k.sealPlan(p)
	if err != nil {
		return err
	}
	return one(k.q.SeeKeptPlan(ctx, query.SeeKeptPlanParams{Facts: facts, Law: p.Law, SeenAt: stamp(p.SeenAt), ID: p.ID, Version: p.Version}))
}

func (k keptPlans) Forget(ctx context.Context, by, id string) error {
	return there(k.q.ForgetKeptPlan(ctx, query.ForgetKeptPlanParams{ID: id, Account: some(by)}))
}

func (k keptPlans) ForgetToken(ctx context.Context, mark string) error {
	return there(k.q.ForgetTokensPlan(ctx, some(mark)))
}

func (k keptPlans) Expire(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := k.q.ForgetExpiredPlans(ctx, query.ForgetExpiredPlansParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
