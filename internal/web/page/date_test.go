package page_test

import (
	"testing"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

func TestDatesInParts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		in    ui.DateValue
		want  string
		wrong bool
	}{
		"day, month and year":           {ui.DateValue{Day: "5", Month: "1", Year: "2027"}, "2027-01-05", false},
		"with zeros in front":           {ui.DateValue{Day: "05", Month: "01", Year: "2027"}, "2027-01-05", false},
		"a day that no month has":       {ui.DateValue{Day: "32", Month: "1", Year: "2027"}, "2027-01-32", false},
		"a short year is not guessed":   {ui.DateValue{Day: "5", Month: "1", Year: "27"}, "0027-01-05", false},
		"no year":                       {ui.DateValue{Day: "5", Month: "1"}, "-1-5", true},
		"a month in letters":            {ui.DateValue{Day: "5", Month: "May", Year: "2027"}, "2027-May-5", true},
		"a day below zero":              {ui.DateValue{Day: "-5", Month: "1", Year: "2027"}, "2027-1--5", true},
		"a day beyond all bounds":       {ui.DateValue{Day: "500", Month: "1", Year: "2027"}, "2027-1-500", true},
		"a year of five digits":         {ui.DateValue{Day: "5", Month: "1", Year: "20270"}, "20270-1-5", true},
		"a number that is none in bits": {ui.DateValue{Day: "5", Month: "1", Year: "99999999999999999999"}, "99999999999999999999-1-5", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, wrong := page.JoinDate(row.in)
			if got != row.want || wrong != row.wrong {
				t.Errorf("%q, %v; want %q, %v", got, wrong, row.want, row.wrong)
			}
		})
	}
}
