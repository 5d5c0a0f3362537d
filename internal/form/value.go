package form

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"sejur/internal/fault"
	"sejur/internal/law"
)

// A value is one of: string, bool, int, parts (of an address or an amount), []parts (people, periods). nil is no value.
type parts = map[string]string

// Part is one input of a field that has several: of an address, of an amount, of one row of a list.
type Part struct {
	ID       string
	Kind     law.FieldKind // PartAmount and PartCurrency beside the law's
	Optional bool
	Max      int // letters
}

// The kinds of parts that no field has by itself.
const (
	PartAmount   law.FieldKind = "amount"
	PartCurrency law.FieldKind = "currency"
)

// Parts are the inputs of a field that has several, in the order in which a page asks them; none of all others. Their labels are
// the messages forms.part.ID. The slice is shared: do not change it.
//
//locale:uses forms.part.*
func Parts(kind law.FieldKind) []Part {
	switch kind {
	case law.FieldAddress:
		return addressParts
	case law.FieldMoney:
		return moneyParts
	case law.FieldPeople:
		return peopleParts
	case law.FieldPeriods:
		return periodParts
	case law.FieldName, law.FieldText, law.FieldLongText, law.FieldDate, law.FieldYesNo, law.FieldChoice, law.FieldCountry, law.FieldCounty,
		law.FieldPhone, law.FieldEMail, law.FieldNumber:
	}
	return nil
}

// The parts; nothing changes them.
var (
	addressParts = []Part{
		{ID: "country", Kind: law.FieldCountry},
		{ID: "county", Kind: law.FieldCounty, Optional: true},
		{ID: "locality", Kind: law.FieldText, Max: maxLine},
		{ID: "street", Kind: law.FieldText, Optional: true, Max: maxLine},
		{ID: "number", Kind: law.FieldText, Optional: true, Max: maxShort},
		{ID: "details", Kind: law.FieldText, Optional: true, Max: maxLine},
		{ID: "postcode", Kind: law.FieldText, Optional: true, Max: maxShort},
	}
	moneyParts  = []Part{{ID: "amount", Kind: PartAmount}, {ID: "currency", Kind: PartCurrency}}
	peopleParts = []Part{
		{ID: "surname", Kind: law.FieldName, Max: maxLine},
		{ID: "given_names", Kind: law.FieldName, Optional: true, Max: maxLine},
		{ID: "birth_date", Kind: law.FieldDate},
		{ID: "citizenship", Kind: law.FieldCountry},
		{ID: "tie", Kind: law.FieldText, Optional: true, Max: maxShort},
	}
	periodParts = []Part{{ID: "from", Kind: law.FieldDate}, {ID: "to", Kind: law.FieldDate, Optional: true}}
)

// Bounds of an answer, in letters and rows. person has the same for what it keeps.
const (
	maxLine     = 120
	maxShort    = 30
	maxLongText = 2000
	maxPeople   = 20
	maxPeriods  = 60
	maxNumber   = 1_000_000
)

// MaxRows is how many rows a list may have; 0 for what is no list.
func MaxRows(kind law.FieldKind) int {
	if kind == law.FieldPeople {
		return maxPeople
	}
	if kind == law.FieldPeriods {
		return maxPeriods
	}
	return 0
}

// wrong is one thing that is wrong with a value: the row and the part of it, and why.
type wrong struct {
	row  int // from 1; 0 = the value as a whole
	part string
	key  string
	args []fault.Arg
}

type wrongs []wrong

func bad(key string, args ...fault.Arg) wrongs { return wrongs{{key: key, args: args}} }

// in places what is wrong with a part.
func (ws wrongs) in(row int, part string) wrongs {
	for i := range ws {
		ws[i].row, ws[i].part = row, part
	}
	return ws
}

// of names the inputs of a field.
func (ws wrongs) of(field string) fault.List {
	out := make(fault.List, len(ws))
	for i, w := range ws {
		out[i] = fault.Field(input(field, w.row, w.part), w.key, w.args...)
	}
	return out
}

// input is the name of an input: field, field-part, field-row-part.
func input(field string, row int, part string) string {
	if row > 0 {
		field += "-" + itoa(row)
	}
	if part != "" {
		field += "-" + part
	}
	return field
}

func itoa(n int) string { return strconv.Itoa(n) }

func rowNumber(word string) (int, bool) {
	n, err := strconv.Atoi(word)
	return n, err == nil && n > 0 && itoa(n) == word
}

// encode writes a value in its one form: names in the order of the alphabet, no spaces.
func encode(v any) json.RawMessage {
	out, err := json.Marshal(v)
	if err != nil {
		panic("form: encode: " + err.Error()) // a string, a bool, an int or maps and lists of strings are always JSON
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
