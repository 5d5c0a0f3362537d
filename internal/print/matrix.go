package print

import (
	"fmt"

	"sejur/internal/fault"
	"sejur/internal/seal/matrix"
)

// moduleSide is the side of a module of the Data Matrix, mm: a phone and an office scanner read it.
const moduleSide = 0.55

// seal is the Data Matrix with what stands beside it, on one page.
func (c column) seal() ([]strip, error) {
	if len(c.sheet.Seal) == 0 {
		return nil, nil
	}
	grid, err := matrix.Draw(c.sheet.Seal)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Key: "print.seal", Cause: err}
	}
	side := float64(len(grid)) * moduleSide
	figure := c.tagged("Figure")
	figure.alt = c.sheet.SealText
	picture := strip{before: 6, height: side, runs: []run{{figure, func(p *pen, y, _ float64) {
		figure.attrs = bbox(c.x, y, side, side)
		p.matrix(grid, c.x, y)
	}}}}
	beside := c
	beside.x, beside.width = c.x+side+4, c.width-side-4
	var text []strip
	if c.sheet.Under != "" {
		text = beside.lines(c.tagged("P"), c.sheet.Under, c.style(smallSize))
	}
	picture.height = max(side, height(text, true))
	above := (picture.height - height(text, true)) / 2
	for i, line := range text {
		at := above + height(text[:i], true)
		for _, r := range line.runs {
			picture.runs = append(picture.runs, run{r.node, func(p *pen, y, height float64) { r.draw(p, y+at, height) }})
		}
	}
	return []strip{picture}, nil
}

// bbox is where a picture stands, which PDF/UA asks for.
func bbox(x, y, width, height float64) string {
	return fmt.Sprintf("/O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]",
		x/point, (pageHeight-y-height)/point, (x+width)/point, (pageHeight-y)/point)
}

// matrix fills the dark modules, as one path, so that there is no seam between neighbours; the light ones hide what lies below.
func (p *pen) matrix(grid matrix.Grid, x, y float64) {
	field := func(path []byte, column, row, width, height int) []byte {
		return fmt.Appendf(path, "%.3f %.3f %.3f %.3f re\n", (x+float64(column)*moduleSide)/point,
			(pageHeight-y-float64(row+height)*moduleSide)/point, float64(width)*moduleSide/point, float64(height)*moduleSide/point)
	}
	path := field([]byte("q 1 g\n"), 0, 0, len(grid), len(grid))
	path = append(path, "f\n0 g\n"...)
	for i, row := range grid {
		for from := 0; from < len(row); from++ {
			to := from
			for to < len(row) && row[to] {
				to++
			}
			if to > from {
				path = field(path, from, i, to-from, 1)
				from = to
			}
		}
	}
	p.pdf.RawWriteStr(string(append(path, "f Q"...)))
}
