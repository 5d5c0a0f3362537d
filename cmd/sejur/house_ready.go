package main

import (
	"context"

	"sejur/internal/web"
)

// ready says how what serving needs is doing. A mail server that is down does not stand here: letters wait, people are served all the
// same, and a balancer that took every node away for it would make one trouble into two.
func (h *house) ready(ctx context.Context) []web.Dependency {
	database, schema, work := web.OK, web.OK, web.OK
	detail := ""
	if err := h.store.Ping(ctx); err != nil {
		database = web.Down
	}
	if !h.admitted.Load() {
		schema, detail = web.Behind, "migrations"
	}
	if h.runner.Failing() {
		work = web.Behind
	}
	return []web.Dependency{
		{Name: "database", State: database}, {Name: "schema", State: schema, Detail: detail}, {Name: "jobs", State: work},
	}
}
