package admin

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/office/issuing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// paperKind names a kind of paper.
//
//locale:uses letter.*.title
func paperKind(p *locale.Printer, k document.Kind) string {
	return p.T("letter." + string(k) + ".title")
}

// paperState says where a document stands: how far it is made, or what became of it.
//
//locale:uses admin.paper_state.*
func paperState(p *locale.Printer, s document.State, fate document.FateKind) (text string, tone ui.Tone) {
	switch {
	case fate != "":
		return p.T("admin.paper_state." + string(fate)), ui.Red
	case s == document.Released:
		tone = ui.Green
	case s == document.Void:
		tone = ui.Line
	default:
		tone = ui.Amber
	}
	return p.T("admin.paper_state." + string(s)), tone
}

// Papers lists what the office hands out, masked.
func Papers(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	state, before := document.State(v.Query.Get("state")), v.Query.Get("before")
	if !slices.Contains(document.States(), state) {
		state = ""
	}
	list, err := p.Papers.List(ctx, v.By(), v.Request, issuing.Query{State: state, Before: document.ID(before)})
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	options := []ui.Option{{Value: "", Text: t("admin.papers.any")}}
	for _, s := range document.States() {
		text, _ := paperState(v.P, s, "")
		options = append(options, ui.Option{Value: string(s), Text: text})
	}
	f := page.NewForm(v.P, map[string][]string{"state": {string(state)}})
	s := &sheet{
		Page: v.Frame(t("admin.papers.title"), v.Query.Encode()), Lead: t("admin.papers.lead"),
		Filter: &filter{Action: pathPapers, Fields: []templ.Component{ui.RadioField(v.P, f.Radios("state", t("admin.staff.state"), "", options))}},
		Pager:  older(pathPapers, v.Query, before, string(list.Next)),
	}
	table := &ui.Table{Caption: t("admin.papers.title"), Quiet: true, Head: []string{
		t("admin.papers.number"), t("admin.papers.kind"), t("admin.staff.state"), t("admin.papers.holder"), t("admin.papers.issued"),
	}}
	for _, r := range list.Rows {
		text, tone := paperState(v.P, r.State, r.Fate)
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: r.Number, Href: pathPapers + "/" + string(r.ID)}, {Text: paperKind(v.P, r.Kind)}, {Text: text, Chip: true, Tone: tone},
			{Text: t("admin.papers.masked", locale.Str("initial", r.Initial), locale.Str("year", strconv.Itoa(r.BornIn)))}, {Text: day(v.P, r.IssuedOn)},
		})
	}
	s.Sections = []section{{Table: table, Empty: t("admin.papers.none")}}
	return s.show(v), nil
}

// The words by which a page says what was just done to a document.
const (
	donePaperRevoked = "paper-revoked"
	donePaperLost    = "paper-lost"
)

// Paper shows one document. Opening it is a look.
func Paper(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	d, err := p.Papers.Open(ctx, v.By(), v.Request, document.ID(v.Part("id")))
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{
		Page: v.Frame(paperKind(v.P, d.Kind)+" "+string(d.Number), ""), Back: &anchor{Text: t("admin.papers.title"), Href: pathPapers},
	}
	switch what, _ := v.Done(); what {
	case donePaperRevoked:
		s.Done = &told{Title: t("admin.done.paper-revoked")}
	case donePaperLost:
		s.Done = &told{Title: t("admin.done.paper-lost")}
	}
	s.Sections = []section{
		{ID: "paper", Title: t("admin.paper.about"), Rows: paperRows(v.P, d), Links: paperLinks(v, d)},
		{ID: "facts", Title: t("admin.paper.says"), Rows: paperFacts(v.P, d.Document)},
	}
	return s.show(v), nil
}

// paperRows are what the office knows of a document.
//
//locale:uses admin.paper_reason.*
func paperRows(p *locale.Printer, d issuing.Opened) []ui.Row {
	state, _ := paperState(p, d.State, d.Fate.Kind)
	rows := []ui.Row{
		{Key: p.T("admin.papers.number"), Value: string(d.Number)}, {Key: p.T("admin.paper.code"), Value: d.Code.String()},
		{Key: p.T("admin.staff.state"), Value: state},
	}
	if d.Fate.Kind != "" {
		rows = append(rows, ui.Row{Key: p.T("admin.paper.since"), Value: day(p, d.Fate.On)},
			ui.Row{Key: p.T("admin.paper.reason"), Value: p.T("admin.paper_reason." + string(d.Fate.Reason))})
	}
	return append(rows, ui.Row{Key: p.T("admin.papers.issued"), Value: day(p, d.IssuedOn)}, ui.Row{Key: p.T("letter.until"), Value: orNone(p, day(p, d.ValidUntil))},
		ui.Row{Key: p.T("admin.paper.certificate"), Value: orNone(p, d.Certificate)}, ui.Row{Key: p.T("admin.jobs.made"), Value: page.Moment(p, d.PlannedAt)})
}

// paperFacts are what the paper says, in Romanian words.
func paperFacts(p *locale.Printer, d document.Document) []ui.Row {
	rows := make([]ui.Row, len(d.Facts))
	for i, f := range d.Facts {
		rows[i] = ui.Row{Key: issuing.Label(f.Name, p), Value: issuing.Say(f, p, false)}
	}
	return rows
}

// paperLinks lead to what may be done with a document.
func paperLinks(v *page.Visit, d issuing.Opened) []anchor {
	here := pathPapers + "/" + string(d.ID)
	switch d.State {
	case document.Planned, document.Signed:
		return []anchor{{Text: v.P.T("admin.paper.preview"), Href: here + "/file"}}
	case document.Void:
		return nil
	case document.Released:
	}
	out := []anchor{{Text: v.P.T("admin.paper.file"), Href: here + "/file"}}
	if d.Fate.Kind == "" {
		out = append(out, anchor{Text: v.P.T("admin.lost_paper.title"), Href: here + "/lost"})
	}
	if access.May(v.By(), access.RevokeDocuments) && (d.Fate.Kind == "" || d.Fate.Kind == document.Lost) {
		out = append(out, anchor{Text: v.P.T("admin.revoke_paper.title"), Href: here + "/revoke"})
	}
	return out
}

// PaperFile asks whether the file shall be opened, or of a document that is not released yet its preview, and hands it over: that is a look, and
// nothing that a browser does by itself.
func PaperFile(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := document.ID(v.Part("id"))
	f := page.NewForm(v.P, v.Form)
	var file issuing.File
	what, err := p.try(v, f, func(slip desk.Slip) error {
		var err error
		file, err = p.Papers.FetchForDesk(ctx, v.By(), slip.Request, id)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			file, err = p.Papers.Preview(ctx, v.By(), slip.Request, id)
		}
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.Reply{File: &page.File{Name: file.Name, Type: "application/pdf", Data: file.PDF}, Private: true}, nil
	}
	d, err := p.Papers.Open(ctx, v.By(), v.Request, id)
	if err == nil && d.State == document.Void {
		err = fault.New(fault.NotFound, "not-found")
	}
	if err != nil {
		return page.Reply{}, err
	}
	title, lead := v.P.T("admin.paper.file"), v.P.T("admin.paper.file_lead")
	if d.State != document.Released {
		title, lead = v.P.T("admin.paper.preview"), v.P.T("admin.paper.preview_lead")
	}
	pg := p.paperForm(v, title, d)
	pg.Lead, pg.Button = lead, v.P.T("admin.paper.fetch")
	return pg.show(f), nil
}

// released opens a document that was handed out; any other is a fault of kind NotFound.
func (p *Pages) released(ctx context.Context, v *page.Visit, id document.ID) (issuing.Opened, error) {
	d, err := p.Papers.Open(ctx, v.By(), v.Request, id)
	if err == nil && d.State != document.Released {
		err = fault.New(fault.NotFound, "not-found")
	}
	return d, err
}

// paperForm begins a form about a document, as it stands now.
func (p *Pages) paperForm(v *page.Visit, title string, d issuing.Opened) *formPage {
	pg := p.newForm(v, title, anchor{Text: paperKind(v.P, d.Kind) + " " + string(d.Number), Href: pathPapers + "/" + string(d.ID)})
	pg.Hidden = [][2]string{{"version", versionText(d.Version)}}
	return pg
}
