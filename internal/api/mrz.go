package api

import (
	"errors"
	"fmt"
	"slices"

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
	var args []fault.Arg
	if f.Line > 0 {
		args = append(args, fault.Num("line", f.Line))
	}
	if f.Position > 0 {
		args = append(args, fault.Num("position", f.Position))
	}
	if f.Character != "" {
		args = append(args, fault.Text("character", fault.Clip(f.Character)))
	}
	if slices.Contains([]mrz.Problem{mrz.WrongLines, mrz.WrongLength}, f.Problem) {
		args = append(args, fault.Num("n", f.N))
	}
	if f.Limit > 0 {
		args = append(args, fault.Num("limit", f.Limit))
	}
	if f.Problem == mrz.UnknownFormat {
		args = append(args, fault.Text("accepted", listed(mrz.Formats()...)))
	}
	return args
}
