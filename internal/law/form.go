package law

import (
	"regexp"
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// AfterFiling stands for the day of filing where a date must come after something.
const AfterFiling = "filing"

// FormQuery asks for the form of one procedure.
type FormQuery struct {
	Procedure string
	Facts     Facts
	On        calendar.Date // the day of filing, unless the facts give another
	Lang      locale.Lang
}

// PlanForm is the application form of one procedure for one situation: the pages and fields that it asks, and no others.
type PlanForm struct {
	ID        string         `json:"id"`
	Procedure string         `json:"procedure"`
	Title     string         `json:"title"` // of the procedure
	TitleRO   string         `json:"title_ro"`
	Law       string         `json:"law"`    // version id of the law
	Filing    string         `json:"filing"` // preparation | filing
	Filed     calendar.Date  `json:"filed"`  // the day of filing that picked the version; dates are checked against it
	Pages     []PlanFormPage `json:"pages"`

	// Excluded is the first clause of the procedure that these facts break; empty while it applies, or may apply.
	Excluded []Reason `json:"excluded,omitempty"`
}

// FieldFrom is the field whose value is known from a place (Field.From); nil when none is asked. Nothing changes it.
func (f PlanForm) FieldFrom(place string) *PlanField {
	for i := range f.Pages {
		for k := range f.Pages[i].Fields {
			if f.Pages[i].Fields[k].From == place {
				return &f.Pages[i].Fields[k]
			}
		}
	}
	return nil
}

// PlanFormPage is one page of a form.
type PlanFormPage struct {
	ID      string      `json:"id"`
	Who     string      `json:"who"` // whom it is about: applicant | sponsor | organisation
	Title   string      `json:"title"`
	TitleRO string      `json:"title_ro"`
	Open    []string    `json:"open,omitempty"` // facts that still decide whether it is asked
	Fields  []PlanField `json:"fields"`

	Record, RecordRO string `json:"-"` // its name where nobody is spoken to; see InRecord
}

// HasZone tells whether something on the page can be read from a machine-readable zone.
func (p PlanFormPage) HasZone() bool {
	return slices.ContainsFunc(p.Fields, func(f PlanField) bool { return f.MRZ != "" })
}

// PlanField is one field as it is asked here.
type PlanField struct {
	*Field
	Options []FieldOption `json:"options,omitempty"` // of a choice: those that make sense here
	Open    []string      `json:"open,omitempty"`    // facts that still decide whether it is asked
}

// Field is what is the same wherever the field is asked. It is shared by all who ask in one language: do not change it.
type Field struct {
	ID       string    `json:"id"` // snake_case; once released it never changes its meaning
	Kind     FieldKind `json:"kind"`
	Label    string    `json:"label"`
	LabelRO  string    `json:"label_ro"`
	Record   string    `json:"-"` // the label where nobody is spoken to; see InRecord
	RecordRO string    `json:"-"`
	Hint     string    `json:"hint,omitempty"`
	Why      string    `json:"why"`              // why it is asked, in a sentence
	Reason   string    `json:"-"`                // why it is asked, as a word of the law: identity, term, …
	From     string    `json:"from,omitempty"`   // where its value is known from: fact.entry_date, person.surname, paper.passport.number, …
	County   string    `json:"county,omitempty"` // of an address: the fact that its county is, as fact.county
	MRZ      string    `json:"mrz,omitempty"`    // the part of a machine-readable zone that it can be read from
	After    string    `json:"after,omitempty"`  // of a date: AfterFiling, or the field that it must come after
	Pattern  string    `json:"pattern,omitempty"`
	Min      int       `json:"min,omitempty"`      // of a number; with Max 0 there is no bound
	Max      int       `json:"max,omitempty"`      // letters of a text, value of a number; 0 = the bound of the kind
	Past     bool      `json:"past,omitempty"`     // of a date: not after the day of filing
	Declared bool      `json:"declared,omitempty"` // of a yes or no: a declaration, which nobody files without
	Optional bool      `json:"optional"`
	Sources  []*Source `json:"sources"`
	Grade    Grade     `json:"grade"`

	pattern *regexp.Regexp
}

// Fact is the fact of the guide that follows from the answer: the one it is known from, or, of an address, the one that its county is.
func (f *Field) Fact() (id string, follows bool) {
	if id, follows = strings.CutPrefix(f.From, "fact."); follows {
		return id, true
	}
	return strings.CutPrefix(f.County, "fact.")
}

// Fits tells whether a text is written as the pattern asks; without a pattern every text is.
func (f *Field) Fits(text string) bool { return f.pattern == nil || f.pattern.MatchString(text) }

// FieldOption is one answer of a choice.
type FieldOption struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	TextRO string `json:"text_ro"`
}

// Form gives the form of a procedure for a situation. A page or field whose condition is false is left out; one whose condition is
// open stays and says which facts decide it. A procedure that has no form on the day of filing is a fault.NotFound; facts that
// contradict each other are a fault.List, as with Plan.
//
// It is evaluated from what was compiled when the law was loaded and costs no more than its conditions: a page may ask for it with every
// request.
func (l *Law) Form(in FormQuery) (PlanForm, error) {
	p := l.procedure(in.Procedure)
	if p == nil || p.pageOnly {
		return PlanForm{}, fault.New(fault.NotFound, "form.none")
	}
	e := l.begin(Query{On: in.On, Lang: in.Lang, Facts: in.Facts})
	defer l.end(e)
	if faults := e.disagreements(); len(faults) > 0 {
		return PlanForm{}, faults
	}
	verdict := e.judge(p)
	form := l.forms[verdict.version.form]
	if form == nil || verdict.state == no && verdict.failed < 0 {
		return PlanForm{}, fault.New(fault.NotFound, "form.none")
	}
	out := PlanForm{
		ID: form.id, Procedure: p.id, Title: p.title.in(e.lang), TitleRO: p.title.in(langIndex(locale.RO)), Law: l.version,
		Filing: verdict.version.filing, Filed: e.eventDay(byFiling), Pages: make([]PlanFormPage, 0, len(form.pages)),
	}
	if verdict.state == no {
		out.Excluded = []Reason{verdict.version.clauses[verdict.failed].reasons[0][e.lang]}
	}
	for i := range form.pages {
		if page, asked := e.formPage(&form.pages[i], verdict.view); asked {
			out.Pages = append(out.Pages, page)
		}
	}
	return out, e.err
}

// formPage is one page as it is asked; false when it is not.
func (e *evaluation) formPage(page *compiledPage, v *view) (PlanFormPage, bool) {
	when := v.test(page.when)
	if when.state == no {
		return PlanFormPage{}, false
	}
	out := PlanFormPage{
		ID: page.id, Who: page.who, Title: page.title.in(e.lang), TitleRO: page.title.in(langIndex(locale.RO)),
		Record: page.record.in(e.lang), RecordRO: page.record.in(langIndex(locale.RO)), Open: e.stillOpen(when), Fields: make([]PlanField, 0, len(page.fields)),
	}
	for i := range page.fields {
		f := &page.fields[i]
		when := v.test(f.when)
		if when.state == no {
			continue
		}
		out.Fields = append(out.Fields, PlanField{Field: f.shown[e.lang], Options: e.fieldOptions(f, v), Open: e.stillOpen(when)})
	}
	return out, len(out.Fields) > 0
}

// stillOpen are the facts that decide a condition; none when it holds.
func (e *evaluation) stillOpen(t truth) []string {
	if t.state != open {
		return nil
	}
	return e.names(t.facts)
}

// fieldOptions are the options of a field. Those of a fact that make no sense here are left out, as where the fact is asked.
func (e *evaluation) fieldOptions(f *compiledField, v *view) []FieldOption {
	all := f.options[e.lang]
	if f.fact == nil || len(all) == 0 {
		return all
	}
	var left []FieldOption // made when the first is left out
	for i, o := range all {
		offered := true
		for k := range f.fact.Options {
			if f.fact.Options[k].ID == o.ID {
				offered = v.test(f.fact.Options[k].when).state != no
			}
		}
		if !offered && left == nil {
			left = append(make([]FieldOption, 0, len(all)), all[:i]...)
		}
		if offered && left != nil {
			left = append(left, o)
		}
	}
	if left == nil {
		return all
	}
	return left
}

// OnlineProcedure is a procedure whose form can be filled in online.
type OnlineProcedure struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	TitleRO string `json:"title_ro"`
	Area    string `json:"area"`
	Form    string `json:"form"`
	Filing  string `json:"filing"` // preparation | filing
}

// Online lists the procedures that have a form on a day, by the alphabet of the language.
func (l *Law) Online(on calendar.Date, lang locale.Lang) []OnlineProcedure {
	i := langIndex(lang)
	var out []OnlineProcedure
	for _, p := range l.byTitle[i] {
		v, inForce := p.at(on)
		if !inForce || p.pageOnly || v.form == "" {
			continue
		}
		out = append(out, OnlineProcedure{
			ID: p.id, Title: p.title.in(i), TitleRO: p.title.in(langIndex(locale.RO)), Area: p.area, Form: v.form, Filing: v.filing,
		})
	}
	return out
}
