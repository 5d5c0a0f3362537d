//go:build demo

package issuing

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Invented are a made-up application and its case.
type Invented struct{ Application, Case document.Basis }

// Invent adds a submitted application of a person, with its case in a state that was decided.
func (d *Desk) Invent(ctx context.Context, who person.ID, s casefile.State, decided time.Time) (Invented, error) {
	act := office.Act{By: access.Named("demo"), Needs: access.Public, Action: "demo.case", Purpose: office.PurposeUpkeep}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Invented, error) {
		w.About("person", string(who))
		app, file := application.ID(office.NewID()), casefile.ID(office.NewID())
		if err := tx.Grounds().AddApplication(ctx, app, who, application.Submitted, decided); err != nil {
			return Invented{}, err
		}
		return Invented{
			Application: document.Basis{Kind: document.OfApplication, ID: string(app)}, Case: document.Basis{Kind: document.OfCase, ID: string(file)},
		}, tx.Grounds().AddCase(ctx, file, app, s, decided)
	})
}
