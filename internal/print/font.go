package print

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
)

// The family by which fpdf knows our fonts.
const family = "dejavu"

// face is one font: DejaVu Sans, regular or bold, cut down to the letters that the office writes.
type face struct {
	style string // as fpdf calls it: "" or "B"
	data  []byte
	width []uint16 // of each rune from 0 to the last, in thousandths of the size
}

type faces struct{ regular, bold *face }

// letters are the runes that can be written; a test holds them against both fonts. Arabic is not among them although DejaVu has its
// letters: fpdf does not join them. What is not here is a fault, not a gap on an official paper.
func letters() []span {
	return []span{
		{0x20, 0x7E}, {0xA0, 0xAC}, {0xAE, 0x24F}, // Latin, with all that Romanian needs
		{0x300, 0x315},                                                 // marks that stand alone after normalisation
		{0x384, 0x38A}, {0x38C, 0x38C}, {0x38E, 0x3A1}, {0x3A3, 0x3CE}, // Greek
		{0x400, 0x482}, {0x48A, 0x525}, // Cyrillic
		{0x1E00, 0x1EFB},                                                       // Latin, Vietnamese too
		{0x2010, 0x2015}, {0x2018, 0x2027}, {0x202F, 0x202F}, {0x2030, 0x205E}, // punctuation
		{0x20A0, 0x20B5}, {0x20B8, 0x20BA}, {0x20BD, 0x20BD}, {0x2116, 0x2116}, // money, the sign of a number
		{0x2190, 0x21FF}, {0x2212, 0x2212}, {0x2248, 0x2248}, {0x2260, 0x2265}, // arrows, comparison
		{0x25A0, 0x25A1}, {0x25CF, 0x25CF}, {0x2610, 0x2612}, {0x2713, 0x2714}, {0xFFFD, 0xFFFD}, // boxes and ticks
	}
}

// span is the runes from first to last.
type span struct{ first, last rune }

// loadFaces cuts both fonts once. fpdf reads its fonts anew for each document: 10 ms for both whole ones, 6.6 ms for what is cut.
var loadFaces = sync.OnceValues(func() (faces, error) {
	regular, err := cut("", dejavusans.TTF)
	if err != nil {
		return faces{}, err
	}
	bold, err := cut("B", dejavusansbold.TTF)
	if err != nil {
		return faces{}, err
	}
	return faces{regular, bold}, nil
})

// cut lets fpdf write one document with every letter, and takes the font that fpdf cut for it.
func cut(style string, ttf []byte) (*face, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, style, ttf)
	pdf.AddPage()
	pdf.SetFont(family, style, 10)
	f := &face{style: style}
	for _, s := range letters() {
		for r := s.first; r <= s.last; r++ {
			pdf.Text(0, 0, string(r))
			f.width = append(f.width, make([]uint16, int(r)+1-len(f.width))...)
			f.width[r] = uint16(pdf.GetStringSymbolWidth(string(r))) //nolint:gosec // a letter is never 65 times as wide as high
		}
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, err
	}
	var err error
	f.data, err = fontFile(out.Bytes())
	return f, err
}

// fontFile takes the only font program out of what fpdf wrote.
func fontFile(pdf []byte) ([]byte, error) {
	at := bytes.Index(pdf, []byte("/Length1 "))
	if at < 0 {
		return nil, errors.New("no font in what fpdf wrote")
	}
	_, stream, ok := bytes.Cut(pdf[at:], []byte("stream\n"))
	if !ok {
		return nil, errors.New("no stream in what fpdf wrote")
	}
	zr, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, fmt.Errorf("font of what fpdf wrote: %w", err)
	}
	return io.ReadAll(zr)
}

// has reports whether the letter can be written.
func has(r rune) bool {
	for _, s := range letters() {
		if s.first <= r && r <= s.last {
			return true
		}
	}
	return false
}
