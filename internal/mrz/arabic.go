package mrz

const (
	shadda  = '\u0651' // doubles the letter below it
	tatweel = '\u0640' // draws a word longer
)

// arabic is the table of Arabic letters (Doc 9303-3, 6.C; the two letters of foreign names in B.5.4), with those of Persian, Urdu and Pashto.
// Short vowels and other marks are no letters to it: they are left out before. X begins what stands for one letter of several.
func arabic(r rune, w where) (string, bool) {
	if r == '\u0629' { // teh marbuta
		if w.last {
			return "XAH", true
		}
		return "XTA", true
	}
	if r >= '\u0621' && r <= '\u064a' {
		text := [...]string{
			"XE", "XAA", "XAE", "U", "I", "XI", "A", "B", "", "T", "XTH", "J", "XH", "XKH", "D", // U+0621 to U+062F
			"XDH", "R", "Z", "S", "XSH", "XSS", "XDZ", "XTT", "XZZ", "E", "G", "", "", "", "", "", // U+0630 to U+063F
			"", "F", "Q", "K", "L", "M", "N", "H", "W", "XAY", "Y", // U+0640 to U+064A
		}[r-'\u0621']
		return text, text != ""
	}
	return beyondArabic(r)
}

// beyondArabic are the letters that other languages add. Four of the Maghreb are obsolete and not written (B.5.8).
func beyondArabic(r rune) (string, bool) {
	text, known := map[rune]string{
		'\u0671': "XXA", '\u0679': "XXT", '\u067c': "XRT", '\u067e': "P",
		'\u0681': "XKE", '\u0685': "XXH", '\u0686': "XC", '\u0688': "XXD", '\u0689': "XDR",
		'\u0691': "XXR", '\u0693': "XRR", '\u0696': "XRX", '\u0698': "XJ", '\u069a': "XXS", '\u069c': "",
		'\u06a2': "", '\u06a4': "V", '\u06a5': "XF", '\u06a7': "", '\u06a8': "", '\u06a9': "XKK", '\u06ab': "XXK", '\u06ad': "XNG", '\u06af': "XGG",
		'\u06ba': "XNN", '\u06bc': "XXN", '\u06be': "XDO",
		'\u06c0': "XYH", '\u06c1': "XXG", '\u06c2': "XGE", '\u06c3': "XTG", '\u06cc': "XYA", '\u06cd': "XXY",
		'\u06d0': "Y", '\u06d2': "XYB", '\u06d3': "XBE",
	}[r]
	return text, known
}
