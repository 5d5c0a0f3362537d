package law

import (
	"slices"

	"sejur/internal/locale"
)

// PaperWord names a form (original, copy) or a formality (translation, apostille, …) of a paper. A word without a name is
// shown as it is.
//
//locale:uses ui.form.* ui.formality.*
func PaperWord(p *locale.Printer, word string) string {
	for _, key := range []string{"ui.form." + word, "ui.formality." + word} {
		if p.Has(key) {
			return p.T(key)
		}
	}
	return word
}

// The Regulation on public documents of the Union (EU) 2016/1191 binds its members, not the EEA states and Switzerland that
// the law on residence treats alike.
func outsideUnion() []string { return []string{"CH", "IS", "LI", "NO"} }

// formalities decides what a foreign paper needs. Two questions, two answers: legalisation and translation.
//
// In this order, the first that fits: a Romanian paper needs nothing; one from a member state of the Union no legalisation; a
// multilingual extract (ICCS Convention 16, Form A) neither legalisation nor translation; a translation made by an authorised
// translator of a state with a treaty no legalisation; else an apostille where the issuing state is a party to the Hague
// Convention of 5 October 1961, and superlegalisation where it is not.
func (b *routeBuilder) formalities(item *documentItem, out *PlanDocument) {
	if len(item.fixed) > 0 {
		out.Formalities = item.fixed
	}
	if !item.foreign {
		return
	}
	of := &b.law.special
	issued, ok := b.view.word(of.issuedIn)
	if !ok {
		b.wants(of.issuedIn, out)
		return
	}
	state := b.country(issued)
	group := state.value("group", b.view.event)
	if group == "ro" {
		return
	}
	switch b.view.resolve(of.extract).Value() {
	case true:
		return
	case false:
		out.Formalities = []string{"translation"}
	default:
		b.wants(of.extract, out)
		out.Formalities = []string{"translation"}
	}
	treaty := state.value("treaty", b.view.event)
	if group == "eu" && !slices.Contains(outsideUnion(), issued) {
		if treaty == "apostille-may-be-required" {
			out.Notes = append(out.Notes, b.law.engine.apostilleMaybe.in(b.lang))
		}
		return
	}
	translated, ok := b.view.word(of.translatedIn)
	if !ok {
		b.wants(of.translatedIn, out)
		return
	}
	b.legalise(issued, translated, state, treaty, out)
}

func (b *routeBuilder) legalise(issued, translated string, state *countryRow, treaty string, out *PlanDocument) {
	elsewhere := translated != issued
	switch b.country(translated).value("treaty", b.view.event) {
	case "exempt":
		if elsewhere {
			out.Notes = append(out.Notes, b.law.engine.translatedElsewhere.in(b.lang))
		}
		return
	case "apostille-may-be-required":
		out.Notes = append(out.Notes, b.law.engine.apostilleMaybe.in(b.lang))
		return
	case "superlegalisation":
		out.Formalities = []string{"translation", "superlegalisation"}
		return
	}
	out.Formalities = []string{"translation", "superlegalisation"}
	if state.value("apostille", b.view.event) == "yes" {
		out.Formalities = []string{"translation", "apostille"}
	}
	if treaty == "superlegalisation" {
		out.Formalities = []string{"translation", "superlegalisation"}
	}
	if treaty == "exempt" {
		out.Notes = append(out.Notes, b.law.engine.treatyMayExempt.in(b.lang))
	}
}

func (b *routeBuilder) country(code string) *countryRow {
	if row := b.law.countries[code]; row != nil {
		return row
	}
	return noCountry
}

// wants notes a fact that would decide a document's formalities.
func (b *routeBuilder) wants(f *Fact, out *PlanDocument) {
	b.missing.add(f.index)
	if !slices.Contains(out.Open, f.ID) {
		out.Open = append(out.Open, f.ID)
	}
}
