package web

import (
	"context"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/page"
)

// door answers the requests for one address: it finds the row for the method, asks whether the visitor may, and shows the page.
//
// Whoever is signed in and may not gets the page of an unknown address, byte for byte: nobody learns what there is that they may not
// see. Nobody is sent to sign in.
type door struct {
	*server
	rows []route
	lang locale.Lang // of the address; "" = the visitor's choice, for staff
}

func (d door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchangeOf(w)
	viewer, err := d.visitor(x, r)
	row := d.row(r.Method)
	switch {
	case row.may == access.Public:
		d.show(x, r, row, viewer) // an error was logged; the page is for nobody
	case err != nil:
		d.fail(w, r, http.StatusServiceUnavailable)
	case access.May(viewer.Actor, row.may):
		d.show(x, r, row, viewer)
	case row.page == nil && len(d.allowed(viewer)) > 0:
		w.Header().Set("Allow", strings.Join(d.allowed(viewer), ", "))
		d.fail(w, r, http.StatusMethodNotAllowed)
	case viewer.Actor.SignedIn():
		d.refused(x, r, viewer)
		d.lost(w, r)
	default:
		d.toSignIn(w, r)
	}
}

// refused notes that somebody of the office tried a door that is not theirs (ASVS 16.3.2): the one thing for which the log says who asked,
// by the id of their account. Of applicants it says nothing more than the line of the request.
func (d door) refused(x *exchange, r *http.Request, viewer page.Viewer) {
	if viewer.Actor.Kind != access.Staff {
		return
	}
	d.log.LogAttrs(r.Context(), slog.LevelWarn, "door refused",
		slog.String("request", x.request), slog.String("route", r.Pattern), slog.String("actor", viewer.Actor.ID))
}

// row is the row for a method; one without a page if there is none.
func (d door) row(method string) route {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, row := range d.rows {
		if row.method == method {
			return row
		}
	}
	return route{}
}

// allowed lists the methods that the viewer may use here.
func (d door) allowed(viewer page.Viewer) []string {
	var out []string
	for _, row := range d.rows {
		if !access.May(viewer.Actor, row.may) {
			continue
		}
		out = append(out, row.method)
		if row.method == http.MethodGet {
			out = append(out, http.MethodHead)
		}
	}
	return out
}

// toSignIn leads to where one signs in and from there back here, if this is a page: a form that was sent too late is not sent again by
// a link.
func (d door) toSignIn(w http.ResponseWriter, r *http.Request) {
	address := page.StaffSignIn
	if d.lang != "" {
		address = "/" + string(d.lang) + page.SignIn
	}
	if next, ok := page.OwnPath(r.URL.RequestURI()); ok && d.row(http.MethodGet).page != nil {
		address += "?" + url.Values{"next": {next}}.Encode()
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
}

// show answers with a page that the viewer may see.
func (d door) show(x *exchange, r *http.Request, row route, viewer page.Viewer) {
	visit, err := d.enter(x, r, row, viewer)
	if err != nil {
		d.failed(x, r, err)
		return
	}
	whole := func() {}
	if turns := d.turnsFor(row); turns != nil {
		end, ok := turns.wait(r.Context())
		if !ok {
			d.failed(x, r, r.Context().Err())
			return
		}
		defer end()
		whole = end
	}
	if row.file && holdsFile(r) {
		var done func()
		visit.Read, done = d.held.open(x, r)
		defer done()
	}
	if row.stream && (holdsFile(r) || holdsBytes(r)) {
		ended := func() {}
		defer func() { ended() }()
		visit.Incoming = func() (*page.Incoming, error) {
			in, end, err := d.incoming(x, r)
			if err == nil {
				ended = end
			}
			return in, err
		}
	}
	reply, err := row.page(r.Context(), visit)
	if err == nil {
		if row.who != everybody {
			reply.Private = true // the way in too: its form has a token
		}
		if row.who != everybody || reply.Posts {
			// Without it browsers call the origin of a form "null", and the old ones that send nothing else would be refused: as they must,
			// for a sandbox of another site sends "null" too. So the form names its origin, and what is checked stays as strict. The address
			// of the page goes to this house alone, which has answered at it.
			x.Header().Set("Referrer-Policy", "same-origin")
		}
		err = d.send(x, r, reply, whole)
	}
	if err != nil {
		whole()
		d.failed(x, r, err)
	}
}

// enter makes the visit of a row: its language, its frame, and the form of a POST.
func (d door) enter(x *exchange, r *http.Request, row route, viewer page.Viewer) (*page.Visit, error) {
	lang, path := d.lang, r.URL.Path
	if lang == "" {
		lang = d.staffLanguage(x, r, viewer)
	} else {
		path = path[1+len(lang):]
	}
	visit := d.visit(x, r, lang, path)
	if row.who == staff {
		visit.Staff = d.staffFrame(viewer)
	}
	if row.method == http.MethodPost && (!row.file || !holdsFile(r)) && (!row.stream || !holdsFile(r) && !holdsBytes(r)) {
		err := readForm(r)
		if err != nil {
			return nil, err
		}
		visit.Form = r.PostForm
	}
	if row.who != everybody && !legible(r) {
		return nil, errIllegible
	}
	return visit, nil
}

// staffLanguage is the language of a page of staff: their choice, or what the browser asks for.
func (s *server) staffLanguage(x *exchange, r *http.Request, viewer page.Viewer) locale.Lang {
	if slices.Contains(locale.StaffLanguages(), viewer.Lang) || (s.pseudo && viewer.Lang == locale.Pseudo) {
		return viewer.Lang
	}
	vary(x.Header(), "Accept-Language")
	return locale.NegotiateStaff(r.Header.Get("Accept-Language"))
}

// errForm is a body that is no form.
var errForm = errors.New("the body is no form")

// readForm reads the form of a POST into r.PostForm. guard has bounded the body.
func readForm(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return errForm
	}
	err = r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return err
	case err != nil:
		return errForm
	}
	return nil
}

// failed shows the page for an error. What is not the reader's doing is logged with the pattern of the route.
func (s *server) failed(w http.ResponseWriter, r *http.Request, err error) {
	status := statusOf(err)
	if status >= http.StatusInternalServerError && !errors.Is(r.Context().Err(), context.Canceled) { // who has gone caused it
		s.log.LogAttrs(r.Context(), slog.LevelError, "page failed",
			slog.String("request", exchangeOf(w).request), slog.String("route", r.Pattern), slog.Any("error", err))
	}
	s.fail(w, r, status)
}

// statusOf is the status of an error that a page came back with.
func statusOf(err error) int {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errForm), errors.Is(err, errIllegible), errors.Is(err, page.ErrCut):
		return http.StatusBadRequest
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Forbidden:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Invalid, fault.Internal: // a page tells itself what is wrong with what it was given
	}
	return http.StatusInternalServerError
}
