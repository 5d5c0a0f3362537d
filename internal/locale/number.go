package locale

import (
	"strconv"
	"strings"
)

// noBreak keeps a number and its unit, or two groups of digits, on one line.
const noBreak = "\u00a0"

// separators returns the mark between groups of three digits and the mark before the decimals (CLDR 48.2,
// numbers.xml).
func separators(lang Lang) (group, decimal string) {
	switch lang {
	case RO:
		return ".", ","
	case UK:
		return noBreak, ","
	case EN, Pseudo:
	}
	return ",", "."
}

// Number writes a whole number in groups of three digits: "25,950" in English, "25.950" in Romanian, "25 950"
// in Ukrainian, with a no-break space.
func (p *Printer) Number(n int) string {
	var room [40]byte
	return string(appendNumber(room[:0], p.lang, n))
}

// Money writes an amount with its currency. The amount is a plain decimal number ("25950", "120.50"), the
// currency an ISO 4217 code. Decimals that are all zero are left out, otherwise there are at least two. Between
// number and unit stands a no-break space.
//
//	       RON                      EUR      other codes
//	en     25,950 lei, 1 leu        €120.50  120.50 USD
//	ro     25.950 lei, 1 leu        120,50 € 120,50 USD
//	uk     25 950 леїв, 2 леї       120,50 € 120,50 USD
//
// An amount that is no decimal number is shown as it came, before the code: a wrong figure must be seen, not
// hidden.
func (p *Printer) Money(amount, currency string) string {
	a, ok := parseAmount(amount)
	if !ok {
		return amount + noBreak + currency
	}
	var room [64]byte
	out := room[:0]
	if a.negative {
		out = append(out, '-')
	}
	before, after := p.unit(a, currency)
	out = append(out, before...)
	group, decimal := separators(p.lang)
	out = appendGroups(out, a.whole, group)
	if a.decimals != "" {
		out = append(out, decimal...)
		out = append(out, a.decimals...)
	}
	return string(append(out, after...))
}

// unit returns what stands before and after the figure.
func (p *Printer) unit(a amount, currency string) (before, after string) {
	switch currency {
	case "RON":
		return "", noBreak + p.lei(a)
	case "EUR":
		if p.lang.base() == EN {
			return "€", ""
		}
		return "", noBreak + "€"
	}
	return "", noBreak + currency
}

// lei returns the name of the Romanian currency as it follows the amount.
func (p *Printer) lei(a amount) string {
	c := a.category(p.lang)
	if p.lang == UK {
		return [categories]string{one: "лей", few: "леї", many: "леїв", other: "лея"}[c]
	}
	if c == one {
		return "leu"
	}
	return "lei"
}

// amount is a decimal number in digits: whole without needless zeros in front, decimals as they are shown.
type amount struct {
	negative        bool
	whole, decimals string
}

// category finds the plural category of an amount.
func (a amount) category(lang Lang) category {
	const enough = 6 // no rule looks at more digits
	whole := a.whole
	if len(whole) > enough {
		whole = "1" + whole[len(whole)-enough:]
	}
	decimals := a.decimals[:min(len(a.decimals), enough)]
	// The digits were checked when the amount was parsed; a missing part counts as zero.
	digits, _ := strconv.Atoi(whole)
	f, _ := strconv.Atoi(decimals)
	return match(lang, digits, len(decimals), f)
}

// parseAmount reads "-1234.50".
func parseAmount(s string) (amount, bool) {
	var a amount
	s, a.negative = strings.CutPrefix(s, "-")
	whole, decimals, point := strings.Cut(s, ".")
	if !isDigits(whole) || (point && !isDigits(decimals)) {
		return amount{}, false
	}
	a.whole = strings.TrimLeft(whole, "0")
	if a.whole == "" {
		a.whole = "0"
	}
	a.decimals = strings.TrimRight(decimals, "0")
	if len(a.decimals) == 1 {
		a.decimals += "0"
	}
	return a, true
}

func isDigits(s string) bool {
	for _, r := range []byte(s) {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

func appendNumber(out []byte, lang Lang, n int) []byte {
	var room [20]byte
	digits := strconv.AppendInt(room[:0], int64(n), 10)
	if digits[0] == '-' {
		out = append(out, '-')
		digits = digits[1:]
	}
	group, _ := separators(lang)
	return appendGroups(out, digits, group)
}

func appendGroups[D string | []byte](out []byte, digits D, group string) []byte {
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, group...)
		}
		out = append(out, digits[i])
	}
	return out
}
