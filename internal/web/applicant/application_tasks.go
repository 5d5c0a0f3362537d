package applicant

import (
	"context"
	"net/url"
	"slices"

	"sejur/internal/application"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// tasksPage is what there is to do for an application that is not sent yet.
type tasksPage struct {
	ui.Page
	Done     string
	Back     string
	For      string
	Nature   string // what sending means in law
	Meter    ui.Meter
	Kept     string // until when the draft is kept
	News     []planNews
	Seen     ui.Form // takes the news away
	Warnings []string
	Form     []ui.Task // pages of the form
	Passport string    // address of the page that reads a passport, "" where no field can be read from one
	Papers   []paperPart
	Next     placeLink // the first thing that is left to do
	Check    []ui.Task
	Hinders  []placeLink
	Visit    string
	Offices  []placeLink
	Delete   string // address
}

// paperPart are the papers that stand alike.
type paperPart struct {
	ID, Title string
	Tasks     []ui.Task
}

// placeLink leads to where something is done.
type placeLink struct{ Text, Href string }

// Open shows an application: what there is to do while it is a draft, and the file page once it was sent.
func (p *Applications) Open(ctx context.Context, v *page.Visit) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	switch {
	case o.Application.State != application.Draft:
		return p.file(ctx, v)
	case !o.Application.DeletedAt.IsZero():
		return page.SeeOther(v.Href(ApplicationsPath, "")), nil // it can be brought back there
	}
	return p.tasks(v, o, nil), nil
}

// tasks shows what there is to do; refused is why something was not done.
func (p *Applications) tasks(v *page.Visit, o filing.Opened, refused *page.Form) page.Reply {
	t := v.P.T
	frame := v.Frame(o.Title, "")
	frame.Path = applicationPath(o.Application.ID) // also when a button was just pressed
	w := taskWriter{v: v, o: o}
	pg := &tasksPage{
		Page: frame, Done: filingDone(v), Back: v.Href(ApplicationsPath, ""), For: t("filing.list.for", locale.Str("name", o.Name.String())),
		Nature: t(natureKey(o.Filing)), Meter: w.meter(), Form: w.pages(), Papers: w.papers(), Warnings: w.warnings(), Hinders: w.hinders(),
		Kept: t("filing.tasks.kept", locale.Str("date", v.P.Date(o.GoneOn))), Delete: w.href("delete"), Offices: p.offices(v, o),
	}
	pg.Next = placeLink{t("filing.tasks.check"), w.href("check")}
	if len(pg.Hinders) > 0 && o.Changed == nil {
		pg.Next = pg.Hinders[0]
	}
	if readable(o.Form) {
		pg.Passport = w.href("passport")
	}
	if o.Changed != nil {
		pg.News = []planNews{newsOf(v.P, *o.Changed)}
		path := applicationPath(o.Application.ID, "seen")
		pg.Seen = ui.Form{
			Action: v.Href(path, ""), Token: p.Tokens.Draw(v, path), Button: t("filing.plans.seen"), Plain: true,
			Hidden: [][2]string{{inVersion, versionText(o.Application.Version)}},
		}
	}
	check := ui.Task{Text: t("filing.tasks.check"), Href: w.href("check"), State: t("filing.tasks.not_ready")}
	if len(o.Hinders) == 0 {
		check.State, check.Tone = t("filing.tasks.ready"), ui.Green
	}
	pg.Check = []ui.Task{check}
	if !o.Visit.IsZero() {
		pg.Visit = t("filing.tasks.visit", locale.Str("date", v.P.Date(o.Visit)))
	}
	reply := page.Reply{Body: tasksTemplate(pg)}
	if refused != nil {
		reply.Status = refused.Status()
	}
	return v.TellDone(reply)
}

// natureKey says what it means in law to send something from here (law decision 24).
//
//locale:uses filing.nature.*
func natureKey(filing string) string { return "filing.nature." + filing }

// readable tells whether a form has a field that can be read from a passport.
func readable(f law.PlanForm) bool {
	return slices.ContainsFunc(f.Pages, law.PlanFormPage.HasZone)
}

// taskWriter puts an application into the words of its task list.
type taskWriter struct {
	v *page.Visit
	o filing.Opened
}

// href is the address of a page about the application.
func (w taskWriter) href(below ...string) string {
	return w.v.Href(applicationPath(w.o.Application.ID, below...), "")
}

// meter says how many of the parts that must be there are.
func (w taskWriter) meter() ui.Meter {
	have, need := 0, 0
	for _, p := range w.o.Pages {
		need++
		if p.Standing == filing.PageComplete {
			have++
		}
	}
	for _, l := range w.o.Lines {
		if l.Need != application.Required {
			continue
		}
		need++
		if l.Sent() {
			have++
		}
	}
	return ui.Meter{
		ID: "progress", Title: w.v.P.T("filing.tasks.progress"), Have: have, Need: need, RTL: w.v.P.Dir() == "rtl",
		Text: w.v.P.T("filing.tasks.have", locale.Num("have", have), locale.Num("n", need)),
	}
}

// pages are the pages of the form with how far each is.
//
//locale:uses filing.who.*
func (w taskWriter) pages() []ui.Task {
	t := w.v.P.T
	out := make([]ui.Task, 0, len(w.o.Pages))
	for _, p := range w.o.Pages {
		task := ui.Task{Text: p.Title, Href: w.href("pages", p.ID)}
		if p.Who != "applicant" {
			task.Hint = t("filing.who." + p.Who)
		}
		switch p.Standing {
		case filing.PageUntouched:
			task.State = t("filing.tasks.untouched")
		case filing.PageIncomplete:
			task.State, task.Tone = t("filing.tasks.incomplete"), ui.Amber
			if p.Missing > 0 {
				task.State = t("filing.tasks.missing", locale.Num("n", p.Missing))
			}
		case filing.PageComplete:
			task.State, task.Tone = t("filing.tasks.complete"), ui.Green
		}
		out = append(out, task)
	}
	return out
}

// The parts of the list of papers, in their order.
const (
	papersTodo   = "todo"   // something is needed from the applicant
	papersOnWay  = "on-way" // they are looked into
	papersHere   = "here"
	papersUsual  = "usual" // may also be asked
	papersUnused = "unused"
)

// papers are the lines, those that need something first.
//
//locale:uses filing.papers.*
func (w taskWriter) papers() []paperPart {
	in := make(map[string][]ui.Task)
	for _, l := range w.o.Lines {
		part := partOf(l)
		in[part] = append(in[part], w.paper(l))
	}
	var out []paperPart
	for _, part := range []string{papersTodo, papersUsual, papersOnWay, papersHere, papersUnused} {
		if len(in[part]) > 0 {
			out = append(out, paperPart{ID: "papers-" + part, Title: w.v.P.T("filing.papers." + part), Tasks: in[part]})
		}
	}
	return out
}

// partOf is the part of the list in which a line stands.
func partOf(l application.AskedLine) string {
	switch l.Standing {
	case application.Receiving, application.Checking, application.Waiting:
		return papersOnWay
	case application.Uploaded, application.Approved:
		if l.Need == application.NotAsked {
			return papersUnused
		}
		return papersHere
	case application.ToReplace, application.Refusal, application.Missing:
	}
	switch l.Need {
	case application.Usual:
		return papersUsual
	case application.NotAsked:
		return papersUnused
	case application.Required, application.Perhaps:
	}
	return papersTodo
}

// paper is one line: what it is, what it must be like, how it stands.
func (w taskWriter) paper(l application.AskedLine) ui.Task {
	p := w.v.P
	out := ui.Task{Text: l.Paper.Title, Hint: l.Paper.Hint, Href: w.href("documents", l.Document)}
	out.State, out.Tone = standingWords(p, l)
	if l.Paper.Amount != nil {
		out.Hint = sentencesOf(p.T("filing.papers.amount", locale.Str("amount", p.Money(l.Paper.Amount.Amount, l.Paper.Amount.Currency))), out.Hint)
	}
	for _, word := range slices.Concat(l.Paper.Forms, l.Paper.Formalities) {
		out.Notes = append(out.Notes, law.PaperWord(p, word))
	}
	if !l.GoodUntil.IsZero() {
		out.Notes = append(out.Notes, p.T("filing.papers.good_until", locale.Str("date", p.Date(l.GoodUntil))))
	}
	return out
}

// standingWords say how a line stands.
//
//locale:uses filing.standing.*
func standingWords(p *locale.Printer, l application.AskedLine) (string, ui.Tone) {
	text := p.T("filing.standing." + string(l.Standing))
	switch l.Standing {
	case application.ToReplace, application.Refusal:
		return text, ui.Red
	case application.Missing:
		switch l.Need {
		case application.Perhaps:
			return p.T("filing.papers.perhaps"), ui.Line
		case application.Usual, application.NotAsked:
			return p.T("filing.papers.may"), ui.Line
		case application.Required:
		}
		return text, ui.Amber
	case application.Uploaded, application.Approved:
		return text, ui.Green
	case application.Receiving, application.Checking, application.Waiting:
	}
	return text, ui.Calm
}

// warnings are what to know before sending.
//
//locale:uses filing.warning.*
func (w taskWriter) warnings() []string {
	var out []string
	for _, warning := range w.o.Warnings {
		title := ""
		for _, l := range w.o.Lines {
			if l.Document == warning.Ref {
				title = l.Paper.Title
			}
		}
		out = append(out, w.v.P.T("filing.warning."+string(warning.Kind), locale.Str("date", w.v.P.Date(warning.On)), locale.Str("title", title),
			locale.Str("visit", w.v.P.Date(w.o.Visit))))
	}
	return out
}

// hinders are the places of what stands in the way of sending.
func (w taskWriter) hinders() []placeLink {
	t := w.v.P.T
	var out []placeLink
	open := false
	for _, h := range w.o.Hinders {
		switch h.Kind {
		case filing.PageHinders:
			i := slices.IndexFunc(w.o.Pages, func(p filing.PageState) bool { return p.ID == h.Ref })
			if i >= 0 {
				out = append(out, placeLink{t("filing.hinders.page", locale.Str("title", w.o.Pages[i].Title)), w.href("pages", h.Ref)})
			}
		case filing.PaperHinders:
			i := slices.IndexFunc(w.o.Lines, func(l application.AskedLine) bool { return l.Document == h.Ref })
			if i >= 0 {
				out = append(out, placeLink{t("filing.hinders.paper", locale.Str("title", w.o.Lines[i].Paper.Title)), w.href("documents", h.Ref)})
			}
		case filing.FactHinders:
			if !open {
				out = append(out, placeLink{t("filing.hinders.fact"), w.guide(h.Ref)})
			}
			open = true // the guide asks them one after the other
		case filing.ExcludedHinders:
			out = append(out, placeLink{t("filing.hinders.excluded", locale.Str("why", h.Text)), w.href()})
		case filing.ElsewhereHinders:
			out = append(out, placeLink{t("filing.hinders.elsewhere"), w.v.Href("/procedures/"+w.o.Application.Procedure, "")})
		case filing.ChangeHinders:
			out = append(out, placeLink{t("filing.hinders.change"), w.href() + "#news"})
		}
	}
	return out
}

// guide is the question of a fact, with the answers that were given. The plan that follows leads back here with all of them.
func (w taskWriter) guide(fact string) string {
	query := url.Values{}
	for name, value := range w.o.Application.Facts {
		query.Set(name, value)
	}
	query.Set("change", fact)
	return w.v.Href("/check", query.Encode())
}

// offices are where the visit will be.
func (p *Applications) offices(v *page.Visit, o filing.Opened) []placeLink {
	const most = 2
	var out []placeLink
	for _, id := range o.Offices {
		office, known := p.Law.Office(id, v.P.Lang())
		if known && len(out) < most {
			out = append(out, placeLink{office.Name, v.Href("/offices/"+id, "")})
		}
	}
	return out
}

// sentencesOf puts sentences one after the other; any may be missing.
func sentencesOf(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + " " + second
}
