package api

import (
	"sejur/internal/calendar"
	"sejur/internal/person"
)

// Person is somebody whom the account keeps, without numbers.
type Person struct {
	ID          person.ID       `json:"id"`
	Relation    person.Relation `json:"relation"` // to the account: self | child | …
	Surname     string          `json:"surname"`
	GivenNames  string          `json:"given_names"`
	BirthDate   calendar.Date   `json:"birth_date"`
	Nationality string          `json:"nationality"`
}

func (s *server) persons(c *call) (any, error) {
	kept, err := s.desks.Persons.List(c.request.Context(), c.by)
	out := []Person{}
	for _, k := range kept {
		if k.Removed.IsZero() {
			out = append(out, Person{
				ID: k.ID, Relation: k.Relation, Surname: k.Names.Surname, GivenNames: k.Names.Given, BirthDate: k.BirthDate, Nationality: k.Nationality,
			})
		}
	}
	return out, err
}
