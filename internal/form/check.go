package form

import (
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// Where addresses come from decides where they may lie.
const (
	romania = "RO"
	abroad  = "address.abroad"
)

// currencies are those in which an amount can be given, the one of the country first.
var currencies = []string{"RON", "EUR", "USD", "GBP", "CHF", "UAH", "MDL", "TRY"}

// Currencies are those in which an amount can be given, the one of the country first.
func Currencies() []string { return slices.Clone(currencies) }

// check tells what is wrong with a value of its kind, and gives it in its one form.
func check(f *law.PlanField, v any, filed calendar.Date) (any, wrongs) {
	switch v := v.(type) {
	case string:
		return checkText(&spec{field: f, kind: f.Kind, limit: f.Max, filed: filed}, v)
	case int:
		least, most := f.Min, f.Max
		if most == 0 {
			most = maxNumber
		}
		if v < least || v > most {
			return nil, bad("fact.number-range", fault.Num("min", least), fault.Num("max", most))
		}
	case parts:
		return checkParts(f, v, 0, filed)
	case []parts:
		return checkRows(f, v, filed)
	}
	return v, nil
}

// checkParts checks the inputs of a field that has several, or of one row of it. Parts that are needed and missing are wrong: half an address
// is none.
func checkParts(f *law.PlanField, in parts, row int, filed calendar.Date) (any, wrongs) {
	out := make(parts, len(in))
	var all wrongs
	for _, p := range Parts(f.Kind) {
		text := in[p.ID]
		if text == "" {
			if !p.Optional {
				all = append(all, bad("field.missing").in(row, p.ID)...)
			}
			continue
		}
		v, ws := checkText(&spec{field: f, part: p.ID, kind: p.Kind, limit: p.Max, filed: filed}, text)
		all = append(all, ws.in(row, p.ID)...)
		if len(ws) == 0 && v != "" {
			out[p.ID] = v.(string)
		}
	}
	if f.Kind == law.FieldAddress {
		all = append(all, checkAddress(f, out)...)
	}
	if f.Kind == law.FieldPeriods && out["to"] != "" && out["to"] < out["from"] {
		all = append(all, bad("person.ends-first").in(row, "to")...)
	}
	return out, all
}

func checkAddress(f *law.PlanField, a parts) wrongs {
	switch {
	case a["country"] == "":
		return nil // told already
	case a["country"] != romania && (f.From == "address.romania" || f.From == "address.lodging"):
		return bad("form.in-romania").in(0, "country")
	case a["country"] == romania && a["county"] == "":
		return bad("fact.county").in(0, "county")
	case a["country"] != romania && a["county"] != "":
		return bad("person.county-abroad").in(0, "county")
	}
	return nil
}

func checkRows(f *law.PlanField, rows []parts, filed calendar.Date) (any, wrongs) {
	if len(rows) > MaxRows(f.Kind) {
		return nil, bad("form.rows", fault.Num("max", MaxRows(f.Kind)))
	}
	out := make([]parts, 0, len(rows))
	var all wrongs
	for i, row := range rows {
		if row == nil {
			continue // left empty on the page
		}
		v, ws := checkParts(f, row, i+1, filed)
		all = append(all, ws...)
		out = append(out, v.(parts))
	}
	if f.Kind == law.FieldPeriods && len(all) == 0 {
		all = checkPeriods(out)
	}
	return out, all
}

// checkPeriods puts periods in order and refuses two that share more than one day, as the facts of the law do.
func checkPeriods(list []parts) wrongs {
	slices.SortStableFunc(list, func(a, b parts) int { return strings.Compare(a["from"], b["from"]) })
	for i := 1; i < len(list); i++ {
		if before := list[i-1]; before["to"] == "" || before["to"] > list[i]["from"] {
			return bad("fact.periods-overlap")
		}
	}
	return nil
}

// spec is what a text must be.
type spec struct {
	field *law.PlanField
	part  string // "" = the field itself
	kind  law.FieldKind
	limit int // letters; 0 = that of the kind
	filed calendar.Date
}

// checkText tells what is wrong with a text of a kind, and gives it in its one form.
func checkText(s *spec, text string) (any, wrongs) {
	if len(text) > maxTyped {
		return nil, bad("person.too-long", fault.Num("max", s.limit))
	}
	switch s.kind {
	case law.FieldDate:
		return s.date(text)
	case law.FieldChoice:
		return s.choice(text)
	case law.FieldCountry:
		// Who has no citizenship has a code as well.
		if !locale.IsCountry(text) && text != locale.Stateless {
			return nil, bad("fact.country")
		}
		return text, nil
	case law.FieldCounty:
		if !locale.IsCounty(text) {
			return nil, bad("fact.county")
		}
		return text, nil
	case law.FieldPhone:
		return phone(text)
	case law.FieldEMail:
		return eMail(text)
	case PartAmount:
		return amount(text)
	case PartCurrency:
		if !slices.Contains(currencies, text) {
			return nil, bad("form.currency", fault.Text("accepted", strings.Join(currencies, ", ")))
		}
		return text, nil
	case law.FieldName, law.FieldText, law.FieldLongText:
		return s.words(text)
	case law.FieldYesNo, law.FieldAddress, law.FieldNumber, law.FieldMoney, law.FieldPeriods, law.FieldPeople: // no texts
	}
	return nil, bad("invalid")
}

func (s *spec) choice(text string) (any, wrongs) {
	accepted := make([]string, len(s.field.Options))
	for i, o := range s.field.Options {
		if o.ID == text {
			return text, nil
		}
		accepted[i] = o.ID
	}
	return nil, bad("fact.choice", fault.Text("accepted", strings.Join(accepted, ", ")))
}

// date reads a date. Those of a list lie where its kind says: people are born before the day of filing.
func (s *spec) date(text string) (any, wrongs) {
	d, err := calendar.Parse(text)
	switch {
	case err != nil:
		return nil, bad("not-a-date")
	case s.filed.IsZero(): // only its form is asked
	case (s.field.Past || s.part == "birth_date") && d.After(s.filed):
		return nil, bad("fact.date-future")
	case s.part == "" && s.field.After == law.AfterFiling && !d.After(s.filed):
		return nil, bad("form.after-filing", fault.Text("date", s.filed.String()))
	}
	return text, nil
}

// order refuses a date that does not come after the other that it must come after, where both are answered.
func order(fields []law.PlanField, a Answers) fault.List {
	var out fault.List
	for i := range fields {
		f := &fields[i]
		if f.Kind != law.FieldDate || f.After == "" || f.After == law.AfterFiling {
			continue
		}
		other, known := dateOf(a, f.After)
		own, given := dateOf(a, f.ID)
		if known && given && !own.After(other) {
			out = append(out, fault.Field(f.ID, "form.after", fault.Text("label", labelOf(fields, f.After))))
		}
	}
	return out
}

func dateOf(a Answers, id string) (calendar.Date, bool) {
	text, ok := plain(a[id])
	if !ok {
		return calendar.Date{}, false
	}
	d, err := calendar.Parse(text)
	return d, err == nil
}

func labelOf(fields []law.PlanField, id string) string {
	for _, f := range fields {
		if f.ID == id {
			return f.Label
		}
	}
	return id
}

func partNames(known []Part) string {
	names := make([]string, len(known))
	for i, p := range known {
		names[i] = p.ID
	}
	return strings.Join(names, ", ")
}
