package law

import (
	"sejur/internal/locale"
)

// route writes down everything a procedure asks of this person. wanted collects the facts that could still change an item.
func (e *evaluation) route(v *verdict, wanted *wantedFacts) Route {
	b := routeBuilder{evaluation: e, verdict: v}
	p, ver := v.procedure, v.version
	r := Route{
		Procedure: p.id, Title: p.title.in(e.lang), TitleRO: p.title.in(langIndex(locale.RO)), Summary: p.summary.in(e.lang), Gives: p.gives.in(e.lang),
		Authority: ver.authority, AuthorityName: ver.authorityT.in(e.lang), Filing: ver.filing, FilingText: ver.filingText.in(e.lang),
		Form: ver.form, Why: make([]Reason, len(ver.clauses)),
	}
	for i := range ver.clauses {
		r.Why[i] = ver.clauses[i].reasons[1][e.lang]
	}
	b.offices(&r)
	r.Apply = b.apply()
	b.documents(&r)
	b.fees(&r)
	r.Processing = b.processing()
	r.Output = b.output()
	r.Steps, r.Duties, r.Warnings = b.notes(ver.steps), b.notes(ver.duties), b.notes(ver.warnings)
	r.Grounds = make([]Reason, len(ver.grounds))
	for i, g := range ver.grounds {
		r.Grounds[i] = Reason{ID: g.id, Text: g.text.in(e.lang), Sources: g.sources[e.lang]}
	}
	r.Contest = b.contest()
	r.Dates = b.timeline(&r)
	wanted.add(b.missing, p.id)
	wanted.notes.merge(b.missingInNotes)
	return r
}

// routeBuilder builds one route.
type routeBuilder struct {
	*evaluation
	*verdict
	missing        factSet // facts that could still change it
	missingInNotes factSet // facts that would make a step, duty or warning more exact
}

// decide tests an item's condition. An open item stays, and names what decides it.
func (b *routeBuilder) decide(when *expr) (t truth, deciding []string) {
	t = b.view.test(when)
	if t.state == open {
		b.missing.merge(t.facts)
		deciding = b.names(t.facts)
	}
	return t, deciding
}

// first picks the first item whose condition holds; an open condition stops the search, because it may be the one.
func first[T any](b *routeBuilder, items []T, when func(*T) *expr) (item *T, deciding []string) {
	for i := range items {
		switch t, names := b.decide(when(&items[i])); t.state {
		case yes:
			return &items[i], nil
		case open:
			return nil, names
		case no:
		}
	}
	return nil, nil
}

func (b *routeBuilder) offices(r *Route) {
	county := b.law.special.county
	code, _ := b.view.word(county)
	var needsCounty bool
	r.Offices, needsCounty = b.law.officesFor(b.version.office, code, b.query.On)
	if needsCounty {
		b.missing.add(county.index)
		r.OfficesOpen = []string{county.ID}
	}
}

func (b *routeBuilder) documents(r *Route) {
	items := b.version.documents
	r.Documents, r.NotNeeded = make([]PlanDocument, 0, len(items)), []NotNeeded{}
	for i := range items {
		item := &items[i]
		t := b.view.testOpen(item.when, item.openIf)
		if t.state == no {
			if item.not != nil {
				r.NotNeeded = append(r.NotNeeded, NotNeeded{
					ID: item.doc.id, Title: item.doc.title.in(b.lang), Because: item.not.in(b.lang), Sources: item.sources[b.lang],
				})
			}
			continue
		}
		r.Documents = append(r.Documents, b.document(item, t))
	}
}

func (b *routeBuilder) document(item *documentItem, t truth) PlanDocument {
	d := item.doc
	out := PlanDocument{
		ID: d.id, Title: d.title.in(b.lang), TitleRO: d.title.in(langIndex(locale.RO)), Forms: item.forms, Kind: d.kind,
		Formalities: []string{}, Sources: item.sources[b.lang], Grade: item.grade, Where: d.where.in(b.lang),
		Issuer: d.issuer, IssuerName: d.from.in(b.lang),
	}
	if t.state == open {
		b.missing.merge(t.facts)
		out.Open, out.Undecided = b.names(t.facts), true
	}
	var args []locale.Arg
	if item.amount != nil {
		out.Amount = item.amount.on(b.view.event)
		args = append(args, locale.Str("amount", b.money(out.Amount)))
	}
	out.Hint = d.hint.in(b.lang, args...)
	out.Because = out.Hint
	if item.because != nil {
		out.Because = item.because.in(b.lang, args...)
	}
	b.fresh(d, &out)
	b.formalities(item, &out)
	return out
}

// fresh says until when a paper is good: from its known day of issue, else from the day asked about.
func (b *routeBuilder) fresh(d *document, out *PlanDocument) {
	if d.fresh == nil {
		return
	}
	issued := b.query.On
	if d.issued != nil {
		if day, ok := b.view.date(d.issued); ok {
			issued = day
		}
	}
	until := b.law.cal.Add(issued, *d.fresh)
	out.FreshUntil = &until
}

// money is an amount in words, or the sentence that it is not known.
func (b *routeBuilder) money(m *Money) string {
	if m == nil {
		return b.law.engine.amountUnknown.in(b.lang)
	}
	return b.printer().Money(m.Amount, m.Currency)
}

func (b *routeBuilder) fees(r *Route) {
	r.Fees = make([]Fee, 0, len(b.version.fees))
	for i := range b.version.fees {
		item := &b.version.fees[i]
		t, deciding := b.decide(item.when)
		if t.state == no {
			if item.not != nil {
				r.NotNeeded = append(r.NotNeeded, NotNeeded{
					ID: item.id, Title: item.text.in(b.lang), Because: item.not.in(b.lang), Sources: item.sources[b.lang],
				})
			}
			continue
		}
		fee := Fee{ID: item.id, Title: item.text.in(b.lang), Grade: item.grade, Sources: item.sources[b.lang], Open: deciding}
		if row, ok := amountAt(item.rows, b.view.event); ok {
			fee.Amount, fee.Currency = row.amount, row.currency
			if row.amount != nil {
				fee.Grade = worse(item.grade, row.grade)
				fee.Sources = union(item.sources[b.lang], row.sources[b.lang])
			}
		}
		r.Fees = append(r.Fees, fee)
	}
}

func (b *routeBuilder) processing() *Processing {
	item, deciding := first(b, b.version.processing, func(i *processItem) *expr { return i.when })
	if item == nil {
		if deciding != nil {
			return &Processing{Sources: []*Source{}, Open: deciding}
		}
		return nil
	}
	return item.value(b.lang)
}

func (item *processItem) value(lang int) *Processing {
	out := &Processing{
		SameDay: item.term.N == 0, Days: item.term.N, Unit: string(item.term.Unit), Starts: item.starts, Sources: item.sources[lang],
	}
	for _, e := range item.extend {
		out.ExtensionDays += e.N
	}
	return out
}

func (b *routeBuilder) output() *Output {
	item, deciding := first(b, b.version.output, func(i *outputItem) *expr { return i.when })
	if item == nil {
		if deciding != nil && len(b.version.output) > 0 {
			d := b.version.output[0].doc
			return &Output{Document: d.id, Title: d.title.in(b.lang), Sources: []*Source{}, Open: deciding}
		}
		return nil
	}
	out := item.value(b.lang)
	if item.untilOf != nil {
		b.end(out, item)
	}
	return out
}

// end works out when the document ends, where that follows from a fact.
func (b *routeBuilder) end(out *Output, item *outputItem) {
	day, ok := b.view.date(item.untilOf)
	if !ok && b.view.test(item.untilOf.askIf).state == no {
		out.Validity.Rule = nil // a contract without an end ends nothing
		return
	}
	if !ok {
		b.missing.add(item.untilOf.index)
		out.Open = []string{item.untilOf.ID}
		return
	}
	out.Validity.Rule = nil
	until := b.law.cal.Add(day, item.untilTerm)
	// Where both count, the earlier ends it. A card begins on the day of filing at the earliest.
	if item.longest == nil || !until.After(b.law.cal.Add(b.view.event, *item.longest)) {
		out.Validity.Until = &until
	}
}

// value is what comes out, and what its end follows from.
func (item *outputItem) value(lang int) *Output {
	out := &Output{Document: item.doc.id, Title: item.doc.title.in(lang), Sources: item.sources[lang]}
	if item.atMost != "" {
		out.Validity.AtMost = &item.atMost
	}
	if item.atLeast != "" {
		out.Validity.AtLeast = &item.atLeast
	}
	if !item.untilDate.IsZero() {
		out.Validity.Until = &item.untilDate
	}
	if item.untilOf != nil {
		rule := item.untilRule.in(lang, locale.Num("n", item.untilTerm.N))
		out.Validity.Rule = &rule
	}
	return out
}

func (b *routeBuilder) notes(blocks []*shared) []Note {
	out := make([]Note, 0, len(blocks))
	for _, s := range blocks {
		// A warning whose condition is open would frighten without need; a step or duty that may matter is shown.
		t := b.view.test(s.when)
		if t.state == open {
			b.missingInNotes.merge(t.facts)
		}
		if t.state == no || t.state == open && s.kind == "warning" {
			continue
		}
		out = append(out, b.note(s))
	}
	return out
}

func (b *routeBuilder) note(s *shared) Note {
	n := Note{ID: s.id, URL: s.url, Urgent: s.urgent, Grade: s.grade, Sources: s.sources[b.lang]}
	if s.term == nil {
		n.Text = s.in(b.lang, "")
		return n
	}
	date := b.law.engine.dateUnknown.in(b.lang)
	if s.of != nil {
		if day, ok := b.view.date(s.of); ok {
			due := b.law.cal.Add(day, *s.term)
			n.Date = &due
			date = b.printer().Date(due)
		}
	}
	n.Text = s.in(b.lang, date)
	return n
}
