package seal

import "slices"

// The kinds of paper that this office seals by definitions of its own.
const (
	Receipt     = "SEJUR_RECEIPT"     // an application was filed
	Certificate = "SEJUR_CERTIFICATE" // of registration
	Decision    = "SEJUR_DECISION"    // what was decided
	Invitation  = "SEJUR_INVITATION"  // of a foreigner to Romania
	Letter      = "SEJUR_LETTER"      // anything else in writing
)

// ours says whether the private definitions mean what this office says: for papers of Romania, and for specimens of Utopia.
func ours(country string) bool { return country == "ROU" || country == "UTO" }

// private are the definitions of this office. They are private: no standard has them, and other states may use the same numbers for something
// else. Doc 9303-13 leaves even categories to the issuing state. One tag has one meaning in all of them; docs/seals.md has them byte by byte.
func private() []Definition {
	return []Definition{
		{Name: Receipt, Reference: 0xe1, Category: 0x70, Private: true, Features: own("VALID_UNTIL", "NATIONALITY")},
		{Name: Certificate, Reference: 0xe2, Category: 0x72, Private: true, Features: own("VALID_UNTIL", "NATIONALITY")},
		{Name: Decision, Reference: 0xe3, Category: 0x74, Private: true, Features: own("VALID_UNTIL", "NATIONALITY", "OUTCOME", "CONTEST_UNTIL")},
		{Name: Invitation, Reference: 0xe4, Category: 0x76, Private: true, Features: own("VALID_UNTIL", "NATIONALITY", "PASSPORT_NUMBER")},
		{Name: Letter, Reference: 0xe5, Category: 0x78, Private: true, Features: own()},
	}
}

// own are the features that every paper of ours has or may have, and some more by name.
func own(more ...string) []Rule {
	all := []Rule{
		{1, "CODE", C40, true, 2, 16},            // with which the paper is looked up
		{2, "NUMBER", C40, false, 2, 16},         // of the paper or of its file
		{3, "NAME", MRZ, true, 2, 26},            // as a machine-readable zone has it: SURNAME<<GIVEN<NAMES, 39 characters at most
		{4, "BIRTH_DATE", Masked, false, 4, 4},   //
		{5, "KIND", UTF8, false, 1, 40},          // which procedure or right: an id of the law's files
		{6, "VALID_UNTIL", Date, false, 3, 3},    // the last day
		{7, "FACTS_HASH", Bytes, false, 32, 32},  // SHA-256 of the facts, as the office keeps them
		{8, "NATIONALITY", C40, false, 2, 2},     // three letters
		{9, "OUTCOME", C40, false, 2, 16},        // GRANTED, REFUSED…
		{10, "CONTEST_UNTIL", Date, false, 3, 3}, // the last day to contest it
		{11, "PASSPORT_NUMBER", C40, false, 2, 12},
	}
	const forAll = 5
	var rules []Rule
	for i, rule := range all {
		if i < forAll || rule.Name == "FACTS_HASH" || slices.Contains(more, rule.Name) {
			rules = append(rules, rule)
		}
	}
	return rules
}
