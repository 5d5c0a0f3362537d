package law

import (
	"encoding/json"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// ReadFactsJSON reads answers as JSON has them: null = asked and not known. A number is an int, a list of periods has objects with from and to.
func (l *Law) ReadFactsJSON(in map[string]any, on calendar.Date) (Facts, fault.List) {
	f := Facts{law: l}
	var faults fault.List
	for _, id := range sortedKeys(in) {
		fact, err := l.fact(id)
		if err == nil {
			var raw string
			if raw, err = fact.fromJSON(in[id]); err == nil {
				err = f.set(id, raw, on)
			}
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	l.sortByAsking(faults)
	return f, faults
}

// fromJSON brings a JSON value to the form of a link, refusing a value of another kind.
func (f *Fact) fromJSON(v any) (string, *fault.Error) {
	switch v := v.(type) {
	case nil:
		return DontKnow, nil
	case bool:
		if f.Kind == KindYesNo {
			return strconv.FormatBool(v), nil
		}
	case json.Number:
		if f.Kind == KindNumber {
			return v.String(), nil
		}
	case float64:
		if f.Kind == KindNumber {
			return strconv.FormatFloat(v, 'f', -1, 64), nil
		}
	case uint64: // as YAML has it
		if f.Kind == KindNumber {
			return strconv.FormatUint(v, 10), nil
		}
	case string:
		if f.Kind != KindNumber && f.Kind != KindPeriods && v != DontKnow && v != "" {
			return v, nil
		}
	case []any:
		if f.Kind == KindPeriods {
			return f.periodsFromJSON(v)
		}
	}
	return "", fault.Field(f.ID, "fact."+wrongKind(f.Kind))
}

// wrongKind is the key that says what a kind accepts.
func wrongKind(k Kind) string {
	switch k {
	case KindCountry, KindCounty, KindYesNo, KindNumber:
		return string(k)
	case KindDate:
		return "date-format"
	case KindPeriods:
		return "periods-format"
	case KindChoice:
		return "choice-kind"
	}
	return "unknown"
}

func (f *Fact) periodsFromJSON(list []any) (string, *fault.Error) {
	if len(list) == 0 {
		return noPeriods, nil
	}
	if len(list) > maxPeriods {
		return "", fault.Field(f.ID, "fact.periods-many", fault.Num("max", maxPeriods))
	}
	words := make([]string, len(list))
	for i, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			return "", fault.Field(f.ID, "fact.periods-format")
		}
		from, okFrom := m["from"].(string)
		to, okTo := m["to"].(string)
		if m["to"] == nil {
			okTo = true
		}
		known := 1
		if _, has := m["to"]; has {
			known = 2
		}
		// A separator inside a value would make two periods of one.
		if !okFrom || !okTo || len(m) != known || known == 2 && m["to"] == "" || strings.ContainsAny(from+to, ".,") {
			return "", fault.Field(f.ID, "fact.periods-format")
		}
		words[i] = from + ".." + to
	}
	return strings.Join(words, ","), nil
}
