// Package page is the shape that every page of the house has, whoever it is for: a function from a Visit to a Reply.
//
// A page reads what was asked, lets others do the work, fills a struct with sentences and hands it to its template. It writes nothing
// itself, so a page is either whole or an error; headers, cookies' flags, compression and the log are the business of package web.
package page

import (
	"context"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// Page answers a visit. Errors are faults: fault.NotFound and fault.Forbidden show the page that an unknown address gives, so that
// nobody learns what they may not see; fault.Conflict and fault.Unavailable have pages of their own. Any other error is the service's.
type Page func(ctx context.Context, v *Visit) (Reply, error)

// Viewer is whoever makes a visit. The zero viewer is nobody.
type Viewer struct {
	Actor access.Actor
	Lang  locale.Lang // that they chose, "" = none
	Name  string      // that they are greeted with
}

// Visit is one request for a page.
type Visit struct {
	P     *locale.Printer
	Site  *ui.Site
	Path  string // after the language: "/check"; of a page of staff the whole path
	Query url.Values
	Form  url.Values           // of a POST, nil otherwise
	Read  func() (Sent, error) // reads the form of a POST that may hold a file, of the kind with parts, in place of Form; nil otherwise
	// Incoming opens the body of a POST that is read as it comes, of a row that does so; nil otherwise.
	Incoming func() (*Incoming, error)
	Now      time.Time
	Today    calendar.Date            // the legal day in Romania
	Part     func(name string) string // a named part of the path
	Cookie   func(name string) string // the value of a cookie of ours, "" = none
	Viewer   Viewer
	Staff    *ui.Staff    // the frame of a page of staff, whose address has no language; nil for all others
	Request  string       // the id of the request, as the log has it
	Agent    string       // what the browser calls itself; nothing but a name in a list of sessions
	Client   netip.Prefix // the network that asks, for limits and for nothing else; not valid when it is not known
}

// By is who acts in the visit.
func (v *Visit) By() access.Actor { return v.Viewer.Actor }

// Moment is an instant on the clocks of the office, "" for none.
func Moment(p *locale.Printer, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return p.Moment(at.In(calendar.Bucharest()))
}

// Reply is what a page answers.
type Reply struct {
	Status   int             // 0 = 200
	Location string          // of a redirect (303), instead of a body
	Body     templ.Component // an HTML page
	File     *File           // instead of a page
	Private  bool            // depends on somebody's answers: kept nowhere, told to nobody
	Cookies  []Cookie        // to set or to take away
	Clear    bool            // at signing out: the browser forgets all that it kept of the house
	Camera   bool            // the page may look through the camera, if its reader allows it
	Asks     bool            // a script of the page may ask the house, and nobody else
	Wasm     bool            // the page may run WebAssembly of the house, and ask the house for it
	Posts    bool            // a page for everybody has a form that is posted
}

// File is an answer that is no page. It is offered to be kept; shown in a page only where Shown says so.
type File struct {
	Name, Type string // the name may be any text
	Data       []byte
	Shown      bool // a picture of the house's own making
	// Stream, instead of Data, is read and closed when the file is sent: Size bytes.
	Stream io.ReadCloser
	Size   int64
}

// SeeOther sends the reader to another address of the house, after a form or instead of a page.
func SeeOther(address string) Reply {
	return Reply{Status: http.StatusSeeOther, Location: address, Private: true}
}

// From is the network that asks, as limits know it.
func (v *Visit) From() string {
	if !v.Client.IsValid() {
		return "unknown"
	}
	return v.Client.String()
}

// Href is the address of another page of the house: of a page of staff the path itself, otherwise in the language of the visit. path
// begins with "/" or is ""; query is encoded and may be "".
func (v *Visit) Href(path, query string) string {
	out := path
	if v.Staff == nil {
		out = "/" + string(v.P.Lang()) + path
	}
	if query != "" {
		out += "?" + query
	}
	return out
}

// Frame is what the layout needs. query is kept when the reader changes the language.
func (v *Visit) Frame(title, query string) ui.Page {
	return ui.Page{Site: v.Site, P: v.P, Title: title, Path: v.Path, Query: query, Reader: v.reader(), Staff: v.Staff}
}
