package store

import (
	"context"
	"encoding/json"
	"fmt"

	"sejur/internal/application"
	"sejur/internal/office/filing"
	"sejur/internal/store/query"
)

// Pages is the port of what was answered, page by page.
func (t *Tx) Pages() filing.Pages { return pages{t} }

type pages struct{ *Tx }

// sealedAnswers is what lies sealed in application_page.answers.
type sealedAnswers struct {
	Answers application.Answers `json:"answers"`
	Typed   map[string][]string `json:"typed,omitempty"`
}

// pageRow names the row of a page.
func pageRow(id, correction, page string) string { return id + "/" + correction + "/" + page }

func (p pages) Of(ctx context.Context, a application.Application) ([]application.Page, error) {
	rows, err := p.q.PagesOfApplication(ctx, query.PagesOfApplicationParams{Application: string(a.ID), MaxRows: limited(maxRows)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	vault, err := p.vault(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.ApplicationPage) (application.Page, error) {
		row := sealedRow{vault: vault, table: "application_page", row: pageRow(r.Application, r.Correction, r.Page)}
		plain := row.open("answers", r.Answers)
		if row.err != nil {
			return application.Page{}, row.err
		}
		var in sealedAnswers
		if err := json.Unmarshal([]byte(plain), &in); err != nil {
			return application.Page{}, fmt.Errorf("answers of %s: %w", row.row, err)
		}
		var ts times
		return application.Page{
			ID: r.Page, Correction: r.Correction, Answers: in.Answers, Typed: in.Typed, Law: r.Law, SavedAt: ts.at(r.SavedAt), Version: r.Version,
		}, ts.err
	})
}

func (p pages) Put(ctx context.Context, a application.Application, in application.Page) error {
	vault, err := p.vault(ctx, a.Person)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(sealedAnswers{in.Answers, in.Typed})
	if err != nil {
		return fmt.Errorf("answers of %s: %w", a.ID, err)
	}
	row := sealedRow{vault: vault, table: "application_page", row: pageRow(string(a.ID), in.Correction, in.ID)}
	answers := row.seal("answers", string(plain))
	if row.err != nil {
		return row.err
	}
	if in.Version == 0 {
		return p.taken(p.q.AddPage(ctx, query.AddPageParams{
			Application: string(a.ID), Correction: in.Correction, Page: in.ID, Answers: answers, Law: in.Law, SavedAt: stamp(in.SavedAt),
		}), "conflict")
	}
	return one(p.q.ChangePage(ctx, query.ChangePageParams{
		Answers: answers, Law: in.Law, SavedAt: stamp(in.SavedAt), Application: string(a.ID), Correction: in.Correction, Page: in.ID,
		Version: in.Version,
	}))
}
