package api

import (
	"net/http"
	"reflect"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/stay"
)

// operation is one address with one of its methods: how it is answered and how it is described.
type operation struct {
	method, path string // an empty method takes every one
	id           string // operationId
	tag          string
	summary      string
	detail       string
	params       []param
	in, out      reflect.Type // in is nil for GET
	data         bool         // open data: the same for everybody, may be kept
	csv          bool         // answers a table
	files        []string     // answers a file of one of these media types
	own          bool         // somebody's own: a program says with a token whose
	paper        bool         // is about the files of a paper
	once         bool         // makes something: wants a key, under which it is done once
	over         bool         // changes what was seen: wants the version that was seen
	file         bool         // the body is a file
	tagged       bool         // the answer has a version
	status       int          // of the answer, 0 = 200
	answer       func(s *server, c *call) (any, error)
}

// param is a parameter of the path or of the query.
type param struct {
	name, in string
	about    string
	format   string
	accepted []any
	required bool
}

func operations() []operation {
	return slices.Concat(questions(), openData(), formOperations(), ownOperations())
}

// questions are the addresses that answer one person's question. Their answers are never kept.
func questions() []operation {
	return []operation{
		{
			method: http.MethodPost, path: "/api/v1/plans", id: "makePlan", tag: "plan", summary: "What applies to a person",
			detail: "Says which procedures apply, with papers, dates, fees and offices, and what to ask next. Nothing is stored.",
			params: []param{langParam(), {
				name: "why", in: "query", accepted: []any{"first", "all"},
				about: "all: every reason of an excluded procedure; otherwise the first.",
			}},
			in: reflect.TypeFor[PlanInput](), out: reflect.TypeFor[law.Plan](), answer: (*server).plan,
		},
		{
			method: http.MethodPost, path: "/api/v1/stay/short", id: "countShortStay", tag: "stay", summary: "90 days in any 180",
			detail: "Counts short stays (Regulation (EU) 2016/399, article 6). Entry and exit days both count.",
			params: []param{langParam()},
			in:     reflect.TypeFor[stay.ShortInput](), out: reflect.TypeFor[stay.ShortResult](),
			answer: func(_ *server, c *call) (any, error) { return Short(c.body) },
		},
		{
			method: http.MethodPost, path: "/api/v1/stay/continuous", id: "countContinuousStay", tag: "stay",
			summary: "Years of unbroken residence",
			detail:  "Counts towards long-term or permanent residence.",
			params:  []param{langParam()},
			in:      reflect.TypeFor[stay.ContinuousInput](), out: reflect.TypeFor[Continuity](),
			answer: func(s *server, c *call) (any, error) { return Continuous(c.body, s.law, c.printer) },
		},
		{
			method: http.MethodPost, path: "/api/v1/days", id: "countDays", tag: "days", summary: "The last day of a term",
			detail: "The first day is not counted and the last is.",
			params: []param{langParam()},
			in:     reflect.TypeFor[DaysInput](), out: reflect.TypeFor[DaysAnswer](),
			answer: func(s *server, c *call) (any, error) { return Days(c.body, s.law.Calendar(), c.printer) },
		},
	}
}

func langParam() param {
	return param{name: "lang", in: "query", accepted: languageNames(),
		about: "The language of the answer. Without it Accept-Language decides, then Romanian."}
}

func languageNames() []any {
	var names []any
	for _, lang := range locale.All() {
		names = append(names, string(lang))
	}
	return names
}

func onParam() param {
	return param{name: "on", in: "query", format: "date", about: "The day whose law is shown; today in Bucharest when absent."}
}

func (s *server) plan(c *call) (any, error) {
	in, err := ReadPlan(c.body)
	if in.Lang == "" {
		in.Lang = string(c.printer.Lang())
	}
	c.speak(s.catalogue.For(locale.Lang(in.Lang)))
	if in.On.IsZero() {
		in.On = calendar.Today(s.now())
	}
	why, whyErr := c.why()
	return Plan(s.law, in, why, err, whyErr)
}

func notFound(field string) error {
	return &fault.Error{Kind: fault.NotFound, Field: field, Key: "not-found"}
}
