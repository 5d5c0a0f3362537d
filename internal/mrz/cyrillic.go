package mrz

// cyrillic is the table of Cyrillic letters (Doc 9303-3, 6.B) with its exceptions for languages.
//
// The table prints three letters beside the numbers of others. Ћ stands at U+0402, which is Ђ, with D; the exception GJ for Macedonian
// stands at Ғ, which Macedonian does not have, instead of Ѓ; and C at Һ, the look-alike of ћ. Each row is read for the number and for the
// letter that can be meant. The soft sign is in no row: it has no sound of its own and is left out.
func cyrillic(r rune, w where, language Language) (string, bool) {
	if text := ofLanguage(r, w, language); text != "" {
		return text, true
	}
	if r >= 'А' && r <= 'Я' {
		return [...]string{
			"A", "B", "V", "G", "D", "E", "ZH", "Z", "I", "I", "K", "L", "M", "N", "O", "P", // А to П
			"R", "S", "T", "U", "F", "KH", "TS", "CH", "SH", "SHCH", "IE", "Y", "", "E", "IU", "IA", // Р to Я
		}[r-'А'], true
	}
	switch r {
	case 'Ё':
		return "E", true
	case 'Ђ':
		return "D", true
	case 'Ѓ', 'Ғ', 'Ґ':
		return "G", true
	case 'Є':
		return "IE", true
	case 'Ѕ', 'Џ':
		return "DZ", true
	case 'І', 'Ї':
		return "I", true
	case 'Ј':
		return "J", true
	case 'Љ':
		return "LJ", true
	case 'Њ':
		return "NJ", true
	case 'Ћ', 'Һ':
		return "C", true
	case 'Ќ':
		return "K", true
	case 'Ў', 'Ѫ':
		return "U", true
	case 'Ѵ':
		return "Y", true
	}
	return "", false
}

// ofLanguage is what a language writes otherwise, "" where it does not.
func ofLanguage(r rune, w where, language Language) string {
	switch language {
	case Ukrainian:
		return ukrainian(r, w)
	case Belarusian:
		switch r {
		case 'Г':
			return "H"
		case 'Ё':
			return "IO"
		}
	case Bulgarian:
		if r == 'Щ' {
			return "SHT"
		}
	case Serbian:
		switch r {
		case 'Г', 'Х':
			return "H"
		case 'Ж':
			return "Z"
		case 'Ц', 'Ч':
			return "C"
		case 'Ш':
			return "S"
		}
	case Macedonian:
		switch r {
		case 'Ѓ', 'Ғ':
			return "GJ"
		case 'Ќ':
			return "KJ"
		case 'Х':
			return "H"
		case 'Ц':
			return "C"
		case 'Џ':
			return "DJ"
		}
	}
	return ""
}

// ukrainian writes five letters otherwise where they come first.
func ukrainian(r rune, w where) string {
	switch r {
	case 'Г':
		return "H"
	case 'И':
		return "Y"
	}
	if !w.first {
		return ""
	}
	switch r {
	case 'Є':
		return "YE"
	case 'Ї':
		return "YI"
	case 'Й':
		return "Y"
	case 'Ю':
		return "YU"
	case 'Я':
		return "YA"
	}
	return ""
}
