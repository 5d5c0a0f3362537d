package desk

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// casesPage is the queue.
type casesPage struct {
	ui.Page
	Done    string
	Waiting []ui.Fact
	Next    bool // something waits
	State   ui.Select
	Kind    ui.Select
	Only    ui.Radios
	ticked  func(string) bool
	Clear   string
	Table   ui.Table
	Empty   string
	Pager   ui.Pager
}

// shownStates are those by which the queue is filtered: the ones that the first desk deals with.
func shownStates() []casefile.State {
	return []casefile.State{casefile.Received, casefile.Returned, casefile.Accepted, casefile.Withdrawn}
}

// Cases shows the queue.
func Cases(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	q := queryOf(v.Query)
	list, err := p.Desk.Queue(ctx, v.By(), v.Request, q)
	if err != nil {
		return page.Reply{}, err
	}
	t, titles := v.P.T, p.Desk.Procedures(v.P.Lang())
	pg := &casesPage{Page: v.Frame(t("desk.cases.title"), v.Query.Encode()), Next: list.First != "", Empty: t("desk.cases.none")}
	pg.Waiting = []ui.Fact{
		{Label: t("desk.cases.waiting"), Value: ui.Counted(v.P, list.Waiting)},
		{Label: t("desk.cases.late"), Value: ui.Counted(v.P, list.Late), Now: list.Late > 0},
		{Label: t("desk.cases.over"), Value: ui.Counted(v.P, list.Over), Now: list.Over > 0},
	}
	if what, _ := v.Done(); what != "" {
		pg.Done = doneText(v.P, what)
	}
	if list.Waiting == 0 {
		pg.Empty = t("desk.cases.nothing")
	}
	pg.filter(v, q, p.Desk.Filed(v.By(), v.P.Lang()), titles)
	pg.Table = casesTable(v, list, titles)
	pg.Pager = pager(v.Query, list.Next)
	return v.TellDone(page.Reply{Body: casesTemplate(pg)}), nil
}

// doneText says what was just done.
//
//locale:uses desk.case.done.*
func doneText(p *locale.Printer, what string) string {
	key := "desk.case.done." + what
	if !p.Has(key) {
		return ""
	}
	return p.T(key)
}

// Next leads to the officer's next case.
func Next(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id, err := p.Desk.Next(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	if id == "" {
		return page.SeeOther(Path), nil
	}
	return page.SeeOther(pathOf(id)), nil
}

// queryOf reads the filters of an address. What is none of ours is none.
func queryOf(in url.Values) casework.Query {
	q := casework.Query{State: casefile.State(in.Get("state")), Procedure: in.Get("procedure"), After: keyOf(in.Get("after"))}
	if !slices.Contains(shownStates(), q.State) {
		q.State = casefile.Received
	}
	q.Corrected, q.Late = slices.Contains(in["only"], "corrected"), slices.Contains(in["only"], "late")
	if q.TermOver = slices.Contains(in["only"], "over"); q.TermOver {
		q.State = casefile.Returned
	}
	return q
}

// keyOf reads where a page begins: the day and the id of the case before it.
func keyOf(text string) casework.Key {
	date, id, _ := strings.Cut(text, "_")
	on, err := calendar.Parse(date)
	if err != nil {
		return casework.Key{}
	}
	return casework.Key{Day: on, ID: casefile.ID(id)}
}

// filter fills in the filters of the queue. A procedure that an address asks for is offered, whether it is filed here or not.
func (pg *casesPage) filter(v *page.Visit, q casework.Query, filed []law.OnlineProcedure, titles map[string]string) {
	t := v.P.T
	f := page.NewForm(v.P, url.Values{"state": {string(q.State)}, "procedure": {q.Procedure}})
	var states, kinds []ui.Option
	for _, s := range shownStates() {
		states = append(states, ui.Option{Value: string(s), Text: stateName(v.P, s)})
	}
	for _, one := range filed {
		kinds = append(kinds, ui.Option{Value: one.ID, Text: one.Title})
	}
	if title := titles[q.Procedure]; title != "" && !slices.ContainsFunc(kinds, func(o ui.Option) bool { return o.Value == q.Procedure }) {
		kinds = append(kinds, ui.Option{Value: q.Procedure, Text: title})
	}
	pg.State = f.Select("state", t("desk.cases.filter_state"), "", states)
	pg.Kind = f.Select("procedure", t("desk.cases.filter_procedure"), t("desk.cases.filter_any"), kinds)
	pg.Only = f.Radios("only", t("desk.cases.filter_only"), "", []ui.Option{
		{Value: "corrected", Text: t("desk.cases.only_corrected")}, {Value: "late", Text: t("desk.cases.only_late")},
		{Value: "over", Text: t("desk.cases.only_over")},
	})
	ticked := map[string]bool{"corrected": q.Corrected, "late": q.Late, "over": q.TermOver}
	pg.ticked = func(value string) bool { return ticked[value] }
	if len(v.Query) > 0 {
		pg.Clear = Path
	}
}

// casesTable is the queue as a table, masked.
func casesTable(v *page.Visit, list casework.Page, titles map[string]string) ui.Table {
	t := v.P.T
	out := ui.Table{Caption: t("desk.cases.title"), Quiet: true, Head: []string{
		t("desk.cases.case"), t("desk.cases.must_by"), t("desk.cases.marks"), t("desk.cases.procedure"), t("desk.cases.who"), t("desk.cases.received"),
	}}
	for _, r := range list.Rows {
		mark, tone := marksOf(v, list, r)
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: r.Reference, Href: pathOf(r.ID)}, {Text: day(v.P, r.MustBy)}, {Text: mark, Chip: mark != "", Tone: tone}, {Text: cmp.Or(titles[r.Procedure], r.Procedure)},
			{Text: t("desk.cases.masked", locale.Str("initial", r.Initial), locale.Str("year", strconv.Itoa(r.BornIn)))},
			{Text: page.Moment(v.P, r.ReceivedAt)},
		})
	}
	return out
}

// marksOf says in a word or two what is to be known of a row, and how urgent that is.
func marksOf(v *page.Visit, list casework.Page, r casework.Row) (string, ui.Tone) {
	var marks []string
	tone := ui.Calm
	if r.Corrected {
		marks, tone = append(marks, v.P.T("desk.cases.mark_corrected")), ui.Green
	}
	if !r.LookedAt.IsZero() {
		marks, tone = append(marks, v.P.T("desk.cases.mark_looked")), ui.Line
	}
	if r.ID == list.First {
		marks, tone = append(marks, v.P.T("desk.cases.mark_next")), ui.Green
	}
	if r.State == casefile.Received && r.MustBy.Before(v.Today) {
		marks, tone = append([]string{v.P.T("desk.cases.mark_late")}, marks...), ui.Red
	}
	if (casefile.Case{State: r.State, Term: r.Term}).TermOver(v.Today) {
		marks, tone = append([]string{v.P.T("desk.cases.mark_over", locale.Str("date", day(v.P, r.Term)))}, marks...), ui.Amber
	}
	return strings.Join(marks, ", "), tone
}

// pager leads to the part of the queue behind a key, and back to its start.
func pager(query url.Values, next *casework.Key) ui.Pager {
	address := func(key string) string {
		q := maps.Clone(query)
		if q == nil {
			q = url.Values{}
		}
		q.Del("after")
		if key != "" {
			q.Set("after", key)
		}
		if len(q) == 0 {
			return Path
		}
		return Path + "?" + q.Encode()
	}
	var out ui.Pager
	if query.Get("after") != "" {
		out.Newer = address("")
	}
	if next != nil {
		out.Older = address(next.Day.String() + "_" + string(next.ID))
	}
	return out
}
