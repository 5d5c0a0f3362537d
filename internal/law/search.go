package law

import (
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/search"
)

// Found is something of the law that a search found.
type Found struct {
	Kind    string `json:"kind"` // procedure | document | office
	ID      string `json:"id"`
	Title   string `json:"title"`
	TitleRO string `json:"title_ro"`
	Text    string `json:"text,omitempty"`     // a sentence about it, "" if there is none
	InForce bool   `json:"in_force,omitempty"` // a procedure that takes applications on the day asked about

	// PageOnly marks a procedure that is told of and cannot be applied for here.
	PageOnly bool `json:"page_only,omitempty"`
}

// MaxFound is the most that one search answers: where as many are found there may be more.
const MaxFound = 30

// findable is one thing that can be found, and what it looks like to a reader.
type findable struct {
	fields []search.Field
	show   func(lang locale.Lang, on calendar.Date) Found
}

// finder is the index of everything that can be found in the law. It is made when the first search asks for it.
type finder struct {
	index *search.Index
	all   []findable
}

// Search finds procedures, documents and offices by words in any of the languages, with or without diacritics, forgiving a slip; the
// best first, in the reader's language.
func (l *Law) Search(words string, lang locale.Lang, on calendar.Date) []Found {
	f := l.finder()
	out := []Found{}
	for _, hit := range f.index.Find(words, MaxFound) {
		out = append(out, f.all[hit.Entry].show(lang, on))
	}
	return out
}

// How much a word weighs by where it stands. What a person can ask for comes before papers and places.
const (
	inProcedure = 16 // its title
	inWords     = 14 // what people say instead
	inTitle     = 10
	inCounty    = 8
	inText      = 3
	inHint      = 1
)

func (l *Law) newFinder() *finder {
	f := &finder{}
	for _, p := range l.procedures {
		f.all = append(f.all, l.findProcedure(p))
	}
	for _, id := range sortedKeys(l.documents) {
		f.all = append(f.all, l.findDocument(l.documents[id]))
	}
	for _, o := range l.offices {
		f.all = append(f.all, l.findOffice(o))
	}
	fields := make([][]search.Field, len(f.all))
	for i := range f.all {
		fields[i] = f.all[i].fields
	}
	f.index = search.New(fields)
	return f
}

func (l *Law) findProcedure(p *procedure) findable {
	fields := []search.Field{{Text: p.id, Weight: inText}}
	for lang := range langCount {
		fields = append(fields,
			search.Field{Text: p.title.in(lang), Weight: inProcedure},
			search.Field{Text: p.words.in(lang), Weight: inWords},
			search.Field{Text: p.summary.in(lang), Weight: inText},
		)
	}
	return findable{fields, func(lang locale.Lang, on calendar.Date) Found {
		info := l.info(p, lang, on)
		return Found{
			Kind: "procedure", ID: p.id, Title: info.Title, TitleRO: info.TitleRO, Text: info.Summary, InForce: info.InForce && !info.PageOnly,
			PageOnly: info.PageOnly,
		}
	}}
}

func (l *Law) findDocument(d *document) findable {
	fields := []search.Field{{Text: d.id, Weight: inText}}
	for lang := range langCount {
		fields = append(fields,
			search.Field{Text: d.title.in(lang), Weight: inTitle},
			search.Field{Text: d.hint.in(lang), Weight: inHint},
			search.Field{Text: d.where.in(lang), Weight: inHint},
		)
	}
	return findable{fields, func(lang locale.Lang, _ calendar.Date) Found {
		i := langIndex(lang)
		return Found{Kind: "document", ID: d.id, Title: d.title.in(i), TitleRO: d.title.in(langIndex(locale.RO)), Text: d.hint.in(i)}
	}}
}

func (l *Law) findOffice(o *office) findable {
	fields := []search.Field{{Text: o.City, Weight: inTitle}, {Text: fromPointer(o.Address), Weight: inText}}
	for lang, name := range languages() {
		print := l.catalogue.For(name)
		fields = append(fields, search.Field{Text: o.name.in(lang), Weight: inTitle})
		for _, county := range append([]string{o.County}, o.Counties...) {
			fields = append(fields, search.Field{Text: print.County(county), Weight: inCounty})
		}
	}
	return findable{fields, func(lang locale.Lang, _ calendar.Date) Found {
		return Found{
			Kind: "office", ID: o.ID, Title: o.name.in(langIndex(lang)), TitleRO: o.name.in(langIndex(locale.RO)), Text: fromPointer(o.Address),
		}
	}}
}
