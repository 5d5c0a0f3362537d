package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/office/filing"
)

// Page is one page of an application as it is answered.
type Page struct {
	ID        string                     `json:"id"`
	Title     string                     `json:"title"`
	Who       string                     `json:"who"`
	Answers   map[string]json.RawMessage `json:"answers" doc:"By the id of their field, each in the form of its kind."`
	Suggested map[string]filing.Origin   `json:"suggested" doc:"Answers that nobody confirmed yet, and where they come from."`
	Problems  []ProblemInput             `json:"problems"` // what is missing or cannot be accepted
	Version   int64                      `json:"version"`  // 0 = not saved yet
	SavedAt   *time.Time                 `json:"saved_at"`
	Before    *string                    `json:"before"` // page
	Next      *string                    `json:"next"`
}

// PageInput are the answers of a page.
type PageInput struct {
	Answers map[string]any `json:"answers" doc:"All answers of the page by the id of their field; what is absent is not answered."`
}

// PageSaved is what came of saving a page.
type PageSaved struct {
	Version  int64          `json:"version"`
	Problems []ProblemInput `json:"problems"` // what is missing or cannot be accepted; it is kept all the same
	Next     *string        `json:"next"`
}

func (s *server) page(c *call) (any, error) {
	v, err := s.pageView(c)
	if err != nil {
		return nil, err
	}
	return seen(s.pageOf(c, v), v.Version), nil
}

func (s *server) pageView(c *call) (filing.PageView, error) {
	return s.desks.Filing.Page(c.request.Context(), c.by, c.id, filing.ReadPage{
		Application: c.which(), Correction: c.query.Get("correction"), Page: c.request.PathValue("page"), Lang: c.printer.Lang(),
	})
}

func (s *server) pageOf(c *call, v filing.PageView) Page {
	out := Page{
		ID: v.Page.ID, Title: v.Page.Title, Who: v.Page.Who, Answers: map[string]json.RawMessage(v.Answers), Suggested: v.Suggested,
		Problems: c.inputs(v.Problems), Version: v.Version, SavedAt: unlessZero(v.SavedAt), Before: unlessZero(v.Before), Next: unlessZero(v.Next),
	}
	if out.Answers == nil {
		out.Answers = map[string]json.RawMessage{}
	}
	if out.Suggested == nil {
		out.Suggested = map[string]filing.Origin{}
	}
	return out
}

// inputs are the faults of a page, each by its place among the answers.
func (c *call) inputs(faults fault.List) []ProblemInput {
	out := []ProblemInput{}
	for _, f := range form.Paths(faults) {
		out = append(out, ProblemInput{Field: member("answers", f.Field), Key: keyOf(f), Message: Sentence(c.printer, f)})
	}
	return out
}

// savePage saves a page. Answers that no field accepts are refused, all of them: a program mends them and sends the page again. What is
// merely missing is kept.
func (s *server) savePage(c *call) (any, error) {
	var in PageInput
	if faults := read(c.body, &in); len(faults) > 0 {
		return nil, faults
	}
	o, err := s.desks.Filing.Open(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err != nil {
		return nil, err
	}
	typed, err := readAnswers(o.Form, c.request.PathValue("page"), in.Answers)
	if err != nil {
		return nil, err
	}
	saved, err := s.desks.Filing.SavePage(c.request.Context(), c.by, c.asked(), filing.SavePage{
		Application: c.which(), Correction: c.query.Get("correction"), Page: c.request.PathValue("page"), Version: c.version, Typed: typed,
		Lang: c.printer.Lang(),
	})
	return s.pageSaved(c, saved, err, in)
}

// ZoneInput are the lines for machines of a passport or a card.
type ZoneInput struct {
	MRZ string `json:"mrz" doc:"Its two or three lines, as they are printed, with or without a break between them."`
}

// readZone fills a page from a zone.
func (s *server) readZone(c *call) (any, error) {
	var in ZoneInput
	if faults := read(c.body, &in); len(faults) > 0 {
		return nil, faults
	}
	o, err := s.desks.Filing.Open(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err != nil {
		return nil, err
	}
	page := c.request.PathValue("page")
	if !slices.ContainsFunc(o.Form.Pages, func(p law.PlanFormPage) bool { return p.ID == page && p.HasZone() }) {
		return nil, notFound("")
	}
	saved, err := s.desks.Filing.ReadPassport(c.request.Context(), c.by, c.asked(), filing.ReadPassport{
		Application: c.which(), Correction: c.query.Get("correction"), Page: page, Version: c.version, Zone: in.MRZ, Lang: c.printer.Lang(),
	})
	return s.pageSaved(c, saved, err, in)
}

// pageSaved is the answer to whoever saved a page; err is why it was not.
func (s *server) pageSaved(c *call, saved filing.Saved, err error, in any) (any, error) {
	if err != nil {
		now := func() (any, error) {
			v, err := s.pageView(c)
			return s.pageOf(c, v), err
		}
		return nil, stale(err, now, in)
	}
	return seen(PageSaved{Version: saved.Version, Problems: c.inputs(saved.Problems), Next: unlessZero(saved.Next)}, saved.Version), nil
}

// readAnswers reads answers as the fields of a page accept them, and puts them into its inputs. Faults name their place in the question; a page
// that is not asked is one of kind NotFound.
func readAnswers(asked law.PlanForm, page string, in map[string]any) (url.Values, error) {
	at := slices.IndexFunc(asked.Pages, func(p law.PlanFormPage) bool { return p.ID == page })
	if at < 0 {
		return nil, notFound("")
	}
	if in == nil {
		in = map[string]any{}
	}
	data, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("write answers: %w", err)
	}
	asked.Pages = asked.Pages[at : at+1]
	answers, faults := form.ReadJSON(asked, data, asked.Filed)
	for _, f := range faults {
		if f.Field != "" {
			f.Field = member("answers", f.Field)
		}
	}
	return form.Typed(asked.Pages[0], form.Answers{}.With(answers)), faults.Err()
}

// Form is the form of an application or of a procedure as data.
type Form = law.PlanForm

func (s *server) applicationForm(c *call) (any, error) {
	o, err := s.desks.Filing.Open(c.request.Context(), c.by, c.which(), c.printer.Lang())
	return o.Form, err
}
