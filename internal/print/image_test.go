package print

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"sejur/internal/document"
	"sejur/internal/fault"
)

// photo is a JPEG of a size.
func photo(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// album is a sheet with pictures.
func album(pictures ...[]byte) document.Sheet {
	sheet := document.Sheet{
		Title: "Dosar", Lang: "ro", At: time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC), PageOf: "pagina {n} din {total}",
		Blocks: []document.Block{{Kind: document.Title, Text: "Dosar"}},
	}
	for _, p := range pictures {
		sheet.Blocks = append(sheet.Blocks, document.Block{Kind: document.Heading, Text: "Pașaport", Apart: true}, document.Block{Kind: document.Image, Text: "Pașaport, pagina 1", Picture: p})
	}
	return sheet
}

func TestAPictureStandsOnItsPageWithWhatItShows(t *testing.T) {
	t.Parallel()
	sheet := album(photo(t, 100, 150), photo(t, 3000, 20), photo(t, 20, 3000))
	pdf, err := Draw(sheet)
	if err != nil {
		t.Fatal(err)
	}
	judged(t, pdf, "qpdf", "--check", "%s")
	if n := field(judged(t, pdf, "pdfinfo", "%s"), "Pages"); n != "4" {
		t.Errorf("%s pages, want one for the title and one for each picture", n)
	}
	rows := strings.Split(strings.TrimSpace(judged(t, pdf, "pdfimages", "-list", "%s")), "\n")
	if len(rows) != 2+3 {
		t.Errorf("%d pictures: %v", len(rows)-2, rows)
	}
	if said := judged(t, pdf, "pdfinfo", "-struct-text", "%s"); strings.Count(said, "Figure") != 3 {
		t.Errorf("the tree has other figures: %s", said)
	}
	if bytes.Count(pdf, []byte("/S /Figure")) != 3 || bytes.Count(pdf, []byte("/Alt ")) != 3 {
		t.Error("a picture says nothing to those who cannot see it")
	}
	again, err := Draw(sheet)
	if err != nil || !bytes.Equal(pdf, again) {
		t.Errorf("the same sheet, other bytes: %v", err)
	}
}

// Only what is signed, or might be a stranger's, has a largest size.
func TestPicturesOfMoreThanWhatIsSignedAreDrawn(t *testing.T) {
	t.Parallel()
	var pictures [][]byte
	for i := range 3 {
		pictures = append(pictures, append(photo(t, 10, 10), bytes.Repeat([]byte{byte(i)}, MaxSize/2)...))
	}
	pdf, err := Draw(album(pictures...))
	if err != nil || len(pdf) <= MaxSize {
		t.Fatalf("%d bytes, %v", len(pdf), err)
	}
	if n := field(judged(t, pdf, "pdfinfo", "%s"), "Pages"); n != "3" { // the first has the title too
		t.Errorf("%s pages", n)
	}
	if _, ok := Seal(pdf); ok {
		t.Error("it is read for a seal")
	}
}

func TestWhatIsNoPictureIsAFault(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"nothing": nil, "words": []byte("no picture"), "a PNG": []byte("\x89PNG\r\n\x1a\n"), "a head alone": photo(t, 10, 10)[:20]} {
		_, err := Draw(album(data))
		if e := fault.All(err)[0]; err == nil || e.Kind != fault.Invalid || e.Key != "print.picture" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
