//go:build demo

package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/reference"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Made is somebody whom the demo made up.
type Made struct {
	access.Account
	Who string // key of the sentence that says who it is; of staff their role says so

	Papers []Paper
}

// Paper is a document that the demo made up, to be checked by its code.
type Paper struct {
	Kind   document.Kind
	Status document.Status
	Code   reference.Reference
}

// words are what the paper is.
//
//locale:uses demo.status.*
func (d Paper) words(p *locale.Printer) string {
	return p.T("letter."+string(d.Kind)+".title") + ", " + p.T("demo.status."+string(d.Status)) + ": " + d.Code.String()
}

// words are who it is, and what their button is called by.
func (m Made) words(p *locale.Printer) (who, name string) {
	if m.Kind == access.Applicant {
		who = p.T(m.Who)
		return who, who
	}
	return m.Name + " – " + p.T(roleKey(m.Roles[0])), m.Name
}

func roleKey(r access.Role) string {
	switch r {
	case access.Administrator:
		return "demo.administrator"
	case access.Head:
		return "demo.head"
	case access.CaseOfficer:
		return "demo.case_officer"
	case access.FrontDesk:
		return "demo.front_desk"
	case access.Auditor:
		return "demo.auditor"
	}
	return ""
}

// Demo lists the made-up people and lets the visitor in as the one whose button was pressed.
func Demo(ctx context.Context, p *Pages, cast []Made, v *page.Visit) (page.Reply, error) {
	if v.Form != nil {
		for _, m := range cast {
			if m.ID != v.Form.Get("as") {
				continue
			}
			in, err := p.Desk.LetIn(ctx, m.Kind, m.Email, browser(v), v.Request)
			if err != nil {
				return page.Reply{}, err
			}
			return welcome(v, in, ""), nil
		}
	}
	pg := newSheet(v, "demo.title")
	pg.Lead = []string{v.P.T("demo.lead")}
	groups := map[access.Kind][]templ.Component{}
	var papers []templ.Component
	for _, m := range cast {
		who, name := m.words(v.P)
		f := ui.Form{
			Action: v.Href("/demo", ""), Hidden: [][2]string{{"as", m.ID}}, Button: v.P.T("demo.enter", locale.Str("name", name)), Plain: true,
		}
		if m.Kind == access.Staff {
			groups[m.Kind] = append(groups[m.Kind], textTemplate(who))
		}
		groups[m.Kind] = append(groups[m.Kind], ui.PostForm(f))
		for _, d := range m.Papers {
			papers = append(papers, textTemplate(d.words(v.P)))
		}
	}
	pg.add(
		sectionTemplate("applicants", v.P.T("demo.applicants"), groups[access.Applicant]...),
		sectionTemplate("staff", v.P.T("demo.staff"), groups[access.Staff]...),
		sectionTemplate("papers", v.P.T("demo.papers"), papers...),
	)
	return pg.reply(), nil
}
