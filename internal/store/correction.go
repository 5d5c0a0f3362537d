package store

import (
	"context"
	"errors"

	"sejur/internal/casefile"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Corrections is the port of corrections as far as an applicant fills one.
func (t *Tx) Corrections() filing.Corrections { return corrections{t} }

type corrections struct{ *Tx }

// itemRow names the row of an item of a correction.
func itemRow(correction string, kind casefile.ItemKind, ref string) string {
	return correction + "/" + string(kind) + "/" + ref
}

func (c corrections) Open(ctx context.Context, who person.ID, of casefile.ID) (casefile.Correction, error) {
	r, err := c.q.OpenCorrection(ctx, string(of))
	if err != nil {
		return casefile.Correction{}, found(err)
	}
	vault, err := c.vault(ctx, who)
	if err != nil {
		return casefile.Correction{}, err
	}
	return c.read(ctx, vault, r)
}

// read reads a stored correction with its items.
func (c corrections) read(ctx context.Context, vault office.Vault, r query.Correction) (casefile.Correction, error) {
	rows, err := c.q.ItemsOfCorrection(ctx, query.ItemsOfCorrectionParams{Correction: r.ID, MaxRows: limited(maxRows)})
	if err != nil {
		return casefile.Correction{}, err
	}
	var ts times
	var ds days
	out := casefile.Correction{
		ID: r.ID, Case: casefile.ID(r.Casefile), State: casefile.CorrectionState(r.State), Until: ds.at(r.Until), OpenedAt: ts.at(r.OpenedAt),
		SentAt: ts.at(r.SentAt), Version: r.Version,
	}
	out.Items, err = each(rows, func(r query.CorrectionItem) (casefile.CorrectionItem, error) {
		row := sealedRow{vault: vault, table: "correction_item", row: itemRow(r.Correction, casefile.ItemKind(r.Kind), r.Ref)}
		return casefile.CorrectionItem{Kind: casefile.ItemKind(r.Kind), Ref: r.Ref, Reason: r.Reason, Note: row.open("note", r.Note)}, row.err
	})
	return out, errors.Join(err, ts.err, ds.err)
}

func (c corrections) Sent(ctx context.Context, of casefile.ID) ([]string, error) {
	rows, err := c.q.CorrectionsOfCase(ctx, query.CorrectionsOfCaseParams{Casefile: string(of), MaxRows: limited(maxRows)})
	var out []string
	for _, r := range rows {
		if casefile.CorrectionState(r.State) == casefile.CorrectionSent {
			out = append(out, r.ID)
		}
	}
	return out, err
}

func (c corrections) Send(ctx context.Context, in casefile.Correction) error {
	return one(c.q.SendCorrection(ctx, query.SendCorrectionParams{SentAt: stamp(in.SentAt), ID: in.ID, Version: in.Version}))
}

func (c corrections) End(ctx context.Context, of casefile.ID) error {
	return c.q.EndCorrections(ctx, string(of))
}
