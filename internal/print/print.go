// Package print draws what a paper says (document.Sheet) as a PDF that a screen reader can read, signs such a file (PAdES B-B), and says
// of a file whether it is one of ours and unchanged. It knows no words: whoever writes the sheet does.
//
// The drawing is done by fpdf, the rest is ours: fpdf knows neither tags nor signatures (docs/adr/0009-own-tags-and-signature.md).
package print

import (
	"fmt"

	"sejur/internal/document"
)

// Draw gives the sheet as a PDF. The same sheet is always the same bytes: the only moment in them is sheet.At.
// A letter that the fonts lack, and a seal that is too large for a Data Matrix, are faults (Invalid): nothing is left out silently.
func Draw(sheet document.Sheet) ([]byte, error) {
	sheet, err := tidy(sheet)
	if err != nil {
		return nil, err
	}
	faces, err := loadFaces()
	if err != nil {
		return nil, fmt.Errorf("load the fonts: %w", err)
	}
	p := newPaper(sheet, faces)
	if err := p.compose(); err != nil {
		return nil, err
	}
	return p.draw()
}
