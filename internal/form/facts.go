package form

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// factRoot begins the origin of what is a fact of the law.
const factRoot = "fact."

// noPeriods and dontKnow are how facts write an empty list, and what somebody was asked and does not know.
const noPeriods = "none"

// Facts are the facts of the law that follow from the answers: those of base, with what the form was told in their place. So conditions follow what
// is written. What the law does not accept is named by its field.
func Facts(l *law.Law, f law.PlanForm, base law.Facts, a Answers) (law.Facts, fault.List) {
	var pairs [][2]string
	fields := map[string]string{} // fact -> field
	for _, field := range fieldsOf(f) {
		fact, follows := field.Fact()
		if !follows || a[field.ID] == nil {
			continue
		}
		v, ws := stored(field, a[field.ID])
		if len(ws) > 0 {
			continue // the review says it
		}
		word := factWord(v)
		if word == "" {
			continue // an address abroad has no county
		}
		pairs = append(pairs, [2]string{fact, word})
		fields[fact] = field.ID
	}
	out, faults := l.Answered(base, pairs, f.Filed)
	for _, e := range faults {
		if field := fields[e.Field]; field != "" {
			e.Field = field
		}
	}
	return out, faults
}

// factWord is a value as facts write it.
func factWord(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return itoa(v)
	case parts:
		return v["county"] // of an address
	case []parts:
		if len(v) == 0 {
			return noPeriods
		}
		words := make([]string, len(v))
		for i, p := range v {
			words[i] = p["from"] + ".." + p["to"]
		}
		return strings.Join(words, ",")
	}
	return "" // amounts and people are no facts: the law refuses such a binding when it is loaded
}

// Origin looks a value up: what is known of a person, a paper, an address, by the name that the law's forms use (person.surname,
// paper.passport.number, address.romania), and, where the plan does not have it, of a fact (fact.birth_date). The value is JSON as answers have it.
type Origin func(from string) (json.RawMessage, bool)

// Suggestion is a value that is known, to be confirmed and not asked.
type Suggestion struct {
	Value json.RawMessage
	From  string
}

// Suggest gives what is known for the fields that are not answered yet: facts of the plan, and what the caller keeps. Values that the field
// would not accept are no suggestions, nor is an address in another county than the plan says. known may be nil.
func Suggest(f law.PlanForm, facts law.Facts, a Answers, known Origin) map[string]Suggestion {
	out := map[string]Suggestion{}
	for _, field := range fieldsOf(f) {
		if field.From == "" || a[field.ID] != nil {
			continue
		}
		v, ok := knownValue(field, facts, known)
		if !ok || elsewhere(field, v, facts) {
			continue
		}
		v, ws := check(field, v, f.Filed)
		if len(ws) == 0 {
			out[field.ID] = Suggestion{Value: encode(v), From: field.From}
		}
	}
	return out
}

// elsewhere tells whether an address that is known lies in another county than the plan says.
func elsewhere(f *law.PlanField, v any, facts law.Facts) bool {
	county := countyOf(f, facts)
	known, address := v.(parts)
	return address && county != "" && known["county"] != county
}

// countyOf is the county of an address as far as the facts say it.
func countyOf(f *law.PlanField, facts law.Facts) string {
	fact, _ := f.Fact()
	county, given := facts.Value(fact)
	if f.County == "" || !given || county == law.DontKnow {
		return ""
	}
	return county
}

// Begin is what the facts say of an answer that they do not say whole, as if it had been typed: the county of an address. nil = they say nothing.
func Begin(f law.PlanField, facts law.Facts) url.Values {
	county := countyOf(&f, facts)
	if county == "" {
		return nil
	}
	return url.Values{f.ID + "-country": {romania}, f.ID + "-county": {county}}
}

// Confirm puts suggestions in the place of answers that are not there.
func (a Answers) Confirm(s map[string]Suggestion) Answers {
	out := make(Answers, len(a)+len(s))
	for id, one := range s {
		out[id] = one.Value
	}
	maps.Copy(out, a)
	return out
}

// Known is what is known of a field elsewhere, written as an answer of it is, whether the field takes it on this day or not; false when nothing is
// known, or no such answer can be.
func Known(f law.PlanField, known Origin) (json.RawMessage, bool) {
	v, ok := elsewhereKnown(&f, known)
	if !ok {
		return nil, false
	}
	v, ws := check(&f, v, calendar.Date{})
	if len(ws) > 0 {
		return nil, false
	}
	return encode(v), true
}

func knownValue(f *law.PlanField, facts law.Facts, known Origin) (any, bool) {
	if fact, isFact := strings.CutPrefix(f.From, factRoot); isFact {
		text, given := facts.Value(fact)
		if given && text != law.DontKnow {
			return ofFact(f.Kind, text)
		}
	}
	if known == nil {
		return nil, false
	}
	return elsewhereKnown(f, known)
}

// elsewhereKnown is what is known of a field beside the plan.
func elsewhereKnown(f *law.PlanField, known Origin) (any, bool) {
	raw, given := known(f.From)
	if !given {
		return nil, false
	}
	v, ws := stored(f, raw)
	if text, isText := v.(string); isText && f.Kind == law.FieldChoice {
		v = choiceOf(f, text)
	}
	return v, len(ws) == 0
}

// choiceOf is the option that a known word means: papers and persons say F, M and X.
func choiceOf(f *law.PlanField, text string) string {
	meant := map[string]string{"F": "female", "M": "male", "X": "unspecified"}[text]
	if meant != "" && slices.ContainsFunc(f.Options, func(o law.FieldOption) bool { return o.ID == meant }) {
		return meant
	}
	return text
}

// ofFact is the value of a fact as a field has it.
func ofFact(kind law.FieldKind, text string) (any, bool) {
	switch kind {
	case law.FieldYesNo:
		return text == "true", true
	case law.FieldNumber:
		n, err := strconv.Atoi(text)
		return n, err == nil
	case law.FieldPeriods:
		out := []parts{}
		if text == noPeriods {
			return out, true
		}
		for one := range strings.SplitSeq(text, ",") {
			from, to, _ := strings.Cut(one, "..")
			p := parts{"from": from}
			if to != "" {
				p["to"] = to
			}
			out = append(out, p)
		}
		return out, true
	case law.FieldDate, law.FieldChoice, law.FieldCountry, law.FieldCounty:
		return text, true
	case law.FieldName, law.FieldText, law.FieldLongText, law.FieldAddress, law.FieldPhone, law.FieldEMail, law.FieldMoney, law.FieldPeople:
	}
	return nil, false // no fact is of these kinds
}
