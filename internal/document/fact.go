package document

import (
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// Fact is one thing that a paper says.
type Fact struct {
	Name  Name   `json:"name"`
	Value string `json:"value"`           // in the form of its name; words are Romanian
	Other string `json:"other,omitempty"` // words in the second language, "" = the same
}

// Name says what a fact is.
type Name string

// The names.
const (
	Surname     Name = "surname"
	Given       Name = "given"
	BirthDate   Name = "birth-date"
	Nationality Name = "nationality"
	Passport    Name = "passport"    // number of the identity paper
	Application Name = "application" // its public reference
	FiledOn     Name = "filed-on"
	Filing      Name = "filing"  // of a receipt: whether what was sent is filed with it
	ComeBy      Name = "come-by" // of a receipt: the end of the right to stay, before which its holder must come in person
	Procedure   Name = "procedure"
	Office      Name = "office"
	Address     Name = "address"
	Outcome     Name = "outcome"
	Host        Name = "host" // who invites
	StayFrom    Name = "stay-from"
	StayUntil   Name = "stay-until"
	Law         Name = "law" // act and article that it rests on
	ContestAt   Name = "contest-at"
	ContestBy   Name = "contest-by" // the last day
	Subject     Name = "subject"
	Reasons     Name = "reasons"
	Body        Name = "body"
	Zone        Name = "mrz" // the lines of a machine-readable zone
)

// Form is how the value of a fact is written.
type Form string

// The forms.
const (
	Words   Form = "words"   // a line
	Prose   Form = "prose"   // paragraphs
	Day     Form = "day"     // YYYY-MM-DD
	Country Form = "country" // ISO 3166-1 alpha-2, or one of the codes for people without a country
	Mark    Form = "mark"    // a number or reference, as it is
	Choice  Form = "choice"  // a word that the pages know in every language
	Lines   Form = "lines"   // of a machine-readable zone
)

// Form is how the value of a name is written; "" when nothing is called so.
func (n Name) Form() Form {
	switch n {
	case Surname, Given, Procedure, Office, Address, Host, Law, ContestAt, Subject:
		return Words
	case Reasons, Body:
		return Prose
	case BirthDate, FiledOn, ComeBy, StayFrom, StayUntil, ContestBy:
		return Day
	case Nationality:
		return Country
	case Passport, Application:
		return Mark
	case Outcome, Filing:
		return Choice
	case Zone:
		return Lines
	}
	return ""
}

// The words of an outcome.
const (
	OutcomeGranted = "granted"
	OutcomeRefused = "refused"
	OutcomeClosed  = "closed"
)

// Outcomes are the values of the fact of that name.
func Outcomes() []string { return []string{OutcomeGranted, OutcomeRefused, OutcomeClosed} }

// The words of what was sent in: by the law of each procedure it is filed with that, or prepares a visit at which it is filed (law decision 24).
const (
	FilingPreparation = "preparation"
	FilingFiled       = "filing"
)

// Words are the words that a fact of the form Choice may say.
func (n Name) Words() []string {
	if n == Filing {
		return []string{FilingPreparation, FilingFiled}
	}
	return Outcomes()
}

// Needs are the facts without which a paper of a kind says nothing.
func (k Kind) Needs() []Name {
	switch k {
	case Receipt:
		return []Name{Surname, BirthDate, Application, FiledOn, Procedure, Office}
	case Certificate:
		return []Name{Surname, BirthDate, Nationality, Procedure, Law}
	case Decision:
		return []Name{Surname, BirthDate, Application, Procedure, Outcome, Law, ContestAt, ContestBy}
	case Invitation:
		return []Name{Surname, BirthDate, Nationality, Passport, Host, StayFrom, StayUntil, Law}
	case Letter:
		return []Name{Surname, Subject, Body}
	}
	return nil
}

// Fact is the value of a fact, "" when the paper does not say it.
func (d Document) Fact(n Name) string {
	i := slices.IndexFunc(d.Facts, func(f Fact) bool { return f.Name == n })
	if i < 0 {
		return ""
	}
	return d.Facts[i].Value
}

// Shown are the facts that somebody who has the code in hand sees beside the status: what identifies the paper and its holder, and
// nothing of what the office wrote to them.
func (d Document) Shown() []Fact {
	return slices.DeleteFunc(slices.Clone(d.Facts), func(f Fact) bool { return f.Name.Form() == Prose || f.Name.Form() == Lines })
}

// Say writes the value of a fact for a reader. choice is the text of a word of a list. second tells that the reader is the one of the
// second language.
func (f Fact) Say(p *locale.Printer, choice func(value string) string, second bool) string {
	switch f.Name.Form() {
	case Day:
		day, err := calendar.Parse(f.Value)
		if err != nil {
			return f.Value
		}
		return p.Date(day)
	case Country:
		return p.Country(f.Value)
	case Choice:
		return choice(f.Value)
	case Words, Prose, Mark, Lines:
	}
	if second && f.Other != "" {
		return f.Other
	}
	return f.Value
}
