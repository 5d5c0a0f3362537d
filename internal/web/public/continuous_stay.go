package public

import (
	"errors"
	"fmt"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/stay"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// continuousStayPage counts the years of unbroken residence that a long-term right needs.
type continuousStayPage struct {
	ui.Page
	Action      string
	Errors      []ui.FieldError
	Rule        ui.Radios
	Chosen      string // the rule in words, "" while it is not chosen
	RuleValue   string
	RuleText    string // what it asks for
	Periods     []ui.Span
	PeriodCount int
	MorePeriods bool
	Absences    []ui.Span
	AwayCount   int
	MoreAway    bool
	On          ui.Date
	Result      *continuousResult
	Sources     []ui.Source
	Tools       []tileView
}

// continuousResult is what comes out.
type continuousResult struct {
	Good     bool
	Title    string
	Text     string
	Meter    ui.Meter
	Reasons  []reasonView
	Warnings []reasonView
}

// Names of the inputs.
const (
	queryRule  = "rule"
	rowsPeriod = "period"
	rowsAway   = "away"
	partTitle  = "title"
	partFrom   = "from"
	partTo     = "to"
	partLeft   = "out"
	partBack   = "in"
	partReason = "reason"
)

func rules() []stay.Rule {
	return []stay.Rule{stay.LongTerm, stay.LongTermProtection, stay.EUPermanent}
}

// ContinuousStay asks first which right it is about, then for the years, and counts them. Everything stands in the query.
func ContinuousStay(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	notes := newFootnotes(v.P)
	pg := &continuousStayPage{
		Page: v.Frame(v.P.T("page.continuous-stay.title"), f.query()), Action: v.Href(v.Path, ""), Tools: p.otherTools(v),
	}
	rule := stay.Rule(f.in.Get(queryRule))
	if !slices.Contains(rules(), rule) {
		if f.sent() {
			f.refuse(queryRule, queryRule, v.P.T("page.continuous-stay.rule"), v.P.T("error.fact.choice-kind"))
		}
		pg.Rule = ruleField(f)
		pg.Errors, pg.Wrong = f.errors, len(f.errors) > 0
		return page.Reply{Status: f.status(), Body: continuousStayTemplate(pg), Private: true}, nil
	}
	pg.RuleValue, pg.Chosen, pg.RuleText = string(rule), ruleName(v.P, rule), ruleText(v.P, rule)
	in, at := readContinuous(f, rule, v.Today)
	refs := notes.Refs(p.Law.StaySources(rule, v.P.Lang()))
	if len(in.Periods) > 0 && !f.adding() && len(f.errors) == 0 {
		res, err := stay.Continuous(in)
		var wrong stay.Error
		switch {
		case errors.As(err, &wrong):
			f.refuseStay(wrong, at)
		case err != nil:
			return page.Reply{}, fmt.Errorf("count a continuous stay: %w", err)
		default:
			pg.Result = p.newContinuousResult(v.P, rule, res, refs)
		}
	}
	switch {
	case f.adding():
		f.errors, f.wrong = nil, map[string]string{}
	case len(in.Periods) == 0 && len(f.errors) == 0 && f.in.Has(rowsPeriod+"-rows"):
		name := rowName(rowsPeriod, 1, partFrom)
		f.refuse(name, name+"-day", v.P.T("page.continuous-stay.from"), v.P.T("error.not-a-date"))
	}
	pg.fill(f, rule, v.Today)
	pg.Sources = notes.List()
	return page.Reply{Status: f.status(), Body: continuousStayTemplate(pg), Private: true}, nil
}

func ruleField(f *form) ui.Radios {
	field := ui.Radios{Field: ui.Field{
		Name: queryRule, Text: f.p.T("page.continuous-stay.rule"), Wrong: f.wrong[queryRule],
	}}
	for _, rule := range rules() {
		field.Options = append(field.Options, ui.Option{Value: string(rule), Text: ruleName(f.p, rule), Hint: ruleText(f.p, rule)})
	}
	return field
}

func ruleName(p *locale.Printer, rule stay.Rule) string {
	switch rule {
	case stay.LongTermProtection:
		return p.T("page.continuous-stay.rules.protection")
	case stay.EUPermanent:
		return p.T("page.continuous-stay.rules.eu")
	case stay.LongTerm:
	}
	return p.T("page.continuous-stay.rules.long-term")
}

func ruleText(p *locale.Printer, rule stay.Rule) string {
	switch rule {
	case stay.LongTermProtection:
		return p.T("page.continuous-stay.about.protection")
	case stay.EUPermanent:
		return p.T("page.continuous-stay.about.eu")
	case stay.LongTerm:
	}
	return p.T("page.continuous-stay.about.long-term")
}

// ruleYears is how many years a rule asks for.
func ruleYears(rule stay.Rule) int {
	if rule == stay.LongTermProtection {
		return 4
	}
	return 5
}

// readContinuous reads the form. Rows in which nothing stands are left out.
func readContinuous(f *form, rule stay.Rule, today calendar.Date) (stay.ContinuousInput, places) {
	at := places{"on": {queryOn, f.p.T("page.continuous-stay.on")}}
	in := stay.ContinuousInput{Rule: rule, Periods: f.readPeriods(at), Absences: f.readAbsences(at)}
	in.On = f.onDay(at["on"].label, today)
	return in, at
}

// readPeriods reads the rows of permits and notes in at where their parts stand.
func (f *form) readPeriods(at places) []stay.Period {
	var list []stay.Period
	for i := range f.rows(rowsPeriod) {
		from, to, title := rowName(rowsPeriod, i+1, partFrom), rowName(rowsPeriod, i+1, partTo), rowName(rowsPeriod, i+1, partTitle)
		if f.empty(from) && f.empty(to) {
			continue
		}
		row := f.p.T("page.continuous-stay.period", locale.Num("n", i+1))
		field := fmt.Sprintf("periods[%d].", len(list))
		at[field+"from"] = place{from, f.inRow(row, "page.continuous-stay.from")}
		at[field+"to"] = place{to, f.inRow(row, "page.continuous-stay.to")}
		at[field+"title"] = place{title, f.inRow(row, "page.continuous-stay.right")}
		one := stay.Period{From: f.needDay(from, at[field+"from"].label), To: f.mayDay(to, at[field+"to"].label)}
		if right := f.in.Get(title); slices.Contains(stay.Titles(), right) {
			one.Title = right
		}
		list = append(list, one)
	}
	return list
}

// readAbsences reads the rows of absences and notes in at where their parts stand.
func (f *form) readAbsences(at places) []stay.Absence {
	var list []stay.Absence
	for i := range f.rows(rowsAway) {
		out, back := rowName(rowsAway, i+1, partLeft), rowName(rowsAway, i+1, partBack)
		if f.empty(out) && f.empty(back) {
			continue
		}
		row := f.p.T("page.continuous-stay.absence", locale.Num("n", i+1))
		field := fmt.Sprintf("absences[%d].", len(list))
		at[field+"out"] = place{out, f.inRow(row, "ui.period.left")}
		at[field+"in"] = place{back, f.inRow(row, "ui.period.returned")}
		one := stay.Absence{Out: f.needDay(out, at[field+"out"].label), In: f.mayDay(back, at[field+"in"].label)}
		if reason := f.in.Get(rowName(rowsAway, i+1, partReason)); reason == stay.Important || reason == stay.Military {
			one.Reason = reason
		}
		list = append(list, one)
	}
	return list
}

// inRow names an input of a row: "Permit 2: from". part is a key.
func (f *form) inRow(row, part string) string {
	return f.p.T("page.continuous-stay.place", locale.Str("row", row), locale.Str("part", f.p.T(part)))
}

func (pg *continuousStayPage) fill(f *form, rule stay.Rule, today calendar.Date) {
	p := f.p
	pg.PeriodCount, pg.AwayCount = f.rows(rowsPeriod), f.rows(rowsAway)
	pg.MorePeriods, pg.MoreAway = pg.PeriodCount < maxRows, pg.AwayCount < maxRows
	for i := range pg.PeriodCount {
		span := ui.Span{
			Title: p.T("page.continuous-stay.period", locale.Num("n", i+1)),
			From:  f.dateField(rowName(rowsPeriod, i+1, partFrom), p.T("page.continuous-stay.from"), ""),
			To:    f.dateField(rowName(rowsPeriod, i+1, partTo), p.T("page.continuous-stay.to"), p.T("ui.period.open")),
		}
		if rule != stay.EUPermanent {
			span.Kind = f.choice(rowName(rowsPeriod, i+1, partTitle), p.T("page.continuous-stay.right"),
				p.T("page.continuous-stay.choose"), titleOptions(p))
		}
		pg.Periods = append(pg.Periods, span)
	}
	for i := range pg.AwayCount {
		span := ui.Span{
			Title: p.T("page.continuous-stay.absence", locale.Num("n", i+1)),
			From:  f.dateField(rowName(rowsAway, i+1, partLeft), p.T("ui.period.left"), ""),
			To:    f.dateField(rowName(rowsAway, i+1, partBack), p.T("ui.period.returned"), p.T("page.continuous-stay.back_hint")),
		}
		if rule == stay.EUPermanent {
			span.Kind = f.choice(rowName(rowsAway, i+1, partReason), p.T("page.continuous-stay.reason"),
				p.T("page.continuous-stay.reasons.none"), []ui.Option{
					{Value: stay.Important, Text: p.T("page.continuous-stay.reasons.important")},
					{Value: stay.Military, Text: p.T("page.continuous-stay.reasons.military")},
				})
		}
		pg.Absences = append(pg.Absences, span)
	}
	pg.On = f.dateField(queryOn, p.T("page.continuous-stay.on"), p.T("page.continuous-stay.on_hint"))
	if f.empty(queryOn) {
		pg.On.Value = page.DateValue(today)
	}
	pg.Errors, pg.Wrong = f.errors, len(f.errors) > 0
}

// choice shows a choice again as it was made.
func (f *form) choice(name, text, empty string, options []ui.Option) *ui.Select {
	return &ui.Select{
		Field: ui.Field{Name: name, Text: text, Wrong: f.wrong[name]}, Empty: empty, Options: options, Value: f.in.Get(name),
	}
}

// titleOptions are the rights that the count knows.
func titleOptions(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for _, title := range stay.Titles() {
		out = append(out, ui.Option{Value: title, Text: titleName(p, title)})
	}
	return out
}

//locale:uses stay.title.*
func titleName(p *locale.Printer, title string) string { return p.T("stay.title." + title) }

func (p *Pages) newContinuousResult(print *locale.Printer, rule stay.Rule, res stay.ContinuousResult, refs []int) *continuousResult {
	out := &continuousResult{Good: res.Eligible, Title: print.T("page.continuous-stay.not_yet")}
	switch {
	case res.Eligible:
		out.Title = print.T("page.continuous-stay.yes")
		out.Text = print.T("page.continuous-stay.yes_text")
	case res.EligibleFrom != nil:
		out.Text = print.T("page.continuous-stay.from_text", locale.Str("date", print.DateWeekday(*res.EligibleFrom)))
	default:
		out.Text = print.T("page.continuous-stay.unknown_text")
	}
	out.Meter = ui.Meter{
		ID: "meter", Title: print.T("page.continuous-stay.meter"), Have: res.CountedDays, Need: res.Needed,
		Parts: ruleYears(rule), RTL: print.Dir() == "rtl",
		Text: print.T("stay.continuous.counted", locale.Num("n", res.CountedDays), locale.Num("needed", res.Needed)),
	}
	for _, r := range p.Law.StayReasons(rule, res.Reasons, print.Lang()) {
		view := reasonView{Text: r.Text, Refs: refs}
		if r.Warning {
			out.Warnings = append(out.Warnings, view)
		} else {
			out.Reasons = append(out.Reasons, view)
		}
	}
	return out
}
