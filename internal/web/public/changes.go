package public

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// queryTo is the other day that is compared; the first is queryFrom.
const queryTo = "to"

// changesPage says what is announced, what changed lately, and what differs between two days.
type changesPage struct {
	ui.Page
	Errors    []ui.FieldError
	Action    string
	From, To  ui.Date
	Compared  *dayOfChange // the two days of the form; nil when nobody asked
	Announced []dayOfChange
	Lately    []dayOfChange
	Download  string // the comparison as JSON
}

// dayOfChange is a day and what it changes.
type dayOfChange struct {
	ID     string
	Title  string
	Count  string // "3 changes"
	Groups []changeGroup
	More   string // how many more there are, "" if none
}

// changeGroup is what changes alike in some procedures; without them it is an amount, a country or an office.
type changeGroup struct {
	Procedures []linkView
	Many       string // "In 12 procedures", where they are too many for a line
	List       []differenceView
}

// fewProcedures is how many are named in a line.
const fewProcedures = 4

// lately is how many months back the page looks by itself.
const lately = 12

// maxChanges is how many differences one day shows; the rest can be downloaded.
const maxChanges = 80

// Changes shows what changes in the law and what has changed.
func Changes(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	pg := &changesPage{Page: v.Frame(v.P.T("page.changes.title"), f.query()), Action: v.Href(v.Path, "")}
	c := &changer{Pages: p, v: v, titles: p.procedureLinks(v)}
	if f.sent() {
		c.compare(pg, f)
	}
	pg.Errors = f.errors
	pg.Wrong = len(f.errors) > 0
	pg.From = f.dateField(queryFrom, v.P.T("page.changes.from"), v.P.T("ui.date.example"))
	pg.To = f.dateField(queryTo, v.P.T("page.changes.to"), "")
	if pg.Compared == nil {
		c.days(pg)
	}
	return page.Reply{Status: f.status(), Body: changesTemplate(pg)}, nil
}

// changer puts days of change in words.
type changer struct {
	*Pages
	v      *page.Visit
	titles map[string]linkView // procedures by id
}

// procedureLinks are the procedures by id, each with its page.
func (p *Pages) procedureLinks(v *page.Visit) map[string]linkView {
	out := map[string]linkView{}
	for _, info := range p.Law.Procedures(v.P.Lang(), v.Today) {
		out[info.ID] = linkView{info.Title, v.Href("/procedures/"+info.ID, "")}
	}
	return out
}

func (c *changer) compare(pg *changesPage, f *form) {
	from := f.needDay(queryFrom, c.v.P.T("page.changes.from"))
	to := f.needDay(queryTo, c.v.P.T("page.changes.to"))
	if len(f.errors) > 0 {
		return
	}
	found := c.Law.Compare(from, to, c.v.P.Lang())
	title := c.v.P.T("page.changes.compared", locale.Str("from", c.v.P.Date(from)), locale.Str("to", c.v.P.Date(to)))
	day := c.day("compared", title, found.Changes)
	pg.Compared = &day
	pg.Download = "/api/v1/law/diff?" + url.Values{
		queryFrom: {from.String()}, queryTo: {to.String()}, "lang": {string(c.v.P.Lang())},
	}.Encode()
}

// days lists the announced days, the next one first, and those of the last months, the latest first.
func (c *changer) days(pg *changesPage) {
	since := c.v.Today.AddMonths(-lately)
	for _, change := range c.Law.Changes(c.v.P.Lang()) {
		if change.To.Before(since) {
			break
		}
		day := c.day("d"+change.To.String(), c.v.P.Date(change.To), change.Changes)
		if change.To.After(c.v.Today) {
			pg.Announced = slices.Insert(pg.Announced, 0, day)
		} else {
			pg.Lately = append(pg.Lately, day)
		}
	}
}

// day groups what changes alike: a new term that stands in ten procedures is told once, with their names.
func (c *changer) day(id, title string, changes []law.Difference) dayOfChange {
	out := dayOfChange{ID: id, Title: title, Count: c.v.P.T("page.changes.count", locale.Num("n", len(changes)))}
	if more := len(changes) - maxChanges; more > 0 {
		out.More = c.v.P.T("page.changes.more", locale.Num("n", more))
		changes = changes[:maxChanges]
	}
	alike := map[string]int{} // in the list of things
	var things []law.Difference
	var places [][]string // the procedures in which each thing changes
	for _, d := range changes {
		key := strings.Join([]string{d.What, d.ID, d.Change, d.Title, d.From, d.To}, "\x00")
		i, ok := alike[key]
		if !ok || c.place(d) == "" {
			i = len(things)
			alike[key] = i
			things, places = append(things, d), append(places, nil)
		}
		if place := c.place(d); place != "" {
			places[i] = append(places[i], place)
		}
	}
	groups := map[string]int{}
	for i, d := range things {
		key := strings.Join(places[i], " ")
		g, ok := groups[key]
		if !ok {
			g = len(out.Groups)
			groups[key] = g
			out.Groups = append(out.Groups, c.group(places[i]))
		}
		out.Groups[g].List = append(out.Groups[g].List, differenceOf(c.v.P, d))
	}
	// What concerns everybody comes first: an amount, then what many procedures share.
	slices.SortStableFunc(out.Groups, func(a, b changeGroup) int { return cmp.Compare(a.rank(), b.rank()) })
	return out
}

func (c *changer) group(procedures []string) changeGroup {
	g := changeGroup{Procedures: c.links(procedures)}
	if n := len(procedures); n > fewProcedures {
		g.Many = c.v.P.T("page.changes.in_many", locale.Num("n", n))
	}
	return g
}

func (g changeGroup) rank() int {
	if len(g.Procedures) == 0 {
		return -1000
	}
	return -len(g.Procedures)
}

// place is the procedure in which something changes, "" if it is none.
func (c *changer) place(d law.Difference) string {
	if d.What == "procedure" {
		return d.ID
	}
	if _, ok := c.titles[d.Of]; ok {
		return d.Of
	}
	return ""
}

func (c *changer) links(ids []string) []linkView {
	out := make([]linkView, 0, len(ids))
	for _, id := range ids {
		out = append(out, c.titles[id])
	}
	return out
}
