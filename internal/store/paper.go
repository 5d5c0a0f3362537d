package store

import (
	"context"
	"errors"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Papers is the port of identity papers.
func (t *Tx) Papers() account.Items[person.Paper] { return papers{t} }

type papers struct{ *Tx }

func (p papers) Of(ctx context.Context, id person.ID) ([]person.Item[person.Paper], error) {
	vault, err := p.vault(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := p.q.PapersOfPerson(ctx, query.PapersOfPersonParams{Person: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.Paper) (person.Item[person.Paper], error) {
		row := sealedRow{vault: vault, table: "paper", row: r.ID}
		var ds days
		paper := person.Paper{
			Kind: person.PaperKind(r.Kind), Number: row.open("number", r.Number), Issuer: r.Issuer, Issued: ds.at(r.IssuedOn),
			Expires: ds.at(r.ExpiresOn), Ended: ds.at(r.EndedOn),
		}
		return person.Item[person.Paper]{ID: r.ID, Version: r.Version, Value: paper}, errors.Join(ds.err, row.err)
	})
}

func (p papers) Add(ctx context.Context, id person.ID, item person.Item[person.Paper]) error {
	number, err := p.sealNumber(ctx, id, "paper", item.ID, item.Value.Number)
	if err != nil {
		return err
	}
	v := item.Value
	return p.q.AddPaper(ctx, query.AddPaperParams{
		ID: item.ID, Person: string(id), Kind: string(v.Kind), Number: number, NumberLookup: p.lookup(lookupPaper, v.Number),
		Issuer: v.Issuer, IssuedOn: v.Issued.String(), ExpiresOn: v.Expires.String(), EndedOn: v.Ended.String(),
	})
}

func (p papers) Change(ctx context.Context, id person.ID, item person.Item[person.Paper]) error {
	number, err := p.sealNumber(ctx, id, "paper", item.ID, item.Value.Number)
	if err != nil {
		return err
	}
	v := item.Value
	return one(p.q.ChangePaper(ctx, query.ChangePaperParams{
		Kind: string(v.Kind), Number: number, NumberLookup: p.lookup(lookupPaper, v.Number), Issuer: v.Issuer,
		IssuedOn: v.Issued.String(), ExpiresOn: v.Expires.String(), EndedOn: v.Ended.String(),
		ID: item.ID, Person: string(id), Version: item.Version,
	}))
}

func (p papers) Remove(ctx context.Context, id person.ID, item string, version int64) error {
	return one(p.q.RemovePaper(ctx, query.RemovePaperParams{ID: item, Person: string(id), Version: version}))
}
