package print

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/datamatrix"

	"sejur/internal/fault"
)

// Of the Data Matrix, mm: a module that a phone and an office scanner read, and white around it (ISO/IEC 16022 asks for one module).
const (
	moduleSide = 0.55
	quietZone  = 3 * moduleSide
)

// modules gives the dark and light fields of a Data Matrix, row by row.
func modules(raw []byte) ([][]bool, error) {
	code, err := datamatrix.Encode(string(raw))
	if err != nil {
		return nil, fault.New(fault.Invalid, "print.seal")
	}
	size := code.Bounds()
	rows := make([][]bool, size.Dy())
	for y := range rows {
		rows[y] = make([]bool, size.Dx())
		for x := range rows[y] {
			rows[y][x] = color.GrayModel.Convert(code.At(x, y)).(color.Gray).Y < 0x80
		}
	}
	return rows, nil
}

// seal is the Data Matrix with what stands beside it, on one page.
func (c column) seal() ([]strip, error) {
	if c.sheet.Seal == nil {
		return nil, nil
	}
	rows, err := modules(c.sheet.Seal)
	if err != nil {
		return nil, fmt.Errorf("seal of %q: %w", c.sheet.Title, err)
	}
	side := float64(len(rows)) * moduleSide
	figure := c.tree.add(c.up, "Figure")
	figure.alt = c.sheet.SealText
	picture := strip{height: side + 2*quietZone, runs: []run{{figure, func(p *pen, y, _ float64) {
		figure.attrs = bbox(c.x, y, side+2*quietZone)
		p.matrix(rows, c.x+quietZone, y+quietZone)
	}}}}
	beside := c
	beside.x, beside.width = c.x+picture.height+4, c.width-picture.height-4
	text := beside.lines(c.tree.add(c.up, "P"), c.sheet.Under, c.style(smallSize))
	for i := range text {
		at := max(quietZone, (picture.height-height(text, true))/2) + height(text[:i], true)
		r := text[i].runs[0]
		picture.runs = append(picture.runs, run{r.node, func(p *pen, y, height float64) { r.draw(p, y+at, height) }})
	}
	picture.height = max(picture.height, height(text, true)+2*quietZone)
	picture.before = 6
	return []strip{picture}, nil
}

// bbox is where a picture stands, which PDF/UA asks for.
func bbox(x, y, side float64) string {
	return fmt.Sprintf("/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]",
		x/point, (pageHeight-y-side)/point, (x+side)/point, (pageHeight-y)/point)
}

// matrix fills the dark modules, as one path: no seam between neighbours.
func (p *pen) matrix(rows [][]bool, x, y float64) {
	path := []byte("q 0 g\n")
	for i, row := range rows {
		for from := 0; from < len(row); from++ {
			to := from
			for to < len(row) && row[to] {
				to++
			}
			if to > from {
				path = fmt.Appendf(path, "%.3f %.3f %.3f %.3f re\n", (x+float64(from)*moduleSide)/point,
					(pageHeight-y-float64(i+1)*moduleSide)/point, float64(to-from)*moduleSide/point, moduleSide/point)
				from = to
			}
		}
	}
	p.pdf.RawWriteStr(string(append(path, "f Q"...)))
}
