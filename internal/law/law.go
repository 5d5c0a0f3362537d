// Package law loads, checks and evaluates the law: facts in, Plan out, with a reason and a source for every line.
//
// The law is data (folder law/, see docs/writing-law.md). The engine has no clock, no HTTP and no storage: everything it
// knows is the law's edition, the day asked about and the facts given.
//
// Three-valued logic runs through CEL's own unknowns: a fact nobody has given resolves to an unknown that carries its
// name, and the unknown set of a result is the list of facts that decide it. There is no second engine.
package law

import (
	"fmt"
	"io/fs"
	"sync"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// Law is one edition of the law, loaded and compiled. It never changes and may be used by many goroutines at once.
type Law struct {
	version    string
	facts      []*Fact
	factsByID  map[string]*Fact
	procedures []*procedure // by id
	byTitle    [langCount][]*procedure
	documents  map[string]*document
	amounts    map[string][]amount
	countries  map[string]*countryRow
	offices    []*office
	seats      map[string]place
	rules      map[string]*officeRule
	shared     map[string]*shared
	forms      map[string]*compiledForm
	sources    sourceIndex
	texts      textIndex
	reviewed   map[string]bool
	exprs      []*expr
	cal        *calendar.Calendar
	catalogue  *locale.Catalogue
	engine     engineTexts
	events     [3]*Fact // the fact of each event
	special    specialFacts
	pool       sync.Pool
	finder     func() *finder
	changes    [langCount]func() []Comparison
	papers     [langCount]func() []*document // by title
}

// Load reads and compiles the law's folder. The error names every fault at once. The catalogue gives each language its way
// with dates and money.
func Load(fsys fs.FS, catalogue *locale.Catalogue) (*Law, error) {
	l, faults, err := load(fsys, catalogue)
	if err != nil {
		return nil, err
	}
	if err := faults.err(); err != nil {
		return nil, fmt.Errorf("the law does not hold together:\n%w", err)
	}
	return l, nil
}

// load gives what could be compiled together with everything wrong in it.
func load(fsys fs.FS, catalogue *locale.Catalogue) (*Law, *faultList, error) {
	raw, err := readFiles(fsys)
	if err != nil {
		return nil, nil, err
	}
	faults := &faultList{}
	l := &Law{catalogue: catalogue, reviewed: raw.texts.reviewed}
	l.texts = compileTexts(raw.texts, faults)
	l.sources = compileSources(raw.sources, l.texts, faults)
	l.cal, err = calendar.New(raw.holidays, firstYear, lastYear)
	if err != nil {
		return nil, nil, fmt.Errorf("holidays.yaml: %w", err)
	}
	l.engine = compileEngineTexts(l.texts, faults)
	l.countries = compileCountries(raw.countries, l.sources, faults)
	l.facts = compileFacts(raw.facts, l.texts, faults)
	l.factsByID = make(map[string]*Fact, len(l.facts))
	for _, f := range l.facts {
		l.factsByID[f.ID] = f
	}
	env, err := newEnv(l.facts, l.countries)
	if err != nil {
		return nil, nil, err
	}
	c := &compiler{env: env, facts: l.factsByID, countries: l.countries, bySrc: map[string]*expr{}, faults: faults}
	l.compileConditions(raw.facts, c)
	l.bindSpecialFacts(faults)
	l.documents = compileDocuments(raw.documents, l, faults)
	l.amounts = compileAmounts(raw.amounts, l, faults)
	l.compileOffices(raw.offices, faults)
	l.shared = l.compileShared(raw.shared, c)
	l.forms = l.compileForms(raw.forms, c)
	for _, row := range raw.procedures {
		l.procedures = append(l.procedures, l.compileProcedure(row, c))
	}
	l.sortByTitle()
	l.exprs = c.exprs
	l.version = l.newestChange().String() + "-" + raw.version
	l.finder = sync.OnceValue(l.newFinder)
	for i, lang := range languages() {
		l.changes[i] = sync.OnceValue(func() []Comparison { return l.newChanges(lang) })
		l.papers[i] = sync.OnceValue(func() []*document { return l.sortPapers(i) })
	}
	l.pool.New = func() any { return l.newEvaluation() }
	return l, faults, nil
}

// Version is the id of this edition: the day of its latest change and the digest of its files.
func (l *Law) Version() string { return l.version }

// Calendar is the working-day calendar of the law's holidays.
func (l *Law) Calendar() *calendar.Calendar { return l.cal }

// Reviewed says whether a speaker has read all of the law's texts in a language.
func (l *Law) Reviewed(lang locale.Lang) bool { return l.reviewed[string(lang)] }

// newestChange is the latest day on which a version begins.
func (l *Law) newestChange() calendar.Date {
	var newest calendar.Date
	for _, p := range l.procedures {
		for _, v := range p.versions {
			if v.from.After(newest) {
				newest = v.from
			}
		}
	}
	return newest
}

// The events that pick a version.
const (
	byFiling = iota
	byEntry
	byNotification
)

// bindSpecialFacts finds the facts that the engine itself reads.
func (l *Law) bindSpecialFacts(faults *faultList) {
	bind := func(into **Fact, id string, kind Kind) {
		f := l.factsByID[id]
		if f == nil || f.Kind != kind {
			faults.add("facts.yaml: the engine needs %s of kind %s", id, kind)
			return
		}
		f.used = true
		*into = f
	}
	bind(&l.events[byFiling], "filing_date", KindDate)
	bind(&l.events[byEntry], "entry_date", KindDate)
	bind(&l.events[byNotification], "notified_on", KindDate)
	bind(&l.special.issuedIn, "document_issued_in", KindCountry)
	bind(&l.special.extract, "multilingual_extract", KindYesNo)
	bind(&l.special.translatedIn, "translated_in", KindCountry)
	bind(&l.special.county, "county", KindCounty)
	l.special.expires = l.factsByID["title_expires"]
}

// specialFacts are the facts that the engine itself reads, beside those of the events.
type specialFacts struct {
	issuedIn, extract, translatedIn *Fact // of a foreign paper
	county                          *Fact
	expires                         *Fact // the end of the present title, for the timeline; nil if the law does not ask for it
}

// engineTexts are the sentences that the engine itself needs.
type engineTexts struct {
	ended, notYet, dateUnknown, amountUnknown, notSaid                         *text
	today, from, advised, by, rolls, expires, decision, extended, until, court *text
	treatyMayExempt, apostilleMaybe, translatedElsewhere                       *text
	yes, no, none, since, notKnown                                             *text
}

func compileEngineTexts(t textIndex, faults *faultList) engineTexts {
	need := func(key string) *text { return t.need("engine."+key, faults) }
	return engineTexts{
		ended: need("ended"), notYet: need("not-yet"), dateUnknown: need("date-unknown"), amountUnknown: need("amount-unknown"), notSaid: need("not-said"),
		today: need("date.today"), from: need("date.from"), advised: need("date.advised"), by: need("date.by"), rolls: need("date.rolls"),
		expires: need("date.expires"), decision: need("date.decision"), extended: need("date.extended"),
		until: need("date.until"), court: need("date.court"),
		treatyMayExempt: need("formality.treaty-may-exempt"), apostilleMaybe: need("formality.apostille-maybe"),
		translatedElsewhere: need("formality.translated-elsewhere"),
		yes:                 need("answer.yes"), no: need("answer.no"), none: need("answer.none"), since: need("answer.since"),
		notKnown: need("answer.not-known"),
	}
}
