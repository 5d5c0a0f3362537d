package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sejur/internal/fault"
	"sejur/internal/law"
)

// words checks a name, a line or a longer text. Spaces and line ends are brought into order first: nobody should have to.
func (s *spec) words(text string) (any, wrongs) {
	limit := s.limit
	if limit == 0 {
		limit = maxLine
		if s.kind == law.FieldLongText {
			limit = maxLongText
		}
	}
	text = tidy(text, s.kind == law.FieldLongText)
	switch {
	case utf8.RuneCountInString(text) > limit:
		return nil, bad("person.too-long", fault.Num("max", limit))
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable):
		return nil, bad("person.characters")
	case text == "":
		return nil, bad("field.missing")
	case s.kind == law.FieldName && (strings.ContainsFunc(text, notInName) || !strings.ContainsFunc(text, unicode.IsLetter)):
		return nil, bad("person.name-letters")
	case s.part != "":
		return text, nil
	}
	return s.pattern(text)
}

// pattern brings a number of a paper to the form that its pattern asks: in capitals, without what people write between.
func (s *spec) pattern(text string) (any, wrongs) {
	if s.field.Pattern == "" {
		return text, nil
	}
	upper := strings.ToUpper(text)
	for _, form := range []string{text, upper, strings.NewReplacer(" ", "", "-", "", ".", "", "/", "").Replace(upper)} {
		if s.field.Fits(form) {
			return form, nil
		}
	}
	return nil, bad("form.pattern", fault.Text("hint", s.field.Hint))
}

// tidy writes a text in one form: composed letters, one space between words, on one line or on lines without empty ones before and after.
func tidy(text string, lines bool) string {
	text = norm.NFC.String(text)
	if !lines {
		return strings.Join(strings.Fields(text), " ")
	}
	all := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n")
	for i, line := range all {
		all[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Trim(strings.Join(all, "\n"), "\n")
}

func withoutSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) && r != '\n' || r == utf8.RuneError }

// notInName tells a character that no passport prints in a name (ICAO 9303-3), as person does.
func notInName(r rune) bool {
	return !strings.ContainsRune(" -'’ʼ`.,/·", r) && !unicode.IsLetter(r) && !unicode.IsMark(r)
}

// phone writes a phone number as +, country code and digits (E.164: at most 15). A number without a country code that begins with one 0 is a
// Romanian one, of ten digits.
func phone(text string) (any, wrongs) {
	var digits strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9', r == '+' && digits.Len() == 0:
			digits.WriteRune(r)
		case unicode.IsSpace(r), strings.ContainsRune("-–./()\u00a0", r):
		default:
			return nil, bad("form.phone")
		}
	}
	number := digits.String()
	switch {
	case strings.HasPrefix(number, "+"):
	case strings.HasPrefix(number, "00"):
		number = "+" + number[2:]
	case strings.HasPrefix(number, "0") && len(number) == 10:
		number = "+40" + number[1:]
	default:
		return nil, bad("form.phone")
	}
	if len(number) < 1+7 || len(number) > 1+15 || number[1] == '0' {
		return nil, bad("form.phone")
	}
	return number, nil
}

// The longest e-mail address and its part before the @ (RFC 5321, 4.5.3.1).
const (
	maxEMail      = 254
	maxEMailLocal = 64
)

// eMail writes an e-mail address with its domain in small letters. It takes the plain ones: no quotes, no comments, no letters beyond ASCII.
func eMail(text string) (any, wrongs) {
	local, domain, found := strings.Cut(text, "@")
	odd := func(s, marks string) bool {
		return s == "" || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") || strings.ContainsFunc(s, func(r rune) bool {
			return (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) && !strings.ContainsRune(marks, r)
		})
	}
	if !found || len(text) > maxEMail || len(local) > maxEMailLocal || odd(local, "!#$%&'*+-/=?^_`{|}~.") || odd(domain, "-.") || !strings.Contains(domain, ".") {
		return nil, bad("form.e-mail")
	}
	return local + "@" + strings.ToLower(domain), nil
}

// amount writes an amount with two decimals. Point, comma, apostrophe and space may stand between groups of three digits; point or comma
// before one or two last digits is the decimal mark.
func amount(text string) (any, wrongs) {
	text = strings.NewReplacer("'", "", "’", "").Replace(withoutSpaces(text))
	whole, decimals := text, ""
	if at := strings.LastIndexAny(text, ".,"); at >= 0 && len(text)-at-1 <= 2 {
		whole, decimals = text[:at], text[at+1:]
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == '.' || r == ',' })
	for i, g := range groups {
		if !onlyDigits(g) || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return nil, bad("form.money")
		}
	}
	joined := strings.Join(groups, "")
	if len(joined)+max(0, len(groups)-1) != len(whole) || !onlyDigits(decimals+"0") {
		return nil, bad("form.money")
	}
	joined = strings.TrimLeft(joined, "0")
	const most = 12 // digits before the decimal mark
	if whole == "" || len(joined) > most {
		return nil, bad("form.money")
	}
	if joined == "" {
		joined = "0"
	}
	return joined + "." + (decimals + "00")[:2], nil
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
