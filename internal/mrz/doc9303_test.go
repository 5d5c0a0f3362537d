package mrz_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/mrz"
)

// utopia are the fields that most examples of Doc 9303 share.
func utopia(change func(f *mrz.Fields)) mrz.Fields {
	f := mrz.Fields{
		DocumentCode: "P", Issuer: "UTO", DocumentNumber: "L898902C3", Nationality: "UTO", BirthDate: "740812", Sex: "F", ExpiryDate: "120415",
		Surname: "ERIKSSON", GivenNames: "ANNA MARIA",
	}
	change(&f)
	return f
}

// TestThePrintedZones reads and writes each whole zone that Doc 9303 prints.
func TestThePrintedZones(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		format mrz.Format
		zone   string
		fields mrz.Fields
	}{
		{ // Doc 9303-4, figures A-1 and B-1; Doc 9303-3, 3.1
			"a passport", mrz.TD3, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
			utopia(func(f *mrz.Fields) { f.OptionalData = "ZE184226B" }),
		},
		{ // Doc 9303-4, appendix A, the example in two scripts; printed with a filler too many in each line
			"a passport of Anna Ivanova", mrz.TD3, "P<UTOIVANOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F2504155184226<<<<<<<<18",
			utopia(func(f *mrz.Fields) {
				f.Surname, f.GivenNames, f.ExpiryDate, f.OptionalData = "IVANOVA", "ANNA", "250415", "184226"
			}),
		},
		{ // the passport of the earlier editions; its lower line is still that of figure B-1 of Doc 9303-7
			"a passport whose number is short", mrz.TD3, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<14",
			utopia(func(f *mrz.Fields) {
				f.DocumentNumber, f.BirthDate, f.ExpiryDate, f.OptionalData = "L898902C", "690806", "940623", "ZE184226B"
			}),
		},
		{ // Doc 9303-5, figures and B-1
			"a card", mrz.TD1, "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
			utopia(func(f *mrz.Fields) { f.DocumentCode, f.DocumentNumber = "I", "D23145890" }),
		},
		{ // Doc 9303-6, figures and B-1
			"a larger card", mrz.TD2, "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
			utopia(func(f *mrz.Fields) { f.DocumentCode, f.DocumentNumber = "I", "D23145890" }),
		},
		{ // Doc 9303-7, figures 5 and A-1
			"a visa", mrz.MRVA, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX7408122F96121096ZE184226B<<<<<<",
			utopia(func(f *mrz.Fields) {
				f.DocumentCode, f.DocumentNumber, f.Nationality, f.ExpiryDate, f.OptionalData = "V", "L8988901C", "XXX", "961210", "6ZE184226B"
			}),
		},
		{ // Doc 9303-7, figure B-1
			"the visa of the figure", mrz.MRVA, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
			utopia(func(f *mrz.Fields) {
				f.DocumentCode, f.DocumentNumber, f.BirthDate, f.ExpiryDate, f.OptionalData = "V", "L898902C", "690806", "940623", "ZE184226B"
			}),
		},
		{ // Doc 9303-7, figures 10 and A-3
			"a small visa", mrz.MRVB, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX7408122F9612109<<<<<<<<",
			utopia(func(f *mrz.Fields) {
				f.DocumentCode, f.DocumentNumber, f.Nationality, f.ExpiryDate = "V", "L8988901C", "XXX", "961210"
			}),
		},
		{ // Doc 9303-7, figure B-2
			"the small visa of the figure", mrz.MRVB, "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226",
			utopia(func(f *mrz.Fields) {
				f.DocumentCode, f.DocumentNumber, f.BirthDate, f.ExpiryDate, f.OptionalData = "V", "L898902C", "690806", "940623", "ZE184226"
			}),
		},
		{ // Doc 9303-7, appendix E: the visa with a seal; Germany's code is one letter
			"a visa with a seal", mrz.MRVB, "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2105253<<<<<<<<",
			mrz.Fields{
				DocumentCode: "VC", Issuer: "D", DocumentNumber: "1234567XY", Nationality: "GBR", BirthDate: "520311", Sex: "M", ExpiryDate: "210525",
				Surname: "DENT", GivenNames: "ARTHUR PHILIP",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := mrz.Read(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(mrz.Zone{Format: tt.format, Fields: tt.fields}, got); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
			lines, err := mrz.Write(tt.format, tt.fields, mrz.Spelling{})
			if diff := cmp.Diff(tt.zone, strings.Join(lines, "\n")); diff != "" || err != nil {
				t.Errorf("written (-want +got):\n%s%v", diff, err)
			}
		})
	}
}

// TestThePrintedCheckDigits are the sums of Doc 9303-3, appendix A, which prints some lines without their names.
func TestThePrintedCheckDigits(t *testing.T) {
	t.Parallel()
	smith := func(format mrz.Format, f mrz.Fields) []string {
		f.Surname, f.GivenNames = "SMITH", "JOHN"
		lines, err := mrz.Write(format, f, mrz.Spelling{})
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	passport := mrz.Fields{DocumentCode: "P", Issuer: "YTO", DocumentNumber: "HA672242", Nationality: "YTO", BirthDate: "580225", Sex: "M", ExpiryDate: "960108"}
	card := passport
	card.DocumentCode = "I"
	if got, want := smith(mrz.TD3, passport)[1], "HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<08"; got != want {
		t.Errorf("example 3 is %s, want %s", got, want)
	}
	if got, want := smith(mrz.TD2, card)[1], "HA672242<6YTO5802254M9601086<<<<<<<8"; got != want {
		t.Errorf("example 5 is %s, want %s", got, want)
	}
	card.DocumentNumber, card.BirthDate, card.ExpiryDate = "D23145890", "340712", "950712"
	got := smith(mrz.TD1, card)
	if diff := cmp.Diff([]string{"I<YTOD231458907<<<<<<<<<<<<<<<", "3407127M9507122YTO<<<<<<<<<<<2"}, got[:2]); diff != "" {
		t.Errorf("example 4 (-want +got):\n%s", diff)
	}
	card.DocumentNumber, card.BirthDate = "AB2134", "520727"
	got = smith(mrz.TD1, card)
	if number, birth := got[0][5:15], got[1][:7]; number != "AB2134<<<5" || birth != "5207273" {
		t.Errorf("examples 1 and 2 are %s and %s", birth, number)
	}
}

// named is a name and the name field that Doc 9303 prints for it.
type named struct{ viz, printed string }

// field is the name field of a zone.
func field(format mrz.Format, lines []string) string {
	switch format {
	case mrz.TD1:
		return lines[2]
	case mrz.TD2, mrz.TD3, mrz.MRVA, mrz.MRVB:
	}
	return lines[0][5:]
}

func codeOf(format mrz.Format) string {
	switch format {
	case mrz.TD1, mrz.TD2:
		return "I"
	case mrz.MRVA, mrz.MRVB:
		return "V"
	case mrz.TD3:
	}
	return "P"
}

// write writes a zone with a name as the visual zone prints it: SURNAME, GIVEN NAMES.
func write(t *testing.T, format mrz.Format, viz string) string {
	t.Helper()
	surname, given, _ := strings.Cut(viz, ", ")
	lines, err := mrz.Write(format, utopia(func(f *mrz.Fields) {
		f.DocumentCode, f.Surname, f.GivenNames = codeOf(format), surname, given
	}), mrz.Spelling{})
	if err != nil {
		t.Fatal(err)
	}
	return field(format, lines)
}

// TestThePrintedNames are the name fields of Doc 9303 that follow from the whole name: those that fit, and of those that do not, the
// first way of each part. Doc 9303-4, 4.2.3; Doc 9303-5, 4.2.3; Doc 9303-6, 4.2.3; Doc 9303-7, 4.2.3 and 7.2.3. Two lines of Doc 9303-7, 4.2.3,
// are misprinted (a with 45 characters, d with 36) and stand here with 44.
func TestThePrintedNames(t *testing.T) {
	t.Parallel()
	const (
		arnpol    = "NILAVADHANANANDA, ARNPOL PETCH CHARONGUANG"
		chayapa   = "NILAVADHANANANDA, CHAYAPA DEJTHAMRONG KRASUANG"
		dingo     = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, DINGO POTOROO"
		huda      = "AL-BASRI, HUDA MUHAMMAD JAWAD"
		jose      = "VILARCHAO FERNANDEZ, JOSE RAMON"
		martin    = "VAN DER MUELLEN, MARTIN"
		arkfreith = "ARKFREITH"
	)
	long := []named{ // parts 4 and 7
		{"ERIKSSON, ANNA MARIA", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"},
		{"HENG, DEBORAH MING LO", "HENG<<DEBORAH<MING<LO<<<<<<<<<<<<<<<<<<"},
		{"SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<"},
		{"O’CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<"},
		{martin, "VAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<"},
		{huda, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<<<<<<<<<<"},
		{jose, "VILARCHAO<FERNANDEZ<<JOSE<RAMON<<<<<<<<"},
		{arkfreith, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"},
		{"SATRIYA SUDARPA", "SATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<"},
		{chayapa, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"},
		{arnpol, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"},
		{dingo, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"},
		{"PAPANDROPOULOUS, JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"},
	}
	for format, names := range map[mrz.Format][]named{
		mrz.TD3: long, mrz.MRVA: long,
		mrz.TD1: {
			{chayapa, "NILAVADHANANANDA<<CHAYAPA<DE<K"},
			{dingo, "BENNELONG<WOOLOOMOOLOO<W<W<<DI"},
			{"PAPANDROPOULOUS, JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"},
			{martin, "VAN<DER<MUELLEN<<MARTIN<<<<<<<"},
			{huda, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<"},
			{jose, "VILARCHAO<FERNANDEZ<<JOSE<RAMO"},
			{arkfreith, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<"},
			{"SATRIYA SUDARPA", "SATRIYA<SUDARPA<<<<<<<<<<<<<<<"},
		},
		mrz.TD2: {
			{chayapa, "NILAVADHANANANDA<<CHAYAPA<DEJ<K"},
			{dingo, "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"},
			{"PAPANDROPOULOUS, JONATHOON ALEC", "PAPANDROPOULOUS<<JONATHOON<ALEC"},
			{martin, "VAN<DER<MUELLEN<<MARTIN<<<<<<<<"},
			{huda, "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<<"},
			{jose, "VILARCHAO<FERNANDEZ<<JOSE<RAMON"},
			{arkfreith, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<"},
			{"SATRIYA SUDARPA", "SATRIYA<SUDARPA<<<<<<<<<<<<<<<<"},
		},
		mrz.MRVB: {
			{"ERIKSSON, ANNA MARIA", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<"},
			{"HENG, DEBORAH MING LO", "HENG<<DEBORAH<MING<LO<<<<<<<<<<"},
			{"SMITH-JONES, SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET<<<<"},
			{"O’CONNOR, ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<"},
			{martin, "VAN<DER<MUELLEN<<MARTIN<<<<<<<<"},
			{arkfreith, "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<"},
			{chayapa, "NILAVADHANANANDA<<CHAYAPA<DEJ<K"},
			{dingo, "BENNELONG<WOOLOOMOOLOO<WAR<W<<D"},
			{"PAPANDROPOULOUS, STEPHEN TREVOR", "PAPANDROPOULOUS<<STEPHEN<TREVOR"},
		},
	} {
		for _, n := range names {
			t.Run(string(format)+" "+n.viz, func(t *testing.T) {
				t.Parallel()
				if got := write(t, format, n.viz); got != n.printed {
					t.Errorf("%s is %s, want %s", n.viz, got, n.printed)
				}
			})
		}
	}
}

// TestTheOtherPrintedWays are the name fields that Doc 9303 prints as other choices of the issuer, in the same places: whoever makes such a
// choice writes the components as they are to stand, and they stand so.
func TestTheOtherPrintedWays(t *testing.T) {
	t.Parallel()
	for format, printed := range map[mrz.Format][]string{
		mrz.TD3:  {"BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO", "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"},
		mrz.MRVA: {"BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO", "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"},
		mrz.TD1:  {"NILAVADHANANANDA<<ARNPOL<PE<CH", "BENNELONG<WOOLOOM<WA<WARN<<D<P", "BENNE<WOOLO<WARRA<WARNA<<DIN<P"},
		mrz.TD2:  {"NILAVADHANANANDA<<ARN<PET<CHARO", "BENNELONG<WOOLOOM<WAR<WARN<<D<P", "BENNEL<WOOLO<WARRA<WARNA<<DIN<P"},
		mrz.MRVB: {"NILAVADHANANANDA<<ARNP<PE<CHARO", "BENNELONG<WOOLOOM<WAR<WA<<DINGO", "BENN<WOOL<WARR<WARN<<DINGO<POTO"},
	} {
		for _, want := range printed {
			t.Run(string(format)+" "+want, func(t *testing.T) {
				t.Parallel()
				viz := strings.ReplaceAll(strings.ReplaceAll(want, "<<", ", "), "<", " ")
				if got := write(t, format, viz); got != want {
					t.Errorf("%s is %s, want %s", viz, got, want)
				}
			})
		}
	}
}
