package public

import (
	"net/http"

	"sejur/internal/web/ui"
)

// lostPage says that something went wrong and where to go from there.
type lostPage struct {
	ui.Page
	Text     string
	StartURL string
	CheckURL string
}

// Lost is the page for an answer that is none: 404, 405, 413, 414, 421 and everything of ours (500). v.Path is
// left out of it, because it leads nowhere.
func (p *Pages) Lost(v *Visit, status int) Reply {
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
	case http.StatusBadRequest:
		title, text = v.P.T("page.lost.bad"), v.P.T("page.lost.bad_text")
	}
	home := *v
	home.Path = ""
	pg := &lostPage{Page: p.page(&home, title, ""), Text: text, StartURL: href(v, "", ""), CheckURL: href(v, "/check", "")}
	pg.Slim = true
	return Reply{Status: status, Body: lostTemplate(pg), Private: true}
}
