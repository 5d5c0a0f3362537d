package issuing

import (
	"context"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// A hotel, an employer or a border post checks many papers behind one address. Codes cannot be guessed: this bounds what a flood reads
// and writes into the record.
func looksOfClient() office.Rate { return office.Rate{N: 60, Per: 10 * time.Minute} }

// TooMany is the key of the fault of whoever looks up too much; n is the minutes to wait.
const TooMany = "document.too-many"

// Admit takes one look from what a network may have. Fault: Unavailable with the key TooMany.
func (d *Desk) Admit(ctx context.Context, client string) error {
	rate := looksOfClient()
	return d.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		ok, err := tx.Limits().Spend(ctx, d.office.Mark("limit/documents-client", client), rate, d.office.Now())
		if err != nil || ok {
			return err
		}
		free := rate.Per / time.Duration(rate.N)
		return fault.New(fault.Unavailable, TooMany, fault.Num("n", int((free+time.Minute-1)/time.Minute)))
	})
}
