package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words are the folded words of a text, in order: "Permis de ședere" is permis, de, sedere.
func Words(text string) []string {
	return strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Fold writes a text as somebody in a hurry types it: small letters without marks, and no apostrophes.
func Fold(text string) string {
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == 'ʼ':
		default:
			b.WriteString(letter(r))
		}
	}
	return b.String()
}

// letter is what people type for a letter whose mark is part of it.
func letter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ':
		return "d"
	case 'ґ':
		return "г"
	}
	return string(r)
}

// isPlain says that folding changes nothing.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 0x80 || c >= 'A' && c <= 'Z' || c == '\'' {
			return false
		}
	}
	return true
}
