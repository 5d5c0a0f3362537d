// Package api is the house's face for programs: JSON over HTTP, version 1, described by an OpenAPI 3.1 document that is made from
// the same table as the routes.
//
// What it answers is what the pages and the command line answer; the reading of questions and the making of answers are exported
// for the command line. Requests are read here by hand and not by a framework: a person's facts must never come back in an error
// message, every sentence is in the caller's language, and two readers of one body must never understand two things. The library
// huma contributes the model of OpenAPI and the schemas of our types.
//
// What somebody asks of the law is not kept: logs hold the pattern of a route and the error, never an address, a query or a body.
//
// Programs also do what the pages of applicants do, with the same verbs of the same desks, and so under the same checks. They come with a token
// of an account in the header Authorization, never with a cookie: no page of another site can make a browser ask for somebody. What makes
// something wants a key (Idempotency-Key) under which it happens once; what changes something wants the version that was seen (If-Match), and
// when somebody was faster the answer is 412 and has both values. No token, and one that is good for nothing, are 401; somebody else's is as
// what is not there.
package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing"
)

// Config is what the API needs. Law and Catalogue are required.
type Config struct {
	Law       *law.Law
	Catalogue *locale.Catalogue
	Desks     *Desks           // nil = nobody's own addresses are there
	Now       func() time.Time // nil = time.Now
	Log       *slog.Logger     // nil = slog.Default()
}

// Desks are those that serve programs with a token. All but Uploads are needed.
type Desks struct {
	Accounts *account.Desk
	Persons  *account.Persons
	Filing   *filing.Desk
	Uploads  *filing.Uploads // nil = no files are taken here
	Issuing  *issuing.Desk
}

// server answers requests; it never changes after New.
type server struct {
	law       *law.Law
	desks     *Desks
	catalogue *locale.Catalogue
	now       func() time.Time
	log       *slog.Logger
	document  []byte // openapi.json
}

// New makes the handler of every address below /api/. It expects full paths; the error is a fault of this package's own table.
func New(cfg Config) (http.Handler, error) {
	s := &server{law: cfg.Law, desks: cfg.Desks, catalogue: cfg.Catalogue, now: cfg.Now, log: cfg.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	routes := operations()
	document, err := json.MarshalIndent(describe(routes), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("describe the api: %w", err)
	}
	s.document = append(document, '\n')
	mux := http.NewServeMux()
	for _, ops := range byPath(routes) {
		if s.serves(ops[0]) {
			mux.Handle(ops[0].path, s.serve(ops...))
		}
	}
	mux.Handle("/api/openapi.json", s.serve(operation{
		method: http.MethodGet, path: "/api/openapi.json",
		answer: func(s *server, _ *call) (any, error) { return json.RawMessage(s.document), nil },
	}))
	mux.Handle("/", s.serve(operation{answer: func(*server, *call) (any, error) { return nil, notFound("") }}))
	return mux, nil
}

// serves tells whether there is a desk for an operation.
func (s *server) serves(op operation) bool {
	return !op.own || s.desks != nil && (!op.paper || s.desks.Uploads != nil)
}

// byPath puts the methods of one address together.
func byPath(routes []operation) [][]operation {
	var out [][]operation
	for _, op := range routes {
		i := slices.IndexFunc(out, func(ops []operation) bool { return ops[0].path == op.path })
		if i < 0 {
			out = append(out, []operation{op})
			continue
		}
		out[i] = append(out[i], op)
	}
	return out
}
