package issuing_test

import (
	"slices"
	"strings"
	"testing"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
)

// kindsOf are the kinds of blocks of a sheet, in order.
func kindsOf(s document.Sheet) (kinds []document.BlockKind) {
	for _, b := range s.Blocks {
		kinds = append(kinds, b.Kind)
	}
	return kinds
}

func TestAPaperSaysWhatItIsInBothLanguages(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	doc := d.released(document.Decision, d.decided(casefile.Refused))
	sheet := d.printed[0]
	want := []document.BlockKind{
		document.Title, document.Notice, document.Paragraph, document.Facts, document.Heading, document.Paragraph, document.Paragraph,
		document.Heading, document.Paragraph, document.Heading, document.Paragraph, document.Paragraph, document.Small,
	}
	if got := kindsOf(sheet); !slices.Equal(got, want) {
		t.Errorf("blocks: %v", got)
	}
	if !sheet.Specimen || len(sheet.Seal) == 0 || sheet.SealText == "" || !sheet.At.Equal(noon) || sheet.Lang != locale.RO.Tag() {
		t.Errorf("%+v", sheet)
	}
	if !strings.Contains(sheet.Under, doc.Code.String()) || !strings.Contains(sheet.Under, "sejur.example/en/verify") || !strings.Contains(sheet.Foot, string(doc.Number)) {
		t.Errorf("beside the seal %q, at the foot %q", sheet.Under, sheet.Foot)
	}
	for i, b := range sheet.Blocks {
		if strings.Contains(b.Text, "⟦") {
			t.Errorf("a sentence is missing: %s", b.Text)
		}
		if i != 5 && i != 6 && (b.Other == nil || b.Other.Lang != locale.EN.Tag() || len(b.Other.Rows) != len(b.Rows)) { // its reasons were not translated
			t.Errorf("block %d is not in both languages: %+v", i, b)
		}
	}
}

func TestEverySentenceOfEveryPaperIsThere(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	for _, lang := range []locale.Lang{"", locale.EN, locale.UK} {
		for _, k := range document.Kinds() {
			b := d.decided(casefile.Granted)
			in := d.paper(k, b)
			if k == document.Receipt {
				in.Basis = d.submitted(application.Submitted)
			}
			if k == document.Decision {
				in.Basis = d.decided(casefile.Refused)
			}
			in.Lang = lang
			id, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Sign(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if err := d.Desk.Print(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			sheet := d.printed[len(d.printed)-1]
			text := sheet.Title + sheet.Under + sheet.Foot + sheet.PageOf + sheet.SealText
			for _, b := range sheet.Blocks {
				for _, side := range []*document.Block{&b, b.Other} {
					if side == nil {
						continue
					}
					text += side.Text
					for _, r := range side.Rows {
						text += strings.Join(r, " ")
					}
				}
				if (b.Other != nil) != (lang != "") && b.Text != "Vă așteptăm luni." && !strings.HasPrefix(b.Text, "Nu aveți") && !strings.HasPrefix(b.Text, "Dovada") {
					t.Errorf("%s in %q: %+v", k, lang, b)
				}
			}
			if strings.Contains(text, "⟦") {
				t.Errorf("%s in %q: a sentence is missing in %s", k, lang, text)
			}
		}
	}
}
