package stay

// worth is how a title counts towards long-term residence, in half days.
type worth int

const (
	nothing worth = 0
	half    worth = 1
	full    worth = 2
)

// title is what one title does for long-term residence. Holders of one that bars cannot apply while they hold it.
type title struct {
	name  string
	worth worth
	bars  bool
}

// titles lists the titles this package knows. The office's page on long-term stay bars study, temporary
// protection, asylum, short-stay, diplomatic and service visas, seasonal work and au pair. Study counts half
// once the purpose has changed. Whether time as an asylum seeker counts for someone who was then protected is
// open in the sources; here it does not, so that the date shown is safe.
func titles() []title {
	return []title{
		{"work", full, false},
		{"highly-qualified", full, false},
		{"posting", full, false},
		{"family", full, false},
		{"business", full, false},
		{"profession", full, false},
		{"digital-nomad", full, false},
		{"research", full, false},
		{"volunteering", full, false},
		{"religious", full, false},
		{"humanitarian", full, false},
		{"own-means", full, false},
		{"other", full, false},
		{"protection", full, false},
		{"refugee", full, false},
		{"subsidiary", full, false},
		{"study", half, true},
		{"short-stay", nothing, true},
		{"diplomatic", nothing, true},
		{"service", nothing, true},
		{"seasonal", nothing, true},
		{"au-pair", nothing, true},
		{"asylum", nothing, true},
		{"temporary-protection", nothing, true},
	}
}

// Titles lists the titles that Continuous knows, those that count in full first. Any other word counts in full
// and the answer says so.
func Titles() []string {
	names := []string{}
	for _, t := range titles() {
		names = append(names, t.name)
	}
	return names
}

// weigh returns what a title is worth under a rule, and whether its name is known.
func (r Rule) weigh(name string) (t title, known bool) {
	if r == EUPermanent {
		return title{name, full, false}, true
	}
	for _, t := range titles() {
		if t.name == name {
			return t, true
		}
	}
	return title{name, full, false}, false
}
