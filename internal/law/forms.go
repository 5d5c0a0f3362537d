package law

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"

	"sejur/internal/locale"
)

// FieldKind is the kind of a form's field; the list is closed and a new kind is code (package form reads and checks each).
type FieldKind string

// The kinds of fields.
const (
	FieldName     FieldKind = "name"      // a name as a passport prints it
	FieldText     FieldKind = "text"      // one line
	FieldLongText FieldKind = "long-text" // several lines
	FieldDate     FieldKind = "date"
	FieldYesNo    FieldKind = "yes-no"
	FieldChoice   FieldKind = "choice"
	FieldCountry  FieldKind = "country"
	FieldCounty   FieldKind = "county"
	FieldAddress  FieldKind = "address"
	FieldPhone    FieldKind = "phone"
	FieldEMail    FieldKind = "e-mail"
	FieldNumber   FieldKind = "number"
	FieldMoney    FieldKind = "money"
	FieldPeriods  FieldKind = "periods"
	FieldPeople   FieldKind = "people"
)

// FieldKinds are the kinds a form may use.
func FieldKinds() []FieldKind {
	return []FieldKind{
		FieldName, FieldText, FieldLongText, FieldDate, FieldYesNo, FieldChoice, FieldCountry, FieldCounty, FieldAddress, FieldPhone, FieldEMail,
		FieldNumber, FieldMoney, FieldPeriods, FieldPeople,
	}
}

// MaxPageFields is the most fields that one page of a form has: a page holds one thought, and is read whole on a phone.
const MaxPageFields = 6

// compiledForm is an application form: pages of fields bound to facts, persons and papers.
type compiledForm struct {
	id    string
	pages []compiledPage
	used  bool
}

type compiledPage struct {
	id, who string
	when    *expr
	title   *text
	record  *text // its name where nobody is spoken to
	fields  []compiledField
}

// compiledField is one field, ready in every language.
type compiledField struct {
	when    *expr
	fact    *Fact // the fact it is read from and written back to
	shown   [langCount]*Field
	options [langCount][]FieldOption
}

type formRow struct {
	ID    string        `yaml:"id"`
	Pages []formPageRow `yaml:"pages"`
}

type formPageRow struct {
	Same   string     `yaml:"same"` // form.page: the page is written there; a condition of its own replaces that one
	ID     string     `yaml:"id"`
	Who    string     `yaml:"who"`
	If     string     `yaml:"if"`
	Fields []fieldRow `yaml:"fields"`
}

type fieldRow struct {
	ID       string   `yaml:"id"`
	Kind     string   `yaml:"kind"`
	Options  []string `yaml:"options"`
	Pattern  string   `yaml:"pattern"`
	From     string   `yaml:"from"`
	County   string   `yaml:"county"`
	MRZ      string   `yaml:"mrz"`
	Min      int      `yaml:"min"`
	Max      int      `yaml:"max"`
	After    string   `yaml:"after"`
	Past     bool     `yaml:"past"`
	Declared bool     `yaml:"declared"`
	Optional bool     `yaml:"optional"`
	If       string   `yaml:"if"`
	Why      string   `yaml:"why"`
	Sources  []string `yaml:"sources"`
}

func (l *Law) compileForms(rows []formRow, c *compiler) map[string]*compiledForm {
	out := make(map[string]*compiledForm, len(rows))
	for _, r := range rows {
		form := &compiledForm{id: r.ID}
		pages, fields := map[string]bool{}, map[string]bool{}
		for _, pr := range r.Pages {
			where := "forms/" + r.ID + ": page " + cmp.Or(pr.ID, pr.Same)
			pr = writtenPage(where, pr, rows, c.faults)
			if pages[pr.ID] {
				c.faults.add("%s: stands twice", where)
			}
			pages[pr.ID] = true
			page := compiledPage{
				id: pr.ID, who: pr.Who, when: c.compile(where, pr.If, types.BoolType),
				title: l.formText(r.ID, pr.ID+".title"),
			}
			if page.title == nil {
				l.texts.need("form."+r.ID+"."+pr.ID+".title", c.faults)
			}
			page.record = l.recordText(r.ID, pr.ID, page.title, c.faults)
			oneOf(where+": who", []string{pr.Who}, []string{"applicant", "sponsor", "organisation"}, c.faults)
			if len(pr.Fields) > MaxPageFields {
				c.faults.add("%s: %d fields; a page has at most %d", where, len(pr.Fields), MaxPageFields)
			}
			for _, fr := range pr.Fields {
				if fields[fr.ID] {
					c.faults.add("%s: field %q stands twice", where, fr.ID)
				}
				checkAfter(where, fr, fields, c.faults)
				fields[fr.ID] = true
				page.fields = append(page.fields, l.compileField(r.ID, where+": field "+fr.ID, fr, c))
			}
			form.pages = append(form.pages, page)
		}
		out[r.ID] = form
	}
	return out
}

// writtenPage is the page whole: one that is the same as a page of another form is taken from there.
func writtenPage(where string, row formPageRow, rows []formRow, faults *faultList) formPageRow {
	if row.Same == "" {
		return row
	}
	form, id, _ := strings.Cut(row.Same, ".")
	for _, r := range rows {
		for _, page := range r.Pages {
			if r.ID == form && page.ID == id {
				page.If = cmp.Or(row.If, page.If)
				return page
			}
		}
	}
	faults.add("%s: same: no form and page are called %q", where, row.Same)
	return row
}

// checkAfter refuses a field that comes after one that does not stand before it.
func checkAfter(where string, r fieldRow, before map[string]bool, faults *faultList) {
	if r.After != "" && r.After != AfterFiling && !before[r.After] {
		faults.add("%s: field %s: after: no field %q stands before it", where, r.ID, r.After)
	}
}

// formText is a text of a form: its own, or that of all forms.
func (l *Law) formText(form, key string) *text {
	if own := l.texts.may("form." + form + "." + key); own != nil {
		return own
	}
	return l.texts.may("form-field." + key)
}

func (l *Law) compileField(form, where string, r fieldRow, c *compiler) compiledField {
	kind := FieldKind(r.Kind)
	label, hint, why := l.formText(form, r.ID+".label"), l.formText(form, r.ID+".hint"), l.texts.need("form-why."+r.Why, c.faults)
	if label == nil {
		l.texts.need("form."+form+"."+r.ID+".label", c.faults)
	}
	record := l.recordText(form, r.ID, label, c.faults)
	if !slices.Contains(FieldKinds(), kind) {
		c.faults.add("%s: unknown kind %q", where, r.Kind)
	}
	if r.Why == "" {
		c.faults.add("%s: no why: a person is told why each field is asked", where)
	}
	if (kind == FieldChoice) != (len(r.Options) > 0) {
		c.faults.add("%s: a choice has options, nothing else has", where)
	}
	if r.Declared && kind != FieldYesNo {
		c.faults.add("%s: declared: only a yes or no can be a declaration", where)
	}
	f := compiledField{when: c.compile(where, r.If, types.BoolType)}
	f.fact = l.checkOrigin(where, r, c.faults)
	l.checkCounty(where, r, c.faults)
	pattern := compilePattern(where, r.Pattern, hint, c.faults)
	cited := l.cite(where, r.Sources, c.faults)
	ro := langIndex(locale.RO)
	options := l.optionTexts(form, r, f.fact, c.faults)
	for i := range langCount {
		shown := &Field{
			ID: r.ID, Label: label.in(i), LabelRO: label.in(ro), Record: record.in(i), RecordRO: record.in(ro), Hint: hint.in(i), Why: why.in(i),
			Reason: r.Why, Kind: kind, From: r.From, County: r.County, MRZ: r.MRZ, After: r.After, Pattern: r.Pattern, Min: r.Min, Max: r.Max,
			Past: r.Past, Declared: r.Declared, Optional: r.Optional,
			Sources: cited.sources[i], Grade: cited.grade, pattern: pattern,
		}
		if f.fact != nil {
			shown.Past = shown.Past || f.fact.Past
			shown.Min, shown.Max = cmp.Or(shown.Min, deref(f.fact.Min)), cmp.Or(shown.Max, deref(f.fact.Max))
		}
		f.shown[i] = shown
		for k, o := range options {
			f.options[i] = append(f.options[i], FieldOption{ID: r.Options[k], Text: o.in(i), TextRO: o.in(ro)})
		}
	}
	return f
}

// compilePattern compiles what a text must look like. Whoever writes it otherwise is told by the hint what is accepted, so there must be one.
func compilePattern(where, src string, hint *text, faults *faultList) *regexp.Regexp {
	if src == "" {
		return nil
	}
	pattern, err := regexp.Compile("^(?:" + src + ")$")
	if err != nil {
		faults.add("%s: pattern: %v", where, err)
	}
	if hint == nil {
		faults.add("%s: pattern: no hint says what is accepted", where)
	}
	return pattern
}

// optionTexts are the texts of a choice's options: the form's own, those of all forms, or those of the fact.
func (l *Law) optionTexts(form string, r fieldRow, fact *Fact, faults *faultList) []*text {
	out := make([]*text, len(r.Options))
	for i, o := range r.Options {
		out[i] = l.formText(form, r.ID+"."+o)
		if out[i] == nil && fact != nil {
			out[i] = l.texts.may("fact." + fact.ID + "." + o)
		}
		if out[i] == nil {
			l.texts.need("form."+form+"."+r.ID+"."+o, faults)
		}
	}
	return out
}

// checkCounty refuses a county that no address gives, or that is no fact.
func (l *Law) checkCounty(where string, r fieldRow, faults *faultList) {
	if r.County == "" {
		return
	}
	if r.Kind != string(FieldAddress) || r.From == "address.abroad" {
		faults.add("%s: county: only an address in Romania has one", where)
	}
	id, _ := strings.CutPrefix(r.County, "fact.")
	f := l.factsByID[id]
	if f == nil || f.Derived || string(f.Kind) != string(FieldCounty) {
		faults.add("%s: county: no fact %q is a county", where, id)
		return
	}
	f.used = true
}

// checkOrigin refuses a place that no value can come from. It gives the fact that a value comes from, if it is one.
func (l *Law) checkOrigin(where string, r fieldRow, faults *faultList) *Fact {
	from := r.From
	if from == "" {
		return nil
	}
	root, rest, _ := strings.Cut(from, ".")
	switch root {
	case "fact":
		f := l.factsByID[rest]
		if f == nil || f.Derived {
			faults.add("%s: from: unknown fact %q", where, rest)
			return nil
		}
		f.used = true
		// What is read from a fact is written back to it.
		if string(f.Kind) != r.Kind {
			faults.add("%s: from: fact %s is a %s, the field a %s", where, f.ID, f.Kind, r.Kind)
		}
		for _, option := range r.Options {
			if !slices.ContainsFunc(f.Options, func(o FactOption) bool { return o.ID == option }) {
				faults.add("%s: from: fact %s has no option %q", where, f.ID, option)
			}
		}
		return f
	case "person", "paper", "address", "sponsor", "organisation", "family":
		if rest == "" {
			faults.add("%s: from: %q names no value", where, from)
		}
	default:
		faults.add("%s: from: %q: use fact, person, paper, address, sponsor, organisation or family", where, from)
	}
	return nil
}
