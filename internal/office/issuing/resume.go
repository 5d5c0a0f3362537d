package issuing

import (
	"context"
	"errors"
	"time"

	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// The terms of taking up again.
const (
	resumeAfter = 10 * time.Minute // younger documents have their job still before them
	resumePage  = 200
)

// Resume takes up documents that stopped between their plan and their release: at every start, and every day. Whatever can be signed or
// drawn gets a job anew, one a day at most; what never can becomes void. Their numbers stay theirs. One that cannot be taken up (its row was
// changed) holds up no other; the error names all of them.
func (d *Desk) Resume(ctx context.Context) error {
	var failed []error
	for _, state := range []document.State{document.Planned, document.Signed} {
		for after := document.ID(""); ; {
			ids, err := d.waiting(ctx, state, after)
			if err != nil {
				return errors.Join(append(failed, err)...)
			}
			for _, id := range ids {
				if err := d.takeUp(ctx, id); err != nil {
					failed = append(failed, err)
				}
				after = id
			}
			if len(ids) < resumePage {
				break
			}
		}
	}
	return errors.Join(failed...)
}

func (d *Desk) waiting(ctx context.Context, s document.State, after document.ID) (ids []document.ID, err error) {
	err = d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		ids, err = tx.Documents().Waiting(ctx, s, d.office.Now().Add(-resumeAfter), after, resumePage)
		return err
	})
	return ids, err
}

// takeUp gives a document its job again, or gives it up.
func (d *Desk) takeUp(ctx context.Context, id document.ID) error {
	doc, g, err := d.read(ctx, id)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Conflict {
			return nil
		}
		return err
	}
	job := office.Job{Kind: document.PrintJob, Key: doc.PrintKey(), Body: document.Job{Document: id}}
	if doc.State == document.Planned {
		switch stands(doc, g) {
		case never:
			return d.void(ctx, doc)
		case notYet:
			return nil
		case ready:
		}
		job.Kind, job.Key = document.SignJob, doc.SignKey()
	}
	job.Key += "/" + d.office.Now().Format(time.DateOnly)
	_, err = office.Do(ctx, d.office, upkeep("document.resume"), func(_ context.Context, _ Tx, w *office.Work) (document.ID, error) {
		about(w, id)
		w.Enqueue(job)
		return id, nil
	})
	return err
}
