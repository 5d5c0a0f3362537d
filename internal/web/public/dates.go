package public

import (
	"net/url"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// dateFrom reads a date from the query: the input called name as YYYY-MM-DD, or its three parts. s is "" when
// nothing was given. wrong means that something was given that cannot even be put together; s is then what was typed.
func dateFrom(q url.Values, name string) (s string, wrong bool) {
	if s = strings.TrimSpace(q.Get(name)); s != "" {
		return s, false
	}
	v := page.TypedDate(q, name)
	if v == (ui.DateValue{}) {
		return "", false
	}
	return page.JoinDate(v)
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(width-len(s), 0)) + s
}

// splitDate shows a date in three inputs. What is no date is not shown.
func splitDate(s string) ui.DateValue {
	d, err := calendar.Parse(s)
	if err != nil {
		return ui.DateValue{}
	}
	return page.DateValue(d)
}

// maxPeriods is how many rows a list of periods can have.
const maxPeriods = 12

// noPeriods is the value of a list that is known to be empty.
const noPeriods = "none"

// typedPeriods is what stands in the rows of a list of periods: rows inputs, at least one, at most maxPeriods.
func typedPeriods(q url.Values, name string, rows int) []ui.Period {
	rows = min(max(rows, 1), maxPeriods)
	out := make([]ui.Period, rows)
	for i := range out {
		row := name + "-" + strconv.Itoa(i+1)
		out[i] = ui.Period{From: page.TypedDate(q, row+"-from"), To: page.TypedDate(q, row+"-to")}
	}
	return out
}

// joinPeriods writes a list of periods as one value: "2024-01-01..2024-02-01,2026-03-01..". Empty rows are left
// out; "" means that all are empty. bad is the number of the first row that is no period, from 1, or 0.
func joinPeriods(rows []ui.Period) (value string, bad int) {
	var all []string
	for i, row := range rows {
		if row == (ui.Period{}) {
			continue
		}
		from, fromWrong := page.JoinDate(row.From)
		to, toWrong := "", false
		if row.To != (ui.DateValue{}) {
			to, toWrong = page.JoinDate(row.To)
		}
		if bad == 0 && (fromWrong || toWrong || !isDate(from) || to != "" && !isDate(to)) {
			bad = i + 1
		}
		all = append(all, from+".."+to)
	}
	return strings.Join(all, ","), bad
}

func isDate(s string) bool {
	_, err := calendar.Parse(s)
	return err == nil
}

// splitPeriods shows a list of periods in rows.
func splitPeriods(value string) []ui.Period {
	if value == "" || value == noPeriods || value == unknown {
		return []ui.Period{{}}
	}
	var rows []ui.Period
	for part := range strings.SplitSeq(value, ",") {
		from, to, _ := strings.Cut(part, "..")
		rows = append(rows, ui.Period{From: splitDate(from), To: splitDate(to)})
	}
	return rows[:min(len(rows), maxPeriods)]
}
