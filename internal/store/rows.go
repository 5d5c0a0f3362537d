package store

import (
	"strconv"
	"strings"
)

// rows are the rows of one statement: "($1, $2), ($3, $4)", and the values.
type rows struct {
	text   strings.Builder
	values []any
}

func (r *rows) add(values ...any) {
	if len(r.values) > 0 {
		r.text.WriteString(", ")
	}
	between := "($"
	for i := range values {
		r.text.WriteString(between)
		r.text.WriteString(strconv.Itoa(len(r.values) + i + 1))
		between = ", $"
	}
	r.text.WriteString(")")
	r.values = append(r.values, values...)
}
