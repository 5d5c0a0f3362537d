package public

import (
	"cmp"
	"slices"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// queryCounty narrows the list of offices to one county.
const queryCounty = "county"

// officesPage lists the places to go to.
type officesPage struct {
	ui.Page
	Lead   string
	Filter ui.Select
	Found  string // how many, after the filter
	Groups []officeGroup
	AllURL string // without the filter
}

// officeGroup is the places of one kind.
type officeGroup struct {
	ID, Title, Text string
	Offices         []officeLine
}

// officeLine is one place in the list.
type officeLine struct {
	Name, NameRO string
	Href         string
	Place        string
	Phone, Tel   string
	Unknown      bool // nothing but the town is known
}

// Offices lists the immigration offices, the centres for people who ask for protection and the organisations that help,
// by county.
func Offices(p *Pages, v *page.Visit) (page.Reply, error) {
	county := v.Query.Get(queryCounty)
	query := ""
	if county != "" {
		if v.P.County(county) == county {
			return page.Reply{}, notFound()
		}
		query = queryCounty + "=" + county
	}
	pg := &officesPage{
		Page:   v.Frame(v.P.T("page.offices.title"), query),
		AllURL: v.Href("/offices", ""),
		Filter: ui.Select{
			Field:   ui.Field{Name: queryCounty, Text: v.P.T("page.offices.county")},
			Empty:   v.P.T("page.offices.all"),
			Options: counties(v.P),
			Value:   county,
		},
	}
	all := p.Law.Offices(v.P.Lang(), v.Today)
	shown := 0
	for _, kind := range []string{"unit", "centre", "ngo"} {
		g := p.officeGroup(v, all, kind, county)
		shown += len(g.Offices)
		if len(g.Offices) > 0 {
			pg.Groups = append(pg.Groups, g)
		}
	}
	if county != "" {
		where := locale.Str("county", v.P.County(county))
		pg.Found = v.P.T("page.offices.found", locale.Num("n", shown), where)
	}
	return page.Reply{Body: officesTemplate(pg)}, nil
}

// officeGroup is the offices of one kind, those of a county if one is named.
//
//locale:uses page.offices.kinds.* page.offices.about.*
func (p *Pages) officeGroup(v *page.Visit, all []law.Office, kind, county string) officeGroup {
	g := officeGroup{ID: kind, Title: v.P.T("page.offices.kinds." + kind), Text: v.P.T("page.offices.about." + kind)}
	for _, o := range all {
		if o.Kind != kind || county != "" && !slices.Contains(o.Counties, county) {
			continue
		}
		line := officeLine{
			Name: o.Name, Href: v.Href("/offices/"+o.ID, ""), Place: joinPlace(known(o.Address), o.City),
			Phone: known(o.Phone), Tel: telephone(known(o.Phone)), Unknown: o.Address == nil && o.Phone == nil,
		}
		if o.NameRO != o.Name {
			line.NameRO = o.NameRO
		}
		g.Offices = append(g.Offices, line)
	}
	// The law keeps the capital first; the rest stand by name, so that a reader finds the county.
	slices.SortStableFunc(g.Offices, func(a, b officeLine) int { return cmp.Compare(rankOf(a), rankOf(b)) })
	return g
}

// rankOf puts places whose address is known before those of which only the town is known.
func rankOf(l officeLine) int {
	if l.Unknown {
		return 1
	}
	return 0
}
