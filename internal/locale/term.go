package locale

// Term writes a length of time as the law counts it: "30 days", "5 working days", "3 months", "5 years". The unit is calendar,
// working, months or years; any other is taken for calendar days.
func (p *Printer) Term(n int, unit string) string {
	switch unit {
	case "working":
		return p.T("ui.term.working", Num("n", n))
	case "months":
		return p.T("ui.term.months", Num("n", n))
	case "years":
		return p.T("ui.term.years", Num("n", n))
	}
	return p.T("ui.term.days", Num("n", n))
}
