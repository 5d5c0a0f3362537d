package seal

import (
	"crypto/elliptic"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsPrintedAndNotSealedIsNamed(t *testing.T) {
	t.Parallel()
	key := newKey(t, elliptic.P256())
	parse := func(c Content) Seal {
		s, err := Parse(sealed(t, c, key))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	zone := permit().Features["MRZ"]
	visa := Content{Kind: "VISA", Country: "ROU", Signer: "ROSJ", Certificate: "1A", Issued: "2026-03-01", Signed: "2026-03-01",
		Features: map[string]string{"DURATION_OF_STAY": "5a0000", "PASSPORT_NUMBER": "X12345678",
			"MRZ_MRVB": "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<<<<<<<<"}}
	tests := map[string]struct {
		seal    Seal
		printed map[string]string
		want    []Difference
	}{
		"the same": {parse(permit()), permit().Features, nil},
		"the same, typed": {parse(permit()), map[string]string{"PASSPORT_NUMBER": " x12345678", "MRZ": strings.ToLower(zone) + "\n"},
			nil},
		"nothing is compared": {parse(permit()), nil, nil},
		"another passport": {parse(permit()), map[string]string{"PASSPORT_NUMBER": "X12345679"},
			[]Difference{{"PASSPORT_NUMBER", "X12345678", "X12345679"}}},
		"another birth date and its check digit": {parse(permit()), map[string]string{"MRZ": strings.Replace(zone, "9001011", "9101010", 1)},
			[]Difference{{"MRZ.birth_date", "900101", "910101"}}},
		"another name and another expiry": {parse(permit()),
			map[string]string{"MRZ": strings.Replace(strings.Replace(zone, "ANA<", "ANE<", 1), "310301", "330301", 1)},
			[]Difference{{"MRZ.name", "POPESCU<<ANA<MARIA<<<<<<<<<<<<<", "POPESCU<<ANE<MARIA<<<<<<<<<<<<<"}, {"MRZ.expiry_date", "310301", "330301"}}},
		"only a check digit": {parse(permit()), map[string]string{"MRZ": strings.Replace(zone, "9001011", "9001012", 1)},
			[]Difference{{"MRZ", zone, strings.Replace(zone, "9001011", "9001012", 1)}}},
		"half of the zone": {parse(permit()), map[string]string{"MRZ": zone[:36]}, []Difference{{"MRZ", zone, zone[:36]}}},
		"the end of a visa's second line is not sealed": {parse(visa),
			map[string]string{"MRZ": "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<\nAB12345671IND9001011F3103010<<<MORE<"}, nil},
		"a visa of another number": {parse(visa),
			map[string]string{"MRZ_MRVB": "VDROUPOPESCU<<ANA<MARIA<<<<<<<<<<<<<\nAB12345681IND9001011F3103010<<<<<<<<"},
			[]Difference{{"MRZ_MRVB.document_number", "AB1234567", "AB1234568"}}},
		"a name with spaces": {parse(receipt()), map[string]string{"NAME": "Popescu  Ana Maria", "KIND": "ltr-permit"}, nil},
		"another kind":       {parse(receipt()), map[string]string{"KIND": "visa"}, []Difference{{"KIND", "ltr-permit", "visa"}}},
		"printed and not sealed at all": {parse(receipt()), map[string]string{"OUTCOME": "GRANTED", "CODE": "7K3MW9QZ2B4HX"},
			[]Difference{{"OUTCOME", "", "GRANTED"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, tt.seal.Differences(tt.printed)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
