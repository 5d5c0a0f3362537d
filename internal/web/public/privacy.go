package public

import "sejur/internal/web/page"

// Privacy says what the service learns of its readers and what it keeps: for the guide, nothing.
func Privacy(_ *Pages, v *page.Visit) (page.Reply, error) {
	pg := &textPage{
		Page: v.Frame(v.P.T("page.privacy.title"), ""), Lead: v.P.T("page.privacy.lead"),
		Parts: []textPart{
			part("answers", v.P.T("page.privacy.answers"), v.P.T("page.privacy.answers_text"), v.P.T("page.privacy.answers_browser")),
			part("links", v.P.T("page.privacy.links"), v.P.T("page.privacy.links_text")),
			part("logs", v.P.T("page.privacy.logs"), v.P.T("page.privacy.logs_text")),
			part("cookies", v.P.T("page.privacy.cookies"), v.P.T("page.privacy.cookies_text")),
		},
	}
	pg.Slim = true
	return page.Reply{Body: textTemplate(pg)}, nil
}
