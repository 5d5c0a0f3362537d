package application

import (
	"maps"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// AskedLine is a line beside what the law asks of it.
type AskedLine struct {
	Line
	Paper     law.PlanDocument // of one that is not asked, its id and title alone
	Need      Need
	Standing  Standing
	GoodUntil calendar.Date // by its own day of issue and the term of the law; none = not known, not asked, or it does not age
}

// Need is how much a line is asked for.
type Need string

// The needs.
const (
	Required Need = "required"  // nothing is sent in or accepted without it
	Perhaps  Need = "perhaps"   // an answer that nobody has given decides
	Usual    Need = "usual"     // usually also asked, without a source that decides
	NotAsked Need = "not-asked" // it was sent, or the office asked for it, and the law asks for it no more
)

// NeedOf is how much a paper is asked for.
func NeedOf(p law.PlanDocument) Need {
	switch {
	case p.Grade == law.Unverified:
		return Usual
	case p.Undecided:
		return Perhaps
	}
	return Required
}

// Beside puts what the law asks and what was sent together, for whoever fills the lines and for whoever judges them: what is asked first, in the order of
// papers; then, by id, lines to which something was sent, or of which the office said something, and which are asked no more.
func Beside(l *law.Law, papers []law.PlanDocument, sent []Line, lang locale.Lang) []AskedLine {
	rest := make(map[string]Line, len(sent))
	for _, one := range sent {
		rest[one.Document] = one
	}
	out := make([]AskedLine, 0, len(papers))
	for _, p := range papers {
		one, there := rest[p.ID]
		if !there {
			one = Line{Document: p.ID, State: Open}
		}
		delete(rest, p.ID)
		out = append(out, AskedLine{Line: one, Paper: p, Need: NeedOf(p), Standing: one.Standing(), GoodUntil: l.GoodUntil(p.ID, one.IssuedOn)})
	}
	for _, id := range slices.Sorted(maps.Keys(rest)) {
		if one := rest[id]; len(one.Uploads) > 0 || one.State != Open {
			info, _ := l.DocumentNamed(id, lang)
			out = append(out, AskedLine{Line: one, Paper: law.PlanDocument{ID: id, Title: info.Title}, Need: NotAsked, Standing: one.Standing()})
		}
	}
	return out
}
