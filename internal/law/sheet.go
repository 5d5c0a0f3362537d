package law

import (
	"fmt"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// line is one statement of a version as it stands in the law, whoever asks: for comparing two days.
type line struct {
	what, id string
	title    string
	text     string // what it says; for terms in the words of programs
	when     string // its condition, and whatever else makes two lines differ
	item     any    // *Money, *Processing, *Output or *Contest, for pages that have their own words for them
}

// law is all that makes two lines the same law.
func (x line) law() string { return x.text + "\x00" + x.when }

func (x line) thing() any { return x.item }

func textOf(lines []line) string {
	return strings.Join(mapped(lines, func(x line) string { return x.text }), " / ")
}

// sheet is everything that a version says on a day, with every alternative of a term.
func (l *Law) sheet(v *version, on calendar.Date, lang locale.Lang) []line {
	e := l.begin(Query{On: on, Lang: lang})
	defer l.end(e)
	b := &sheetBuilder{evaluation: e, view: e.at(on)}
	for _, c := range v.clauses {
		b.add(line{what: "clause", id: c.id, text: c.holds.in(b.lang), when: c.when.source() + c.openIf.source()})
	}
	b.part("authority", v.authorityT.in(b.lang), "")
	b.part("filing", v.filingText.in(b.lang), "")
	b.part("form", "", v.form)
	b.part("office", "", v.office)
	b.terms(v)
	b.papers(v)
	for _, g := range v.grounds {
		b.add(line{what: "ground", id: g.id, text: g.text.in(b.lang)})
	}
	b.blocks(v.steps)
	b.blocks(v.duties)
	b.blocks(v.warnings)
	return b.out
}

type sheetBuilder struct {
	*evaluation
	view *view
	out  []line
}

func (b *sheetBuilder) add(x line) { b.out = append(b.out, x) }

func (b *sheetBuilder) part(id, text, rest string) {
	if text+rest != "" {
		b.add(line{what: "part", id: id, text: text, when: rest})
	}
}

func (b *sheetBuilder) terms(v *version) {
	for i := range v.apply {
		a := &v.apply[i]
		if b.never(a.when) {
			continue
		}
		text := a.basis.in(b.lang, locale.Num("n", a.by.N))
		b.add(line{what: "part", id: "apply", text: text, when: fmt.Sprint(a.when.source(), a.by, a.ninety, a.everyday)})
	}
	for i := range v.processing {
		if b.never(v.processing[i].when) {
			continue
		}
		p := v.processing[i].value(b.lang)
		b.add(line{what: "part", id: "processing", text: p.words(), when: v.processing[i].when.source(), item: p})
	}
	for i := range v.output {
		if b.never(v.output[i].when) {
			continue
		}
		o := v.output[i].value(b.lang)
		b.add(line{what: "part", id: "output", text: o.words(), when: fmt.Sprint(v.output[i].when.source(), v.output[i].untilTerm, v.output[i].untilOf != nil), item: o})
	}
	for i := range v.contest {
		if b.never(v.contest[i].when) {
			continue
		}
		c := v.contest[i].value(b.lang)
		b.add(line{what: "part", id: "contest", text: c.words(), when: v.contest[i].when.source() + c.Where, item: c})
	}
}

func (b *sheetBuilder) papers(v *version) {
	for i := range v.documents {
		d := &v.documents[i]
		if b.never(d.when) {
			continue
		}
		x := line{
			what: "document", id: d.doc.id, title: d.doc.title.in(b.lang),
			when: fmt.Sprint(d.when.source(), d.openIf.source(), d.forms, d.foreign, d.fixed, d.grade),
		}
		if d.amount != nil {
			money := d.amount.on(b.view.event)
			x.text, x.item = money.String(), money
		}
		b.add(x)
	}
	for i := range v.fees {
		f := &v.fees[i]
		if b.never(f.when) {
			continue
		}
		x := line{what: "fee", id: f.id, title: f.text.in(b.lang), when: f.when.source()}
		if row, ok := amountAt(f.rows, b.view.event); ok {
			money := row.money()
			x.text, x.item = money.String(), money
		}
		b.add(x)
	}
}

// never says that a condition cannot hold for anybody on the day: it names the days on which it does.
func (b *sheetBuilder) never(when *expr) bool { return b.view.test(when).state == no }

// blocks adds steps, duties and warnings.
func (b *sheetBuilder) blocks(list []*shared) {
	for _, s := range list {
		if b.never(s.when) {
			continue
		}
		b.add(line{what: s.kind, id: s.id, text: s.in(b.lang, b.law.engine.dateUnknown.in(b.lang))})
	}
}

// changeDays are the days on which a procedure begins to say something else, or may: its versions, its amounts, and the days
// that its conditions name.
func (l *Law) changeDays(p *procedure) []calendar.Date {
	var days []calendar.Date
	span := func(from, until calendar.Date) {
		days = append(days, from)
		if !until.IsZero() {
			days = append(days, until.AddDays(1))
		}
	}
	for _, v := range p.versions {
		span(v.from, v.until)
		for _, rows := range v.amounts() {
			for _, a := range rows {
				span(a.from, a.until)
			}
		}
		for _, when := range v.conditions() {
			if when != nil {
				days = append(days, when.dates...)
			}
		}
	}
	return days
}

// amounts are the amounts that a version's papers and fees use.
func (v *version) amounts() [][]amount {
	var out [][]amount
	for _, d := range v.documents {
		if d.amount != nil {
			out = append(out, d.amount.rows)
		}
	}
	for _, f := range v.fees {
		out = append(out, f.rows)
	}
	return out
}

// conditions are those of a version's items; nil where an item has none.
func (v *version) conditions() []*expr {
	var out []*expr
	for _, a := range v.apply {
		out = append(out, a.when)
	}
	for _, d := range v.documents {
		out = append(out, d.when)
	}
	for _, f := range v.fees {
		out = append(out, f.when)
	}
	for _, p := range v.processing {
		out = append(out, p.when)
	}
	for _, o := range v.output {
		out = append(out, o.when)
	}
	for _, c := range v.contest {
		out = append(out, c.when)
	}
	for _, blocks := range [][]*shared{v.steps, v.duties, v.warnings} {
		for _, s := range blocks {
			out = append(out, s.when)
		}
	}
	return out
}
