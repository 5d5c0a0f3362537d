package api

import (
	"errors"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// call is one request while it is answered.
type call struct {
	request *http.Request
	printer *locale.Printer
	on      calendar.Date // today in Bucharest, or the day in the query
	query   url.Values
	body    []byte

	by      access.Actor // whose token it came with
	id      string       // of the request, as the log has it
	key     string       // under which it is done once
	version int64        // that was seen
}

// speak changes the language of the answer and of its errors.
func (c *call) speak(p *locale.Printer) { c.printer = p }

// why tells whether every reason is asked for.
func (c *call) why() (bool, error) {
	switch c.query.Get("why") {
	case "", "first":
		return false, nil
	case "all":
		return true, nil
	}
	return false, fault.Field("why", "field.choice", fault.Text("accepted", "first, all"))
}

// open reads what comes before the body: language, day, names in the query, and the kind of the body. The call is usable even when
// there is an error, so that the error can be told.
func (s *server) open(op operation, r *http.Request) (*call, error) {
	c := &call{
		request: r, on: calendar.Today(s.now()),
		printer: s.catalogue.For(locale.Negotiate(r.Header.Get("Accept-Language"))),
	}
	var err error
	c.query, err = url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return c, fault.New(fault.Invalid, "query.form")
	}
	var faults fault.List
	if name := c.query.Get("lang"); name != "" && op.takes("lang") {
		if lang, known := locale.ParseLang(name); known {
			c.speak(s.catalogue.For(lang))
		} else {
			faults = append(faults, wrongLang())
		}
	}
	faults = append(faults, op.checkNames(c.query)...)
	if day := c.query.Get("on"); day != "" && op.takes("on") {
		b := &binder{}
		b.bindText("on", day, &c.on)
		faults = append(faults, b.faults...)
	}
	return c, faults.Err()
}

func (op operation) takes(name string) bool {
	_, ok := op.queryNames()[name]
	return ok
}

func (op operation) queryNames() map[string]bool {
	names := map[string]bool{}
	for _, p := range op.params {
		if p.in == "query" {
			names[p.name] = true
		}
	}
	return names
}

// checkNames refuses parameters that the address does not know and such as are given twice.
func (op operation) checkNames(query url.Values) fault.List {
	var faults fault.List
	known := op.queryNames()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch {
		case !known[name]:
			faults = append(faults, unknownName(member("", name), name, known))
		case len(query[name]) > 1:
			faults = append(faults, fault.Field(name, "body.twice"))
		}
	}
	return faults
}

// readBody reads a JSON body and refuses any other kind: a page of another site can send a form, but not JSON.
func readBody(r *http.Request) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := params["charset"]
	if err != nil || kind != "application/json" || given && !strings.EqualFold(charset, "utf-8") {
		return nil, fault.New(fault.Invalid, "body.type")
	}
	if r.ContentLength > maxBody {
		return nil, tooLarge()
	}
	data, err := ReadAll(r.Body)
	var tooMuch *http.MaxBytesError
	var told *fault.Error
	switch {
	case err == nil:
		return data, nil
	case errors.As(err, &tooMuch):
		return nil, tooLarge()
	case errors.As(err, &told):
		return nil, err
	}
	return nil, &fault.Error{Kind: fault.Invalid, Key: "body.json", Cause: err} // the sender stopped half way
}
