// Package form says what the law asks of an application, form and papers (Ask), and reads, checks, keeps and shows what is written into the form.
//
// The law says which pages and fields a form has in a situation (law.PlanForm); here is what a field of each kind accepts, how it is kept, and
// how it is shown again: in its inputs, in words for the one who checks their answers and for the officer, and in Romanian on paper.
//
// Answers are kept by the id of their field as JSON, in one form for each kind:
//
//	name, text, long-text, phone, e-mail      "text"
//	choice, country, county                   "id or code"
//	date                                      "2026-11-30"
//	yes-no                                    true
//	number                                    12
//	money                                     {"amount":"4050.00","currency":"RON"}
//	address                                   {"country":"RO","county":"CJ","locality":"Cluj-Napoca","street":"Strada Lungă","number":"5"}
//	people                                    [{"surname":"Rao","given_names":"Asha","birth_date":"2015-02-03","citizenship":"IN","tie":"daughter"}]
//	periods                                   [{"from":"2025-07-01","to":"2025-08-01"}]
//
// An empty list is an answer ("none"); what is not answered is absent. Parts that were left empty are left out.
//
// On a page an input has the name of its field; the parts of a field follow after hyphens: birth_date-day, address-street, children-2-surname,
// absences-1-from-year, and absences-none for an empty list. Nothing here knows the day or the reader: both come from the caller.
package form

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/search"
)

// Answers are the answers of a form by the id of their field. What stands in them came through one of the readers here.
type Answers map[string]json.RawMessage

// MaxSize is the most bytes that the answers of one application have together.
const MaxSize = 64 << 10

// ReadPage reads what was sent from one page. Inputs that the page does not have are ignored. What cannot be accepted is named by its input
// (children-2-birth_date) and is not among the answers; the page is then shown again with what was typed, which the caller still has. What
// is merely missing is no fault here: a draft may have gaps (see Whole). filed is the day of filing.
func ReadPage(page law.PlanFormPage, in url.Values, filed calendar.Date) (Answers, fault.List) {
	out, faults := Answers{}, fault.List{}
	for i := range page.Fields {
		f := &page.Fields[i]
		v, wrongs := typed(f, in)
		if v != nil && len(wrongs) == 0 {
			v, wrongs = check(f, v, filed)
		}
		if len(wrongs) > 0 {
			faults = append(faults, wrongs.of(f.ID)...)
		} else if v != nil {
			out[f.ID] = encode(v)
		}
	}
	return out, append(faults, order(page.Fields, out)...)
}

// ReadJSON reads answers as programs send them: one object by the ids of fields. null takes an answer away and is given back as such. Names that
// the form does not have, and names that stand twice, are refused. Faults name the place in the object (children[1].birth_date).
func ReadJSON(f law.PlanForm, data []byte, filed calendar.Date) (Answers, fault.List) {
	if len(data) > MaxSize {
		return nil, fault.List{fault.New(fault.Invalid, "form.too-large")}
	}
	raw, err := tree(data)
	if err != nil {
		return nil, fault.List{err}
	}
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, fault.List{fault.New(fault.Invalid, "body.object")}
	}
	fields := fieldsOf(f)
	out, faults := Answers{}, fault.List{}
	for _, id := range sortedKeys(object) {
		i := slices.IndexFunc(fields, func(f *law.PlanField) bool { return f.ID == id })
		if i < 0 {
			faults = append(faults, unknownField(id, fields))
			continue
		}
		if object[id] == nil {
			out[id] = json.RawMessage("null")
			continue
		}
		v, wrongs := parsed(fields[i], object[id])
		if len(wrongs) == 0 {
			v, wrongs = check(fields[i], v, filed)
		}
		if len(wrongs) == 0 {
			out[id] = encode(v)
			continue
		}
		faults = append(faults, wrongs.of(id)...)
	}
	for _, page := range f.Pages {
		faults = append(faults, order(page.Fields, out)...)
	}
	return out, Paths(faults)
}

// With gives the answers with others in their place; null takes an answer away.
func (a Answers) With(read Answers) Answers {
	out := make(Answers, len(a)+len(read))
	maps.Copy(out, a)
	maps.Copy(out, read)
	maps.DeleteFunc(out, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
	return out
}

// Size is how many bytes the answers have together.
func (a Answers) Size() int {
	n := 0
	for id, v := range a {
		n += len(id) + len(v)
	}
	return n
}

// Paths rewrites the names of inputs in faults as places in JSON: children-2-birth_date is children[1].birth_date.
func Paths(list fault.List) fault.List {
	for _, e := range list {
		e.Field = path(e.Field)
	}
	return list
}

func path(input string) string {
	words := strings.Split(input, "-")
	out := words[0]
	for _, w := range words[1:] {
		if n, ok := rowNumber(w); ok {
			out += "[" + itoa(n-1) + "]"
			continue
		}
		out += "." + w
	}
	return out
}

func unknownField(id string, fields []*law.PlanField) *fault.Error {
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.ID
	}
	id = fault.Clip(id)
	if near := search.Nearest(id, known); near != "" {
		return fault.Field(id, "field.unknown-near", fault.Text("near", near))
	}
	return fault.Field(id, "field.unknown", fault.Text("accepted", strings.Join(known, ", ")))
}

// fieldsOf are all fields of a form, in their order.
func fieldsOf(f law.PlanForm) []*law.PlanField {
	n := 0
	for i := range f.Pages {
		n += len(f.Pages[i].Fields)
	}
	out := make([]*law.PlanField, 0, n)
	for i := range f.Pages {
		for k := range f.Pages[i].Fields {
			out = append(out, &f.Pages[i].Fields[k])
		}
	}
	return out
}
