package law

import (
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// sourceIndex finds sources by id. Each source is one value in each language for every item that names it.
type sourceIndex struct {
	byID map[string]*indexedSource
}

type indexedSource struct {
	in   [langCount]Source
	used bool
}

// citation are the sources of an item, in each language.
type citation [langCount][]*Source

func compileSources(rows map[string]sourceRow, texts textIndex, faults *faultList) sourceIndex {
	index := sourceIndex{byID: make(map[string]*indexedSource, len(rows))}
	for id, r := range rows {
		if _, err := calendar.Parse(r.Checked); err != nil {
			faults.add("sources: %q says no date on which it was checked: %q", id, r.Checked)
		}
		switch r.Grade {
		case Official, Secondary, Unverified:
		default:
			faults.add("sources: %q has grade %q: use official, secondary or unverified", id, r.Grade)
		}
		title := texts.need("source."+id, faults)
		entry := &indexedSource{}
		for lang := range langCount {
			entry.in[lang] = Source{
				ActName: actName(r.Act, texts, lang),
				Act:     r.Act, Article: r.Article, Title: title.in(lang), URL: r.URL, Seed: r.Seed, Checked: r.Checked, Grade: r.Grade,
			}
		}
		index.byID[id] = entry
	}
	return index
}

// actName says the kind of an act in a language and leaves its number: GEO 194/2002 is OUG 194/2002 in Romanian.
func actName(act string, texts textIndex, lang int) string {
	number := strings.IndexAny(act, "0123456789")
	if number < 0 {
		return act
	}
	words := strings.FieldsFunc(strings.ToLower(act[:number]), func(r rune) bool { return r < 'a' || r > 'z' })
	kind := texts.may("act." + strings.Join(words, "-"))
	if kind == nil {
		return act
	}
	return kind.in(lang) + " " + act[number:]
}

// find turns ids into sources; where is the item for the fault's words. An item without a source is a fault.
func (s sourceIndex) find(where string, ids []string, faults *faultList) citation {
	if len(ids) == 0 {
		faults.add("%s: no source", where)
	}
	out := noCitation()
	for _, id := range ids {
		src := s.byID[id]
		if src == nil {
			faults.add("%s: unknown source %q", where, id)
			continue
		}
		src.used = true
		for lang := range langCount {
			out[lang] = append(out[lang], &src.in[lang])
		}
	}
	return out
}

// noCitation names nothing: an empty list in JSON, never null.
func noCitation() citation {
	var out citation
	for lang := range langCount {
		out[lang] = []*Source{}
	}
	return out
}

// Name says a grade in words.
func (g Grade) Name(p *locale.Printer) string {
	switch g {
	case Official:
		return p.T("ui.grade.official")
	case Secondary:
		return p.T("ui.grade.secondary")
	case Unverified:
	}
	return p.T("ui.grade.unverified")
}

// BestGrade is the grade of a statement: the best of its sources; without any it is Unverified.
func BestGrade(sources []*Source) Grade {
	best := Unverified
	for _, s := range sources {
		switch s.Grade {
		case Official:
			return Official
		case Secondary:
			best = Secondary
		case Unverified:
		}
	}
	return best
}

// worse is the grade of a statement that rests on two others: that it must be paid, and how much.
func worse(a, b Grade) Grade {
	for _, g := range []Grade{Unverified, Secondary} {
		if a == g || b == g {
			return g
		}
	}
	return Official
}

// union is both lists of sources, each source once.
func union(a, b []*Source) []*Source {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
