// Package api is the house's face for programs: JSON over HTTP, version 1, described by an OpenAPI 3.1 document that is made from
// the same table as the routes.
//
// What it answers is what the pages and the command line answer; the reading of questions and the making of answers are exported
// for the command line. Requests are read here by hand and not by a framework: a person's facts must never come back in an error
// message, every sentence is in the caller's language, and two readers of one body must never understand two things. The library
// huma contributes the model of OpenAPI and the schemas of our types.
//
// Nothing that is asked is kept: logs hold the pattern of a route and the error, never an address, a query or a body.
package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// Config is what the API needs. Law and Catalogue are required.
type Config struct {
	Law       *law.Law
	Catalogue *locale.Catalogue
	Now       func() time.Time // nil = time.Now
	Log       *slog.Logger     // nil = slog.Default()
}

// server answers requests; it never changes after New.
type server struct {
	law       *law.Law
	catalogue *locale.Catalogue
	now       func() time.Time
	log       *slog.Logger
	document  []byte // openapi.json
}

// New makes the handler of every address below /api/. It expects full paths; the error is a fault of this package's own table.
func New(cfg Config) (http.Handler, error) {
	s := &server{law: cfg.Law, catalogue: cfg.Catalogue, now: cfg.Now, log: cfg.Log}
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
	for _, op := range routes {
		mux.Handle(op.path, s.serve(op))
	}
	mux.Handle("/api/openapi.json", s.serve(operation{
		method: http.MethodGet, path: "/api/openapi.json",
		answer: func(s *server, _ *call) (any, error) { return json.RawMessage(s.document), nil },
	}))
	mux.Handle("/", s.serve(operation{answer: func(*server, *call) (any, error) { return nil, notFound("") }}))
	return mux, nil
}
