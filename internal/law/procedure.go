package law

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"cel.dev/cel-go/common/types"

	"sejur/internal/calendar"
)

// procedure is one thing a person can ask of the office, through the versions of its law.
type procedure struct {
	id       string
	area     string
	areaText *text
	pageOnly bool // a page, never evaluated
	by       int  // the event whose date picks the version
	versions []*version
	title    *text
	summary  *text
	gives    *text                      // what it lets its holder do; nil = not said
	ended    *text                      // what replaces it; nil = the general sentence
	history  [langCount]func() []Change // worked out when somebody first asks
	words    *text                      // what people say when they look for it; nil = nothing but its title and summary
}

// version is the procedure's law between two days.
type version struct {
	from, until calendar.Date // until is zero while it lasts
	change      citation
	filing      string
	filingText  *text
	form        string
	clauses     []clause
	authority   string
	authorityT  *text
	office      string
	apply       []applyItem
	documents   []documentItem
	fees        []feeItem
	processing  []processItem
	output      []outputItem
	contest     []contestItem
	grounds     []ground
	steps       []*shared
	duties      []*shared
	warnings    []*shared
}

// cited is what every item of the law carries: where it comes from and how well that is founded.
type cited struct {
	sources citation
	grade   Grade
}

// clause is one condition of applying, with its sentence for each outcome.
type clause struct {
	cited
	id                 string
	when, openIf       *expr
	holds, fails, open *text
	reasons            [2][langCount]Reason // ready made: fails, holds
}

type ground struct {
	cited
	id   string
	text *text
}

// at is the version in force on a day; ok is false before the first, after the last and in a closed time, and then the
// version is the nearest one.
func (p *procedure) at(on calendar.Date) (*version, bool) {
	var found *version
	for _, v := range p.versions {
		if v.from.After(on) {
			break
		}
		found = v
	}
	if found == nil {
		return p.versions[0], false
	}
	return found, found.until.IsZero() || !on.After(found.until)
}

// procedure finds a procedure by its id; nil when there is none.
func (l *Law) procedure(id string) *procedure {
	at := slices.IndexFunc(l.procedures, func(p *procedure) bool { return p.id == id })
	if at < 0 {
		return nil
	}
	return l.procedures[at]
}

// areas are the kinds of things that people come for, in the order in which a list shows them.
func areas() []string {
	return []string{"visit", "eu", "work", "study", "family", "other", "protection", "settle", "changes", "decisions", "employers"}
}

// filings are the ways in which a procedure is filed.
func filings() []string { return []string{"preparation", "filing", "counter", "elsewhere", "none"} }

func (l *Law) compileProcedure(row procedureRow, c *compiler) *procedure {
	where := "procedures/" + row.ID
	p := &procedure{
		id:       row.ID,
		area:     row.Area,
		areaText: l.texts.need("area."+row.Area, c.faults),
		pageOnly: row.Page == "only",
		title:    l.texts.need("procedure."+row.ID+".title", c.faults),
		summary:  l.texts.need("procedure."+row.ID+".summary", c.faults),
		gives:    l.texts.may("procedure." + row.ID + ".gives"),
		ended:    l.texts.may("procedure." + row.ID + ".ended"),
		words:    l.texts.may("procedure." + row.ID + ".words"),
	}
	if row.Page != "" && row.Page != "only" {
		c.faults.add("%s: page: %q: use only, or nothing", where, row.Page)
	}
	oneOf(where+": area", []string{row.Area}, areas(), c.faults)
	p.by = slices.Index([]string{"filing", "entry", "notification"}, row.By)
	if p.by < 0 {
		c.faults.add("%s: by: %q: use filing, entry or notification", where, row.By)
		p.by = byFiling
	}
	for i, lang := range languages() {
		p.history[i] = sync.OnceValue(func() []Change { return l.newHistory(p, lang) })
	}
	if len(row.Versions) == 0 {
		c.faults.add("%s: no versions", where)
		p.versions = []*version{{}}
	}
	var before versionRow
	for i, r := range row.Versions {
		here := fmt.Sprintf("%s from %s", where, r.From)
		r = r.after(here, before, c.faults)
		before = r
		v := l.compileVersion(row.ID, here, r, c)
		if i > 0 {
			checkSequence(where, p.versions[i-1], v, c.faults)
		}
		p.versions = append(p.versions, v)
	}
	return p
}

// after is the version whole: where its rest stands as before, each key that it does not write is taken from the version before.
// The way of filing and its form go together.
func (r versionRow) after(where string, before versionRow, faults *faultList) versionRow {
	if r.Rest == "" {
		return r
	}
	if r.Rest != "as-before" || before.From.IsZero() {
		faults.add("%s: rest: %q: use as-before, in a version that has one before it", where, r.Rest)
	}
	if r.Filing == "" {
		r.Filing, r.Form = before.Filing, before.Form
	}
	r.Authority = cmp.Or(r.Authority, before.Authority)
	r.Office = cmp.Or(r.Office, before.Office)
	r.Applies = written(r.Applies, before.Applies)
	r.Apply = written(r.Apply, before.Apply)
	r.Documents = written(r.Documents, before.Documents)
	r.Fees = written(r.Fees, before.Fees)
	r.Processing = written(r.Processing, before.Processing)
	r.Output = written(r.Output, before.Output)
	r.Contest = written(r.Contest, before.Contest)
	r.Grounds = written(r.Grounds, before.Grounds)
	r.Steps = written(r.Steps, before.Steps)
	r.Duties = written(r.Duties, before.Duties)
	r.Warnings = written(r.Warnings, before.Warnings)
	return r
}

// written is the list that a version writes, be it empty, or else the one before.
func written[L ~[]E, E any](here, before L) L {
	if here != nil {
		return here
	}
	return before
}

// checkSequence refuses versions that overlap, stand out of order or leave a gap.
func checkSequence(where string, before, after *version, faults *faultList) {
	if !after.from.After(before.from) {
		faults.add("%s: the version from %s does not follow the one from %s", where, after.from, before.from)
	}
	if before.until.IsZero() {
		return
	}
	if gap := after.from.Sub(before.until); gap > 1 {
		faults.add("%s: nothing holds between %s and %s", where, before.until, after.from)
	} else if gap < 1 {
		faults.add("%s: two versions hold on %s", where, after.from)
	}
}

func (l *Law) compileVersion(id, where string, r versionRow, c *compiler) *version {
	v := &version{change: noCitation(), from: r.From.Date, until: r.Until.Date, filing: r.Filing, form: r.Form, authority: r.Authority, office: r.Office}
	if r.From.IsZero() {
		c.faults.add("%s: no date from which it holds", where)
	}
	if !r.Until.IsZero() && r.Until.Before(r.From.Date) {
		c.faults.add("%s: ends on %s, before it begins", where, r.Until)
	}
	if r.Change != "" {
		v.change = l.sources.find(where+": change", []string{r.Change}, c.faults)
	}
	l.compileFiling(where, v, c.faults)
	if len(r.Applies) == 0 {
		c.faults.add("%s: applies: no clause", where)
	}
	seen := map[string]bool{}
	for _, row := range r.Applies {
		if seen[row.ID] {
			c.faults.add("%s: clause %q stands twice", where, row.ID)
		}
		seen[row.ID] = true
		v.clauses = append(v.clauses, l.compileClause(id, where, row, c))
	}
	v.authorityT = l.texts.need("authority."+r.Authority, c.faults)
	l.checkOffice(where, r.Office, c.faults)
	l.compileItems(id, where, v, r, c)
	return v
}

func (l *Law) compileFiling(where string, v *version, faults *faultList) {
	if !slices.Contains(filings(), v.filing) {
		faults.add("%s: filing: %q: use one of %v", where, v.filing, filings())
		return
	}
	v.filingText = l.texts.need("filing."+v.filing, faults)
	if v.form == "" {
		return
	}
	if v.filing != "preparation" && v.filing != "filing" {
		faults.add("%s: a form goes only with filing: preparation or filing", where)
	}
	if form := l.forms[v.form]; form == nil {
		faults.add("%s: unknown form %q", where, v.form)
	} else {
		form.used = true
	}
}

func (l *Law) compileClause(id, where string, row clauseRow, c *compiler) clause {
	where += ": clause " + row.ID
	cl := clause{
		id:     row.ID,
		cited:  l.cite(where, row.Sources, c.faults),
		when:   c.compile(where, row.If, types.BoolType),
		openIf: c.compile(where+": open", row.Open, types.BoolType),
	}
	if row.If == "" {
		c.faults.add("%s: no condition", where)
	}
	l.mustDecide(where, cl.cited, c.faults)
	key := "clause." + id + "." + row.ID
	cl.holds = l.texts.need(key+".holds", c.faults)
	cl.fails = l.texts.need(key+".fails", c.faults)
	if row.Open != "" {
		cl.open = l.texts.need(key+".open", c.faults)
	}
	for lang := range langCount {
		cl.reasons[0][lang] = Reason{ID: cl.id, Text: cl.fails.in(lang), Sources: cl.sources[lang]}
		cl.reasons[1][lang] = Reason{ID: cl.id, Text: cl.holds.in(lang), Sources: cl.sources[lang]}
	}
	return cl
}

// cite finds an item's sources.
func (l *Law) cite(where string, ids []string, faults *faultList) cited {
	found := l.sources.find(where, ids, faults)
	return cited{sources: found, grade: BestGrade(found[0])}
}

// mustDecide refuses an unverified item where the law decides something.
func (l *Law) mustDecide(where string, c cited, faults *faultList) {
	if len(c.sources[0]) > 0 && c.grade == Unverified {
		faults.add("%s: an unverified source cannot decide anything", where)
	}
}
