package store

import (
	"context"
	"errors"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Titles is the port of titles of residence.
func (t *Tx) Titles() account.Items[person.Title] { return titles{t} }

type titles struct{ *Tx }

func (t titles) Of(ctx context.Context, id person.ID) ([]person.Item[person.Title], error) {
	vault, err := t.vault(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := t.q.TitlesOfPerson(ctx, query.TitlesOfPersonParams{Person: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.Title) (person.Item[person.Title], error) {
		row := sealedRow{vault: vault, table: "title", row: r.ID}
		var ds days
		title := person.Title{Kind: r.Kind, Number: row.open("number", r.Number), From: ds.at(r.ValidFrom), Until: ds.at(r.ValidUntil)}
		return person.Item[person.Title]{ID: r.ID, Version: r.Version, Value: title}, errors.Join(ds.err, row.err)
	})
}

func (t titles) Add(ctx context.Context, id person.ID, item person.Item[person.Title]) error {
	number, err := t.sealNumber(ctx, id, "title", item.ID, item.Value.Number)
	if err != nil {
		return err
	}
	v := item.Value
	return t.q.AddTitle(ctx, query.AddTitleParams{
		ID: item.ID, Person: string(id), Kind: v.Kind, Number: number, NumberLookup: t.lookup(lookupTitle, v.Number),
		ValidFrom: v.From.String(), ValidUntil: v.Until.String(),
	})
}

func (t titles) Change(ctx context.Context, id person.ID, item person.Item[person.Title]) error {
	number, err := t.sealNumber(ctx, id, "title", item.ID, item.Value.Number)
	if err != nil {
		return err
	}
	v := item.Value
	return one(t.q.ChangeTitle(ctx, query.ChangeTitleParams{
		Kind: v.Kind, Number: number, NumberLookup: t.lookup(lookupTitle, v.Number), ValidFrom: v.From.String(),
		ValidUntil: v.Until.String(), ID: item.ID, Person: string(id), Version: item.Version,
	}))
}

func (t titles) Remove(ctx context.Context, id person.ID, item string, version int64) error {
	return one(t.q.RemoveTitle(ctx, query.RemoveTitleParams{ID: item, Person: string(id), Version: version}))
}
