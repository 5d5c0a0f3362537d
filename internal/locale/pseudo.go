package locale

import (
	"strings"
	"unicode/utf8"
)

// Letters between these two marks are shown from right to left (Unicode Standard Annex 9), as if they were
// Arabic or Hebrew.
const (
	mirrorStart = "\u202e" // right-to-left override
	mirrorEnd   = "\u202c" // pop directional formatting
)

// pseudoText turns an English text into Pseudo.
func pseudoText(s string) string {
	parts := pseudoParts([]part{{text: s}})
	return parts[0].text
}

// pseudoParts turns the literal text of an English wording into Pseudo and leaves placeholders alone: accents
// on the letters, vowels doubled, filled up to 40 % more letters, brackets around the whole.
func pseudoParts(parts []part) []part {
	if len(parts) == 0 {
		return parts
	}
	out := make([]part, 0, len(parts)+1)
	before, after := 0, 0
	for _, p := range parts {
		text := accented(p.text)
		before += utf8.RuneCountInString(p.text)
		after += utf8.RuneCountInString(text)
		if strings.TrimSpace(text) != "" {
			text = mirrorStart + text + mirrorEnd
		}
		out = append(out, part{text: text, param: p.param})
	}
	out[0].text = "[" + out[0].text
	end := strings.Repeat("~", max(0, (before*14+9)/10-after)) + "]"
	last := len(out) - 1
	if out[last].param != "" {
		return append(out, part{text: end})
	}
	out[last].text += end
	return out
}

// accented puts a mark on every English letter that has a marked form, and doubles the vowels.
func accented(s string) string {
	var out strings.Builder
	for _, r := range s {
		out.WriteString(accentedLetter(r))
	}
	return out.String()
}

func accentedLetter(r rune) string {
	const (
		plain  = "AEIOUaeiouCDGHJKLNRSTWYZcdghjklnrstwyz"
		marked = "ÁÉÍÓÚáéíóúÇĎĜĤĴĶĻÑŔŠŤŴÝŽçďĝĥĵķļñŕšťŵýž"
		vowels = "AEIOUaeiou"
	)
	i := strings.IndexRune(plain, r)
	if i < 0 {
		return string(r)
	}
	letter := string([]rune(marked)[i])
	if strings.ContainsRune(vowels, r) {
		return letter + strings.ToLower(letter)
	}
	return letter
}

// mirror turns the names of months and weekdays into Pseudo.
func (n *names) mirror() {
	for _, list := range [][]string{
		n.months[:], n.standalone[:], n.monthsShort[:], n.weekdays[:], n.weekdaysShort[:],
	} {
		for i := range list {
			list[i] = pseudoText(list[i])
		}
	}
}
