package mrz

// latin is the table of Latin letters (Doc 9303-3, 6.A). Letters with marks that are written without them stand in the table too, and need
// no line here: Ș is found by its S.
func latin(r rune, way Latin) (string, bool) {
	choose := func(spelt, plain, escaped string) (string, bool) {
		switch way {
		case Plain:
			return plain, true
		case Escaped:
			return escaped, true
		case Spelt:
		}
		return spelt, true
	}
	switch r {
	case 'Ä':
		return choose("AE", "A", "AE")
	case 'Å':
		return choose("AA", "A", "AA")
	case 'Ñ':
		return choose("N", "N", "NXX")
	case 'Ö':
		return choose("OE", "O", "OE")
	case 'Ü':
		return choose("UE", "U", "UXX")
	case 'Æ':
		return "AE", true
	case 'Ð', 'Đ':
		return "D", true
	case 'Ø', 'Œ':
		return "OE", true
	case 'Þ':
		return "TH", true
	case 'Ħ':
		return "H", true
	case 'Ł':
		return "L", true
	case 'Ŋ':
		return "N", true
	case 'Ŧ':
		return "T", true
	case 'ß', 'ẞ': // unicode.ToUpper leaves the small one
		return "SS", true
	}
	return "", false
}
