package law

import (
	"maps"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// Difference is one thing of the law that is not the same on two days.
type Difference struct {
	// What is procedure, clause, document, fee, step, duty, warning, ground, part (of a procedure: authority, filing, form, office,
	// apply, processing, output, contest), amount, country (an attribute of one) or office.
	What   string `json:"what"`
	Of     string `json:"of,omitempty"` // the procedure or the country that it belongs to
	ID     string `json:"id"`
	Change string `json:"change"`          // added | ended | changed
	Title  string `json:"title,omitempty"` // its name
	From   string `json:"from,omitempty"`  // what it says on the first day
	To     string `json:"to,omitempty"`    // on the other day; both "" where its condition differs, or its form

	Before, After []any `json:"-"` // the items themselves: *Money, *Processing, *Output, *Contest, or nil
}

// The ways in which a thing differs.
const (
	Added   = "added"
	Ended   = "ended"
	Changed = "changed"
)

// Comparison is the law of two days beside each other.
type Comparison struct {
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Law     string        `json:"law"` // version id
	Changes []Difference  `json:"changes"`
}

// Changes is what every day of change changed, the latest first. It is worked out once for each language.
func (l *Law) Changes(lang locale.Lang) []Comparison { return l.changes[langIndex(lang)]() }

func (l *Law) newChanges(lang locale.Lang) []Comparison {
	var out []Comparison
	for _, day := range slices.Backward(l.ChangeDays()) {
		if c := l.Compare(day.AddDays(-1), day, lang); len(c.Changes) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Compare says what differs between the law of two days, in the reader's language: procedures first, then amounts, countries and offices,
// each in the order of its ids. Days that are only counted from the day asked about are no difference.
func (l *Law) Compare(from, to calendar.Date, lang locale.Lang) Comparison {
	c := &comparison{found: []Difference{}}
	for _, p := range l.procedures {
		l.compareProcedure(c, p, from, to, lang)
	}
	l.compareAmounts(c, from, to, lang)
	l.compareCountries(c, from, to, lang)
	l.compareOffices(c, from, to, lang)
	return Comparison{From: from, To: to, Law: l.version, Changes: c.found}
}

// comparison collects differences; of is the procedure or country that is being compared.
type comparison struct {
	of    string
	found []Difference
}

func (l *Law) compareProcedure(c *comparison, p *procedure, from, to calendar.Date, lang locale.Lang) {
	before, wasInForce := p.at(from)
	after, isInForce := p.at(to)
	c.of = ""
	if wasInForce != isInForce {
		c.found = append(c.found, Difference{
			What: "procedure", ID: p.id, Title: p.title.in(langIndex(lang)), Change: ifElse(isInForce, Added, Ended),
		})
		return
	}
	if !wasInForce {
		return
	}
	c.of = p.id
	c.lines(l.sheet(before, from, lang), l.sheet(after, to, lang))
}

// newHistory is every day on which a procedure said something else than the day before, the first one first.
func (l *Law) newHistory(p *procedure, lang locale.Lang) []Change {
	days := l.changeDays(p)
	slices.SortFunc(days, calendar.Date.Compare)
	var out []Change
	for _, day := range slices.Compact(days) {
		v, inForce := p.at(day)
		change := Change{From: day, Sources: []*Source{}, Differences: []Difference{}}
		if inForce && v.from == day {
			change.Sources = v.change[langIndex(lang)]
		}
		switch {
		case len(out) > 0:
			c := &comparison{found: []Difference{}}
			l.compareProcedure(c, p, day.AddDays(-1), day, lang)
			if len(c.found) == 0 && v.from != day {
				continue
			}
			change.Differences = c.found
			before := day.AddDays(-1)
			out[len(out)-1].Until = &before
		case !inForce:
			continue // before the first version
		}
		if !inForce {
			break // it has ended: the day before is told
		}
		out = append(out, change)
	}
	return out
}

// lines compares two sheets. What shares a kind and an id is one thing: a paper may be asked on two conditions.
func (c *comparison) lines(a, b []line) {
	type name struct{ what, id string }
	before, after := map[name][]line{}, map[name][]line{}
	var order []name
	gather := func(into map[name][]line, lines []line) {
		for _, x := range lines {
			n := name{x.what, x.id}
			if before[n] == nil && after[n] == nil {
				order = append(order, n)
			}
			into[n] = append(into[n], x)
		}
	}
	gather(before, a)
	gather(after, b)
	for _, n := range order {
		a, b := before[n], after[n]
		if slices.Equal(mapped(a, line.law), mapped(b, line.law)) {
			continue
		}
		d := Difference{What: n.what, Of: c.of, ID: n.id, Change: Changed, From: textOf(a), To: textOf(b)}
		switch {
		case a == nil:
			d.Change, d.Title = Added, b[0].title
		case b == nil:
			d.Change, d.Title = Ended, a[0].title
		default:
			d.Title = b[0].title
		}
		if d.From == d.To {
			d.From, d.To = "", "" // its condition or its form differs
		}
		d.Before, d.After = mapped(a, line.thing), mapped(b, line.thing)
		c.found = append(c.found, d)
	}
}

func (l *Law) compareOffices(c *comparison, from, to calendar.Date, lang locale.Lang) {
	c.of = ""
	sheet := func(on calendar.Date) []line {
		return mapped(l.Offices(lang, on), func(o Office) line { return line{what: "office", id: o.ID, title: o.Name} })
	}
	c.lines(sheet(from), sheet(to))
}

func (l *Law) compareAmounts(c *comparison, from, to calendar.Date, lang locale.Lang) {
	c.of = ""
	sheet := func(on calendar.Date) []line {
		var out []line
		for _, id := range sortedKeys(l.amounts) {
			if a, ok := amountAt(l.amounts[id], on); ok {
				money := a.money()
				out = append(out, line{what: "amount", id: id, title: l.amountTitle(id, lang), text: money.String(), item: money})
			}
		}
		return out
	}
	c.lines(sheet(from), sheet(to))
}

func (l *Law) compareCountries(c *comparison, from, to calendar.Date, lang locale.Lang) {
	print := l.catalogue.For(lang)
	for _, code := range sortedKeys(l.countries) {
		for i, attribute := range countryAttributes() {
			a, hadOne := l.countries[code].at(i, from)
			b, hasOne := l.countries[code].at(i, to)
			if a.Value == b.Value {
				continue
			}
			c.found = append(c.found, Difference{
				What: "country", Of: code, ID: attribute, Title: print.Country(code), From: a.Value, To: b.Value,
				Change: ifElse(!hadOne, Added, ifElse(!hasOne, Ended, Changed)),
			})
		}
	}
}

func ifElse(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// ChangeDays are the days on which anything in the law begins, or is the first without it, in order.
func (l *Law) ChangeDays() []calendar.Date {
	days := map[calendar.Date]bool{}
	for _, p := range l.procedures {
		for _, day := range l.changeDays(p) {
			days[day] = true
		}
	}
	span := func(from, until calendar.Date) {
		days[from] = true
		if !until.IsZero() {
			days[until.AddDays(1)] = true
		}
	}
	for _, rows := range l.amounts {
		for _, a := range rows {
			span(a.from, a.until)
		}
	}
	for _, row := range l.countries {
		row.eachSpan(span)
	}
	for _, o := range l.offices {
		span(o.From.Date, o.Until.Date)
	}
	delete(days, calendar.Date{})
	return slices.SortedFunc(maps.Keys(days), calendar.Date.Compare)
}
