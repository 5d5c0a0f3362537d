package law

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"sejur/internal/locale"
)

// Report is the outcome of a check that found no fault.
type Report struct {
	Version    string `json:"version"`
	Procedures int    `json:"procedures"`
	Documents  int    `json:"documents"`
	Facts      int    `json:"facts"`
	Sources    int    `json:"sources"`
	Texts      int    `json:"texts"`
	Rules      int    `json:"rules"`
	Personas   int    `json:"personas"`
}

// Check reads the whole law with its personas and says everything that is wrong with it (docs/writing-law.md): unknown and
// unused ids, missing texts and sources, expressions of the wrong type, versions that overlap or leave a gap, a procedure
// that no persona reaches, a rule that nothing covers, a persona that no longer holds.
func Check(fsys fs.FS, catalogue *locale.Catalogue) (Report, error) {
	l, faults, err := load(fsys, catalogue)
	if err != nil {
		return Report{}, err
	}
	personas, err := Personas(fsys)
	if err != nil {
		return Report{}, err
	}
	rules, err := readCoverage(fsys)
	if err != nil {
		return Report{}, err
	}
	l.checkPersonas(personas, faults)
	l.checkCoverage(rules, personas, faults)
	l.checkUnused(faults)
	report := Report{
		Version: l.version, Procedures: len(l.procedures), Documents: len(l.documents), Facts: len(l.facts),
		Sources: len(l.sources.byID), Texts: len(l.texts), Rules: len(rules), Personas: len(personas),
	}
	return report, faults.err()
}

// checkPersonas runs every persona and asks that each procedure is reached by one. A law that is broken in itself is not run:
// its answers would mean nothing, and an id that leads nowhere has no answer at all.
func (l *Law) checkPersonas(personas []Persona, faults *faultList) {
	reached := map[string]bool{}
	whole := len(faults.all) == 0
	for i := range personas {
		p := &personas[i]
		if p.Who == "" {
			faults.add("personas/%s: says not who it is", p)
		}
		if p.On.IsZero() {
			faults.add("personas/%s: no `on`: a persona lives on a day", p)
			continue
		}
		l.checkPersonaIDs(p, faults)
		if whole {
			for _, difference := range l.verify(p) {
				faults.add("personas/%s: %s", p, difference)
			}
		}
		for id := range p.Expect.procedures {
			reached[id] = true
		}
		if p.Expect.routes != nil {
			for _, id := range *p.Expect.routes {
				reached[id] = true
			}
		}
	}
	for _, p := range l.procedures {
		if !reached[p.id] && !p.pageOnly {
			faults.add("procedures/%s: no persona reaches it", p.id)
		}
	}
}

// checkPersonaIDs refuses names in what a persona must not be asked: a misspelt one would hold for ever.
func (l *Law) checkPersonaIDs(p *Persona, faults *faultList) {
	for _, id := range p.Expect.neverAsks {
		if l.factsByID[id] == nil {
			faults.add("personas/%s: never_asks: unknown fact %q", p, id)
		}
	}
	for _, procedure := range sortedKeys(p.Expect.procedures) {
		for _, id := range p.Expect.procedures[procedure].Without {
			if l.documents[id] == nil && l.amounts[id] == nil && !l.hasBlock(id) {
				faults.add("personas/%s: %s: without: unknown document, fee, step, duty or warning %q", p, procedure, id)
			}
		}
	}
}

// hasBlock says that a step, a duty or a warning has the id.
func (l *Law) hasBlock(id string) bool {
	return l.shared["step."+id] != nil || l.shared["duty."+id] != nil || l.shared["warning."+id] != nil
}

func (l *Law) checkCoverage(rules []Rule, personas []Persona, faults *faultList) {
	covered := map[string]bool{}
	for i := range personas {
		for _, id := range personas[i].Covers {
			covered[id] = true
		}
	}
	known := map[string]bool{}
	for _, r := range rules {
		if known[r.ID] {
			faults.add("coverage: %q stands twice", r.ID)
		}
		known[r.ID] = true
		if r.Rule == "" {
			faults.add("coverage: %q says no rule", r.ID)
		}
		l.sources.find("coverage: "+r.ID, []string{r.Source}, faults)
		if !covered[r.ID] && r.Page == "" {
			faults.add("coverage: nothing covers %q", r.ID)
		}
	}
	for i := range personas {
		for _, id := range personas[i].Covers {
			if !known[id] {
				faults.add("personas/%s: covers unknown rule %q", &personas[i], id)
			}
		}
	}
}

// checkUnused finds what is defined and nowhere used: most often a misspelt id somewhere else.
func (l *Law) checkUnused(faults *faultList) {
	for _, f := range l.facts {
		if !f.used {
			faults.add("facts.yaml: nothing uses %s", f.ID)
		}
	}
	for id, d := range l.documents {
		if !d.used {
			faults.add("documents: nothing asks for or issues %s", id)
		}
	}
	for id, s := range l.sources.byID {
		if !s.used {
			faults.add("sources: nothing cites %s", id)
		}
	}
	for _, s := range l.shared {
		if !s.used {
			faults.add("shared: nothing names %s %s", s.kind, s.id)
		}
	}
	for id, f := range l.forms {
		if !f.used {
			faults.add("forms: nothing uses %s", id)
		}
	}
	amounts, rules := l.amountsAndRulesInUse()
	for id := range l.amounts {
		if !amounts[id] {
			faults.add("amounts.yaml: nothing uses %s", id)
		}
	}
	for id := range l.rules {
		if !rules[id] {
			faults.add("offices.yaml: nothing uses the rule %s", id)
		}
	}
	for key, t := range l.texts {
		if !t.used && !slices.ContainsFunc(freeTexts(), func(prefix string) bool { return strings.HasPrefix(key, prefix) }) {
			faults.add("texts: nothing shows %q", key)
		}
	}
}

func (l *Law) amountsAndRulesInUse() (amounts, rules map[string]bool) {
	amounts, rules = map[string]bool{}, map[string]bool{}
	for _, p := range l.procedures {
		for _, v := range p.versions {
			rules[v.office] = true
			for _, f := range v.fees {
				amounts[f.id] = true
			}
			for _, d := range v.documents {
				if d.amount != nil {
					amounts[d.amount.id] = true
				}
			}
		}
	}
	return amounts, rules
}

// freeTexts are the beginnings of keys that pages show by themselves.
func freeTexts() []string { return []string{"grade.", "amount."} }

// Faults splits the error of Load or Check into single faults.
func Faults(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}
