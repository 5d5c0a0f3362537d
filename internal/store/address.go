package store

import (
	"context"
	"errors"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Addresses is the port of addresses.
func (t *Tx) Addresses() account.Items[person.Address] { return addresses{t} }

type addresses struct{ *Tx }

func (a addresses) Of(ctx context.Context, id person.ID) ([]person.Item[person.Address], error) {
	vault, err := a.vault(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := a.q.AddressesOfPerson(ctx, query.AddressesOfPersonParams{Person: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.Address) (person.Item[person.Address], error) {
		row := sealedRow{vault: vault, table: "address", row: r.ID}
		var ds days
		address := person.Address{
			Country: r.Country, County: r.County, Locality: row.open("locality", r.Locality), Street: row.open("street", r.Street),
			Number: row.open("number", r.Number), Details: row.open("details", r.Details), Postcode: row.open("postcode", r.Postcode),
			From: ds.at(r.LivedFrom), Until: ds.at(r.LivedUntil),
		}
		return person.Item[person.Address]{ID: r.ID, Version: r.Version, Value: address}, errors.Join(ds.err, row.err)
	})
}

func (a addresses) Add(ctx context.Context, id person.ID, item person.Item[person.Address]) error {
	vault, err := a.vault(ctx, id)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "address", row: item.ID}
	v := item.Value
	params := query.AddAddressParams{
		ID: item.ID, Person: string(id), Country: v.Country, County: v.County, Locality: row.seal("locality", v.Locality),
		Street: row.seal("street", v.Street), Number: row.seal("number", v.Number), Details: row.seal("details", v.Details),
		Postcode: row.seal("postcode", v.Postcode), LivedFrom: v.From.String(), LivedUntil: v.Until.String(),
	}
	if row.err != nil {
		return row.err
	}
	return a.q.AddAddress(ctx, params)
}

func (a addresses) Change(ctx context.Context, id person.ID, item person.Item[person.Address]) error {
	vault, err := a.vault(ctx, id)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "address", row: item.ID}
	v := item.Value
	params := query.ChangeAddressParams{
		Country: v.Country, County: v.County, Locality: row.seal("locality", v.Locality), Street: row.seal("street", v.Street),
		Number: row.seal("number", v.Number), Details: row.seal("details", v.Details), Postcode: row.seal("postcode", v.Postcode),
		LivedFrom: v.From.String(), LivedUntil: v.Until.String(), ID: item.ID, Person: string(id), Version: item.Version,
	}
	if row.err != nil {
		return row.err
	}
	return one(a.q.ChangeAddress(ctx, params))
}

func (a addresses) Remove(ctx context.Context, id person.ID, item string, version int64) error {
	return one(a.q.RemoveAddress(ctx, query.RemoveAddressParams{ID: item, Person: string(id), Version: version}))
}
