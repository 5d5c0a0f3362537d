package print

import (
	"strconv"
	"strings"
)

// pageNumberWidth is kept free for "page 10 of 12" beside the foot, mm.
const pageNumberWidth = 45.0

// headAndFoot writes what stands on every page: the title above (not on the first, which begins with it), the foot and the number below.
func (p *paper) headAndFoot(pen *pen) {
	s := p.style(footSize).coloured(muted)
	if pen.page > 1 {
		pen.text(margin, headBaseline, s.wrap(p.sheet.Title, pageWidth-2*margin)[0], s)
		pen.rule(margin, headBaseline+1.8, pageWidth-2*margin, hairline, 0.2)
	}
	y := p.footTop()
	pen.rule(margin, y-1.2, pageWidth-2*margin, hairline, 0.2)
	number := strings.NewReplacer("{n}", strconv.Itoa(pen.page), "{total}", strconv.Itoa(len(p.pages))).Replace(p.sheet.PageOf)
	pen.text(pageWidth-margin-s.width(number), y+s.baseline(), number, s)
	for i, line := range p.foot {
		pen.text(margin, y+float64(i)*s.leading+s.baseline(), line, s)
	}
}

// specimen is the word on everything that is printed before a real issuing authority has adopted the house.
const specimen = "SPECIMEN"

// mark writes SPECIMEN, or another word, from corner to corner, below everything else; the word too when both are wanted.
func (p *paper) mark(pen *pen) {
	word := p.sheet.Mark
	if p.sheet.Specimen {
		word = strings.TrimSpace(specimen + " " + word)
	}
	if word == "" {
		return
	}
	const angle, length, highest = 54.0, 230.0, 140.0
	s := p.style(100).bold(p.faces).coloured(0xe9e9e9)
	s.size = min(highest, s.size*length/s.width(word))
	pen.pdf.TransformBegin()
	pen.pdf.TransformRotate(angle, pageWidth/2, pageHeight/2)
	pen.text((pageWidth-s.width(word))/2, pageHeight/2+s.size*point*0.365, word, s)
	pen.pdf.TransformEnd()
}
