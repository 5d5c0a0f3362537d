package form

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// together tells what each answer alone accepts and all of them do not: dates out of order, a child that is older than its parent. Fields are
// found by where they come from, so that each form may call them as it likes.
func together(f law.PlanForm, a Answers) fault.List {
	t := answered{fields: fieldsOf(f), answers: a}
	var out fault.List
	for _, field := range t.fields {
		if field.Kind == law.FieldDate && field.After != "" && field.After != law.AfterFiling {
			out = append(out, t.later(field, field.After)...)
		}
	}
	out = append(out, t.papers()...)
	out = append(out, t.family()...)
	return out
}

type answered struct {
	fields  []*law.PlanField
	answers Answers
}

// from is the field that comes from somewhere; nil when the form has none.
func (t answered) from(origin string) *law.PlanField {
	for _, f := range t.fields {
		if f.From == origin {
			return f
		}
	}
	return nil
}

func (t answered) date(f *law.PlanField) (calendar.Date, bool) {
	if f == nil {
		return calendar.Date{}, false
	}
	return dateOf(t.answers, f.ID)
}

// later refuses a date that does not come after another one.
func (t answered) later(f *law.PlanField, other string) fault.List {
	before, known := dateOf(t.answers, other)
	own, given := dateOf(t.answers, f.ID)
	if !known || !given || own.After(before) {
		return nil
	}
	label := other
	for _, o := range t.fields {
		if o.ID == other {
			label = o.Label
		}
	}
	return fault.List{fault.Field(f.ID, "form.after", fault.Text("label", label))}
}

// papers compares the days of each paper: it expires after it was issued, and is issued after its holder was born.
func (t answered) papers() fault.List {
	var out fault.List
	born, bornKnown := t.date(t.from("fact.birth_date"))
	for _, f := range t.fields {
		paper, isIssue := strings.CutSuffix(f.From, ".issued_on")
		issued, known := t.date(f)
		if !isIssue || !known {
			continue
		}
		expiry := t.from(paper + ".expires")
		if until, given := t.date(expiry); given && !until.After(issued) {
			out = append(out, fault.Field(expiry.ID, "person.expires-first"))
		}
		if bornKnown && issued.Before(born) {
			out = append(out, fault.Field(f.ID, "form.issued-before-birth"))
		}
	}
	return out
}

// family compares birth dates: of children and parents in lists, of the person whom somebody joins, of husband and wife.
func (t answered) family() fault.List {
	born, known := t.date(t.from("fact.birth_date"))
	if !known {
		return nil
	}
	out := t.listed("family.children", func(child calendar.Date) bool { return !child.After(born) }, "person.child-older")
	out = append(out, t.listed("family.parents", func(parent calendar.Date) bool { return !parent.Before(born) }, "person.parent-younger")...)
	sponsor := t.from("sponsor.birth_date")
	other, given := t.date(sponsor)
	if given {
		switch tie := t.word("fact.tie"); {
		case tie == "child" && !other.Before(born):
			out = append(out, fault.Field(sponsor.ID, "person.parent-younger"))
		case tie == "parent" && !other.After(born):
			out = append(out, fault.Field(sponsor.ID, "person.child-older"))
		}
	}
	wedding := t.from("family.wedding_date")
	if day, ok := t.date(wedding); ok && (day.Before(born) || given && day.Before(other)) {
		out = append(out, fault.Field(wedding.ID, "form.wedding-before-birth"))
	}
	return out
}

// listed refuses the birth dates of a list that are impossible.
func (t answered) listed(origin string, impossible func(calendar.Date) bool, key string) fault.List {
	f := t.from(origin)
	if f == nil || t.answers[f.ID] == nil {
		return nil
	}
	v, _ := stored(f, t.answers[f.ID])
	rows, _ := v.([]parts)
	var out fault.List
	for i, row := range rows {
		if d, err := calendar.Parse(row["birth_date"]); err == nil && impossible(d) {
			out = append(out, fault.Field(input(f.ID, i+1, "birth_date"), key))
		}
	}
	return out
}

func (t answered) word(origin string) string {
	f := t.from(origin)
	if f == nil {
		return ""
	}
	text, _ := plain(t.answers[f.ID])
	return text
}
