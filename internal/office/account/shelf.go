package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Shelf holds one kind of things in the files of persons: papers, addresses, stays, titles. Its verbs add, change and remove one.
type Shelf[T any] struct {
	office *office.Office[PersonsTx]
	name   string // of one thing; ends the names of actions and begins those of fields
	most   int    // that one person has
	rows   func(PersonsTx) Items[T]
	tidy   func(T) T
	check  func(value T, others []T, on calendar.Date) fault.List
	// keep fills in what a change leaves as it was: a number that was never shown need not be typed anew.
	keep   func(before, after T) T
	fields func(T) []field
}

// field is a value as the record compares it.
type field struct{ name, value string }

// AddItem is a new thing in somebody's file.
type AddItem[T any] struct {
	Person person.ID
	Value  T
}

// ChangeItem is a thing as it shall be. The version is the one that was seen.
type ChangeItem[T any] struct {
	Person  person.ID
	Item    string
	Version int64
	Value   T
}

// RemoveItem is a thing that shall go.
type RemoveItem struct {
	Person  person.ID
	Item    string
	Version int64
}

// Add puts a thing into a person's file and returns its id. Faults: Invalid about its fields, or when there are too many.
func (s *Shelf[T]) Add(ctx context.Context, by access.Actor, asked Asked, in AddItem[T]) (string, error) {
	return office.Do(ctx, s.office, keeping(by, asked, "person.add-"+s.name, in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
			items, err := s.take(ctx, tx, w, in.Person)
			if err != nil {
				return "", err
			}
			return s.put(ctx, tx, w, in, items)
		})
}

// Change changes a thing. Faults: Invalid about its fields; Conflict when somebody changed it since it was seen.
func (s *Shelf[T]) Change(ctx context.Context, by access.Actor, asked Asked, in ChangeItem[T]) error {
	_, err := office.Do(ctx, s.office, keeping(by, asked, "person.change-"+s.name, in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
			items, err := s.take(ctx, tx, w, in.Person)
			if err != nil {
				return "", err
			}
			before, others, err := pick(items, in.Item, in.Version)
			if err != nil {
				return "", err
			}
			after := s.keep(before.Value, s.tidy(in.Value))
			if err := s.check(after, values(others), today(w)).Err(); err != nil {
				return "", err
			}
			return in.Item, s.write(ctx, tx, w, in.Person, before, after)
		})
	return err
}

// Remove deletes a thing for good. Conflict when somebody changed it since it was seen.
func (s *Shelf[T]) Remove(ctx context.Context, by access.Actor, asked Asked, in RemoveItem) error {
	_, err := office.Do(ctx, s.office, keeping(by, asked, "person.remove-"+s.name, in),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
			items, err := s.take(ctx, tx, w, in.Person)
			if err != nil {
				return "", err
			}
			item, _, err := pick(items, in.Item, in.Version)
			if err != nil {
				return "", err
			}
			var none T
			s.record(w, item.Value, none)
			return in.Item, s.rows(tx).Remove(ctx, in.Person, in.Item, in.Version)
		})
	return err
}

// take reads the things of a person whom the actor's account keeps, and keeps others from changing them.
func (s *Shelf[T]) take(ctx context.Context, tx PersonsTx, w *office.Work, id person.ID) ([]person.Item[T], error) {
	if err := tx.Persons().Hold(ctx, w.By().ID, id); err != nil {
		return nil, err
	}
	w.About("person", string(id))
	return s.rows(tx).Of(ctx, id)
}

// put adds a thing beside those that are there.
func (s *Shelf[T]) put(ctx context.Context, tx PersonsTx, w *office.Work, in AddItem[T], there []person.Item[T]) (string, error) {
	if len(there) >= s.most {
		return "", fault.New(fault.Invalid, "person.too-many", fault.Num("max", s.most))
	}
	value := s.tidy(in.Value)
	if err := s.check(value, values(there), today(w)).Err(); err != nil {
		return "", err
	}
	var none T
	s.record(w, none, value)
	id := office.NewID()
	return id, s.rows(tx).Add(ctx, in.Person, person.Item[T]{ID: id, Version: 1, Value: value})
}

// write stores a thing over the version that was read.
func (s *Shelf[T]) write(ctx context.Context, tx PersonsTx, w *office.Work, id person.ID, before person.Item[T], after T) error {
	s.record(w, before.Value, after)
	before.Value = after
	return s.rows(tx).Change(ctx, id, before)
}

// record notes which fields changed.
func (s *Shelf[T]) record(w *office.Work, before, after T) {
	old := s.fields(before)
	for i, f := range s.fields(after) {
		w.Changed(s.name+"."+f.name, old[i].value, f.value)
	}
}

// pick finds the thing with an id as it was seen, and the others beside it.
func pick[T any](items []person.Item[T], id string, version int64) (found person.Item[T], others []person.Item[T], err error) {
	for _, item := range items {
		if item.ID == id {
			found = item
		} else {
			others = append(others, item)
		}
	}
	switch {
	case found.ID == "":
		return found, nil, fault.New(fault.NotFound, "not-found")
	case found.Version != version:
		return found, nil, fault.New(fault.Conflict, "conflict")
	}
	return found, others, nil
}

// values are things without their ids.
func values[T any](items []person.Item[T]) []T {
	out := make([]T, len(items))
	for i, item := range items {
		out[i] = item.Value
	}
	return out
}
