package issuing

import (
	"slices"
	"strings"

	"sejur/internal/document"
	"sejur/internal/locale"
)

// sheet writes a sealed document: Romanian, and beside it the second language of its holder. The same document with the same seal is always
// the same sheet.
func (d *Desk) sheet(doc document.Document, seal Seal) document.Sheet {
	w := writer{doc: doc, ro: d.catalogue.For(locale.RO)}
	if doc.Lang != "" {
		w.other = d.catalogue.For(doc.Lang)
	}
	place := strings.TrimPrefix(strings.TrimPrefix(d.origin, "https://"), "http://")
	out := document.Sheet{
		Title: w.ro.T(w.title()) + " " + string(doc.Number), Lang: locale.RO.Tag(), At: seal.SignedAt, Specimen: doc.Specimen,
		Sender: w.sender(), Seal: seal.Raw, SealText: w.both("letter.seal"), Foot: w.ro.T("letter.foot", locale.Str("number", string(doc.Number))),
		Under:  w.both("letter.code", locale.Str("code", doc.Code.String())) + "\n" + w.both("letter.check", locale.Str("place", place)),
		PageOf: w.ro.T("letter.page", locale.Str("n", "{n}"), locale.Str("total", "{total}")),
	}
	out.Blocks = w.blocks()
	return out
}

// writer writes the blocks of one paper.
type writer struct {
	doc       document.Document
	ro, other *locale.Printer // other is nil when the paper is in Romanian alone
	out       []document.Block
}

// key is the key of a sentence that each kind of paper has in its own words.
//
//locale:uses letter.receipt.* letter.certificate.* letter.decision.* letter.invitation.* letter.letter.*
func (w *writer) key(part string) string { return "letter." + string(w.doc.Kind) + "." + part }

// sender is who writes: the inspectorate, and the office where the paper names one.
func (w *writer) sender() []string {
	lines := []string{w.ro.T("letter.sender")}
	if where := w.doc.Fact(document.Office); where != "" {
		lines = append(lines, where)
	}
	return lines
}

// both is a sentence in both languages, each on its line.
func (w *writer) both(key string, args ...locale.Arg) string {
	text := w.ro.T(key, args...)
	if w.other != nil {
		text += "\n" + w.other.T(key, args...)
	}
	return text
}

// blocks are what stands on the paper, from above.
func (w *writer) blocks() []document.Block {
	w.say(document.Title, w.title())
	if w.doc.Specimen {
		w.say(document.Notice, "letter.specimen")
	}
	w.say(document.Paragraph, w.intro())
	if w.doc.Fact(document.ComeBy) != "" {
		w.say(document.Notice, "letter.receipt.come", "until", document.ComeBy)
	}
	w.facts()
	w.prose(document.Reasons, "letter.reasons")
	w.prose(document.Body, "")
	if w.doc.Fact(document.ContestBy) != "" {
		w.say(document.Heading, "letter.contest.title")
		w.say(document.Paragraph, "letter.contest.text", "where", document.ContestAt, "until", document.ContestBy)
	}
	w.say(document.Heading, "letter.law.title")
	if w.doc.Fact(document.Law) != "" {
		w.say(document.Paragraph, "letter.law.rests", "law", document.Law)
	}
	w.say(document.Paragraph, w.is())
	w.say(document.Small, "letter.verify")
	return w.out
}

// intro is the key of the sentence that says what the paper is about: a decision says what was decided.
func (w *writer) intro() string {
	if w.doc.Kind == document.Decision {
		return w.key(w.doc.Fact(document.Outcome))
	}
	if w.prepared() {
		return w.key("sent-intro")
	}
	return w.key("intro")
}

// prepared tells a receipt of what was sent and is filed only at the counter.
func (w *writer) prepared() bool { return w.doc.Fact(document.Filing) == document.FilingPreparation }

// title is the key of what the paper is called.
func (w *writer) title() string {
	if w.prepared() {
		return w.key("sent-title")
	}
	return w.key("title")
}

// is is the key of the sentence that says what the paper is in law.
func (w *writer) is() string {
	if w.prepared() {
		return w.key("sent-is")
	}
	return w.key("is")
}

// say adds a sentence. After the key stand names of its values and the facts that give them.
func (w *writer) say(k document.BlockKind, key string, values ...any) {
	w.add(document.Block{Kind: k}, func(b *document.Block, p *locale.Printer, second bool) {
		var args []locale.Arg
		for i := 0; i+1 < len(values); i += 2 {
			name, _ := values[i].(string)
			fact, _ := values[i+1].(document.Name)
			args = append(args, locale.Str(name, w.value(fact, p, second)))
		}
		b.Text = p.T(key, args...)
	})
}

// add adds a block in both languages.
func (w *writer) add(b document.Block, fill func(b *document.Block, p *locale.Printer, second bool)) {
	own := b
	fill(&own, w.ro, false)
	if w.other != nil {
		beside := b
		beside.Lang = w.other.Lang().Tag()
		fill(&beside, w.other, true)
		own.Other = &beside
	}
	w.out = append(w.out, own)
}

// value is a fact as a reader of a language sees it.
func (w *writer) value(n document.Name, p *locale.Printer, second bool) string {
	for _, f := range w.doc.Facts {
		if f.Name == n {
			return Say(f, p, second)
		}
	}
	return ""
}

// Say is the value of a fact in words. second tells that the reader is the one of the paper's second language.
//
//locale:uses letter.outcome.*
func Say(f document.Fact, p *locale.Printer, second bool) string {
	return f.Say(p, func(word string) string { return p.T("letter.outcome." + word) }, second)
}

// Label is the name of a fact in words.
//
//locale:uses letter.fact.*
func Label(n document.Name, p *locale.Printer) string { return p.T("letter.fact." + string(n)) }

// facts adds the table of what the paper says in single values, with its own number and days.
func (w *writer) facts() {
	w.add(document.Block{Kind: document.Facts}, func(b *document.Block, p *locale.Printer, second bool) {
		row := func(label, value string) { b.Rows = append(b.Rows, []string{label, value}) }
		row(p.T("letter.number"), string(w.doc.Number))
		row(p.T("letter.issued"), p.Date(w.doc.IssuedOn))
		if !w.doc.ValidUntil.IsZero() {
			row(p.T("letter.until"), p.Date(w.doc.ValidUntil))
		}
		own := []document.Name{document.Law, document.ContestAt, document.ContestBy, document.Filing, document.ComeBy} // have a sentence of their own
		for _, f := range w.doc.Shown() {
			if !slices.Contains(own, f.Name) {
				row(Label(f.Name, p), Say(f, p, second))
			}
		}
	})
}

// prose adds the paragraphs of a text, below a heading when it has one.
func (w *writer) prose(n document.Name, heading string) {
	if w.doc.Fact(n) == "" {
		return
	}
	if heading != "" {
		w.say(document.Heading, heading)
	}
	ro, other := paragraphs(w.value(n, w.ro, false)), []string(nil)
	if w.other != nil {
		other = paragraphs(w.value(n, w.other, true))
	}
	for i := range max(len(ro), len(other)) {
		b := document.Block{Kind: document.Paragraph, Text: at(ro, i)}
		if w.other != nil && at(other, i) != b.Text {
			b.Other = &document.Block{Kind: document.Paragraph, Lang: w.other.Lang().Tag(), Text: at(other, i)}
		}
		w.out = append(w.out, b)
	}
}

// paragraphs are parted by an empty line.
func paragraphs(text string) []string { return strings.Split(strings.TrimSpace(text), "\n\n") }

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
