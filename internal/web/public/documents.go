package public

import (
	"cmp"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// documentsPage lists every kind of paper of the law.
type documentsPage struct {
	ui.Page
	Eyebrow string
	Errors  []ui.FieldError
	Day     dayForm
	Box     ui.Search
	Groups  []documentGroup
}

// documentGroup is the papers that come from one place, or that nothing asks for.
type documentGroup struct {
	ID, Title string
	List      []documentLine
}

// documentLine is one paper in the list.
type documentLine struct {
	Title, TitleRO string
	Href           string
	Hint           string // what counts, where another paper of the list has the same title
}

// Documents lists every paper by who issues it, in the order of the alphabet.
func Documents(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	pg := &documentsPage{
		Page:    v.Frame(v.P.T("page.documents.title"), f.query()),
		Eyebrow: v.P.T("page.procedures.eyebrow", locale.Str("date", v.P.Date(on))),
		Errors:  f.errors,
		Day:     p.dayForm(v, f, v.Path, on),
		Box:     searchBox(v, on),
	}
	pg.Wrong = len(f.errors) > 0
	pg.group(v, p.Law.Documents(v.P.Lang(), on), on)
	return page.Reply{Status: f.status(), Body: documentsTemplate(pg)}, nil
}

// group puts the papers by where they come from. Those that nothing asks for on the day, and nothing gives, stand last.
func (pg *documentsPage) group(v *page.Visit, all []law.DocumentLine, on calendar.Date) {
	place := map[string]int{}
	unused := documentGroup{ID: "unused", Title: v.P.T("page.documents.unused")}
	for n, d := range all {
		line := documentLine{Title: d.Title, Href: v.Href("/documents/"+d.ID, onQuery(v, on))}
		if d.TitleRO != d.Title {
			line.TitleRO = d.TitleRO
		}
		if n > 0 && all[n-1].Title == d.Title || n+1 < len(all) && all[n+1].Title == d.Title {
			line.Hint = d.Hint
		}
		if d.Asked+d.Given == 0 {
			unused.List = append(unused.List, line)
			continue
		}
		i, seen := place[d.Issuer]
		if !seen {
			i = len(pg.Groups)
			place[d.Issuer] = i
			pg.Groups = append(pg.Groups, documentGroup{ID: "from-" + d.Issuer, Title: d.IssuerName})
		}
		pg.Groups[i].List = append(pg.Groups[i].List, line)
	}
	// What the reader has at home comes first, in every language; it is the longest list.
	slices.SortStableFunc(pg.Groups, func(a, b documentGroup) int { return cmp.Compare(len(b.List), len(a.List)) })
	if len(unused.List) > 0 {
		pg.Groups = append(pg.Groups, unused)
	}
}
