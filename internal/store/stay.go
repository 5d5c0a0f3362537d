package store

import (
	"context"

	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Stays is the port of stays.
func (t *Tx) Stays() account.Items[person.Stay] { return stays{t} }

type stays struct{ *Tx }

func (s stays) Of(ctx context.Context, id person.ID) ([]person.Item[person.Stay], error) {
	rows, err := s.q.StaysOfPerson(ctx, query.StaysOfPersonParams{Person: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.Stay) (person.Item[person.Stay], error) {
		var ds days
		stay := person.Stay{Entry: ds.at(r.Entry), Exit: ds.at(r.Exit)}
		return person.Item[person.Stay]{ID: r.ID, Version: r.Version, Value: stay}, ds.err
	})
}

func (s stays) Add(ctx context.Context, id person.ID, item person.Item[person.Stay]) error {
	v := item.Value
	return s.q.AddStay(ctx, query.AddStayParams{ID: item.ID, Person: string(id), Entry: v.Entry.String(), Exit: v.Exit.String()})
}

func (s stays) Change(ctx context.Context, id person.ID, item person.Item[person.Stay]) error {
	v := item.Value
	return one(s.q.ChangeStay(ctx, query.ChangeStayParams{
		Entry: v.Entry.String(), Exit: v.Exit.String(), ID: item.ID, Person: string(id), Version: item.Version,
	}))
}

func (s stays) Remove(ctx context.Context, id person.ID, item string, version int64) error {
	return one(s.q.RemoveStay(ctx, query.RemoveStayParams{ID: item, Person: string(id), Version: version}))
}
