package law

import (
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
)

// FieldKind is the kind of a form's field; the list is closed and a new kind is code.
type FieldKind string

// fieldKinds are the kinds a form may use.
func fieldKinds() []FieldKind {
	return []FieldKind{
		"name", "text", "long-text", "date", "yes-no", "choice", "country", "county", "address", "phone", "e-mail",
		"number", "money", "periods", "people",
	}
}

// Form is an application form: pages of fields bound to facts, persons and papers.
type Form struct {
	ID    string
	Pages []FormPage
	used  bool
}

// FormPage is one page of a form.
type FormPage struct {
	ID     string
	Who    string
	Fields []FormField
	when   *expr
	title  *text
}

// FormField is one field. From names where its value is read and, on submit, written back.
type FormField struct {
	cited
	ID, From, MRZ, After, Why string
	Kind                      FieldKind
	Options                   []string
	Pattern                   *regexp.Regexp
	Max                       int
	Optional                  bool
	when                      *expr
	label, hint, why          *text
}

type formRow struct {
	ID    string        `yaml:"id"`
	Pages []formPageRow `yaml:"pages"`
}

type formPageRow struct {
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
	MRZ      string   `yaml:"mrz"`
	Max      int      `yaml:"max"`
	After    string   `yaml:"after"`
	Optional bool     `yaml:"optional"`
	If       string   `yaml:"if"`
	Why      string   `yaml:"why"`
	Sources  []string `yaml:"sources"`
}

func (l *Law) compileForms(rows []formRow, c *compiler) map[string]*Form {
	out := make(map[string]*Form, len(rows))
	for _, r := range rows {
		form := &Form{ID: r.ID}
		seen := map[string]bool{}
		for _, pr := range r.Pages {
			where := "forms/" + r.ID + ": page " + pr.ID
			page := FormPage{
				ID: pr.ID, Who: pr.Who, when: c.compile(where, pr.If, types.BoolType),
				title: l.texts.need("form."+r.ID+"."+pr.ID+".title", c.faults),
			}
			oneOf(where+": who", []string{pr.Who}, []string{"applicant", "family-member", "sponsor", "organisation"}, c.faults)
			for _, fr := range pr.Fields {
				if seen[fr.ID] {
					c.faults.add("%s: field %q stands twice", where, fr.ID)
				}
				seen[fr.ID] = true
				page.Fields = append(page.Fields, l.compileField(r.ID, where+": field "+fr.ID, fr, c))
			}
			form.Pages = append(form.Pages, page)
		}
		out[r.ID] = form
	}
	return out
}

func (l *Law) compileField(form, where string, r fieldRow, c *compiler) FormField {
	f := FormField{
		cited: l.cite(where, r.Sources, c.faults),
		ID:    r.ID, From: r.From, MRZ: r.MRZ, After: r.After, Why: r.Why, Kind: FieldKind(r.Kind), Options: r.Options,
		Max: r.Max, Optional: r.Optional, when: c.compile(where, r.If, types.BoolType),
		label: l.texts.need("form."+form+"."+r.ID+".label", c.faults),
		hint:  l.texts.may("form." + form + "." + r.ID + ".hint"),
		why:   l.texts.need("form-why."+r.Why, c.faults),
	}
	if !slices.Contains(fieldKinds(), f.Kind) {
		c.faults.add("%s: unknown kind %q", where, r.Kind)
	}
	if r.Why == "" {
		c.faults.add("%s: no why: a person is told why each field is asked", where)
	}
	if (f.Kind == "choice") != (len(r.Options) > 0) {
		c.faults.add("%s: a choice has options, nothing else has", where)
	}
	for _, o := range r.Options {
		l.texts.need("form."+form+"."+r.ID+"."+o, c.faults)
	}
	if r.Pattern != "" {
		pattern, err := regexp.Compile("^(?:" + r.Pattern + ")$")
		if err != nil {
			c.faults.add("%s: pattern: %v", where, err)
		}
		f.Pattern = pattern
	}
	l.checkOrigin(where, r, c.faults)
	return f
}

// checkOrigin refuses a place that no value can come from.
func (l *Law) checkOrigin(where string, r fieldRow, faults *faultList) {
	from := r.From
	if from == "" {
		return
	}
	root, rest, _ := strings.Cut(from, ".")
	switch root {
	case "fact":
		f := l.factsByID[rest]
		if f == nil || f.Derived {
			faults.add("%s: from: unknown fact %q", where, rest)
			return
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
	case "person", "paper", "address", "sponsor", "organisation", "family":
		if rest == "" {
			faults.add("%s: from: %q names no value", where, from)
		}
	default:
		faults.add("%s: from: %q: use fact, person, paper, address, sponsor, organisation or family", where, from)
	}
}
