package store

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/store/query"
)

// Codes is the port of one-time codes.
func (t *Tx) Codes() account.Codes { return codes{t} }

type codes struct{ *Tx }

func (c codes) Add(ctx context.Context, code account.Code) error {
	return c.q.AddCode(ctx, query.AddCodeParams{
		ID: code.ID, Purpose: string(code.Purpose), Account: code.Account, Email: code.Email, Lang: string(code.Lang), Mark: code.Mark,
		CreatedAt: stamp(code.CreatedAt), ExpiresAt: stamp(code.ExpiresAt),
	})
}

func (c codes) Find(ctx context.Context, id string) (account.Code, error) {
	r, err := c.q.CodeByID(ctx, id)
	if err != nil {
		return account.Code{}, found(err)
	}
	return readCode(r)
}

// Try counts before anybody compares: of tries at the same time no two are the same.
func (c codes) Try(ctx context.Context, id string, purpose account.Purpose, most int, now time.Time) (account.Code, error) {
	r, err := c.q.TryCode(ctx, query.TryCodeParams{ID: id, Purpose: string(purpose), Now: stamp(now), Most: int64(most)})
	if err != nil {
		return account.Code{}, found(err)
	}
	return readCode(r)
}

func readCode(r query.Code) (account.Code, error) {
	var ts times
	return account.Code{
		ID: r.ID, Purpose: account.Purpose(r.Purpose), Account: r.Account, Email: r.Email, Lang: locale.Lang(r.Lang), Mark: r.Mark,
		Tries: int(r.Tries), CreatedAt: ts.at(r.CreatedAt), ExpiresAt: ts.at(r.ExpiresAt), UsedAt: ts.at(r.UsedAt),
	}, ts.err
}

func (c codes) Use(ctx context.Context, id string, now time.Time) error {
	return one(c.q.UseCode(ctx, query.UseCodeParams{Now: stamp(now), ID: id}))
}

func (c codes) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := c.q.ForgetCodes(ctx, query.ForgetCodesParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}

// Devices is the port of browsers that are known.
func (t *Tx) Devices() account.Devices { return devices{t} }

type devices struct{ *Tx }

func (d devices) Known(ctx context.Context, id, who string) (bool, error) {
	n, err := d.q.KnownDevice(ctx, query.KnownDeviceParams{ID: id, Account: who})
	return n > 0, err
}

func (d devices) KnownToEmail(ctx context.Context, id string, kind access.Kind, folded string) (bool, error) {
	n, err := d.q.KnownDeviceOfEmail(ctx, query.KnownDeviceOfEmailParams{ID: id, Kind: string(kind), EmailFolded: folded})
	return n > 0, err
}

func (d devices) KnownToAnybody(ctx context.Context, id string) (bool, error) {
	n, err := d.q.KnownDeviceOfAnybody(ctx, id)
	return n > 0, err
}

func (d devices) See(ctx context.Context, id, who string, now time.Time) error {
	return d.q.SeeDevice(ctx, query.SeeDeviceParams{ID: id, Account: who, Now: stamp(now)})
}

func (d devices) ForgetAll(ctx context.Context, who string) error {
	_, err := d.q.ForgetDevicesOf(ctx, who)
	return err
}

func (d devices) Forget(ctx context.Context, before time.Time, limit int) (int, error) {
	n, err := d.q.ForgetDevices(ctx, query.ForgetDevicesParams{Before: stamp(before), MaxRows: limited(limit)})
	return int(n), err
}
