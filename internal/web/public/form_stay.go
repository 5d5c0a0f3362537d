package public

import (
	"strconv"
	"strings"

	"sejur/internal/fault"
	"sejur/internal/stay"
)

// What the two calculators of stays share: the names of their inputs, and where to show what the calculator refuses.

// rowName names an input of a row; i counts from 1.
func rowName(prefix string, i int, part string) string {
	return prefix + "-" + strconv.Itoa(i) + "-" + part
}

// places finds the input of a field of the calculators, such as "stays[1].exit".
type places map[string]place

// place is an input: its name and its label. Dates have three elements, of which the first is the place to go to.
type place struct{ name, label string }

func (at place) id() string {
	if strings.HasSuffix(at.name, "-"+partTitle) {
		return at.name
	}
	return at.name + "-day"
}

// refuseStay puts an error of the calculators beside its input.
func (f *form) refuseStay(e stay.Error, at places) {
	where, ok := at[e.Field]
	if !ok {
		where = at["on"]
	}
	told := fault.Field(e.Field, strings.ReplaceAll(e.Key, "/", "."))
	f.refuse(where.name, where.id(), where.label, f.p.Say(told))
}
