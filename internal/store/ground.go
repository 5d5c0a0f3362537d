package store

import (
	"context"
	"time"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Grounds is the port of what documents rest on.
func (t *Tx) Grounds() issuing.Grounds { return grounds{t} }

type grounds struct{ *Tx }

func (g grounds) Of(ctx context.Context, b document.Basis) (issuing.Ground, error) {
	if b.Kind == document.OfApplication {
		r, err := g.q.ApplicationState(ctx, b.ID)
		return issuing.Ground{Person: person.ID(r.Person), Application: application.State(r.State)}, found(err)
	}
	r, err := g.q.CasefileState(ctx, b.ID)
	return issuing.Ground{Person: person.ID(r.Person), Case: casefile.State(r.State)}, found(err)
}

func (g grounds) AddApplication(ctx context.Context, id application.ID, who person.ID, s application.State, at time.Time) error {
	return g.q.AddApplication(ctx, query.AddApplicationParams{
		ID: string(id), Person: string(who), State: string(s), SubmittedAt: stamp(at),
	})
}

func (g grounds) ChangeApplication(ctx context.Context, id application.ID, s application.State, at time.Time, version int64) error {
	return one(g.q.ChangeApplicationState(ctx, query.ChangeApplicationStateParams{
		State: string(s), SubmittedAt: stamp(at), ID: string(id), Version: version,
	}))
}

func (g grounds) AddCase(ctx context.Context, id casefile.ID, of application.ID, s casefile.State, at time.Time) error {
	return g.taken(g.q.AddCasefile(ctx, query.AddCasefileParams{
		ID: string(id), Application: string(of), State: string(s), DecidedAt: stamp(at),
	}), "conflict")
}

func (g grounds) ChangeCase(ctx context.Context, id casefile.ID, s casefile.State, at time.Time, version int64) error {
	return one(g.q.ChangeCasefileState(ctx, query.ChangeCasefileStateParams{
		State: string(s), DecidedAt: stamp(at), ID: string(id), Version: version,
	}))
}
