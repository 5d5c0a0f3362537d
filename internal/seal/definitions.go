package seal

import (
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
)

// Definition is what a kind of paper has in its seal.
type Definition struct {
	Name      string
	Reference byte     // the Document Feature Definition Reference of the header
	Category  byte     // the Document Type Category of the header
	Private   bool     // this office's own: read as such only when the header names a country of ours
	Features  []Rule   // by tag
	OneOf     []string // exactly one of these must be there
}

// Rule is one feature of a definition.
type Rule struct {
	Tag      byte
	Name     string
	Coding   Coding
	Required bool
	Min, Max int // bytes of the value
}

// Definitions returns every definition known, the published ones first. Features have the names of the published seal codings.
//
// Sources: Doc 9303-13 (visa, emergency travel document); TR-03137 part 1, chapters 6 to 10 (arrival attestation, social insurance card,
// residence permit and its supplementary sheet, stickers); TR-03171 (administrative documents); the published codings of German papers.
func Definitions() []Definition {
	return append(published(), private()...)
}

func published() []Definition {
	return []Definition{
		{Name: "VISA", Reference: 0x5d, Category: 0x01, OneOf: []string{"MRZ_MRVA", "MRZ_MRVB"}, Features: []Rule{
			{1, "MRZ_MRVA", MRVA, false, 48, 48},
			{2, "MRZ_MRVB", MRVB, false, 44, 44},
			{3, "NUMBER_OF_ENTRIES", Byte, false, 1, 1}, // 0: no limit
			{4, "DURATION_OF_STAY", Bytes, true, 3, 3},  // days, months, years
			{5, "PASSPORT_NUMBER", C40, true, 6, 6},
			{6, "VISA_TYPE", Bytes, false, 1, 4},
			{7, "ADDITIONAL_FEATURES", Bytes, false, 0, 254},
		}},
		{Name: "EMERGENCY_TRAVEL_DOCUMENT", Reference: 0x5e, Category: 0x03, Features: []Rule{
			{2, "MRZ", MRZ, true, 48, 48},
		}},
		{Name: "ARRIVAL_ATTESTATION", Reference: 0xfd, Category: 0x02, Features: []Rule{
			{2, "MRZ", MRZ, true, 48, 48},
			{3, "AZR", C40, true, 8, 8},
		}},
		{Name: "SOCIAL_INSURANCE_CARD", Reference: 0xfc, Category: 0x04, Features: []Rule{
			{1, "SOCIAL_INSURANCE_NUMBER", C40, true, 8, 8},
			{2, "SURNAME", UTF8, true, 1, 90},
			{3, "FIRST_NAME", UTF8, true, 1, 90},
			{4, "BIRTH_NAME", UTF8, false, 1, 90},
		}},
		{Name: "RESIDENCE_PERMIT", Reference: 0xfb, Category: 0x06, Features: []Rule{
			{2, "MRZ", MRZ, true, 48, 48},
			{3, "PASSPORT_NUMBER", C40, true, 6, 6},
		}},
		{Name: "SUPPLEMENTARY_SHEET", Reference: 0xfa, Category: 0x06, Features: []Rule{
			{4, "MRZ", MRZ, true, 48, 48},
			{5, "SHEET_NUMBER", C40, true, 6, 6},
		}},
		{Name: "ADDRESS_STICKER_ID", Reference: 0xf9, Category: 0x08, Features: sticker()},
		{Name: "ADDRESS_STICKER_RP", Reference: 0xf9, Category: 0x0c, Features: sticker()},
		{Name: "ADDRESS_STICKER_PASSPORT", Reference: 0xf8, Category: 0x0a, Features: []Rule{
			{1, "DOCUMENT_NUMBER", C40, true, 6, 6},
			{2, "AGS", C40, true, 6, 6},
			{3, "POSTAL_CODE", C40, true, 4, 4},
		}},
		{Name: "TEMP_PERSO", Reference: 0xf7, Category: 0x0b, Features: portrait()},
		{Name: "TEMP_PASSPORT", Reference: 0xf6, Category: 0x0d, Features: portrait()},
		{Name: "FICTION_CERT", Reference: 0xf5, Category: 0x0c, Features: portraitOfAlien()},
		{Name: "ALIENS_LAW", Reference: 0x01, Category: 0xfe, Features: portraitOfAlien()},
		{Name: "PERMANENT_RESIDENCE_CERT", Reference: 0xf4, Category: 0x8f, Features: []Rule{
			{1, "DOCUMENT_NUMBER", C40, true, 6, 6},
			{2, "PASSPORT_NUMBER", C40, true, 6, 6},
		}},
		// The profile named by its number says what the other tags hold.
		{Name: "ADMINISTRATIVE_DOCUMENTS_V8", Reference: 0x01, Category: 0xc8, Features: []Rule{
			{0, "DOC_PROFILE_NUMBER", Bytes, true, 16, 16},
			{1, "VALIDITY_DATES", Bytes, false, 1, 17}, // YYYYMMDD, a zero byte, YYYYMMDD; either may be left out
		}},
		{Name: "ADMINISTRATIVE_DOCUMENTS_V9", Reference: 0x01, Category: 0xc9, Features: []Rule{
			{0, "DOC_PROFILE_NUMBER", Bytes, true, 16, 16},
			{1, "VALID_FROM", Stamp, false, 8, 8},
			{2, "VALID_TO", Stamp, false, 8, 8},
			{3, "PROFILE_URI", UTF8, true, 1, 255},
			{4, "CERTIFICATE_URI", UTF8, true, 1, 255},
			{5, "STATUS_URI", UTF8, false, 1, 255},
			{6, "STATUS_LIST_INDEX", Bytes, false, 1, 4},
		}},
	}
}

func sticker() []Rule {
	return []Rule{
		{1, "DOCUMENT_NUMBER", C40, true, 6, 6},
		{2, "AGS", C40, true, 6, 6}, // the municipality's official number
		{3, "ADDRESS", C40, true, 6, 18},
	}
}

func portrait() []Rule {
	return []Rule{
		{1, "FACE_IMAGE", Bytes, true, 1, 2000},
		{2, "MRZ", MRZ, true, 48, 60},
	}
}

func portraitOfAlien() []Rule {
	return append(portrait(),
		Rule{3, "PASSPORT_NUMBER", C40, true, 6, 6},
		Rule{4, "AZR", C40, true, 8, 8})
}

// known are the definitions, made once.
var known = sync.OnceValue(Definitions)

// find returns the definition that a header names, one without a name when there is none.
func find(country string, reference, category byte) Definition {
	all := known()
	i := slices.IndexFunc(all, func(d Definition) bool {
		return d.Reference == reference && d.Category == category && (!d.Private || ours(country))
	})
	if i < 0 {
		return Definition{}
	}
	return all[i]
}

// read tells a feature by its rule; what has no rule, or does not follow it, is told in hexadecimal.
func (d Definition) read(tag byte, value []byte) Feature {
	f := Feature{Tag: tag, Name: fmt.Sprintf("0x%02X", tag), Coding: Bytes, Value: hex.EncodeToString(value), Bytes: value}
	i := slices.IndexFunc(d.Features, func(r Rule) bool { return r.Tag == tag })
	if i < 0 {
		return f
	}
	f.Name = d.Features[i].Name
	if text, ok := d.Features[i].Coding.read(value); ok {
		f.Coding, f.Value = d.Features[i].Coding, text
	}
	return f
}
