package law

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"cel.dev/cel-go/common/types"

	"sejur/internal/calendar"
)

// The items of a version, compiled: what to bring, pay, expect and do.

type applyItem struct {
	cited
	when     *expr
	of       *Fact
	by       applyTerm
	opens    *applyTerm // from when an application is taken; nil = the law names no first day
	ninety   bool       // the 90th day of the stay is advised too
	everyday bool       // the authority is open on every day: the last day neither moves nor is advised earlier
	basis    *text
}

type documentItem struct {
	cited
	doc     *document
	when    *expr
	openIf  *expr
	forms   []string
	foreign bool
	fixed   []string
	amount  *amountRef
	because *text // why this procedure asks it; nil = the document's own hint
	not     *text // why it is not needed; nil = not worth saying
}

type feeItem struct {
	cited
	id   string
	when *expr
	rows []amount
	text *text
	not  *text
}

type processItem struct {
	cited
	when   *expr
	term   calendar.Term
	extend []calendar.Term
	starts string
}

type outputItem struct {
	cited
	when            *expr
	doc             *document
	atMost, atLeast string
	untilDate       calendar.Date
	untilOf         *Fact
	untilTerm       calendar.Term
	untilRule       *text
	longest         *calendar.Term // atMost as a term
}

type contestItem struct {
	cited
	when     *expr
	where    string
	court    *text
	term     calendar.Term
	suspends *bool
	of       *Fact
}

func (l *Law) compileItems(id, where string, v *version, r versionRow, c *compiler) {
	for i, row := range r.Apply {
		v.apply = append(v.apply, l.compileApply(fmt.Sprintf("%s: apply %d", where, i+1), row, c))
	}
	seen := map[string]bool{}
	for _, row := range r.Documents {
		if seen[row.ID+row.If] {
			c.faults.add("%s: document %q stands twice", where, row.ID)
		}
		seen[row.ID+row.If] = true
		v.documents = append(v.documents, l.compileDocumentItem(id, where+": document "+row.ID, row, c))
	}
	for _, row := range r.Fees {
		v.fees = append(v.fees, l.compileFee(id, where+": fee "+row.ID, row, c))
	}
	for i, row := range r.Processing {
		v.processing = append(v.processing, l.compileProcessing(fmt.Sprintf("%s: processing %d", where, i+1), row, c))
	}
	for i, row := range r.Output {
		v.output = append(v.output, l.compileOutput(fmt.Sprintf("%s: output %d", where, i+1), row, c))
	}
	for i, row := range r.Contest {
		v.contest = append(v.contest, l.compileContest(fmt.Sprintf("%s: contest %d", where, i+1), row, c))
	}
	for _, row := range r.Grounds {
		v.grounds = append(v.grounds, ground{
			cited: l.cite(where+": ground "+row.ID, row.Sources, c.faults),
			id:    row.ID,
			text:  l.texts.need("ground."+row.ID, c.faults),
		})
	}
	v.steps = l.blocks(where, "step", r.Steps, c.faults)
	v.duties = l.blocks(where, "duty", r.Duties, c.faults)
	v.warnings = l.blocks(where, "warning", r.Warnings, c.faults)
}

func (l *Law) compileApply(where string, row applyRow, c *compiler) applyItem {
	item := applyItem{
		cited: l.cite(where, row.Sources, c.faults), when: c.compile(where, row.If, types.BoolType),
		of: l.dateFact(where, row.Of, c.faults), ninety: row.Ninety, everyday: row.Everyday,
	}
	l.mustDecide(where, item.cited, c.faults)
	item.by = compileApplyTerm(where+": by", row.By, c.faults)
	if row.From != (termRow{}) {
		opens := compileApplyTerm(where+": from", row.From, c.faults)
		item.opens = &opens
	}
	direction := "after"
	if item.by.before {
		direction = "before"
	}
	key := string(row.By.Unit)
	if item.by.N == 0 {
		key = "none" // "no later than the day itself" is a sentence of its own
	}
	item.basis = l.texts.need("basis."+row.Of+"."+direction+"."+key, c.faults)
	return item
}

func compileApplyTerm(where string, row termRow, faults *faultList) applyTerm {
	var t applyTerm
	switch {
	case row.Before != nil && row.After == nil:
		t.before, t.N = true, *row.Before
	case row.After != nil && row.Before == nil:
		t.N = *row.After
	default:
		faults.add("%s: say either before or after", where)
	}
	atLeast(where, t.N, 0, faults)
	t.Unit = unit(where, row.Unit, faults)
	return t
}

func (l *Law) compileDocumentItem(id, where string, row documentItemRow, c *compiler) documentItem {
	item := documentItem{
		cited:   l.cite(where, row.Sources, c.faults),
		doc:     l.documents[row.ID],
		when:    c.compile(where, row.If, types.BoolType),
		openIf:  c.compile(where+": open", row.Open, types.BoolType),
		forms:   row.Forms,
		foreign: row.Formalities.Foreign,
		fixed:   row.Formalities.Fixed,
		because: l.texts.may("because." + id + "." + row.ID),
		not:     l.texts.may("not." + id + "." + row.ID),
	}
	if item.doc == nil {
		c.faults.add("%s: unknown document", where)
		item.doc = &document{id: row.ID}
	}
	item.doc.used = true
	if len(row.Forms) == 0 {
		c.faults.add("%s: forms: say original, copy or both", where)
	}
	oneOf(where+": forms", row.Forms, []string{"original", "copy"}, c.faults)
	oneOf(where+": formalities", item.fixed, []string{"translation", "legalisation", "apostille", "superlegalisation"}, c.faults)
	if row.Amount.Of != "" {
		rows, ok := l.amounts[row.Amount.Of]
		if !ok {
			c.faults.add("%s: unknown amount %q", where, row.Amount.Of)
		}
		item.amount = &amountRef{id: row.Amount.Of, rows: rows, times: max(row.Amount.Times, 1)}
	}
	return item
}

func (l *Law) compileFee(id, where string, row feeItemRow, c *compiler) feeItem {
	rows, ok := l.amounts[row.ID]
	if !ok {
		c.faults.add("%s: no such amount", where)
	}
	return feeItem{
		cited: l.cite(where, row.Sources, c.faults), id: row.ID, when: c.compile(where, row.If, types.BoolType),
		rows: rows, text: l.texts.need("fee."+row.ID, c.faults), not: l.texts.may("not." + id + "." + row.ID),
	}
}

func (l *Law) compileProcessing(where string, row processRow, c *compiler) processItem {
	item := processItem{
		cited: l.cite(where, row.Sources, c.faults), when: c.compile(where, row.If, types.BoolType), starts: row.Starts,
	}
	l.mustDecide(where, item.cited, c.faults)
	if row.N == nil {
		c.faults.add("%s: n: how many days (0 = the same day)?", where)
	} else {
		atLeast(where, *row.N, 0, c.faults)
		item.term = calendar.Term{N: *row.N, Unit: unit(where, row.Unit, c.faults)}
	}
	for _, e := range row.Extend {
		if e.Unit != row.Unit {
			c.faults.add("%s: extend: a term in %s is extended in the same unit, not in %s", where, row.Unit, e.Unit)
		}
		atLeast(where+": extend", e.N, 1, c.faults)
		item.extend = append(item.extend, calendar.Term{N: e.N, Unit: unit(where, e.Unit, c.faults)})
	}
	oneOf(where+": starts", []string{row.Starts}, []string{"submission", "lodging", "registration"}, c.faults)
	return item
}

// isoPeriod is the part of ISO 8601 that validities use.
var isoPeriod = regexp.MustCompile(`^P[0-9]{1,3}[YMD]$`)

// periodTerm is a period as a term; nil if it is none.
func periodTerm(period string) *calendar.Term {
	if !isoPeriod.MatchString(period) {
		return nil
	}
	n, err := strconv.Atoi(period[1 : len(period)-1])
	if err != nil {
		return nil
	}
	units := map[byte]calendar.Unit{'Y': calendar.Years, 'M': calendar.Months, 'D': calendar.Days}
	return &calendar.Term{N: n, Unit: units[period[len(period)-1]]}
}

func (l *Law) compileOutput(where string, row outputRow, c *compiler) outputItem {
	item := outputItem{
		cited: l.cite(where, row.Sources, c.faults), when: c.compile(where, row.If, types.BoolType),
		doc: l.documents[row.Document], atMost: row.AtMost, atLeast: row.AtLeast, untilDate: row.Until.Date.Date,
	}
	l.mustDecide(where, item.cited, c.faults)
	if item.doc == nil {
		c.faults.add("%s: unknown document %q", where, row.Document)
		item.doc = &document{id: row.Document}
	}
	item.doc.used = true
	for _, p := range []string{row.AtMost, row.AtLeast} {
		if p != "" && !isoPeriod.MatchString(p) {
			c.faults.add("%s: %q is no ISO 8601 period such as P5Y", where, p)
		}
	}
	item.longest = periodTerm(row.AtMost)
	if row.Until.Of != "" {
		item.untilOf = l.dateFact(where+": until", row.Until.Of, c.faults)
		atLeast(where+": until: plus", row.Until.Plus, 0, c.faults)
		item.untilTerm = calendar.Term{N: row.Until.Plus, Unit: calendar.Days}
		if row.Until.Plus != 0 {
			item.untilTerm.Unit = unit(where+": until", row.Until.Unit, c.faults)
		}
		key := string(item.untilTerm.Unit)
		if row.Until.Plus == 0 {
			key = "none"
		}
		item.untilRule = l.texts.need("basis."+row.Until.Of+".until."+key, c.faults)
	}
	return item
}

func (l *Law) compileContest(where string, row contestRow, c *compiler) contestItem {
	item := contestItem{
		cited: l.cite(where, row.Sources, c.faults), when: c.compile(where, row.If, types.BoolType),
		where: row.Where, court: l.texts.need("court."+row.Where, c.faults), suspends: row.Suspends,
	}
	l.mustDecide(where, item.cited, c.faults)
	// Without a number and a unit the court is known and its term is not.
	if row.Where != "none" && (row.N != 0 || row.Unit != "" || row.Of != "") {
		item.term = calendar.Term{N: row.N, Unit: unit(where, row.Unit, c.faults)}
		if row.N < 1 {
			c.faults.add("%s: n: within how many days?", where)
		}
	}
	if row.Of != "" {
		item.of = l.dateFact(where, row.Of, c.faults)
	}
	if row.Regime != "" {
		oneOf(where+": regime", []string{row.Regime}, []string{"civil", "procedural", "eu"}, c.faults)
	}
	return item
}

// dateFact is a fact of kind date that a term counts from.
func (l *Law) dateFact(where, id string, faults *faultList) *Fact {
	f := l.factsByID[id]
	if f == nil || f.Kind != KindDate {
		faults.add("%s: %q is no fact of kind date", where, id)
		return nil
	}
	f.used = true
	return f
}

// atLeast refuses a length of time that runs the wrong way.
func atLeast(where string, n, least int, faults *faultList) {
	if n < least {
		faults.add("%s: n: %d: at least %d", where, n, least)
	}
}

func unit(where string, u calendar.Unit, faults *faultList) calendar.Unit {
	switch u {
	case calendar.Days, calendar.Working, calendar.Months, calendar.Years:
		return u
	}
	faults.add("%s: unit %q: use calendar, working, months or years", where, u)
	return calendar.Days
}

func oneOf(where string, words, accepted []string, faults *faultList) {
	for _, w := range words {
		if !slices.Contains(accepted, w) {
			faults.add("%s: %q: use one of %v", where, w, accepted)
		}
	}
}
