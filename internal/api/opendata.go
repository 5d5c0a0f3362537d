package api

import (
	"net/http"
	"reflect"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// openData are the addresses of the law itself: the same for everybody, on any day, in any language.
func openData() []operation {
	out := []operation{
		{
			method: http.MethodGet, path: "/api/v1/days/holidays/{year}", id: "listHolidays", tag: "days",
			summary: "Public holidays of a year", data: true, out: reflect.TypeFor[[]Holiday](),
			params: []param{{name: "year", in: "path", about: "Four digits."}, langParam()},
			answer: func(s *server, c *call) (any, error) {
				return Holidays(c.request.PathValue("year"), s.law.Calendar(), c.printer.Lang())
			},
		},
		{
			method: http.MethodGet, path: "/api/v1/law", id: "showLaw", tag: "law", data: true,
			summary: "The whole law on one day, in one file",
			params:  []param{onParam(), langParam()}, out: reflect.TypeFor[WholeLaw](),
			answer: func(s *server, c *call) (any, error) { return s.wholeLaw(c), nil },
		},
		{
			method: http.MethodGet, path: "/api/v1/law/procedures/{id}", id: "showProcedure", tag: "law",
			summary: "One procedure on one day, with its history", data: true, out: reflect.TypeFor[law.ProcedurePage](),
			params: []param{{name: "id", in: "path", about: "An id from /api/v1/law/procedures."}, onParam(), langParam()},
			answer: (*server).procedure,
		},
		{
			method: http.MethodGet, path: "/api/v1/law/diff", id: "compareLaw", tag: "law", data: true,
			summary: "What differs between the law of two days", out: reflect.TypeFor[law.Comparison](),
			params: []param{dayParam("from", "The first day."), dayParam("to", "The other day."), langParam()},
			answer: (*server).compare,
		},
		{
			method: http.MethodGet, path: "/api/v1/law/search", id: "searchLaw", tag: "law", data: true,
			summary: "Procedures, papers and offices by words",
			detail:  "In any of the languages, with or without diacritics, forgiving a slip; the best first.",
			params: []param{
				{name: "q", in: "query", about: "The words. At most 200 bytes are read.", required: true}, onParam(), langParam(),
			},
			out: reflect.TypeFor[[]law.Found](), answer: (*server).search,
		},
	}
	for _, list := range lists() {
		out = append(out, list.json(), list.csv())
	}
	return out
}

// WholeLaw is every list of the law on one day.
type WholeLaw struct {
	On         calendar.Date       `json:"on"`
	Law        string              `json:"law"` // version id
	Facts      []law.FactInfo      `json:"facts"`
	Procedures []law.ProcedurePage `json:"procedures"`
	Documents  []law.DocumentInfo  `json:"documents"`
	Countries  []law.CountryInfo   `json:"countries"`
	Offices    []law.Office        `json:"offices"`
	Amounts    []law.AmountInfo    `json:"amounts"`
}

func (s *server) wholeLaw(c *call) WholeLaw {
	lang := c.printer.Lang()
	out := WholeLaw{
		On: c.on, Law: s.law.Version(), Facts: s.law.FactList(lang), Documents: s.law.DocumentList(lang),
		Countries: s.law.CountryList(lang, c.on), Offices: s.law.Offices(lang, c.on), Amounts: s.law.AmountList(lang, c.on),
	}
	out.Procedures = s.procedurePages(c)
	return out
}

// procedurePages is every procedure, whole.
func (s *server) procedurePages(c *call) []law.ProcedurePage {
	var out []law.ProcedurePage
	for _, info := range s.law.Procedures(c.printer.Lang(), c.on) {
		if page, ok := s.law.Procedure(info.ID, c.printer.Lang(), c.on); ok {
			out = append(out, page)
		}
	}
	return out
}

func (s *server) procedure(c *call) (any, error) {
	page, ok := s.law.Procedure(c.request.PathValue("id"), c.printer.Lang(), c.on)
	if !ok {
		return nil, notFound("id")
	}
	return page, nil
}

func (s *server) compare(c *call) (any, error) {
	var from, to calendar.Date
	b := &binder{}
	for _, day := range []struct {
		name string
		into *calendar.Date
	}{{"from", &from}, {"to", &to}} {
		if c.query.Get(day.name) == "" {
			b.faults = append(b.faults, fault.Field(day.name, "field.missing"))
			continue
		}
		b.bindText(day.name, c.query.Get(day.name), day.into)
	}
	if err := b.faults.Err(); err != nil {
		return nil, err
	}
	return s.law.Compare(from, to, c.printer.Lang()), nil
}

func (s *server) search(c *call) (any, error) {
	if c.query.Get("q") == "" {
		return nil, fault.Field("q", "field.missing")
	}
	return s.law.Search(c.query.Get("q"), c.printer.Lang(), c.on), nil
}

func dayParam(name, about string) param {
	return param{name: name, in: "query", format: "date", about: about, required: true}
}
