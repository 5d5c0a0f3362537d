package public

// Privacy says what the service learns of its readers and what it keeps: for the guide, nothing.
func Privacy(p *Pages, v *Visit) (Reply, error) {
	pg := &textPage{
		Page: p.page(v, v.P.T("page.privacy.title"), ""), Lead: v.P.T("page.privacy.lead"),
		Parts: []textPart{
			{"answers", v.P.T("page.privacy.answers"), []string{v.P.T("page.privacy.answers_text"), v.P.T("page.privacy.answers_browser")}},
			{"links", v.P.T("page.privacy.links"), []string{v.P.T("page.privacy.links_text")}},
			{"logs", v.P.T("page.privacy.logs"), []string{v.P.T("page.privacy.logs_text")}},
			{"cookies", v.P.T("page.privacy.cookies"), []string{v.P.T("page.privacy.cookies_text")}},
		},
	}
	pg.Slim = true
	return Reply{Body: textTemplate(pg)}, nil
}
