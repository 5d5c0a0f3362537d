package public

import (
	"slices"
	"strconv"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// papersView is the checklist of a route.
type papersView struct {
	Count   int
	Groups  []paperGroup
	Usually []paperView // unverified: usually also asked
}

// paperGroup is the papers that come from one place.
type paperGroup struct {
	Title  string
	Papers []paperView
}

// paperView is one paper to bring.
type paperView struct {
	ID      string // of its box
	Title   string
	TitleRO string
	Chips   []chipView
	Text    []string // what counts, where to get it, why it is asked
	Refs    []int
	Open    []linkView
	Paper   string // its id in the law
	More    string // address of its own page, "" where it is not linked
}

type chipView struct {
	Tone ui.Tone
	Text string
}

func (b *planner) papers(r *law.Route, prefix string) papersView {
	var out papersView
	group := make(map[string]int)
	times := make(map[string]int) // a paper may be asked on two conditions
	for i := range r.Documents {
		d := &r.Documents[i]
		paper := b.paper(d, prefix)
		times[d.ID]++
		if n := times[d.ID]; n > 1 {
			paper.ID += "-" + strconv.Itoa(n)
		}
		if d.Grade == law.Unverified {
			out.Usually = append(out.Usually, paper)
			continue
		}
		out.Count++
		n, ok := group[d.Issuer]
		if !ok {
			n = len(out.Groups)
			group[d.Issuer] = n
			title := d.IssuerName
			if title == "" {
				title = b.p.T("page.plan.papers_own")
			}
			out.Groups = append(out.Groups, paperGroup{Title: title})
		}
		out.Groups[n].Papers = append(out.Groups[n].Papers, paper)
	}
	return out
}

// linkPapers gives every paper the address of its own page. Plans do without: they are for one person and have to stay light.
func (b *planner) linkPapers(view *papersView) {
	link := func(list []paperView) {
		for i := range list {
			list[i].More = b.v.Href("/documents/"+list[i].Paper, onQuery(b.v, b.a.On))
		}
	}
	for _, g := range view.Groups {
		link(g.Papers)
	}
	link(view.Usually)
}

func (b *planner) paper(d *law.PlanDocument, prefix string) paperView {
	out := paperView{
		ID: prefix + "-" + d.ID, Paper: d.ID, Title: d.Title, TitleRO: b.romanian(d.TitleRO, d.Title),
		Refs: b.notes.Refs(d.Sources), Open: b.factLinks(d.Open),
	}
	if len(d.Forms) > 0 {
		out.Chips = append(out.Chips, chipView{ui.Calm, formWords(b.p, d.Forms)})
	}
	if d.Amount != nil {
		amount := locale.Str("amount", b.p.Money(d.Amount.Amount, d.Amount.Currency))
		out.Chips = append(out.Chips, chipView{ui.Calm, b.p.T("page.plan.amount", amount)})
	}
	for _, formality := range d.Formalities {
		out.Chips = append(out.Chips, chipView{ui.Amber, law.PaperWord(b.p, formality)})
	}
	if d.FreshUntil != nil {
		fresh := b.p.T("page.plan.fresh_until", locale.Str("date", b.p.Date(*d.FreshUntil)))
		out.Chips = append(out.Chips, chipView{ui.Calm, fresh})
	}
	if d.Grade == law.Secondary {
		out.Chips = append(out.Chips, chipView{ui.Line, b.p.T("ui.grade.secondary")})
	}
	for _, text := range []string{d.Because, d.Hint, d.Where} {
		// Where nothing is said of this route in particular, the reason is the hint again.
		if text != "" && !slices.Contains(out.Text, text) {
			out.Text = append(out.Text, text)
		}
	}
	out.Text = append(out.Text, d.Notes...)
	return out
}

// feesView is what a route costs.
type feesView struct {
	Rows   []feeView
	Totals []string // one for each currency; none where there is nothing to add
	Unsure bool     // some amounts are not confirmed
}

// feeView is one line to pay.
type feeView struct {
	Title, Amount string
	Weaker        string // its grade in words, if it is not official
	Refs          []int
	Open          []linkView
}

func (b *planner) fees(r *law.Route) feesView {
	var out feesView
	for _, fee := range r.Fees {
		view := feeView{
			Title: fee.Title, Amount: b.p.T("page.plan.ask_office"),
			Refs: b.notes.Refs(fee.Sources), Open: b.factLinks(fee.Open),
		}
		if fee.Amount != nil {
			view.Amount = b.p.Money(*fee.Amount, fee.Currency)
		}
		if fee.Grade != law.Official {
			view.Weaker = fee.Grade.Name(b.p)
		}
		out.Rows = append(out.Rows, view)
	}
	sum := sumFees(b.p, r.Fees)
	if sum.Added > len(sum.Sums) {
		out.Totals = sum.Sums
	}
	out.Unsure = len(sum.Unsure) > 0
	return out
}

// feeSum is what the fees of a route come to.
type feeSum struct {
	Sums    []string // for each currency, in the order of its first fee: fees that are certain and known
	Added   int      // how many fees are in the sums
	Unknown int      // fees whose amount is not known
	Open    int      // fees that depend on an answer
	Unsure  []string // fees that are not confirmed
}

func sumFees(p *locale.Printer, fees []law.Fee) feeSum {
	var out feeSum
	var currencies []string
	amounts := make(map[string][]string)
	for _, fee := range fees {
		switch {
		case len(fee.Open) > 0:
			out.Open++
		case fee.Amount == nil:
			out.Unknown++
		case fee.Grade == law.Unverified:
			out.Unsure = append(out.Unsure, p.Money(*fee.Amount, fee.Currency))
		default:
			if _, seen := amounts[fee.Currency]; !seen {
				currencies = append(currencies, fee.Currency)
			}
			amounts[fee.Currency] = append(amounts[fee.Currency], *fee.Amount)
		}
	}
	for _, currency := range currencies {
		sum, ok := total(amounts[currency])
		if !ok {
			out.Unknown += len(amounts[currency])
			continue
		}
		out.Sums = append(out.Sums, p.Money(sum, currency))
		out.Added += len(amounts[currency])
	}
	return out
}
