// Package mrz reads and writes the machine-readable zone of travel documents: the lines in OCR letters at the foot of a passport's page,
// on the back of a card, under a visa.
//
// The rules are those of ICAO Doc 9303, eighth edition 2021: part 3 for what all documents share, part 4 for passports (TD3), part 5 for
// cards (TD1), part 6 for TD2, part 7 for visas (MRV-A, MRV-B). Codes of states are not compared with a list: it changes, and a zone with a
// code nobody knows is well formed all the same. The zone has two digits for a year; whose century it is, is told by Born and Expires,
// which get the day from their caller.
package mrz

import (
	"fmt"
	"slices"
	"strings"
)

// Format is the shape of a zone.
type Format string

// The formats of Doc 9303.
const (
	TD1  Format = "TD1"   // a card: three lines of 30
	TD2  Format = "TD2"   // a larger card: two lines of 36
	TD3  Format = "TD3"   // a passport: two lines of 44
	MRVA Format = "MRV-A" // a visa of a page's size: two lines of 44
	MRVB Format = "MRV-B" // a small visa: two lines of 36
)

// Formats are all of them.
func Formats() []Format { return []Format{TD1, TD2, TD3, MRVA, MRVB} }

// Fields are what a zone says. Fillers that only fill are not part of a value; in names a filler between two components is a space. A
// filler inside a number stays: what the document prints in its place, the zone does not say.
type Fields struct {
	DocumentCode   string `json:"document_code"`   // one or two characters: P, I, V, AC
	Issuer         string `json:"issuer"`          // one to three letters: ROU, D, UTO
	DocumentNumber string `json:"document_number"` // whole, also where a TD1 or TD2 goes on with it in the optional data
	OptionalData   string `json:"optional_data"`
	OptionalData2  string `json:"optional_data_2"` // the middle line of a TD1
	BirthDate      string `json:"birth_date"`      // YYMMDD; < where a part is not known
	Sex            string `json:"sex"`             // F, M or X; X is what the document prints where the zone has a filler
	ExpiryDate     string `json:"expiry_date"`     // YYMMDD
	Nationality    string `json:"nationality"`     // up to three letters; none where the issuer leaves it out
	Surname        string `json:"surname"`         // the primary identifier
	GivenNames     string `json:"given_names"`     // the secondary identifier; none for who has one name
}

// Field names a part of a zone: a member of Fields, or one of the two that only a check digit has.
type Field string

// The names of the fields.
const (
	DocumentCode   Field = "document_code"
	Issuer         Field = "issuer"
	DocumentNumber Field = "document_number"
	OptionalData   Field = "optional_data"
	OptionalData2  Field = "optional_data_2"
	BirthDate      Field = "birth_date"
	Sex            Field = "sex"
	ExpiryDate     Field = "expiry_date"
	Nationality    Field = "nationality"
	Surname        Field = "surname"
	GivenNames     Field = "given_names"

	Optional  Field = "optional"  // the check digit of a TD3's optional data
	Composite Field = "composite" // the check digit over several fields
)

// Problem is what is wrong. It is a message key without the leading "error.".
type Problem string

// What can be wrong with lines that are read.
const (
	Empty            Problem = "mrz.empty"       // no line at all
	WrongLines       Problem = "mrz.lines"       // N lines
	WrongLength      Problem = "mrz.length"      // line Line has N characters instead of Limit
	IllegalCharacter Problem = "mrz.character"   // Character at Line and Position is not of the zone
	NotALetter       Problem = "mrz.letter"      // Character at Line and Position where letters alone can stand
	NotADigit        Problem = "mrz.digit"       // Character at Line and Position where digits alone can stand
	WrongCheckDigit  Problem = "mrz.check-digit" // Character at Line and Position does not follow from the field
	NoSuchDay        Problem = "mrz.date"        // the date does not exist
	UnknownSex       Problem = "mrz.sex"         // neither F nor M nor unspecified
	Missing          Problem = "mrz.missing"     // the field is empty
)

// What can be wrong with fields that are to be written; NoSuchDay, UnknownSex and Missing too.
const (
	UnknownFormat Problem = "mrz.format"         // none of Formats
	WrongCode     Problem = "mrz.document-code"  // the letters are not those of the format
	WrongState    Problem = "mrz.state"          // no one to three letters A to Z
	WrongNumber   Problem = "mrz.number"         // Character is neither a letter A to Z nor a digit
	NumberGap     Problem = "mrz.number-gap"     // a space or mark after the ninth character of a number that goes on in the optional data
	WrongDate     Problem = "mrz.date-form"      // no six digits
	TooLong       Problem = "mrz.too-long"       // longer than Limit
	NoPlace       Problem = "mrz.no-place"       // the format has no such field
	NameDigit     Problem = "mrz.name-digit"     // a digit in a name
	UnknownLetter Problem = "mrz.unknown-letter" // Character is of no table
)

// Fault is one thing that is wrong.
type Fault struct {
	Field          Field // "" when the lines have not the shape of a zone
	Problem        Problem
	Line, Position int    // from 1; 0 where the problem has no place
	Character      string // what stands there
	N, Limit       int
	Suggestion     string // of a date: what was probably printed, with which its check digit is right
}

// Faults are all that is wrong.
type Faults []Fault

// Error joins the faults for logs and tests.
func (fs Faults) Error() string {
	all := make([]string, len(fs))
	for i, f := range fs {
		all[i] = fmt.Sprintf("%s: %s", f.Field, f.Problem)
	}
	return strings.Join(all, "; ")
}

// err is nil when nothing is wrong.
func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// Zone is what was read.
type Zone struct {
	Format Format
	Fields Fields
	Cut    bool // the name fills its field, so that it must be taken for a shortened one (Doc 9303-4, 4.2.3)
	Faults Faults
}

// Valid tells whether nothing is wrong with the zone. It says nothing about the document: anybody can reckon check digits.
func (z Zone) Valid() bool { return len(z.Faults) == 0 }

// Failing are the fields with something wrong, each once.
func (z Zone) Failing() []Field {
	failing := make([]Field, 0, len(z.Faults))
	for _, f := range z.Faults {
		if !slices.Contains(failing, f.Field) {
			failing = append(failing, f.Field)
		}
	}
	return failing
}
