package locale

import (
	"fmt"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// category is a plural category of CLDR.
type category uint8

const (
	other category = iota
	one
	few
	many
	categories = iota
)

// String returns the name that CLDR and the message files use.
func (c category) String() string {
	return [categories]string{other: "other", one: "one", few: "few", many: "many"}[c]
}

// parseCategory reads a name of CLDR. The categories zero and two, which none of our languages has, are not
// known.
func parseCategory(name string) (category, bool) {
	for c := range category(categories) {
		if c.String() == name {
			return c, true
		}
	}
	return other, false
}

// isCategoryName tells whether a key of a message file names a plural category of any language.
func isCategoryName(name string) bool {
	_, ok := parseCategory(name)
	return ok || name == "zero" || name == "two"
}

// categoriesOf lists the categories that cardinal numbers have in a language (CLDR, plurals.xml).
func categoriesOf(lang Lang) ([]category, error) {
	switch lang {
	case RO:
		return []category{one, few, other}, nil
	case EN, Pseudo:
		return []category{one, other}, nil
	case UK:
		return []category{one, few, many, other}, nil
	}
	return nil, fmt.Errorf("%w: plural forms of language %q are not known", ErrMessage, lang)
}

// categoryOf finds the category of a whole number. The sign does not matter: "-1 day".
func categoryOf(lang Lang, n int) category {
	u := uint(n)
	if n < 0 {
		u = -u
	}
	// The rules look only at the last digits; MatchPlural asks for the number modulo ten million.
	digits := int(u % 10_000_000)
	if u >= 10_000_000 && digits < 2 {
		digits += 1_000_000 // ten million and one is not "one"
	}
	return match(lang, digits, 0, 0)
}

// match asks x/text for the category of the number with the integer part digits, and with v visible decimals
// whose digits are f.
func match(lang Lang, digits, v, f int) category {
	t := f
	w := v
	for t > 0 && t%10 == 0 {
		t /= 10
		w--
	}
	if f == 0 {
		w = 0
	}
	var tag language.Tag
	switch lang {
	case RO:
		tag = language.Romanian
	case UK:
		tag = language.Ukrainian
	case EN, Pseudo:
		tag = language.English
	}
	switch plural.Cardinal.MatchPlural(tag, digits, v, w, f, t) {
	case plural.One:
		return one
	case plural.Few:
		return few
	case plural.Many:
		return many
	case plural.Other, plural.Zero, plural.Two:
	}
	return other
}
