package form

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
)

// The endings of the names of inputs.
const (
	day, month, year = "-day", "-month", "-year"
	none             = "-none" // a list that was said to be empty
)

// maxTyped is the most bytes of one input that are looked at; the longest answer in the widest letters has fewer.
const maxTyped = 4 * maxLongText

// typed reads a field from its inputs. No value and nothing wrong means that nothing was written.
func typed(f *law.PlanField, in url.Values) (any, wrongs) {
	switch f.Kind {
	case law.FieldYesNo:
		return typedYesNo(f.ID, in)
	case law.FieldNumber:
		return typedNumber(f.ID, in)
	case law.FieldMoney, law.FieldAddress:
		return typedParts(f, f.ID, in)
	case law.FieldPeople, law.FieldPeriods:
		return typedRows(f, in)
	case law.FieldDate:
		return something(typedDate(f.ID, in))
	case law.FieldName, law.FieldText, law.FieldLongText, law.FieldChoice, law.FieldCountry, law.FieldCounty, law.FieldPhone, law.FieldEMail:
	}
	return something(one(f.ID, in))
}

// something is a text as a value, and no value when it is empty.
func something(text string, ws wrongs) (any, wrongs) {
	if text == "" || len(ws) > 0 {
		return nil, ws
	}
	return text, nil
}

// one is what was written into an input, without spaces around it.
func one(name string, in url.Values) (string, wrongs) {
	values := in[name]
	switch {
	case len(values) > 1:
		return "", bad("fact.twice")
	case len(values) == 1 && len(values[0]) > maxTyped:
		return "", bad("person.too-long", fault.Num("max", maxLongText))
	case len(values) == 1:
		return strings.TrimSpace(values[0]), nil
	}
	return "", nil
}

func typedYesNo(name string, in url.Values) (any, wrongs) {
	text, ws := one(name, in)
	switch text {
	case "":
		return nil, ws
	case "true", "yes", "on", "1":
		return true, nil
	case "false", "no":
		return false, nil
	}
	return nil, bad("fact.yes-no")
}

func typedNumber(name string, in url.Values) (any, wrongs) {
	text, ws := one(name, in)
	if text == "" || len(ws) > 0 {
		return nil, ws
	}
	n, err := strconv.Atoi(withoutSpaces(text))
	if err != nil {
		return nil, bad("fact.number")
	}
	return n, nil
}

// typedDate joins the three inputs of a date to YYYY-MM-DD.
func typedDate(name string, in url.Values) (string, wrongs) {
	var n [3]int
	empty, wrong := 0, false
	for i, part := range []string{year, month, day} {
		text, ws := one(name+part, in)
		if len(ws) > 0 {
			return "", ws
		}
		if text == "" {
			empty++
			continue
		}
		var err error
		n[i], err = strconv.Atoi(text)
		wrong = wrong || err != nil || n[i] < 1 || i == 0 && len(text) != 4
	}
	if empty == len(n) {
		return "", nil
	}
	if wrong || empty > 0 || n[1] > 12 || n[2] > 31 {
		return "", bad("not-a-date")
	}
	text := fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2])
	if _, err := calendar.Parse(text); err != nil {
		return "", bad("not-a-date")
	}
	return text, nil
}

// typedParts reads a field of several inputs. A country or currency alone is no answer: a page has it chosen already.
func typedParts(f *law.PlanField, name string, in url.Values) (any, wrongs) {
	out := parts{}
	var all wrongs
	written := false
	for _, p := range Parts(f.Kind) {
		text, ws := typedPart(p, name+"-"+p.ID, in)
		all = append(all, ws.in(0, p.ID)...)
		written = written || (text != "" || len(ws) > 0) && p.ID != "country" && p.ID != "currency"
		if text != "" {
			out[p.ID] = text
		}
	}
	if !written {
		return nil, nil
	}
	if f.Kind == law.FieldAddress && out["country"] == "" && f.From != abroad {
		out["country"] = romania
	}
	if f.Kind == law.FieldMoney && out["currency"] == "" {
		out["currency"] = currencies[0]
	}
	return out, all
}

func typedPart(p Part, name string, in url.Values) (string, wrongs) {
	if p.Kind == law.FieldDate {
		return typedDate(name, in)
	}
	return one(name, in)
}

// typedRows reads a list. A row in which nothing was written is nil, so that those after it keep their number.
func typedRows(f *law.PlanField, in url.Values) (any, wrongs) {
	n := Rows(f, in)
	if n == 0 {
		if in.Get(f.ID+none) == "" {
			return nil, nil
		}
		return []parts{}, nil
	}
	out := make([]parts, n)
	var all wrongs
	for row := 1; row <= n; row++ {
		for _, p := range Parts(f.Kind) {
			text, ws := typedPart(p, input(f.ID, row, p.ID), in)
			all = append(all, ws.in(row, p.ID)...)
			if text == "" {
				continue
			}
			if out[row-1] == nil {
				out[row-1] = parts{}
			}
			out[row-1][p.ID] = text
		}
	}
	return out, all
}

// Rows is the number of the last row of a list in which something was written, at most MaxRows. A page draws one more.
func Rows(f *law.PlanField, in url.Values) int {
	for row := MaxRows(f.Kind); row > 0; row-- {
		for _, p := range Parts(f.Kind) {
			name := input(f.ID, row, p.ID)
			if in.Get(name) != "" || in.Get(name+day) != "" || in.Get(name+month) != "" || in.Get(name+year) != "" {
				return row
			}
		}
	}
	return 0
}

// Typed puts answers into the inputs of a page, as ReadPage reads them.
func Typed(page law.PlanFormPage, a Answers) url.Values {
	out := url.Values{}
	for i := range page.Fields {
		f := &page.Fields[i]
		raw, given := a[f.ID]
		if !given {
			continue
		}
		if v, ws := stored(f, raw); len(ws) == 0 {
			fill(out, f, v)
		}
	}
	return out
}

func fill(out url.Values, f *law.PlanField, v any) {
	switch v := v.(type) {
	case string:
		fillPart(out, f.ID, f.Kind, v)
	case bool:
		out.Set(f.ID, strconv.FormatBool(v))
	case int:
		out.Set(f.ID, itoa(v))
	case parts:
		for _, p := range Parts(f.Kind) {
			fillPart(out, f.ID+"-"+p.ID, p.Kind, v[p.ID])
		}
	case []parts:
		if len(v) == 0 {
			out.Set(f.ID+none, "1")
		}
		for i, row := range v {
			for _, p := range Parts(f.Kind) {
				fillPart(out, input(f.ID, i+1, p.ID), p.Kind, row[p.ID])
			}
		}
	}
}

func fillPart(out url.Values, name string, kind law.FieldKind, text string) {
	if text == "" {
		return
	}
	d, err := calendar.Parse(text)
	if kind != law.FieldDate || err != nil {
		out.Set(name, text)
		return
	}
	y, m, n := d.Parts()
	out.Set(name+year, itoa(y))
	out.Set(name+month, itoa(int(m)))
	out.Set(name+day, itoa(n))
}
