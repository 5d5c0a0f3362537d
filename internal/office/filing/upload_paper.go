package filing

import (
	"context"

	"sejur/internal/application"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// mustAsk lets nothing be sent for a document that nobody asks for. A line that is open already stays one, whatever the law says today.
func (u *Uploads) mustAsk(ctx context.Context, tx UploadTx, a application.Application, line application.Line) error {
	if line.Version > 0 {
		return nil
	}
	k, err := u.asks(ctx, tx, a, a.Lang)
	if err != nil {
		return err
	}
	if _, ok := paperOf(k, line.Document); !ok {
		return unknown()
	}
	return nil
}

// asks is what the law asks of an application.
func (u *Uploads) asks(ctx context.Context, tx UploadTx, a application.Application, lang locale.Lang) (form.Asked, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return form.Asked{}, err
	}
	return u.desk.asks(ctx, tx, a, pages, "", lang)
}

// paperOf finds a paper among those that are asked.
func paperOf(k form.Asked, document string) (law.PlanDocument, bool) {
	for _, p := range k.Papers() {
		if p.ID == document {
			return p, true
		}
	}
	return law.PlanDocument{}, false
}

// describe says what a line is for: as the law asks it, or, when it asks no more, what kind of paper it was.
func (u *Uploads) describe(k form.Asked, line application.Line, lang locale.Lang) (law.PlanDocument, bool) {
	if p, ok := paperOf(k, line.Document); ok {
		return p, true
	}
	known, ok := u.desk.law.DocumentNamed(line.Document, lang)
	return law.PlanDocument{
		ID: known.ID, Title: known.Title, TitleRO: known.TitleRO, Kind: known.Kind, Hint: known.Hint, Where: known.Where, Issuer: known.Issuer,
		IssuerName: known.IssuerName, Sources: known.Sources, Grade: known.Grade,
	}, ok && line.Version > 0
}
