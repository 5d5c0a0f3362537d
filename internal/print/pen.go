package print

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// pen draws on the pages of an fpdf document and notes what it draws for which node. Places are in mm from the upper left corner.
type pen struct {
	pdf  *fpdf.Fpdf
	page int // from 1
	next int // the next mark of the page
}

// draw gives the finished file.
func (p *paper) draw() ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true) // otherwise the order of a map decides
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(p.sheet.At)
	pdf.SetModificationDate(p.sheet.At)
	pdf.AddUTF8FontFromBytes(family, p.faces.regular.style, p.faces.regular.data)
	pdf.AddUTF8FontFromBytes(family, p.faces.bold.style, p.faces.bold.data)
	pen := &pen{pdf: pdf}
	for i, runs := range p.pages {
		pdf.AddPage()
		pen.page, pen.next = i+1, 0
		pen.artifact("", func() { p.mark(pen) })
		pen.runs(runs)
		pen.artifact("/Type /Pagination ", func() { p.headAndFoot(pen) })
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("draw %q: %w", p.sheet.Title, err)
	}
	return p.finish(out.Bytes())
}

// runs draws what stands on a page: artifacts below, then everything in the order in which it is read, so that who copies the text, or
// knows nothing of tags, reads it in that order too.
func (p *pen) runs(runs []placed) {
	p.artifact("", func() {
		for _, r := range runs {
			if r.node == nil {
				r.draw(p, r.y, r.height)
			}
		}
	})
	tagged := slices.DeleteFunc(slices.Clone(runs), func(r placed) bool { return r.node == nil })
	slices.SortStableFunc(tagged, func(a, b placed) int { return cmp.Compare(a.node.seq, b.node.seq) })
	var open *node
	for _, r := range tagged {
		if r.node != open {
			p.close(open)
			open = r.node
			open.marks = append(open.marks, mark{p.page, p.next})
			p.pdf.RawWriteStr("/" + open.tag + " <</MCID " + strconv.Itoa(p.next) + ">> BDC")
			p.next++
		}
		r.draw(p, r.y, r.height)
	}
	p.close(open)
}

func (p *pen) close(open *node) {
	if open != nil {
		p.pdf.RawWriteStr("EMC")
	}
}

// artifact marks what is no content: ISO 32000-1, 14.8.2.2.
func (p *pen) artifact(properties string, draw func()) {
	p.pdf.RawWriteStr("/Artifact <<" + properties + ">> BDC")
	draw()
	p.pdf.RawWriteStr("EMC")
}

// text writes a line; y is where its letters stand.
func (p *pen) text(x, y float64, text string, s style) {
	p.pdf.SetFont(family, s.face.style, s.size)
	p.pdf.SetTextColor(rgb(s.colour))
	p.pdf.Text(x, y, text)
}

// link makes a rectangle lead somewhere, and shows it by a line below the text.
func (p *pen) link(n *node, x, y, width, height float64, target, text string) {
	n.links = append(n.links, linkArea{
		page: p.page, target: target, text: strings.TrimSpace(text),
		x0: x / point, y0: (pageHeight - y - height) / point, x1: (x + width) / point, y1: (pageHeight - y) / point,
	})
	p.rule(x, y+height*0.86, width, accent, 0.15)
}

func (p *pen) bookmark(text string, level int, y float64) {
	p.pdf.SetFont(family, "", bodySize) // a bookmark is written in the letters of the current font
	p.pdf.Bookmark(text, level, max(0, y-4))
}

// rule is a horizontal line.
func (p *pen) rule(x, y, width float64, colour int, thick float64) {
	p.pdf.SetDrawColor(rgb(colour))
	p.pdf.SetLineWidth(thick)
	p.pdf.Line(x, y, x+width, y)
}

// fill is a rectangle full of colour. It is drawn a hair too high, so that none shines through between two.
func (p *pen) fill(x, y, width, height float64, colour int) {
	p.pdf.SetFillColor(rgb(colour))
	p.pdf.Rect(x, y, width, height+0.05, "F")
}

// box is an empty square.
func (p *pen) box(x, y, side float64) {
	p.pdf.SetDrawColor(rgb(black))
	p.pdf.SetLineWidth(0.3)
	p.pdf.Rect(x, y, side, side, "D")
}

func rgb(colour int) (r, g, b int) { return colour >> 16, colour >> 8 & 0xFF, colour & 0xFF }
