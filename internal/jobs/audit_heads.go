package jobs

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/audit"
	"sejur/internal/office"
)

// Signer signs heads of the chain.
type Signer interface{ SignHead(message []byte) []byte }

// Heads is where signed heads are kept outside the house.
type Heads interface {
	// Append adds a head, and returns when a loss of power could not take it away.
	Append(ctx context.Context, s audit.Signed) error
}

// Exporter takes heads of the chain out of the house.
type Exporter struct {
	Head   func(ctx context.Context) (audit.Head, error) // of the chain as it stands
	Signer Signer
	Heads  Heads // nil = other nodes do it
	Store  Store
	Now    func() time.Time
}

// Kind is the kind audit.heads: a signed head every five minutes.
func (e Exporter) Kind() Kind {
	k := Kind{Name: "audit.heads", Slots: Slots{Every: 5 * time.Minute}, Tries: 3, AtOnce: 1}
	if e.Heads != nil {
		k.Run = e.run
	}
	return k
}

func (e Exporter) run(ctx context.Context, t office.Ticket) error {
	head, err := Signed(ctx, e.Head, e.Signer)
	if err != nil {
		return err
	}
	if err := holds(ctx, e.Store, t, e.Now); err != nil {
		return err
	}
	if err := e.Heads.Append(ctx, head); err != nil {
		return fmt.Errorf("keep head %d: %w", head.Seq, err)
	}
	return nil
}

// Signed is the head of the chain as it stands, with the house's signature.
func Signed(ctx context.Context, present func(context.Context) (audit.Head, error), signer Signer) (audit.Signed, error) {
	head, err := present(ctx)
	if err != nil {
		return audit.Signed{}, fmt.Errorf("read the head of the record: %w", err)
	}
	message, err := head.Message()
	if err != nil {
		return audit.Signed{}, err
	}
	return audit.Signed{Head: head, Signature: signer.SignHead(message)}, nil
}
