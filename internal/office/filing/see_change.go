package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// SeeChange notes that the writer of a draft has seen what the law changed, over the version of the draft: from then on the draft is of the
// law of today. Faults: NotFound; Conflict.
func (d *Desk) SeeChange(ctx context.Context, by access.Actor, asked Asked, id application.ID, version int64) error {
	return d.turn(ctx, by, asked, "application.see-change", id, version, func(ctx context.Context, tx Tx, w *office.Work, a application.Application) error {
		if err := draftOnly(a); err != nil {
			return err
		}
		pages, err := tx.Pages().Of(ctx, a)
		if err != nil {
			return err
		}
		k, err := d.ask(a, application.Answered(pages), d.today(), locale.EN)
		if err != nil {
			return err
		}
		w.Changed("law", a.Law, d.law.Version())
		a.Law, a.Seen, a.ChangedAt = d.law.Version(), seen(k), w.Now
		return tx.Applications().Touch(ctx, a)
	})
}
