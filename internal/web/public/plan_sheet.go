package public

import (
	"strconv"
	"strings"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// PlanSheet says on paper what the page of a plan says. plan is the answer of the guide to q; now is the moment of asking.
func PlanSheet(guide Guide, q law.Query, plan law.Plan, p *locale.Printer, now time.Time) document.Sheet {
	a := answers{Query: q, today: calendar.Today(now)}
	return newPlanner(&Pages{Law: guide}, &page.Visit{P: p, Now: now, Today: a.today}, a).sheet(plan)
}

// sheetWriter writes a sheet block by block. What is empty is not written.
type sheetWriter struct {
	p      *locale.Printer
	part   document.BlockKind // of the headings of a route's parts
	blocks []document.Block
}

func (b *planner) sheet(plan law.Plan) document.Sheet {
	pg := b.page(plan)
	w := &sheetWriter{p: b.p, part: document.Heading}
	w.say(document.Title, pg.Heading)
	if len(pg.Routes) == 1 {
		w.romanian(pg.Routes[0].TitleRO)
	}
	w.say(document.Small, pg.Eyebrow)
	w.say(document.Paragraph, pg.Lead)
	w.top(pg)
	if len(pg.Routes) > 1 {
		w.compared(pg.Compared)
		w.part = document.Heading2
	}
	for i := range pg.Routes {
		w.route(&pg.Routes[i])
	}
	w.others(pg)
	w.answers(pg)
	w.sources(pg)
	if b.Origin != "" {
		w.say(document.Small, b.p.T("page.sheet.made_at", locale.Str("address", b.Origin)))
	}
	return b.bound(w, b.p.T("page.plan.title", locale.Str("heading", pg.Heading)), plan)
}

// bound makes a sheet of what was written. The file bears the day and not the moment, so that the same plan gives the same file all day.
func (b *planner) bound(w *sheetWriter, title string, plan law.Plan) document.Sheet {
	return document.Sheet{
		Title: title, Lang: string(b.p.Lang()), At: b.v.Now.UTC().Truncate(24 * time.Hour), Blocks: w.blocks,
		Foot:   b.p.T("page.sheet.foot", locale.Str("date", b.p.Date(plan.On))),
		PageOf: b.p.T("letter.page", locale.Str("n", "{n}"), locale.Str("total", "{total}")),
	}
}

func (w *sheetWriter) add(block document.Block) { w.blocks = append(w.blocks, block) }

// say writes a paragraph of some kind, or a heading.
func (w *sheetWriter) say(kind document.BlockKind, text string) {
	if text != "" {
		w.add(document.Block{Kind: kind, Text: text})
	}
}

// romanian writes the official name below a title in another language.
func (w *sheetWriter) romanian(text string) {
	if text != "" {
		w.add(document.Block{Kind: document.Small, Lang: string(locale.RO), Text: text})
	}
}

// list writes lines under a heading.
func (w *sheetWriter) list(heading string, items []document.Item) {
	if len(items) > 0 {
		w.say(w.part, heading)
		w.add(document.Block{Kind: document.List, Items: items})
	}
}

// questions are links without where they lead.
func questions(list []linkView) []document.Item {
	out := make([]document.Item, len(list))
	for i, l := range list {
		out[i].Text = l.Text
	}
	return out
}

// top writes what stands above the routes: what to do about missing answers, and what stands in the way.
func (w *sheetWriter) top(pg *planPage) {
	if pg.Left > 0 {
		w.say(document.Notice, sentences(w.p.T("page.plan.left", locale.Num("n", pg.Left))+".", w.p.T("page.plan.left_text")))
	}
	if pg.OtherDay != "" {
		w.say(document.Notice, sentences(w.p.T("page.plan.other_day_title")+".", w.p.T("page.plan.other_day", locale.Str("date", pg.OtherDay))))
	}
	switch {
	case pg.NoRoute:
		w.noRoute(pg)
	case pg.Also != "":
		w.say(document.Paragraph, w.p.T("page.plan.also", locale.Str("titles", pg.Also)))
	}
	if !pg.NoRoute && len(pg.Unknown) > 0 {
		w.list(w.p.T("page.plan.unknown_title"), questions(pg.Unknown))
	}
}

// answers writes what the plan was made from, in words.
func (w *sheetWriter) answers(pg *planPage) {
	if len(pg.Answers) > 0 {
		rows := make([][]string, len(pg.Answers))
		for i, row := range pg.Answers {
			rows[i] = []string{row.Key, row.Value}
		}
		w.say(document.Heading, w.p.T("page.check.your_answers"))
		w.add(document.Block{Kind: document.Facts, Rows: rows})
	}
}

// noRoute says what stands in the way, and where to go from here.
func (w *sheetWriter) noRoute(pg *planPage) {
	w.list(w.p.T("page.plan.nearest"), excludedItems(pg.Near))
	if pg.Romanian {
		w.say(document.Paragraph, w.p.T("page.plan.romanian"))
		return
	}
	w.say(document.Heading, w.p.T("page.plan.no_route_title"))
	w.say(document.Paragraph, w.p.T("page.plan.no_route_text"))
	w.add(document.Block{Kind: document.List, Items: []document.Item{
		{Text: w.p.T("page.plan.no_route_check")}, {Text: w.p.T("page.plan.no_route_ask")},
	}})
}

func excludedItems(list []excludedView) []document.Item {
	out := make([]document.Item, len(list))
	for i, x := range list {
		out[i] = document.Item{Text: x.Title, Note: sentences(reasonTexts(x.Why)...)}
	}
	return out
}

// compared writes the routes side by side, while a page is wide enough for them; all that is in it is said again of each route.
func (w *sheetWriter) compared(c *compareView) {
	const most = 3
	if c == nil || len(c.Routes) > most {
		return
	}
	table := document.Block{Kind: document.Table, Head: []string{""}}
	for _, r := range c.Routes {
		table.Head = append(table.Head, r.Text)
	}
	for _, row := range c.Rows {
		cells := []string{row.Label}
		for _, cell := range row.Cells {
			if cell == "" {
				cell = w.p.T("page.plan.compared_none")
			}
			cells = append(cells, cell)
		}
		table.Rows = append(table.Rows, cells)
	}
	w.say(document.Heading, w.p.T("page.plan.compared"))
	w.add(table)
}

// others writes what stands below the routes: what may fit, and what nearly does.
func (w *sheetWriter) others(pg *planPage) {
	w.part = document.Heading
	if len(pg.Possible) > 0 {
		heading, text := "page.plan.may", "page.plan.may_text"
		if len(pg.Routes) == 0 {
			heading = "page.plan.may_first"
		}
		if len(pg.Deciding) > 0 {
			text = "page.plan.may_also"
		}
		w.say(document.Heading, w.p.T(heading))
		w.say(document.Paragraph, asking(w.p.T(text), pg.Deciding))
		items := make([]document.Item, len(pg.Possible))
		for i, m := range pg.Possible {
			items[i] = document.Item{Text: m.Title, Note: w.undecided(m)}
		}
		w.add(document.Block{Kind: document.List, Items: items})
	}
	if !pg.Romanian && !pg.NoRoute {
		w.list(w.p.T("page.plan.not_fitting"), excludedItems(pg.Near))
	}
}

// undecided says what an open route of its own depends on.
func (w *sheetWriter) undecided(m possibleView) string {
	var parts []string
	if len(m.Decides) > 0 {
		parts = append(parts, asking(w.p.T("page.plan.may_decides"), m.Decides))
	}
	if len(m.Unsaid) > 0 {
		parts = append(parts, w.p.T("page.plan.law_unsaid"))
		parts = append(parts, reasonTexts(m.Unsaid)...)
	}
	return sentences(parts...)
}

// sources writes where everything comes from, under the numbers that stand behind the statements. The day of checking is said once where
// all have the same.
func (w *sheetWriter) sources(pg *planPage) {
	if len(pg.Sources) == 0 {
		return
	}
	day := ui.CheckedTogether(pg.Sources)
	items := make([]document.Item, len(pg.Sources))
	for i, s := range pg.Sources {
		if day != "" {
			s.Checked = ""
		}
		items[i] = document.Item{Text: sentences(number(s.N), spaced(s.Act, s.Title)), Note: spaced(s.URL, s.Checked, s.Grade), Link: s.URL}
	}
	w.say(document.Heading, w.p.T("page.plan.sources"))
	w.say(document.Small, lined(w.p.T("ui.grade.explained"), day))
	w.add(document.Block{Kind: document.List, Items: items})
	w.say(document.Small, w.p.T("page.plan.law_version", locale.Str("version", pg.Law)))
}

func number(n int) string { return "[" + strconv.Itoa(n) + "]" }

// cited puts the numbers of its sources behind a statement. The first is never alone on a line.
func cited(text string, refs []int) string {
	between := "\u00a0"
	for _, n := range refs {
		text += between + number(n)
		between = " "
	}
	return text
}

func reasonTexts(list []reasonView) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = cited(r.Text, r.Refs)
	}
	return out
}

// asking is a sentence with the questions that it is about.
func asking(text string, list []linkView) string {
	for _, l := range list {
		text += " " + l.Text
	}
	return text
}

// sentences puts sentences one after the other; any may be missing.
func sentences(parts ...string) string { return joined(parts, " ") }

// spaced puts short words beside each other; any may be missing.
func spaced(parts ...string) string { return joined(parts, " · ") }

// lined puts each on a line of its own; any may be missing.
func lined(parts ...string) string { return joined(parts, "\n") }

func joined(parts []string, between string) string {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, between)
}
