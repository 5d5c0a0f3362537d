package public

import (
	"errors"
	"fmt"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/stay"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// shortStayPage counts the 90 days in any 180 (Regulation (EU) 2016/399, article 6).
type shortStayPage struct {
	ui.Page
	Action  string
	Errors  []ui.FieldError
	Rows    []ui.Span
	Count   int  // of rows
	More    bool // another row fits
	TripIn  ui.Date
	TripOut ui.Date
	On      ui.Date
	Result  *shortStayResult
	Step    noteView // the Commission's calculator
	Sources []ui.Source
	Tools   []tileView
}

// shortStayResult is what comes out.
type shortStayResult struct {
	Strip     []ui.Fact
	Trip      string
	TripGood  bool
	Overstays []string
	Excess    string
	Days      ui.DayStrip
}

// Names of the inputs.
const (
	rowsStay = "stay"
	partIn   = "entry"
	partOut  = "exit"
	partOwn  = "own" // under a permit or a long-stay visa
	tripIn   = "trip-entry"
	tripOut  = "trip-exit"
)

// commissionStep is the step of the law that leads to the Commission's own calculator, and the procedure that has it.
const (
	commissionStep = "count-your-days"
	commissionIn   = "short-stay-extension"
)

// ShortStay counts how many of the 90 days are used. Everything stands in the query.
func ShortStay(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	in, at := readShortStay(f, v.Today)
	pg := &shortStayPage{
		Page: v.Frame(v.P.T("page.short-stay.title"), f.query()), Action: v.Href(v.Path, ""), Tools: p.otherTools(v),
	}
	if f.sent() && !f.adding() && len(f.errors) == 0 {
		res, err := stay.Short(in)
		var wrong stay.Error
		switch {
		case errors.As(err, &wrong):
			f.refuseStay(wrong, at)
		case err != nil:
			return page.Reply{}, fmt.Errorf("count a short stay: %w", err)
		default:
			pg.Result = newShortStayResult(v.P, in, res)
		}
	}
	if f.adding() {
		f.errors, f.wrong = nil, map[string]string{}
	}
	pg.fill(f, v.Today)
	notes := newFootnotes(v.P)
	pg.Step = p.commission(v, notes)
	pg.Sources = notes.List()
	return page.Reply{Status: f.status(), Body: shortStayTemplate(pg), Private: true}, nil
}

// readShortStay reads the form. Rows in which nothing stands are left out.
func readShortStay(f *form, today calendar.Date) (stay.ShortInput, places) {
	at := places{"on": {queryOn, f.p.T("page.short-stay.on")}}
	in := stay.ShortInput{}
	for i := range f.rows(rowsStay) {
		entry, exit := rowName(rowsStay, i+1, partIn), rowName(rowsStay, i+1, partOut)
		if f.empty(entry) && f.empty(exit) {
			continue
		}
		row := locale.Str("row", f.p.T("page.short-stay.row", locale.Num("n", i+1)))
		field := fmt.Sprintf("stays[%d].", len(in.Stays))
		at[field+"entry"] = place{entry, f.p.T("page.short-stay.row_entry", row)}
		at[field+"exit"] = place{exit, f.p.T("page.short-stay.row_exit", row)}
		one := stay.Stay{Entry: f.needDay(entry, at[field+"entry"].label), Exit: f.mayDay(exit, at[field+"exit"].label)}
		if f.in.Get(rowName(rowsStay, i+1, partOwn)) != "" {
			counts := false
			one.Counts = &counts
		}
		in.Stays = append(in.Stays, one)
	}
	if !f.empty(tripIn) || !f.empty(tripOut) {
		at["trip.entry"] = place{tripIn, f.p.T("page.short-stay.trip_entry")}
		at["trip.exit"] = place{tripOut, f.p.T("page.short-stay.trip_exit")}
		in.Trip = &stay.Trip{Entry: f.needDay(tripIn, at["trip.entry"].label), Exit: f.needDay(tripOut, at["trip.exit"].label)}
	}
	in.On = f.onDay(at["on"].label, today)
	return in, at
}

func (pg *shortStayPage) fill(f *form, today calendar.Date) {
	p := f.p
	pg.Count = f.rows(rowsStay)
	pg.More = pg.Count < maxRows
	for i := range pg.Count {
		entry, exit, own := rowName(rowsStay, i+1, partIn), rowName(rowsStay, i+1, partOut), rowName(rowsStay, i+1, partOwn)
		pg.Rows = append(pg.Rows, ui.Span{
			Title: p.T("page.short-stay.row", locale.Num("n", i+1)),
			From:  f.dateField(entry, p.T("page.short-stay.entry"), ""),
			To:    f.dateField(exit, p.T("page.short-stay.exit"), p.T("page.short-stay.exit_hint")),
			Tick:  &ui.Tick{Name: own, Text: p.T("page.short-stay.own"), On: f.in.Get(own) != ""},
		})
	}
	pg.TripIn = f.dateField(tripIn, p.T("page.short-stay.entry"), "")
	pg.TripOut = f.dateField(tripOut, p.T("page.short-stay.exit"), "")
	pg.On = f.dateField(queryOn, p.T("page.short-stay.on"), p.T("page.short-stay.on_hint"))
	if f.empty(queryOn) {
		pg.On.Value = page.DateValue(today)
	}
	pg.Errors, pg.Wrong = f.errors, len(f.errors) > 0
}

func newShortStayResult(p *locale.Printer, in stay.ShortInput, res stay.ShortResult) *shortStayResult {
	out := &shortStayResult{Strip: shortStayStrip(p, res), Days: newDayStrip(p, in, res)}
	for _, o := range res.Overstays {
		out.Overstays = append(out.Overstays, p.T("page.short-stay.over_run",
			locale.Str("from", p.Date(o.From)), locale.Str("to", p.Date(o.To)), locale.Num("n", o.Days)))
	}
	if res.Excess > 0 {
		out.Excess = p.T("page.short-stay.excess", locale.Num("n", res.Excess))
	}
	switch t := res.Trip; {
	case t == nil:
	case t.Allowed:
		out.TripGood = true
		out.Trip = p.T("page.short-stay.trip_good", locale.Num("n", t.Highest))
	default:
		out.Trip = p.T("page.short-stay.trip_bad", locale.Str("date", p.DateWeekday(*t.FirstDayOver)), locale.Num("n", t.Highest))
	}
	return out
}

func shortStayStrip(p *locale.Printer, res stay.ShortResult) []ui.Fact {
	date := func(d calendar.Date) locale.Arg { return locale.Str("date", p.Date(d)) }
	used := ui.Fact{
		Label: p.T("page.short-stay.used"), Value: p.T("page.short-stay.days", locale.Num("n", res.DaysUsed)),
		Note: p.T("page.short-stay.window", locale.Str("from", p.Date(res.WindowStart)), locale.Str("to", p.Date(res.On))),
		Now:  res.DaysUsed > stay.ShortDays,
	}
	left := ui.Fact{Label: p.T("page.short-stay.left"), Value: p.T("page.short-stay.days", locale.Num("n", res.DaysLeft))}
	until := ui.Fact{Label: p.T("page.short-stay.until"), Value: p.T("page.short-stay.until_none"), Now: true}
	until.Note = p.T("page.short-stay.until_none_note", date(res.On))
	if res.MayStayUntil != nil {
		until = ui.Fact{
			Label: p.T("page.short-stay.until"), Value: p.Date(*res.MayStayUntil), Note: p.T("page.short-stay.until_note", date(res.On)),
		}
	}
	next := ui.Fact{
		Label: p.T("page.short-stay.next"), Value: p.Date(res.NextEntry),
		Note: p.T("page.short-stay.next_note", locale.Num("n", res.NextEntryDays)),
	}
	return []ui.Fact{used, left, until, next}
}

// commission is the law's step that leads to the Commission's calculator.
func (p *Pages) commission(v *page.Visit, notes *footnotes) noteView {
	info, _ := p.Law.Procedure(commissionIn, v.P.Lang(), v.Today)
	for _, n := range info.Route.Steps {
		if n.ID == commissionStep {
			return noteView{Text: n.Text, URL: n.URL, Refs: notes.Refs(n.Sources)}
		}
	}
	return noteView{}
}
