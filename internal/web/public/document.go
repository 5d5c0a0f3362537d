package public

import (
	"slices"
	"strings"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// documentPage is one kind of paper on one day.
type documentPage struct {
	ui.Page
	Back    string
	Eyebrow string
	Errors  []ui.FieldError
	Day     dayForm
	TitleRO string // "" in Romanian
	Hint    string // what counts
	Refs    []int
	Weaker  string // its grade in words, if it is not official
	From    string // who issues it
	Where   string // where to get it
	Fresh   string // how long it is good
	Asked   []askingView
	Given   []askingView
	Sources []ui.Source
	LawURL  string
	Law     string
}

// askingView is a procedure that asks for the paper, or that it comes out of.
type askingView struct {
	Title, TitleRO string
	Href           string
	Ways           []wayView
}

// wayView is one way in which a paper is asked for, or given.
type wayView struct {
	Chips []chipView
	Text  string
	Refs  []int
}

// DocumentPage shows one kind of paper: what counts, where to get it, and which procedures ask for it or give it.
func DocumentPage(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	info, ok := p.Law.Document(v.Part("id"), v.P.Lang(), on)
	if !ok {
		return page.Reply{}, notFound()
	}
	a := answers{today: v.Today}
	a.Lang, a.On = v.P.Lang(), on
	b := newPlanner(p, v, a)
	pg := &documentPage{
		Page:    v.Frame(info.Title, f.query()),
		Back:    v.Href("/documents", onQuery(v, on)),
		Eyebrow: v.P.T("page.procedures.eyebrow", locale.Str("date", v.P.Date(on))),
		Errors:  f.errors,
		Day:     p.dayForm(v, f, v.Path, on),
		TitleRO: b.romanian(info.TitleRO, info.Title),
		Hint:    info.Hint,
		Refs:    b.notes.Refs(info.Sources),
		From:    info.IssuerName,
		Where:   info.Where,
		LawURL:  v.Href("/about", ""),
		Law:     p.Law.Version(),
	}
	pg.Wrong = len(f.errors) > 0
	if info.Grade != law.Official {
		pg.Weaker = info.Grade.Name(v.P)
	}
	if info.Fresh != nil {
		term := locale.Str("term", v.P.Term(info.Fresh.N, string(info.Fresh.Unit)))
		pg.Fresh = v.P.T("page.document.fresh_for", term)
	}
	for _, asking := range info.AskedBy {
		pg.Asked = append(pg.Asked, b.asking(asking, info.Hint))
	}
	for _, giving := range info.GivenBy {
		pg.Given = append(pg.Given, b.giving(giving))
	}
	pg.Sources = b.notes.List()
	return page.Reply{Status: f.status(), Body: documentTemplate(pg)}, nil
}

// procedureOf is the procedure of a line, without what is said of it.
func (b *planner) procedureOf(info law.ProcedureInfo) askingView {
	return askingView{
		Title: info.Title, TitleRO: b.romanian(info.TitleRO, info.Title), Href: b.v.Href("/procedures/"+info.ID, onQuery(b.v, b.a.On)),
	}
}

// asking says how a procedure asks for a paper. What is true of the paper anywhere is said once, at the top of the page.
func (b *planner) asking(asking law.Asking, hint string) askingView {
	out := b.procedureOf(asking.Procedure)
	for _, way := range asking.Ways {
		view := wayView{Refs: b.notes.Refs(way.Sources)}
		if len(way.Forms) > 0 {
			view.Chips = append(view.Chips, chipView{ui.Calm, formWords(b.p, way.Forms)})
		}
		view.Chips = append(view.Chips, b.certainty(way))
		for _, formality := range way.Formalities {
			view.Chips = append(view.Chips, chipView{ui.Amber, law.PaperWord(b.p, formality)})
		}
		if way.Amount != nil {
			amount := locale.Str("amount", b.p.Money(way.Amount.Amount, way.Amount.Currency))
			view.Chips = append(view.Chips, chipView{ui.Calm, b.p.T("page.plan.amount", amount)})
		}
		if way.Grade == law.Secondary {
			view.Chips = append(view.Chips, chipView{ui.Line, way.Grade.Name(b.p)})
		}
		if way.Because != hint {
			view.Text = way.Because
		}
		out.Ways = append(out.Ways, view)
	}
	return out
}

// certainty says whether everybody is asked for the paper. One that is not confirmed decides nothing.
func (b *planner) certainty(way law.AskedPaper) chipView {
	switch {
	case way.Grade == law.Unverified:
		return chipView{ui.Line, b.p.T("page.document.usually")}
	case way.Always:
		return chipView{ui.Green, b.p.T("page.document.always")}
	}
	return chipView{ui.Amber, b.p.T("page.document.depends")}
}

// giving says how long the paper lasts that comes out of a procedure; where answers decide, each length once.
func (b *planner) giving(giving law.Giving) askingView {
	out := b.procedureOf(giving.Procedure)
	var lengths []string
	var view wayView
	for _, o := range giving.Outputs {
		if words := validityWords(b.p, o.Validity); words != "" && !slices.Contains(lengths, words) {
			lengths = append(lengths, words)
		}
		for _, n := range b.notes.Refs(o.Sources) {
			if !slices.Contains(view.Refs, n) {
				view.Refs = append(view.Refs, n)
			}
		}
	}
	view.Text = strings.Join(lengths, " · ")
	if len(giving.Outputs) > 1 {
		view.Chips = []chipView{{ui.Amber, b.p.T("page.document.length_depends")}}
	}
	out.Ways = []wayView{view}
	return out
}
