package public

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// deadlinePage counts a term of the law.
type deadlinePage struct {
	ui.Page
	Action    string
	Errors    []ui.FieldError
	From      ui.Date
	N         ui.Input
	Unit      ui.Select
	Direction ui.Radios
	Result    *deadlineResult
	Year      string
	Holidays  []holidayRow
	Tools     []tileView
}

// deadlineResult is where the term ends.
type deadlineResult struct {
	Asked  string // the question in words
	Date   string
	Why    string // why offices are closed on it, "" if they are open
	Moved  string // the working day instead
	Note   string // how far that is certain
	Months []ui.Month
	Named  []string // the public holidays in the months drawn
}

// holidayRow is one public holiday of the year.
type holidayRow struct {
	Date, Name, NameRO, Act string
	Weekend                 bool
}

// Names of the inputs.
const (
	queryFrom      = "from"
	queryN         = "n"
	queryUnit      = "unit"
	queryDirection = "direction"
	backwards      = "before"
	forwards       = "after"
)

// Deadline counts a term from a day, forward or backward, with the working days of the law. Everything stands in the query.
func Deadline(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	pg := &deadlinePage{
		Page: v.Frame(v.P.T("page.deadline.title"), f.query()), Action: v.Href(v.Path, ""), Tools: p.otherTools(v),
	}
	cal, year := p.Law.Calendar(), v.Today.Year()
	if f.sent() {
		from, term, back := readDeadline(f)
		if len(f.errors) == 0 {
			var end calendar.Date
			pg.Result, end = newDeadlineResult(v.P, cal, from, term, back)
			year = end.Year()
		}
	}
	pg.fill(f, v.Today)
	pg.Year = pad(year, 4)
	pg.Holidays = holidayRows(v.P, cal, year)
	return page.Reply{Status: f.status(), Body: deadlineTemplate(pg), Private: true}, nil
}

// readDeadline reads the form. The length is within a hundred years, so the answer can always be written.
func readDeadline(f *form) (from calendar.Date, term calendar.Term, back bool) {
	from = f.needDay(queryFrom, f.p.T("page.deadline.from"))
	n, err := strconv.Atoi(strings.TrimSpace(f.in.Get(queryN)))
	term = calendar.Term{N: n, Unit: calendar.Unit(f.in.Get(queryUnit))}
	if wrong := term.Check(); err != nil || errors.Is(wrong, calendar.ErrLength) {
		f.refuse(queryN, queryN, f.p.T("page.deadline.n"), f.p.T("error.days.length"))
	}
	term.N = max(term.N, 0)
	if errors.Is(term.Check(), calendar.ErrUnit) {
		f.refuse(queryUnit, queryUnit, f.p.T("page.deadline.unit"), f.p.T("error.fact.choice-kind"))
	}
	back = f.in.Get(queryDirection) == backwards
	return from, term, back
}

func (pg *deadlinePage) fill(f *form, today calendar.Date) {
	p := f.p
	pg.From = f.dateField(queryFrom, p.T("page.deadline.from"), joinHints(p.T("page.deadline.from_hint"), p.T("ui.date.example")))
	if !f.sent() {
		pg.From.Value = page.DateValue(today)
	}
	pg.N = ui.Input{
		Field: ui.Field{Name: queryN, Text: p.T("page.deadline.n"), Wrong: f.wrong[queryN]},
		Value: f.in.Get(queryN), Size: "in-4", Mode: "numeric",
	}
	pg.Unit = *f.choice(queryUnit, p.T("page.deadline.unit"), p.T("page.deadline.choose"), []ui.Option{
		{Value: string(calendar.Days), Text: p.T("page.deadline.units.calendar")},
		{Value: string(calendar.Working), Text: p.T("page.deadline.units.working")},
		{Value: string(calendar.Months), Text: p.T("page.deadline.units.months")},
		{Value: string(calendar.Years), Text: p.T("page.deadline.units.years")},
	})
	pg.Direction = ui.Radios{
		Field: ui.Field{Name: queryDirection, Text: p.T("page.deadline.direction")},
		Options: []ui.Option{
			{Value: forwards, Text: p.T("page.deadline.after"), Hint: p.T("page.deadline.after_hint")},
			{Value: backwards, Text: p.T("page.deadline.before"), Hint: p.T("page.deadline.before_hint")},
		},
		Value: forwards,
	}
	if f.in.Get(queryDirection) == backwards {
		pg.Direction.Value = backwards
	}
	pg.Errors, pg.Wrong = f.errors, len(f.errors) > 0
}

// newDeadlineResult counts. A term that ends on a closed day is in law still kept on the next working day (Civil Code,
// article 2.554); one that counts back from an event does not move, so the working day before it is advised.
func newDeadlineResult(p *locale.Printer, cal *calendar.Calendar, from calendar.Date, term calendar.Term, back bool) (*deadlineResult, calendar.Date) {
	words := p.Term(term.N, string(term.Unit))
	asked := "page.deadline.asked_after"
	if back {
		term.N = -term.N
		asked = "page.deadline.asked_before"
	}
	end := cal.Add(from, term)
	out := &deadlineResult{
		Asked: p.T(asked, locale.Str("term", words), locale.Str("date", p.DateWeekday(from))), Date: p.DateWeekday(end),
	}
	marks := map[calendar.Date]ui.MonthMark{from: ui.MonthStart, end: ui.MonthEnd}
	shown := []calendar.Date{end}
	if closed := cal.Closed(end); closed.Any() {
		out.Why = closedWords(p, end, closed)
		moved := cal.NextWorking(end)
		out.Moved, out.Note = p.T("page.deadline.rolls", locale.Str("date", p.DateWeekday(moved))), p.T("page.deadline.rolls_note")
		if back {
			moved = cal.PrevWorking(end)
			out.Moved = p.T("page.deadline.advised", locale.Str("date", p.DateWeekday(moved)))
			out.Note = p.T("page.deadline.advised_note")
		}
		marks[moved] = ui.MonthMoved
		if moved.Month() != end.Month() {
			shown = append(shown, moved)
			if back {
				shown[0], shown[1] = moved, end
			}
		}
	}
	for _, day := range shown {
		month, named := newMonth(p, cal, day, marks)
		out.Months = append(out.Months, month)
		out.Named = append(out.Named, named...)
	}
	return out, end
}

// closedWords says why offices are closed on a day.
func closedWords(p *locale.Printer, day calendar.Date, closed calendar.Closed) string {
	if len(closed.Holidays) == 0 {
		return p.T("days.weekend", locale.Str("weekday", p.Weekday(day.Weekday())))
	}
	return p.T("days.holiday", locale.Str("names", holidayNames(p, closed.Holidays)))
}

// newMonth draws the month of a day and names its public holidays.
func newMonth(p *locale.Printer, cal *calendar.Calendar, in calendar.Date, marks map[calendar.Date]ui.MonthMark) (ui.Month, []string) {
	year, month, _ := in.Parts()
	out := ui.Month{Title: monthName(p, year, month)}
	for i := range out.Heads {
		out.Heads[i] = p.WeekdayShort(time.Weekday((i + 1) % 7))
	}
	var named []string
	var week [7]ui.MonthDay
	for day := calendar.On(year, month, 1); day.Month() == month; day = day.AddDays(1) {
		at := (int(day.Weekday()) + 6) % 7
		if at == 0 && day.Day() > 1 {
			out.Weeks = append(out.Weeks, week)
			week = [7]ui.MonthDay{}
		}
		cell := ui.MonthDay{N: day.Day(), Mark: marks[day], Note: markWords(p, marks[day])}
		if closed := cal.Closed(day); closed.Any() {
			cell.Closed = true
			cell.Note = joinHints(cell.Note, p.T("page.deadline.closed"))
			if len(closed.Holidays) > 0 {
				name := holidayNames(p, closed.Holidays)
				cell.Note = joinHints(cell.Note, name)
				named = append(named, p.DateShort(day)+": "+name)
			}
		}
		week[at] = cell
	}
	out.Weeks = append(out.Weeks, week)
	return out, named
}

func markWords(p *locale.Printer, mark ui.MonthMark) string {
	switch mark {
	case ui.MonthStart:
		return p.T("page.deadline.mark_start")
	case ui.MonthEnd:
		return p.T("page.deadline.mark_end")
	case ui.MonthMoved:
		return p.T("page.deadline.mark_move")
	}
	return ""
}

func holidayRows(p *locale.Printer, cal *calendar.Calendar, year int) []holidayRow {
	var out []holidayRow
	for _, h := range cal.Year(year) {
		row := holidayRow{Date: p.DateWeekday(h.Date), Name: h.Name(string(p.Lang())), Act: h.Law}
		if ro := h.Names[string(locale.RO)]; ro != row.Name {
			row.NameRO = ro
		}
		day := h.Date.Weekday()
		row.Weekend = day == time.Saturday || day == time.Sunday
		out = append(out, row)
	}
	return out
}
