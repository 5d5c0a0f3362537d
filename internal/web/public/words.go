package public

import (
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// periodWords writes an ISO 8601 period of one part, "P5Y", "P6M", "P90D"; any other is shown as it is.
func periodWords(p *locale.Printer, period string) string {
	if len(period) < 3 || period[0] != 'P' {
		return period
	}
	n, err := strconv.Atoi(period[1 : len(period)-1])
	if err != nil {
		return period
	}
	switch period[len(period)-1] {
	case 'Y':
		return p.Term(n, string(calendar.Years))
	case 'M':
		return p.Term(n, string(calendar.Months))
	case 'D':
		return p.Term(n, string(calendar.Days))
	}
	return period
}

// validityWords says how long a document is good for; "" where the law does not say.
func validityWords(p *locale.Printer, v law.Validity) string {
	if v.Until != nil {
		return p.T("page.plan.valid_until", locale.Str("date", p.Date(*v.Until)))
	}
	if v.Rule != nil && v.AtMost != nil {
		return p.T("page.plan.valid_rule_at_most", locale.Str("rule", *v.Rule), locale.Str("term", periodWords(p, *v.AtMost)))
	}
	if v.Rule != nil {
		return p.T("page.plan.valid_rule", locale.Str("rule", *v.Rule))
	}
	var parts []string
	if v.AtMost != nil && v.AtLeast != nil && *v.AtMost == *v.AtLeast {
		parts = append(parts, p.T("page.plan.valid_for", locale.Str("term", periodWords(p, *v.AtMost))))
		return p.And(parts)
	}
	if v.AtMost != nil {
		parts = append(parts, p.T("page.plan.valid_at_most", locale.Str("term", periodWords(p, *v.AtMost))))
	}
	if v.AtLeast != nil {
		parts = append(parts, p.T("page.plan.valid_at_least", locale.Str("term", periodWords(p, *v.AtLeast))))
	}
	return p.And(parts)
}

// startsWords says from when the authority's term runs.
func startsWords(p *locale.Printer, starts string) string {
	switch starts {
	case "submission":
		return p.T("page.plan.starts.submission")
	case "lodging":
		return p.T("page.plan.starts.lodging")
	case "registration":
		return p.T("page.plan.starts.registration")
	}
	return ""
}

// formWords says in which form a paper is asked: "original and copy".
func formWords(p *locale.Printer, forms []string) string {
	names := make([]string, len(forms))
	for i, form := range forms {
		names[i] = law.PaperWord(p, form)
	}
	return p.And(names)
}

// longDate writes a date in full, "" if there is none.
func longDate(p *locale.Printer, d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return p.Date(*d)
}

// total adds the known amounts of one currency in hundredths. ok is false if an amount is no plain decimal number.
func total(amounts []string) (sum string, ok bool) {
	cents := 0
	for _, amount := range amounts {
		n, ok := hundredths(amount)
		if !ok {
			return "", false
		}
		cents += n
	}
	return strconv.Itoa(cents/100) + "." + pad(cents%100, 2), true
}

// hundredths reads "120", "120.5" or "120.50".
func hundredths(amount string) (int, bool) {
	whole, decimals, _ := strings.Cut(amount, ".")
	if len(decimals) > 2 {
		return 0, false
	}
	n, err := strconv.Atoi(whole + decimals + strings.Repeat("0", 2-len(decimals)))
	return n, err == nil && n >= 0
}

// joinHints puts two sentences beside each other; either may be missing.
func joinHints(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
