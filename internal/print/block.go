package print

import (
	"strings"

	"sejur/internal/document"
)

// Sizes of letters in points. DejaVu is a large face: 9.5 reads as 11 of most others.
const (
	titleSize   = 16
	headingSize = 12
	bodySize    = 9.5
	smallSize   = 8
	footSize    = 7.5
)

// column is where a block goes.
type column struct {
	*paper
	x, width float64
	second   bool   // of two languages; what it says, the first has said already
	lang     string // when it is not the sheet's
}

// style is the plain look of a size.
func (p *paper) style(size float64) style {
	return style{face: p.faces.regular, size: size, leading: size * point * 1.45, colour: black}
}

func (s style) bold(f faces) style        { s.face = f.bold; return s }
func (s style) coloured(c int) style      { s.colour = c; return s }
func (s style) leadsTo(link string) style { s.link = link; return s }

// units lays a block out. A block without anything to draw gives nothing.
func (c column) units(b document.Block) []unit {
	if b.Lang != "" && b.Lang != c.sheet.Lang {
		c.lang = b.Lang
	}
	body := c.style(bodySize).leadsTo(b.Link)
	switch b.Kind {
	case document.Title:
		return c.heading(b, 1, c.style(titleSize).bold(c.faces).coloured(accent), 8)
	case document.Heading:
		return c.heading(b, 2, c.style(headingSize).bold(c.faces).coloured(accent), 6)
	case document.Heading2:
		return c.heading(b, 3, c.style(bodySize).bold(c.faces), 4)
	case document.Paragraph:
		return c.paragraph(b.Text, body, 2.2)
	case document.Notice:
		return c.notice(b.Text, body)
	case document.Small:
		return c.paragraph(b.Text, c.style(smallSize).coloured(muted).leadsTo(b.Link), 1.6)
	case document.List:
		return c.list(b.Items, false)
	case document.Checklist:
		return c.list(b.Items, true)
	case document.Table:
		return c.table(b.Head, b.Rows)
	case document.Facts:
		return c.facts(b.Rows)
	case document.Signature:
		return c.signatures(b.Items)
	case document.Image:
		return c.image(b)
	}
	return nil
}

// tagged makes the node of a whole thing.
func (c column) tagged(tag string) *node {
	n := c.tree.add(c.tree.root, tag)
	n.lang = c.lang
	return n
}

// lines gives one strip a line.
func (c column) lines(n *node, text string, s style) []strip {
	if text == "" {
		return nil
	}
	if s.link != "" {
		n = c.tree.add(n, "Link")
	}
	var strips []strip
	for _, line := range s.wrap(text, c.width) {
		strips = append(strips, strip{height: s.leading, runs: []run{c.line(n, line, s)}})
	}
	return strips
}

func (c column) line(n *node, text string, s style) run {
	return run{n, func(p *pen, y, _ float64) {
		x, width := c.x, s.width(strings.TrimRight(text, " "))
		if s.right {
			x += c.width - width
		}
		p.text(x, y+s.baseline(), text, s)
		if s.link != "" {
			p.link(n, x, y, width, s.leading, s.link, text)
		}
	}}
}

// sender is the head of the letter, with a rule below.
func (c column) sender() []strip {
	var strips []strip
	for i, text := range c.sheet.Sender {
		if text == "" {
			continue
		}
		s := c.style(smallSize).coloured(muted)
		if i == 0 {
			s = c.style(headingSize).bold(c.faces).coloured(accent)
		}
		strips = append(strips, c.lines(c.tagged("P"), text, s)...)
	}
	if strips == nil {
		return nil
	}
	return together(append(strips, c.rule(1.5, accent, 0.5)))
}

// rule is a line across the column, with some room above and below.
func (c column) rule(room float64, colour int, width float64) strip {
	return strip{height: 2 * room, runs: []run{{draw: func(p *pen, y, _ float64) {
		p.rule(c.x, y+room, c.width, colour, width)
	}}}}
}

// heading is also a bookmark. Its level never jumps: a heading of the third level below none of the second becomes one of the second.
func (c column) heading(b document.Block, level int, s style, before float64) []unit {
	if b.Text == "" {
		return nil
	}
	level = min(level, c.level+1)
	c.level = level
	s.leading = s.size * point * 1.3
	n := c.tagged([]string{"H1", "H2", "H3"}[level-1])
	strips := together(c.lines(n, b.Text, s.leadsTo(b.Link)))
	strips[0].before = before
	if !c.second {
		draw := strips[0].runs[0].draw
		strips[0].runs[0].draw = func(p *pen, y, height float64) {
			p.bookmark(b.Text, level-1, y)
			draw(p, y, height)
		}
	}
	last := &strips[len(strips)-1]
	last.stay, last.height = true, last.height+1 // never alone at the foot of a page
	return []unit{strips}
}

func (c column) paragraph(text string, s style, before float64) []unit {
	if text == "" {
		return nil
	}
	if s.link != "" && s.colour == black {
		s.colour = accent
	}
	strips := noLoneLine(c.lines(c.tagged("P"), text, s))
	strips[0].before = before
	return []unit{strips}
}

// notice is a paragraph on a wash with a bar before it.
func (c column) notice(text string, s style) []unit {
	if text == "" {
		return nil
	}
	const bar, pad = 1.2, 4.0
	inner := c
	inner.x, inner.width = c.x+bar+pad, c.width-bar-2*pad
	strips := inner.lines(c.tagged("P"), text, s)
	strips = append([]strip{{height: 2.5}}, append(strips, strip{height: 2.5})...)
	frame := run{draw: func(p *pen, y, height float64) {
		p.fill(c.x, y, c.width, height, wash)
		p.fill(c.x, y, bar, height, accent)
	}}
	for i := range strips {
		strips[i].runs = append(strips[i].runs, frame)
	}
	last := &strips[len(strips)-1]
	last.closes, last.filler = true, []run{frame}
	strips[0].before = 3
	if len(strips) <= 14 {
		return []unit{together(strips)}
	}
	strips[1].stay, strips[len(strips)-3].stay = true, true
	return []unit{noLoneLine(strips)}
}
