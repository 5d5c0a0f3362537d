package filing

import (
	"strings"

	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/person"
)

// suggest adds what is known of the fields of a form to its answers, and says where each comes from.
func suggest(k form.Asked, f person.File) (form.Answers, map[string]Origin) {
	known := form.Suggest(k.Form, k.Facts, k.Answers, f.Known)
	origins := make(map[string]Origin, len(known))
	for id, s := range known {
		origins[id] = originOf(s.From, k.Facts)
	}
	return k.Answers.Confirm(known), origins
}

// originOf names where a suggestion comes from. A fact that nobody gave is known from the person's file.
func originOf(from string, facts law.Facts) Origin {
	root, rest, _ := strings.Cut(from, ".")
	switch root {
	case "fact":
		if _, given := facts.Value(rest); given {
			return FromPlan
		}
		if rest == "title_expires" {
			return FromTitle
		}
	case "paper":
		if strings.HasPrefix(rest, "passport.") {
			return FromPaper
		}
		return FromTitle
	case "address":
		return FromAddress
	}
	return FromPerson
}
