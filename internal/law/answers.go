package law

import "sejur/internal/locale"

// Question is a fact whatever the order of asking: for changing an answer.
func (l *Law) Question(id string, q Query) (Question, bool) {
	f := l.factsByID[id]
	if f == nil || f.Derived {
		return Question{}, false
	}
	e := l.begin(q)
	defer l.end(e)
	return e.question(f), true
}

// Answer is one given fact in words.
type Answer struct {
	Fact      string
	Question  string
	Text      string
	Value     string // as in a link
	Sensitive bool
}

// Answers are the given facts in words, in the order of asking.
func (l *Law) Answers(q Query) []Answer {
	lang := langIndex(q.Lang)
	var out []Answer
	for i, g := range q.Facts.given {
		if g.raw == "" {
			continue
		}
		f := l.facts[i]
		out = append(out, Answer{
			Fact: f.ID, Question: f.texts.question.in(lang), Text: l.answerText(f, g, q.Lang), Value: g.raw, Sensitive: f.Sensitive,
		})
	}
	return out
}

func (l *Law) answerText(f *Fact, g given, lang locale.Lang) string {
	t, print := &l.engine, l.catalogue.For(lang)
	i := langIndex(lang)
	if g.value == nil {
		return t.notKnown.in(i)
	}
	switch f.Kind {
	case KindCountry:
		return print.Country(g.raw)
	case KindCounty:
		return print.County(g.raw)
	case KindDate:
		return print.Date(g.value.(dateVal).Date)
	case KindYesNo:
		if g.raw == "true" {
			return t.yes.in(i)
		}
		return t.no.in(i)
	case KindChoice:
		for _, o := range f.Options {
			if o.ID == g.raw {
				return o.text.in(i)
			}
		}
	case KindPeriods:
		return l.periodsText(periodList(g.value), lang)
	case KindNumber:
	}
	return g.raw
}

func (l *Law) periodsText(list []Period, lang locale.Lang) string {
	i, print := langIndex(lang), l.catalogue.For(lang)
	if len(list) == 0 {
		return l.engine.none.in(i)
	}
	text := ""
	for n, p := range list {
		if n > 0 {
			text += "; "
		}
		if p.To == nil {
			text += l.engine.since.in(i, locale.Str("from", print.Date(p.From)))
			continue
		}
		text += print.Date(p.From) + " – " + print.Date(*p.To)
	}
	return text
}
