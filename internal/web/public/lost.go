package public

import (
	"net/http"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// lostPage says that something went wrong and where to go from there.
type lostPage struct {
	ui.Page
	Text     string
	StartURL string
	CheckURL string
}

// Lost is the page for an answer that is none: 400, 403, 404, 405, 409, 413, 414, 503 and everything else of ours (500). v.Path is
// left out of it, because it leads nowhere.
func (p *Pages) Lost(v *page.Visit, status int) page.Reply {
	title, text := v.P.T("page.lost.broken"), v.P.T("page.lost.broken_text")
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
	case http.StatusBadRequest:
		title, text = v.P.T("page.lost.bad"), v.P.T("page.lost.bad_text")
	}
	home := *v
	home.Path = ""
	pg := &lostPage{Page: home.Frame(title, ""), Text: text, StartURL: v.Href("", ""), CheckURL: v.Href("/check", "")}
	pg.Slim = true
	return page.Reply{Status: status, Body: lostTemplate(pg), Private: true}
}
