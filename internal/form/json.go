package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"sejur/internal/fault"
	"sejur/internal/law"
)

// maxDepth is how deep lists and objects may lie inside each other: the answers, a list, a row, and one for a stranger's mistake to be named.
const maxDepth = 4

// tree reads one JSON value, refusing what a reader of ours might understand otherwise than the sender: a name that stands twice, more after
// the end.
func tree(data []byte) (any, *fault.Error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := branch(d, "", 0)
	if err != nil {
		return nil, err
	}
	if _, more := d.Token(); !errors.Is(more, io.EOF) {
		return nil, fault.New(fault.Invalid, "body.trailing")
	}
	return v, nil
}

func branch(d *json.Decoder, at string, depth int) (any, *fault.Error) {
	token, err := d.Token()
	if err != nil {
		return nil, fault.New(fault.Invalid, "body.json")
	}
	delim, opens := token.(json.Delim)
	if !opens {
		return token, nil
	}
	if depth == maxDepth {
		return nil, fault.Field(at, "body.deep", fault.Num("n", maxDepth))
	}
	if delim == '[' {
		return list(d, at, depth+1)
	}
	return object(d, at, depth+1)
}

func list(d *json.Decoder, at string, depth int) (any, *fault.Error) {
	out := []any{}
	for d.More() {
		v, err := branch(d, at+"["+itoa(len(out))+"]", depth)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, closing(d)
}

func object(d *json.Decoder, at string, depth int) (any, *fault.Error) {
	out := map[string]any{}
	for d.More() {
		token, err := d.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, fault.New(fault.Invalid, "body.json")
		}
		place := fault.Clip(name)
		if at != "" {
			place = at + "." + place
		}
		if _, twice := out[name]; twice {
			return nil, fault.Field(place, "body.twice")
		}
		v, wrong := branch(d, place, depth)
		if wrong != nil {
			return nil, wrong
		}
		out[name] = v
	}
	return out, closing(d)
}

func closing(d *json.Decoder) *fault.Error {
	if _, err := d.Token(); err != nil {
		return fault.New(fault.Invalid, "body.json")
	}
	return nil
}

// parsed brings a JSON value to the value of a kind, refusing one of another kind.
func parsed(f *law.PlanField, raw any) (any, wrongs) {
	switch f.Kind {
	case law.FieldYesNo:
		if v, ok := raw.(bool); ok {
			return v, nil
		}
		return nil, bad("field.yes-no")
	case law.FieldNumber:
		if v, ok := raw.(json.Number); ok {
			if n, err := v.Int64(); err == nil && n == int64(int(n)) {
				return int(n), nil
			}
		}
		return nil, bad("field.number")
	case law.FieldMoney, law.FieldAddress:
		return parsedParts(Parts(f.Kind), raw, 0)
	case law.FieldPeople, law.FieldPeriods:
		return parsedRows(f.Kind, raw)
	case law.FieldName, law.FieldText, law.FieldLongText, law.FieldDate, law.FieldChoice, law.FieldCountry, law.FieldCounty, law.FieldPhone, law.FieldEMail:
	}
	if v, ok := raw.(string); ok && v != "" {
		return v, nil
	}
	return nil, bad("field.text")
}

func parsedRows(kind law.FieldKind, raw any) (any, wrongs) {
	items, ok := raw.([]any)
	if !ok {
		return nil, bad("field.list")
	}
	if len(items) > MaxRows(kind) {
		return nil, bad("form.rows", fault.Num("max", MaxRows(kind)))
	}
	out := make([]parts, 0, len(items))
	var all wrongs
	for i, item := range items {
		v, ws := parsedParts(Parts(kind), item, i+1)
		if len(ws) == 0 {
			out = append(out, v.(parts))
		}
		all = append(all, ws...)
	}
	return out, all
}

func parsedParts(known []Part, raw any, row int) (any, wrongs) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, bad("field.object").in(row, "")
	}
	out := parts{}
	var all wrongs
	for _, p := range known {
		v, given := object[p.ID]
		delete(object, p.ID)
		if !given || v == nil {
			continue
		}
		text, ok := v.(string)
		if !ok {
			all = append(all, bad("field.text").in(row, p.ID)...)
			continue
		}
		if text != "" {
			out[p.ID] = text
		}
	}
	if strange := sortedKeys(object); len(strange) > 0 {
		all = append(all, bad("field.unknown", fault.Text("accepted", partNames(known))).in(row, fault.Clip(strange[0]))...)
	}
	return out, all
}

// stored reads an answer that was kept. Only a row that was changed by other hands has none.
func stored(f *law.PlanField, raw json.RawMessage) (any, wrongs) {
	if text, ok := plain(raw); ok && Parts(f.Kind) == nil && f.Kind != law.FieldYesNo && f.Kind != law.FieldNumber {
		return text, nil
	}
	v, err := tree(raw)
	if err != nil {
		return nil, bad("invalid")
	}
	return parsed(f, v)
}

// plain is a string of JSON that has nothing to unfold, as nearly all answers are.
func plain(raw []byte) (string, bool) {
	n := len(raw)
	if n < 3 || raw[0] != '"' || raw[n-1] != '"' {
		return "", false
	}
	for _, c := range raw[1 : n-1] {
		if c < 0x20 || c == '"' || c == '\\' {
			return "", false
		}
	}
	return string(raw[1 : n-1]), utf8.Valid(raw)
}
