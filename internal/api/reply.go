package api

import (
	"net/http"
	"strconv"

	"sejur/internal/office/issuing"
)

// reply is an answer that says more than its value.
type reply struct {
	body     any    // nil = none
	version  int64  // of what is shown, as If-Match takes it back
	tagged   bool   // it has a version
	location string // of what was made
}

// seen is something with its version.
func seen(body any, version int64) reply { return reply{body: body, version: version, tagged: true} }

// describe writes the headers.
func (r reply) describe(h http.Header) {
	if r.tagged {
		h.Set("ETag", `"`+strconv.FormatInt(r.version, 10)+`"`)
	}
	if r.location != "" {
		h.Set("Location", r.location)
	}
	if f, ok := r.body.(issuing.File); ok {
		h.Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
		h.Set("X-Content-Type-Options", "nosniff")
	}
}
