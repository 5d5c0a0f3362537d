package filing

import (
	"sejur/internal/application"
	"sejur/internal/form"
)

// Hindrance is something without which nothing can be sent in.
type Hindrance struct {
	Kind HindranceKind
	Ref  string // page, document, or fact
	Text string // of excluded: the sentence of the law
}

// HindranceKind is what sort of thing stands in the way.
type HindranceKind string

// The kinds of hindrances.
const (
	PageHinders      HindranceKind = "page"      // is not complete
	PaperHinders     HindranceKind = "paper"     // has no file
	FactHinders      HindranceKind = "fact"      // an answer of the guide is missing without which nobody knows whether the procedure applies
	ExcludedHinders  HindranceKind = "excluded"  // the answers rule the procedure out
	ElsewhereHinders HindranceKind = "elsewhere" // the law of today has the procedure filed somewhere else, or not at all
	ChangeHinders    HindranceKind = "change"    // the law changed and nobody has looked
)

// hindrances are what stands in the way of sending in, in the order in which somebody would go about them.
func hindrances(k form.Asked, o Opened) []Hindrance {
	var out []Hindrance
	if len(k.Excluded) > 0 {
		return []Hindrance{{Kind: ExcludedHinders, Ref: k.Excluded[0].ID, Text: k.Excluded[0].Text}}
	}
	for _, f := range k.Possible {
		out = append(out, Hindrance{Kind: FactHinders, Ref: f})
	}
	if o.Changed != nil {
		out = append(out, Hindrance{Kind: ChangeHinders})
	}
	for _, p := range o.Pages {
		if p.Standing != PageComplete {
			out = append(out, Hindrance{Kind: PageHinders, Ref: p.ID})
		}
	}
	for _, l := range o.Lines {
		if l.Need == application.Required && !l.Sent() {
			out = append(out, Hindrance{Kind: PaperHinders, Ref: l.Document})
		}
	}
	return out
}
