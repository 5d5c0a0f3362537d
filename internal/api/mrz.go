package api

import (
	"errors"
	"fmt"

	"sejur/internal/fault"
	"sejur/internal/mrz"
)

// MRZAnswer is what a machine-readable zone says. Format and Fields are nil when the lines have not the shape of one.
type MRZAnswer struct {
	Valid   bool        `json:"valid"`
	Format  *mrz.Format `json:"format"`
	Fields  *mrz.Fields `json:"fields"`
	Failing []mrz.Field `json:"failing"`
}

// ReadMRZ reads the lines of a zone. The error is what is wrong with them, in words' keys; the answer is whole beside it.
func ReadMRZ(lines []byte) (MRZAnswer, error) {
	zone, err := mrz.Read(string(lines))
	if err != nil {
		return MRZAnswer{Failing: []mrz.Field{}}, mrzFaults(err)
	}
	answer := MRZAnswer{Valid: zone.Valid(), Format: &zone.Format, Fields: &zone.Fields, Failing: zone.Failing()}
	if !zone.Valid() {
		return answer, mrzFaults(zone.Faults)
	}
	return answer, nil
}

// mrzInput is a zone to write: the fields of mrz.Fields, and the format.
type mrzInput struct {
	Format         mrz.Format `json:"format"`
	DocumentCode   string     `json:"document_code"`
	Issuer         string     `json:"issuer"`
	DocumentNumber string     `json:"document_number"`
	OptionalData   string     `json:"optional_data"`
	OptionalData2  string     `json:"optional_data_2"`
	BirthDate      string     `json:"birth_date"`
	Sex            string     `json:"sex"`
	ExpiryDate     string     `json:"expiry_date"`
	Nationality    string     `json:"nationality"`
	Surname        string     `json:"surname"`
	GivenNames     string     `json:"given_names"`
}

func (in mrzInput) fields() mrz.Fields {
	return mrz.Fields{
		DocumentCode: in.DocumentCode, Issuer: in.Issuer, DocumentNumber: in.DocumentNumber,
		OptionalData: in.OptionalData, OptionalData2: in.OptionalData2,
		BirthDate: in.BirthDate, Sex: in.Sex, ExpiryDate: in.ExpiryDate, Nationality: in.Nationality, Surname: in.Surname, GivenNames: in.GivenNames,
	}
}

// MRZLines are the lines of a zone.
type MRZLines struct {
	Lines []string `json:"lines"`
}

// WriteMRZ writes the zone of a JSON question: a format and the fields of mrz.Fields. Names in Cyrillic letters are read in a language;
// when none is named, in that of the nationality.
func WriteMRZ(data []byte, language mrz.Language) (MRZLines, error) {
	var in mrzInput
	if faults := read(data, &in); len(faults) > 0 {
		return MRZLines{}, faults
	}
	if language == "" {
		language = mrz.LanguageOf(in.Nationality)
	}
	lines, err := mrz.Write(in.Format, in.fields(), mrz.Spelling{Cyrillic: language})
	if err != nil {
		return MRZLines{}, mrzFaults(err)
	}
	return MRZLines{Lines: lines}, nil
}

// mrzFaults gives the faults of a zone the form of every other fault.
func mrzFaults(err error) error {
	var faults mrz.Faults
	if !errors.As(err, &faults) {
		return fmt.Errorf("read or write a machine-readable zone: %w", err)
	}
	list := make(fault.List, len(faults))
	for i, f := range faults {
		list[i] = fault.Field(string(f.Field), string(f.Problem), mrzArgs(f)...)
	}
	return list
}

// mrzArgs are the values of a fault's sentence.
func mrzArgs(f mrz.Fault) []fault.Arg {
	line, position := fault.Num("line", f.Line), fault.Num("position", f.Position)
	character := fault.Text("character", fault.Clip(f.Character))
	n, limit := fault.Num("n", f.N), fault.Num("limit", f.Limit)
	switch f.Problem {
	case mrz.WrongLines:
		return []fault.Arg{n}
	case mrz.WrongLength:
		return []fault.Arg{line, n, limit}
	case mrz.IllegalCharacter, mrz.NotALetter, mrz.NotADigit, mrz.WrongCheckDigit:
		return []fault.Arg{line, position, character}
	case mrz.UnknownSex, mrz.WrongNumber, mrz.NameDigit, mrz.UnknownLetter:
		return []fault.Arg{character}
	case mrz.TooLong:
		return []fault.Arg{limit}
	case mrz.UnknownFormat:
		return []fault.Arg{fault.Text("accepted", listed(mrz.Formats()...))}
	case mrz.Empty, mrz.NoSuchDay, mrz.Missing, mrz.WrongCode, mrz.WrongState, mrz.NumberGap, mrz.WrongDate, mrz.NoPlace:
	}
	return nil
}
