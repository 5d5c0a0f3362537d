package law

import (
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// DocumentLine is one kind of paper in a list, with what it is for on one day.
type DocumentLine struct {
	DocumentInfo
	Asked int // procedures in force that may ask for it
	Given int // procedures in force that it may come out of
}

// DocumentPage is one kind of paper on one day, for anybody.
type DocumentPage struct {
	DocumentInfo
	On      calendar.Date
	AskedBy []Asking // the procedures in force that may ask for it, by title
	GivenBy []Giving // the procedures in force that it may come out of, by title
}

// Asking is a procedure that asks for a paper. It may ask for it in more than one way, each under its own condition.
type Asking struct {
	Procedure ProcedureInfo
	Ways      []AskedPaper
}

// AskedPaper is one way in which a procedure asks for a paper.
type AskedPaper struct {
	PlanDocument
	Always bool // of everybody; otherwise answers decide it
}

// Giving is a procedure that a paper comes out of. The validity of the paper may depend on answers.
type Giving struct {
	Procedure ProcedureInfo
	Outputs   []Output
}

// Documents lists the papers by title, in the language's alphabet, with what they are for on a day.
func (l *Law) Documents(lang locale.Lang, on calendar.Date) []DocumentLine {
	asked, given := map[*document]int{}, map[*document]int{}
	for _, p := range l.procedures {
		v, inForce := p.at(on)
		if !inForce {
			continue
		}
		count(asked, v.documents, func(i *documentItem) *document { return i.doc })
		count(given, v.output, func(i *outputItem) *document { return i.doc })
	}
	i := langIndex(lang)
	sorted := l.papers[i]()
	out := make([]DocumentLine, len(sorted))
	for n, d := range sorted {
		out[n] = DocumentLine{DocumentInfo: d.info(i), Asked: asked[d], Given: given[d]}
	}
	return out
}

// count adds one to every paper that stands in a list, however often it stands there.
func count[T any](into map[*document]int, list []T, of func(*T) *document) {
	seen := map[*document]bool{}
	for i := range list {
		d := of(&list[i])
		if !seen[d] {
			seen[d] = true
			into[d]++
		}
	}
}

// sortPapers puts the papers in the order of a language's alphabet. Papers of one name stand by id.
func (l *Law) sortPapers(lang int) []*document {
	out := make([]*document, 0, len(l.documents))
	for _, id := range sortedKeys(l.documents) {
		out = append(out, l.documents[id])
	}
	order := locale.Alphabet(languages()[lang])
	slices.SortStableFunc(out, func(a, b *document) int { return order(a.title.in(lang), b.title.in(lang)) })
	return out
}

// Document is one kind of paper as its public page shows it; ok is false if the law knows no such paper.
func (l *Law) Document(id string, lang locale.Lang, on calendar.Date) (page DocumentPage, ok bool) {
	d := l.documents[id]
	if d == nil {
		return DocumentPage{}, false
	}
	i := langIndex(lang)
	page = DocumentPage{DocumentInfo: d.info(i), On: on}
	e := l.begin(Query{On: on, Lang: lang})
	defer l.end(e)
	for _, p := range l.byTitle[i] {
		version, inForce := p.at(on)
		if !inForce {
			continue
		}
		b := routeBuilder{evaluation: e, verdict: &verdict{procedure: p, version: version, view: e.at(on), state: open}}
		if ways := b.asking(d); len(ways) > 0 {
			page.AskedBy = append(page.AskedBy, Asking{Procedure: l.info(p, lang, on), Ways: ways})
		}
		if outputs := b.giving(d); len(outputs) > 0 {
			page.GivenBy = append(page.GivenBy, Giving{Procedure: l.info(p, lang, on), Outputs: outputs})
		}
	}
	return page, true
}

// asking is every way in which the procedure asks for a paper. Ways that read the same are one.
func (b *routeBuilder) asking(d *document) []AskedPaper {
	var out []AskedPaper
	for i := range b.version.documents {
		item := &b.version.documents[i]
		if item.doc != d {
			continue
		}
		t := b.view.testOpen(item.when, item.openIf)
		if t.state == no {
			continue
		}
		way := AskedPaper{PlanDocument: b.document(item, t), Always: t.state == yes}
		if !slices.ContainsFunc(out, way.same) {
			out = append(out, way)
		}
	}
	return out
}

// same tells whether two ways of asking read the same.
func (w AskedPaper) same(other AskedPaper) bool {
	return w.Always == other.Always && w.Because == other.Because && w.Grade == other.Grade && slices.Equal(w.Forms, other.Forms) &&
		slices.Equal(w.Formalities, other.Formalities) && strings.Join(w.Open, " ") == strings.Join(other.Open, " ")
}

// giving is every way in which the procedure gives a paper.
func (b *routeBuilder) giving(d *document) []Output {
	var out []Output
	for i := range b.version.output {
		if item := &b.version.output[i]; item.doc == d {
			out = append(out, *item.value(b.lang))
		}
	}
	return out
}
