package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/reference"
	"sejur/internal/store/query"
)

// Applications is the port of applications.
func (t *Tx) Applications() filing.Applications { return applications{t} }

type applications struct{ *Tx }

// some is a text that is NULL when it is empty.
func some(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

// sealedFacts is what lies sealed in application.facts.
type sealedFacts struct {
	Facts application.Facts `json:"facts"`
	Seen  application.Seen  `json:"seen"`
}

// sealFacts seals the answers of an application, with what was seen last.
func (a applications) sealFacts(ctx context.Context, in application.Application) (string, error) {
	plain, err := json.Marshal(sealedFacts{in.Facts, in.Seen})
	if err != nil {
		return "", fmt.Errorf("facts of application %s: %w", in.ID, err)
	}
	vault, err := a.vault(ctx, in.Person)
	if err != nil {
		return "", err
	}
	row := sealedRow{vault: vault, table: "application", row: string(in.ID)}
	return row.seal("facts", string(plain)), row.err
}

func (a applications) Add(ctx context.Context, in application.Application) error {
	facts, err := a.sealFacts(ctx, in)
	if err != nil {
		return err
	}
	return a.taken(a.q.AddDraft(ctx, query.AddDraftParams{
		ID: string(in.ID), Person: string(in.Person), Account: some(in.Account), ProcedureID: in.Procedure, Lang: string(in.Lang), Law: in.Law,
		Facts: facts, CreatedAt: stamp(in.CreatedAt),
	}), "conflict")
}

func (a applications) Take(ctx context.Context, by string, id application.ID) (application.Application, error) {
	r, err := a.q.TakeApplication(ctx, query.TakeApplicationParams{ID: string(id), Account: some(by)})
	return a.kept(query.ApplicationOfRow(r), err)
}

func (a applications) Find(ctx context.Context, by string, id application.ID) (application.Application, error) {
	return a.kept(a.q.ApplicationOf(ctx, query.ApplicationOfParams{ID: string(id), Account: some(by)}))
}

// kept reads an application of an account that keeps its person.
func (a applications) kept(r query.ApplicationOfRow, err error) (application.Application, error) {
	if err != nil {
		return application.Application{}, found(err)
	}
	vault, err := a.unwrap(person.ID(r.Application.Person), r.Wrapped)
	if err != nil {
		return application.Application{}, err
	}
	return readApplication(r.Application, sealedRow{vault: vault, table: "application", row: r.Application.ID})
}

// readApplication reads a stored application. Without a vault its facts are left out.
func readApplication(r query.Application, row sealedRow) (application.Application, error) {
	var ts times
	out := application.Application{
		ID: application.ID(r.ID), Person: person.ID(r.Person), Account: r.Account.String, State: application.State(r.State), Procedure: r.ProcedureID,
		Lang: locale.Lang(r.Lang), Law: r.Law, Reference: reference.Reference(r.Reference.String), CreatedAt: ts.at(r.CreatedAt),
		ChangedAt: ts.at(r.ChangedAt), SubmittedAt: ts.at(r.SubmittedAt), WithdrawnAt: ts.at(r.WithdrawnAt), DeletedAt: ts.at(r.DeletedAt),
		Warnings: int(r.Warnings), Version: r.Version,
	}
	if row.vault == nil || r.Facts == "" {
		return out, ts.err
	}
	plain := row.open("facts", r.Facts)
	if err := errors.Join(row.err, ts.err); err != nil {
		return application.Application{}, err
	}
	var facts sealedFacts
	if err := json.Unmarshal([]byte(plain), &facts); err != nil {
		return application.Application{}, fmt.Errorf("facts of application %s: %w", r.ID, err)
	}
	out.Facts, out.Seen = facts.Facts, facts.Seen
	return out, nil
}

func (a applications) Live(ctx context.Context, by string, who person.ID, procedure string) (application.ID, error) {
	id, err := a.q.LiveDraft(ctx, query.LiveDraftParams{Person: string(who), ProcedureID: procedure, Account: some(by)})
	return application.ID(id), found(err)
}

func (a applications) Drafts(ctx context.Context, by string) (int, error) {
	n, err := a.q.CountDrafts(ctx, some(by))
	return int(n), err
}

func (a applications) Of(ctx context.Context, by string, limit int) ([]filing.Summary, error) {
	rows, err := a.q.ApplicationsOfAccount(ctx, query.ApplicationsOfAccountParams{Account: some(by), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.ApplicationsOfAccountRow) (filing.Summary, error) {
		app, err := readApplication(query.Application{
			ID: r.ID, Person: r.Person, State: r.State, SubmittedAt: r.SubmittedAt, Version: r.Version, Account: some(by), ProcedureID: r.ProcedureID,
			Lang: r.Lang, Law: r.Law, Reference: r.Reference, CreatedAt: r.CreatedAt, ChangedAt: r.ChangedAt, DeletedAt: r.DeletedAt,
			WithdrawnAt: r.WithdrawnAt,
		}, sealedRow{})
		var ds days
		return filing.Summary{
			Application: app, Name: person.Names{Surname: r.Surname, Given: r.Given}, Case: casefile.ID(r.Casefile.String),
			CaseState: casefile.State(r.CaseState.String), MustBy: ds.at(r.MustBy.String), Pages: int(r.Pages), Papers: int(r.Papers),
		}, errors.Join(err, ds.err)
	})
}

func (a applications) Touch(ctx context.Context, in application.Application) error {
	facts, err := a.sealFacts(ctx, in)
	if err != nil {
		return err
	}
	return one(a.q.TouchDraft(ctx, query.TouchDraftParams{
		Facts: facts, Law: in.Law, Lang: string(in.Lang), ChangedAt: stamp(in.ChangedAt), ID: string(in.ID), Version: in.Version,
	}))
}

func (a applications) Submit(ctx context.Context, in application.Application) error {
	facts, err := a.sealFacts(ctx, in)
	if err != nil {
		return err
	}
	return one(a.q.SubmitDraft(sure(ctx), query.SubmitDraftParams{
		SubmittedAt: stamp(in.SubmittedAt), Reference: some(string(in.Reference)), Law: in.Law, Facts: facts, ID: string(in.ID), Version: in.Version,
	}))
}

func (a applications) Withdraw(ctx context.Context, in application.Application) error {
	return one(a.q.WithdrawApplication(ctx, query.WithdrawApplicationParams{
		WithdrawnAt: stamp(in.WithdrawnAt), ID: string(in.ID), Version: in.Version,
	}))
}

func (a applications) Delete(ctx context.Context, in application.Application) error {
	return one(a.q.DeleteDraft(ctx, query.DeleteDraftParams{DeletedAt: stamp(in.DeletedAt), ID: string(in.ID), Version: in.Version}))
}

func (a applications) Restore(ctx context.Context, in application.Application) error {
	return a.oneUnless(a.q.RestoreDraft(ctx, query.RestoreDraftParams{ChangedAt: stamp(in.ChangedAt), ID: string(in.ID), Version: in.Version}))
}

// oneUnless is one, and a fault of kind Conflict when another row has what only one may have.
func (t *Tx) oneUnless(rows int64, err error) error { return one(rows, t.taken(err, "conflict")) }

func (a applications) Idle(ctx context.Context, before time.Time, warned, limit int) ([]application.Application, error) {
	rows, err := a.q.IdleDrafts(ctx, query.IdleDraftsParams{Before: stamp(before), Warned: int64(warned), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.IdleDraftsRow) (application.Application, error) {
		return idle(query.ThrownAwayDraftsRow(r))
	})
}

func (a applications) Thrown(ctx context.Context, before time.Time, limit int) ([]application.Application, error) {
	rows, err := a.q.ThrownAwayDrafts(ctx, query.ThrownAwayDraftsParams{Before: stamp(before), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, idle)
}

// idle reads a draft that is tidied away.
func idle(r query.ThrownAwayDraftsRow) (application.Application, error) {
	return readApplication(query.Application{
		ID: r.ID, Person: r.Person, Account: r.Account, State: string(application.Draft), ProcedureID: r.ProcedureID, ChangedAt: r.ChangedAt,
		DeletedAt: r.DeletedAt, Warnings: r.Warnings, Version: r.Version,
	}, sealedRow{})
}

func (a applications) Warn(ctx context.Context, in application.Application) error {
	return one(a.q.WarnDraft(ctx, query.WarnDraftParams{Warnings: int64(in.Warnings), ChangedAt: stamp(in.ChangedAt), ID: string(in.ID), Version: in.Version}))
}

// Remove takes the row last: the others lead to it.
func (a applications) Remove(ctx context.Context, in application.Application, now time.Time) error {
	id := string(in.ID)
	if _, err := a.q.HoldApplication(ctx, query.HoldApplicationParams{ID: id, Account: some(in.Account)}); err != nil {
		return found(err)
	}
	if _, err := a.q.RefuseFiles(ctx, query.RefuseFilesParams{Since: stamp(now), Application: id}); err != nil {
		return err
	}
	for _, remove := range []func(context.Context, string) error{
		a.q.RemoveFilesOfDraft, a.q.RemoveUploadsOfDraft, a.q.RemoveLinesOfDraft, a.q.RemovePagesOfDraft,
	} {
		if err := remove(ctx, id); err != nil {
			return err
		}
	}
	return one(a.q.RemoveDraft(ctx, query.RemoveDraftParams{ID: id, Version: in.Version}))
}
