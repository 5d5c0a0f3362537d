package filing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Reviewed is an application with all its answers.
type Reviewed struct {
	Opened
	Answers application.Answers // by field
}

// Review shows an application with everything that was answered, numbers whole: to check it before it is sent, to print it, to take it
// along. This is a look, which the record has. Fault: NotFound.
func (d *Desk) Review(ctx context.Context, by access.Actor, request string, id application.ID, lang locale.Lang) (Reviewed, error) {
	return office.Look(ctx, d.office, act(by, Asked{Request: request}, "application.review", nil), func(ctx context.Context, tx Tx, w *office.Work) (Reviewed, error) {
		about(w, id)
		a, err := tx.Applications().Find(ctx, by.ID, id)
		if err != nil {
			return Reviewed{}, err
		}
		o, k, _, err := d.gather(ctx, tx, a, lang)
		return Reviewed{Opened: o, Answers: application.Answers(k.Answers)}, err
	})
}
