package public

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// lostPage says that something went wrong and where to go from there.
type lostPage struct {
	ui.Page
	Text     string
	StartURL string
	CheckURL string
	Again    *againForm // nil = nothing was sent that can be sent again
}

// againForm is a form as it was sent. It has no address: it goes to the one that the page itself was the answer of.
type againForm struct {
	Fields [][2]string
	Once   bool     // it has a token
	Texts  []string // what was written at length, to be read and copied
}

// atLength is from how many letters on a text is one that nobody likes to write twice.
const atLength = 40

// againOf makes the form of what was sent; nil of nothing.
func againOf(sent url.Values) *againForm {
	if len(sent) == 0 {
		return nil
	}
	out := &againForm{Once: sent.Has(page.InToken)}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		for _, value := range sent[name] {
			out.Fields = append(out.Fields, [2]string{name, value})
			if utf8.RuneCountInString(value) >= atLength && strings.ContainsAny(value, " \n") {
				out.Texts = append(out.Texts, value)
			}
		}
	}
	return out
}

// Lost is the page for an answer that is none: 400, 403, 404, 405, 409, 413, 414, 503 and everything else of ours (500). v.Path is
// left out of it, because it leads nowhere. v.Form is a form that could not be carried out now (503): the page holds it whole, and sends
// it again as it was, with the token that makes it happen once.
func (p *Pages) Lost(v *page.Visit, status int) page.Reply {
	title, text := v.P.T("page.lost.broken"), v.P.T("page.lost.broken_text")
	again := againOf(v.Form)
	switch status {
	case http.StatusNotFound:
		title, text = v.P.T("page.lost.not_found"), v.P.T("page.lost.not_found_text")
	case http.StatusMethodNotAllowed:
		title, text = v.P.T("page.lost.method"), v.P.T("page.lost.method_text")
	case http.StatusRequestEntityTooLarge:
		title, text = v.P.T("page.lost.too_large"), v.P.T("page.lost.too_large_text")
	case http.StatusRequestURITooLong:
		title, text = v.P.T("page.lost.too_long"), v.P.T("page.lost.too_long_text")
	case http.StatusForbidden:
		title, text = v.P.T("page.lost.forbidden"), v.P.T("page.lost.forbidden_text")
	case http.StatusConflict:
		title, text = v.P.T("page.lost.changed"), v.P.T("page.lost.changed_text")
	case http.StatusServiceUnavailable:
		title, text = v.P.T("page.lost.later"), v.P.T("page.lost.later_text")
		if again != nil {
			text = v.P.T("page.lost.again_text")
		}
	case http.StatusBadRequest:
		title, text = v.P.T("page.lost.bad"), v.P.T("page.lost.bad_text")
	}
	home := *v
	home.Path = ""
	pg := &lostPage{Page: home.Frame(title, ""), Text: text, StartURL: v.Href("", ""), CheckURL: v.Href("/check", ""), Again: again}
	pg.Slim = true
	return page.Reply{Status: status, Body: lostTemplate(pg), Private: true, Posts: again != nil}
}
