package account

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// NumberOf says which number of a person is meant.
type NumberOf string

// The numbers that are masked until somebody asks.
const (
	OfCNP   NumberOf = "cnp"
	OfPaper NumberOf = "paper"
	OfTitle NumberOf = "title"
)

// ShowNumber is a number that somebody wants to see.
type ShowNumber struct {
	Person person.ID
	Of     NumberOf
	Item   string // the id of the paper or title
}

// ShowNumber returns one number of a person of the actor's account. The record says that it was shown: whoever has taken over a session
// leaves that trace.
func (p *Persons) ShowNumber(ctx context.Context, by access.Actor, request string, in ShowNumber) (string, error) {
	act := keeping(by, Asked{Request: request}, "person.show-number", nil)
	return office.Look(ctx, p.office, act, func(ctx context.Context, tx PersonsTx, w *office.Work) (string, error) {
		if _, err := keptBy(ctx, tx, by.ID, in.Person); err != nil {
			return "", err
		}
		w.About("person", string(in.Person))
		w.Because(string(in.Of))
		f, err := file(ctx, tx, in.Person)
		if err != nil {
			return "", err
		}
		return in.number(f)
	})
}

// number finds the number in a file.
func (s ShowNumber) number(f person.File) (string, error) {
	switch s.Of {
	case OfCNP:
		if f.CNP != "" {
			return f.CNP, nil
		}
	case OfPaper:
		for _, item := range f.Papers {
			if item.ID == s.Item {
				return item.Value.Number, nil
			}
		}
	case OfTitle:
		for _, item := range f.Titles {
			if item.ID == s.Item && item.Value.Number != "" {
				return item.Value.Number, nil
			}
		}
	}
	return "", fault.New(fault.NotFound, "not-found")
}
