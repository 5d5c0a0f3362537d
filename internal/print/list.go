package print

import (
	"slices"

	"sejur/internal/document"
)

// list is items with a hanging indent: a bullet each, or a box to tick.
func (c column) list(items []document.Item, boxes bool) []unit {
	items = slices.DeleteFunc(slices.Clone(items), func(i document.Item) bool { return i.Text+i.Name+i.Note == "" })
	if len(items) == 0 {
		return nil
	}
	l := c.tagged("L")
	l.attrs = bulleted
	if boxes {
		l.attrs = unnumbered
	}
	var units []unit
	for _, item := range items {
		units = append(units, c.item(l, item, boxes))
	}
	units[0][0].before = 2.5
	return units
}

func (c column) item(l *node, item document.Item, box bool) unit {
	indent := 5.0
	if box {
		indent = 7
	}
	body, note := c.style(bodySize), c.style(smallSize).coloured(muted)
	li := c.tree.add(l, "LI")
	label := c.tree.add(li, "Lbl")
	inner := c
	inner.x, inner.width = c.x+indent, c.width-indent
	holder := c.tree.add(li, "LBody")
	var strips []strip
	if item.Text != "" {
		strips = inner.lines(c.tree.add(holder, "P"), item.Text, body)
	}
	if item.Name != "" {
		name := c.tree.add(holder, "P")
		name.lang = item.NameLang
		strips = append(strips, inner.lines(name, item.Name, note)...)
	}
	if item.Note != "" {
		strips = append(strips, inner.lines(c.tree.add(holder, "P"), item.Note, note.leadsTo(item.Link))...)
	}
	strips[0].before = 1.2
	if box {
		label.actual = boxToTick
		strips[0].before = 2
	}
	strips[0].runs = append(strips[0].runs, run{label, func(p *pen, y, _ float64) {
		if box {
			p.box(c.x+0.3, y+(body.leading-boxSide)/2, boxSide)
			return
		}
		p.text(c.x+1, y+body.baseline(), bulletOfList, body.coloured(accent))
	}})
	if len(strips) <= 6 {
		return together(strips)
	}
	return noLoneLine(strips)
}

// boxSide is the size of a box to tick by hand, mm.
const boxSide = 3.6

// signatures are lines for a hand, two beside each other when there is room, with who signs below.
func (c column) signatures(items []document.Item) []unit {
	const room, gap = 16.0, 12.0
	across := 2
	if c.width < 120 || len(items) == 1 {
		across = 1
	}
	width := min(70, (c.width-gap)/float64(across))
	var units []unit
	for i, item := range items {
		side := c
		side.x, side.width = c.x+float64(i%across)*(width+gap), width
		strips := []strip{{height: room + 1, runs: []run{{draw: func(p *pen, y, _ float64) {
			p.rule(side.x, y+room, side.width, muted, 0.25)
		}}}}}
		for text, s := range side.signer(item) {
			strips = append(strips, side.lines(c.tagged("P"), text, s)...)
		}
		if strips = together(strips); i%across == 0 {
			units = append(units, strips)
		} else {
			units[len(units)-1] = beside(units[len(units)-1], strips)
		}
	}
	return units
}

// signer gives the lines below a line for the hand.
func (c column) signer(item document.Item) func(func(string, style) bool) {
	return func(yield func(string, style) bool) {
		if item.Text != "" && !yield(item.Text, c.style(bodySize).bold(c.faces)) {
			return
		}
		if item.Note != "" {
			yield(item.Note, c.style(smallSize).coloured(muted))
		}
	}
}
