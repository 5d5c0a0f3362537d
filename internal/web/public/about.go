package public

import (
	"sejur/internal/locale"
	"sejur/internal/web/page"
)

// About says what the service is, which law it speaks from and how far to trust it.
func About(p *Pages, v *page.Visit) (page.Reply, error) {
	version := v.P.T("page.about.law_version", locale.Str("version", p.Law.Version()))
	pg := &textPage{
		Page: v.Frame(v.P.T("page.about.title"), ""), Lead: v.P.T("page.about.lead"),
		Parts: []textPart{
			part("law", v.P.T("page.about.law"), v.P.T("page.about.law_text"), version),
			part("grades", v.P.T("page.about.grades"),
				v.P.T("page.about.grade_official"), v.P.T("page.about.grade_secondary"), v.P.T("page.about.grade_unverified"),
			),
			part("dates", v.P.T("page.about.dates"), v.P.T("page.about.dates_text"), v.P.T("page.about.dates_safe")),
			part("not", v.P.T("page.about.not"), v.P.T("ui.guidance"), v.P.T("page.about.not_text")),
			part("languages", v.P.T("page.about.languages"), v.P.T("page.about.languages_text")),
			{ID: "source", Title: v.P.T("page.about.source"), Text: []string{v.P.T("page.about.source_text")}, Links: []linkView{
				{v.P.T("page.about.open_data"), v.Href("/open-data", "")},
			}},
		},
	}
	pg.Slim = true
	return page.Reply{Body: textTemplate(pg)}, nil
}
