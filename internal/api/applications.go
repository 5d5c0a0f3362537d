package api

import (
	"time"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/person"
)

// ApplicationLine is an application in a list.
type ApplicationLine struct {
	ID          application.ID    `json:"id"`
	Person      person.ID         `json:"person"`
	Procedure   string            `json:"procedure"`
	Title       string            `json:"title"`
	State       application.State `json:"state"`
	Case        *casefile.State   `json:"case"` // where its case stands; null of a draft
	Reference   *string           `json:"reference"`
	ChangedAt   time.Time         `json:"changed_at"`
	SubmittedAt *time.Time        `json:"submitted_at"`
	DeletedAt   *time.Time        `json:"deleted_at"` // of a draft that was thrown away and can be brought back
	Version     int64             `json:"version"`
}

func (s *server) applications(c *call) (any, error) {
	all, err := s.desks.Filing.Mine(c.request.Context(), c.by, c.printer.Lang())
	out := []ApplicationLine{}
	for _, a := range all {
		out = append(out, ApplicationLine{
			ID: a.ID, Person: a.Person, Procedure: a.Procedure, Title: a.Title, State: a.State, Case: unlessZero(a.CaseState),
			Reference: unlessZero(string(a.Reference)), ChangedAt: a.ChangedAt, SubmittedAt: unlessZero(a.SubmittedAt), DeletedAt: unlessZero(a.DeletedAt),
			Version: a.Version,
		})
	}
	return out, err
}

// unlessZero is nil for what is not there: JSON has null for it.
func unlessZero[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// StartInput is an application that shall be begun.
type StartInput struct {
	Person    string         `json:"person" doc:"An id from /api/v1/persons."`
	Procedure string         `json:"procedure" doc:"An id from /api/v1/forms."`
	Facts     map[string]any `json:"facts,omitempty" doc:"Answers of the guide, as for a plan."`
	Lang      string         `json:"lang,omitempty" doc:"The language of letters about it; that of the answer when absent."`
}

// Started is where the draft is.
type Started struct {
	ID application.ID `json:"id"`
}

func (s *server) start(c *call) (any, error) {
	var in StartInput
	faults := read(c.body, &in)
	for _, part := range []struct{ name, value string }{{"person", in.Person}, {"procedure", in.Procedure}} {
		if part.value == "" {
			faults = append(faults, fault.Field(part.name, "field.missing"))
		}
	}
	lang := c.printer.Lang()
	if in.Lang != "" {
		var known bool
		if lang, known = locale.ParseLang(in.Lang); !known {
			faults = append(faults, wrongLang())
		}
	}
	facts, wrong := s.law.ReadFactsJSON(in.Facts, c.on)
	if len(wrong) > 0 {
		faults = append(faults, fault.All(underFacts(wrong))...)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	id, err := s.desks.Filing.Start(c.request.Context(), c.by, c.asked(), filing.Start{
		Person: person.ID(in.Person), Procedure: in.Procedure, Facts: factsOf(facts), Lang: lang,
	})
	if err != nil {
		return nil, err
	}
	return reply{body: Started{ID: id}, location: applicationsPath + "/" + string(id)}, nil
}

// factsOf are answers of the guide as an application keeps them.
func factsOf(f law.Facts) application.Facts {
	out := make(application.Facts)
	for _, pair := range f.Pairs() {
		out[pair[0]] = pair[1]
	}
	return out
}

func (s *server) remove(c *call) (any, error) {
	return s.turned(c, s.desks.Filing.Delete(c.request.Context(), c.by, c.asked(), c.which(), c.version))
}

func (s *server) restore(c *call) (any, error) {
	return s.turned(c, s.desks.Filing.Restore(c.request.Context(), c.by, c.asked(), c.which(), c.version))
}

func (s *server) seeChange(c *call) (any, error) {
	return s.turned(c, s.desks.Filing.SeeChange(c.request.Context(), c.by, c.asked(), c.which(), c.version))
}

// turned is the answer of what changes an application as a whole. Who saw the version that is there and is refused all the same was not too late:
// the application is in another state.
func (s *server) turned(c *call, err error) (any, error) {
	return reply{}, stale(err, func() (any, error) {
		now, failed := s.application(c)
		if failed != nil {
			return nil, failed
		}
		there := now.(reply)
		if there.version == c.version {
			return nil, err
		}
		return there.body, nil
	}, nil)
}
