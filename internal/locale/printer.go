package locale

import (
	"strings"
)

// Printer writes in one language. It never changes and may be used by many goroutines at once.
type Printer struct {
	lang     Lang
	messages map[string]Message
	reviewed bool
	names    names
	places
}

// newPrinter prepares a language with the messages of its files.
func newPrinter(lang Lang, f file) *Printer {
	p := &Printer{
		lang:     lang,
		messages: f.messages,
		reviewed: f.reviewed,
		names:    cldrNames(lang.base()),
		places:   newPlaces(lang),
	}
	if lang == Pseudo {
		p.names.mirror()
	}
	return p
}

// Lang returns the language of the printer.
func (p *Printer) Lang() Lang {
	return p.lang
}

// Dir returns the direction of writing: "ltr" or "rtl".
func (p *Printer) Dir() string {
	return p.lang.Dir()
}

// Reviewed tells whether a native speaker has checked all texts of this language.
func (p *Printer) Reviewed() bool {
	return p.reviewed
}

// T returns the message of a key with its placeholders filled (see Message.Format). A key that does not exist
// gives "⟦key⟧", which no reader should ever see: a test looks for keys that sources name and files lack.
func (p *Printer) T(key string, args ...Arg) string {
	msg, ok := p.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return msg.format(args)
}

// Has tells whether the key has a message.
func (p *Printer) Has(key string) bool {
	_, ok := p.messages[key]
	return ok
}

// Keys returns every key, sorted.
func (p *Printer) Keys() []string {
	return sortedKeys(p.messages)
}

// Message returns the message of a key, for those who format it many times.
func (p *Printer) Message(key string) (Message, bool) {
	msg, ok := p.messages[key]
	return msg, ok
}

// ReviewNote returns the sentence that a page shows while nobody who speaks the language has checked its texts,
// and "" once somebody has.
func (p *Printer) ReviewNote() string {
	if p.reviewed {
		return ""
	}
	return p.T("locale.unreviewed")
}

// And joins names into a list for a sentence: "a", "a and b", "a, b and c".
func (p *Printer) And(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return p.T("locale.and", Str("first", strings.Join(items[:last], ", ")), Str("last", items[last]))
}
