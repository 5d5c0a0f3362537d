package public

import "sejur/internal/locale"

// About says what the service is, which law it speaks from and how far to trust it.
func About(p *Pages, v *Visit) (Reply, error) {
	version := v.P.T("page.about.law_version", locale.Str("version", p.Law.Version()))
	pg := &textPage{
		Page: p.page(v, v.P.T("page.about.title"), ""), Lead: v.P.T("page.about.lead"),
		Parts: []textPart{
			{"law", v.P.T("page.about.law"), []string{v.P.T("page.about.law_text"), version}},
			{"grades", v.P.T("page.about.grades"), []string{
				v.P.T("page.about.grade_official"), v.P.T("page.about.grade_secondary"), v.P.T("page.about.grade_unverified"),
			}},
			{"dates", v.P.T("page.about.dates"), []string{v.P.T("page.about.dates_text"), v.P.T("page.about.dates_safe")}},
			{"not", v.P.T("page.about.not"), []string{v.P.T("ui.guidance"), v.P.T("page.about.not_text")}},
			{"languages", v.P.T("page.about.languages"), []string{v.P.T("page.about.languages_text")}},
			{"source", v.P.T("page.about.source"), []string{v.P.T("page.about.source_text")}},
		},
	}
	pg.Slim = true
	return Reply{Body: textTemplate(pg)}, nil
}
