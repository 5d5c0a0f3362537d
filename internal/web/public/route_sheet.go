package public

import (
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// route writes one route, in the order of the page. Where the plan has one route alone, its title is that of the sheet.
func (w *sheetWriter) route(r *routeView) {
	if w.part == document.Heading2 {
		w.say(document.Heading, r.Title)
		w.romanian(r.TitleRO)
		w.say(document.Paragraph, r.Summary)
	}
	for _, n := range r.Urgent {
		w.say(document.Notice, sentences(w.p.T("ui.important"), noteText(n)))
	}
	facts := w.strip(r)
	if r.Gives != "" {
		facts = append(facts, []string{w.p.T("page.plan.gives"), r.Gives})
	}
	w.add(document.Block{Kind: document.Facts, Rows: facts})
	for _, o := range r.Open {
		w.say(document.Notice, asking(w.p.T("page.plan.open", locale.Str("what", o.What)), o.Links))
	}
	w.dates(r.Timeline)
	w.list(w.p.T("page.plan.steps"), notes(r.Steps))
	if len(r.Steps) > 0 {
		w.say(document.Paragraph, r.Filing)
	}
	w.papers(r)
	w.fees(r.Fees)
	w.list(w.p.T("page.plan.mind"), notes(r.Warnings))
	w.offices(r)
	if r.Authority != "" {
		w.say(w.part, w.p.T("page.plan.authority"))
		w.say(document.Paragraph, r.Authority)
	}
	if r.Output.Title != "" {
		w.say(w.part, w.p.T("page.plan.output"))
		w.say(document.Paragraph, cited(spaced(r.Output.Title, r.Output.Valid), r.Output.Refs))
	}
	w.list(w.p.T("page.plan.why"), reasonItems(r.Why))
	w.contest(r)
	w.list(w.p.T("page.plan.duties"), notes(r.Duties))
}

// strip are the few facts that matter most. When an office is next open is no news on paper.
func (w *sheetWriter) strip(r *routeView) [][]string {
	rows := make([][]string, 0, len(r.Strip)+1)
	for _, f := range r.Strip {
		if len(r.Offices) > 0 && f.Note == r.Offices[0].Next {
			f.Note = ""
		}
		rows = append(rows, []string{f.Label, lined(cited(spaced(f.Value, f.Weaker), f.Refs), f.Note)})
	}
	return rows
}

func (w *sheetWriter) dates(t ui.Timeline) {
	if len(t.Points) < 2 {
		return // today alone
	}
	rows := make([][]string, len(t.Points))
	for i, pt := range t.Points {
		rows[i] = []string{pt.Long, pt.Text}
	}
	w.say(w.part, t.Title)
	w.add(document.Block{Kind: document.Table, Head: []string{w.p.T("page.sheet.day"), w.p.T("page.sheet.what")}, Rows: rows})
}

// papers writes the checklist, with what counts and why, and what is not asked.
func (w *sheetWriter) papers(r *routeView) {
	w.boxes(r, w.paperNote)
	not := make([]document.Item, len(r.Not))
	for i, n := range r.Not {
		not[i] = document.Item{Text: n.Title, Note: cited(n.Text, n.Refs)}
	}
	w.list(w.p.T("page.plan.not_needed"), not)
}

// boxes writes the papers that are asked, and apart from them those that the law was not found to ask, each with a note.
func (w *sheetWriter) boxes(r *routeView, note func(d paperView, from string) string) {
	var items []document.Item
	for _, g := range r.Papers.Groups {
		for _, d := range g.Papers {
			items = append(items, w.paper(d, note(d, g.Title)))
		}
	}
	switch {
	case len(items) > 0:
		w.say(w.part, w.p.T("page.plan.papers"))
		w.add(document.Block{Kind: document.Checklist, Items: items})
	case !r.NoFiling:
		w.say(w.part, w.p.T("page.plan.papers"))
		w.say(document.Paragraph, w.p.T("page.plan.papers_unsaid"))
	}
	if len(r.Papers.Usually) > 0 {
		usually := make([]document.Item, len(r.Papers.Usually))
		for i, d := range r.Papers.Usually {
			usually[i] = w.paper(d, note(d, ""))
		}
		w.say(w.part, w.p.T("page.plan.usually"))
		w.say(document.Paragraph, w.p.T("page.plan.usually_text"))
		w.add(document.Block{Kind: document.Checklist, Items: usually})
	}
}

// paper is a paper under its name in the reader's language and in Romanian.
func (w *sheetWriter) paper(d paperView, note string) document.Item {
	return document.Item{Text: d.Title, Name: d.TitleRO, NameLang: string(locale.RO), Note: note}
}

// paperNote is all that is said of a paper.
func (w *sheetWriter) paperNote(d paperView, from string) string {
	return lined(w.paperForm(d, from), cited(sentences(d.Text...), d.Refs))
}

// paperForm is what is looked at: the paper's form and formalities, until when it is fresh, who gives it.
func (w *sheetWriter) paperForm(d paperView, from string) string {
	var parts []string
	for _, c := range d.Chips {
		parts = append(parts, c.Text)
	}
	form := spaced(append(parts, from)...)
	if len(d.Open) == 0 {
		return form
	}
	return lined(form, asking(w.p.T("page.plan.paper_open"), d.Open))
}

func (w *sheetWriter) fees(f feesView) {
	if len(f.Rows) == 0 {
		return
	}
	rows := make([][]string, 0, len(f.Rows)+len(f.Totals))
	for _, fee := range f.Rows {
		title, open := spaced(fee.Title, fee.Weaker), ""
		if len(fee.Open) > 0 {
			open = asking(w.p.T("page.plan.fee_open"), fee.Open)
		}
		rows = append(rows, []string{lined(cited(title, fee.Refs), open), fee.Amount})
	}
	for _, total := range f.Totals {
		rows = append(rows, []string{w.p.T("page.plan.fee_total"), total})
	}
	text := w.p.T("page.plan.fees_text")
	if f.Unsure {
		text = sentences(text, w.p.T("page.plan.fees_unsure"))
	}
	w.say(w.part, w.p.T("page.plan.fees"))
	w.add(document.Block{Kind: document.Table, Head: []string{w.p.T("page.plan.fee"), w.p.T("page.plan.amount_head")}, Rows: rows})
	w.say(document.Small, text)
}

// offices writes where to go.
func (w *sheetWriter) offices(r *routeView) {
	if len(r.Offices) > 0 || r.SameOffice || len(r.Nowhere) > 0 {
		w.say(w.part, w.p.T("page.plan.office"))
	}
	if len(r.Offices) > 0 {
		rows := make([][]string, len(r.Offices))
		for i := range r.Offices {
			rows[i] = officeRow(&r.Offices[i])
		}
		w.add(document.Block{Kind: document.Facts, Rows: rows})
	}
	if r.SameOffice {
		w.say(document.Paragraph, w.p.T("page.plan.office_same"))
	}
	if len(r.Offices) == 0 && len(r.Nowhere) > 0 {
		w.say(document.Paragraph, asking(w.p.T("page.plan.office_open"), r.Nowhere))
	}
	if r.Anywhere > 0 {
		w.say(document.Small, w.p.T("page.plan.office_more", locale.Num("n", r.Anywhere)))
	}
}

// officeRow is the name of an office and what is known of it.
func officeRow(o *officeView) []string {
	about := []string{o.NameRO, o.Address}
	for _, h := range o.Hours {
		hours := joined(h.Lines, "; ")
		if h.Service != "" {
			hours = h.Service + ": " + hours
		}
		about = append(about, hours)
	}
	return []string{cited(o.Name, o.Refs), lined(append(about, spaced(o.Phone, o.Email), o.Missing)...)}
}

// contest writes how to fight a refusal, or a decision that came.
func (w *sheetWriter) contest(r *routeView) {
	c := &r.Contest
	if c.Text != "" {
		heading := "page.plan.refused"
		if r.NoFiling {
			heading = "page.plan.court"
		}
		w.say(w.part, w.p.T(heading))
		w.say(document.Paragraph, cited(c.Text, c.Refs))
		w.say(document.Notice, c.Safe)
		w.say(document.Paragraph, c.Waits)
		if !c.Barred {
			w.say(document.Small, w.p.T("page.plan.refused_letter"))
		}
		w.list(w.p.T(r.groundsKey()), reasonItems(r.Grounds))
	}
}

// noteText is a step, a duty or a warning in one line.
func noteText(n noteView) string {
	return cited(spaced(sentences(n.Text, n.Date), n.Weaker), n.Refs)
}

func notes(list []noteView) []document.Item {
	out := make([]document.Item, len(list))
	for i, n := range list {
		out[i] = document.Item{Text: noteText(n), Note: n.URL, Link: n.URL}
	}
	return out
}

func reasonItems(list []reasonView) []document.Item {
	out := make([]document.Item, len(list))
	for i, text := range reasonTexts(list) {
		out[i].Text = text
	}
	return out
}
