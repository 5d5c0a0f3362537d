package print

import (
	"sejur/internal/document"
)

// The page, in mm: A4 with margins that any printer leaves and a binder's holes fit into.
const (
	pageWidth    = 210.0
	pageHeight   = 297.0
	margin       = 22.0
	top          = 20.0
	footLine     = pageHeight - 17.0 // where the foot of the page begins when it has one line
	columnGap    = 8.0
	headBaseline = 12.0
)

// paper is a sheet on its way to pages.
type paper struct {
	sheet  document.Sheet
	faces  faces
	tree   *tree
	level  int // of the last heading
	foot   []string
	bottom float64 // where the text of a page ends
	pages  [][]placed
	y      float64 // on the last page: where the next strip goes
}

// placed is a run and where its strip stands.
type placed struct {
	run
	y, height float64
}

func newPaper(sheet document.Sheet, faces faces) *paper {
	p := &paper{sheet: sheet, faces: faces, tree: newTree()}
	small := p.style(footSize)
	p.foot = small.wrap(sheet.Foot, pageWidth-2*margin-pageNumberWidth)
	p.bottom = p.footTop() - 6
	return p
}

// footTop is where the rule above the foot stands.
func (p *paper) footTop() float64 {
	return footLine - float64(len(p.foot)-1)*p.style(footSize).leading
}

// compose lays every block out and lets the strips flow over pages.
func (p *paper) compose() error {
	full := column{paper: p, x: margin, width: pageWidth - 2*margin}
	strips := full.sender()
	for _, b := range p.sheet.Blocks {
		block := p.block(full, b)
		if b.Apart && len(block) > 0 {
			block[0].apart = true
		}
		strips = append(strips, block...)
	}
	seal, err := full.seal()
	if err != nil {
		return err
	}
	p.pages = [][]placed{nil}
	p.y = top
	p.flow(append(strips, seal...))
	return nil
}

// block gives the strips of a block; with the same in a second language, side by side, each thing beside its like.
func (p *paper) block(full column, b document.Block) []strip {
	if b.Other == nil {
		return flat(full.units(b))
	}
	level := p.level
	half := (full.width - columnGap) / 2
	left := column{paper: p, x: full.x, width: half}.units(b)
	p.level = level // a heading says twice what is one heading
	right := column{paper: p, x: full.x + half + columnGap, width: half, second: true}.units(*b.Other)
	var all []strip
	for i := range max(len(left), len(right)) {
		var a, b unit
		if i < len(left) {
			a = left[i]
		}
		if i < len(right) {
			b = right[i]
		}
		all = append(all, beside(a, b)...)
	}
	return all
}

// flow sets strips below each other, group by group: a group is what may not be parted. One that is higher than a page is parted anyway.
func (p *paper) flow(strips []strip) {
	for len(strips) > 0 {
		n := 1
		for n < len(strips) && strips[n-1].stay {
			n++
		}
		group := strips[:n]
		if group[0].apart && p.y > top {
			p.turn(nil)
		}
		if height(group, false)+height(group[0].again, false) > p.bottom-top {
			p.pour(group)
		} else {
			if p.y+height(group, p.y > top) > p.bottom {
				p.turn(group[0].again)
			}
			for _, s := range group {
				p.place(s)
			}
		}
		strips = strips[n:]
	}
}

// pour sets strips one by one, each where there is room.
func (p *paper) pour(strips []strip) {
	for i, s := range strips {
		if p.y+height(strips[i:i+1], p.y > top) > p.bottom && p.y > top {
			p.turn(s.again)
		}
		p.place(s)
	}
}

// turn begins a new page, with what is repeated at its top.
func (p *paper) turn(again []strip) {
	p.pages = append(p.pages, nil)
	p.y = top
	for _, s := range again {
		artifact := s
		artifact.runs = make([]run, len(s.runs))
		for i, r := range s.runs {
			artifact.runs[i] = run{draw: r.draw} // a screen reader heard it where the table begins
		}
		p.place(artifact)
	}
}

func (p *paper) place(s strip) {
	if p.y > top {
		p.y += s.before
	}
	last := len(p.pages) - 1
	for _, r := range s.runs {
		p.pages[last] = append(p.pages[last], placed{r, p.y, s.height})
	}
	p.y += s.height
}
