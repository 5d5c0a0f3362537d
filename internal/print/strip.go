package print

import "slices"

// strip is a piece of the paper, as wide as it is, that no page break goes through: most often one line.
type strip struct {
	before float64 // white space above it, none at the top of a page
	height float64
	stay   bool // no page break between this strip and the next
	runs   []run
	again  []strip // what is repeated on a new page that begins with this strip: the head of a table
	apart  bool    // begins on a new page
	closes bool    // the end of a row or a frame: what stands beside it may be longer, then it waits
	filler []run   // what is drawn meanwhile
}

// run is something drawn in a strip. What belongs to no node is an artifact: a screen reader passes over it.
type run struct {
	node *node
	draw func(p *pen, y, height float64) // y is the top of the strip
}

// unit is the strips of one thing: a paragraph, an item, a row. Beside each other stand units, so that both languages keep step.
type unit []strip

// flat is the strips of all units.
func flat(units []unit) []strip {
	var all []strip
	for _, u := range units {
		all = append(all, u...)
	}
	return all
}

// beside puts the strips of one column beside those of another. They break over pages together.
func beside(a, b []strip) []strip {
	a, b = stretch(a, len(b)), stretch(b, len(a))
	all := make([]strip, max(len(a), len(b)))
	for i := range all {
		if i < len(a) {
			all[i] = a[i]
		}
		if i >= len(b) {
			continue
		}
		s := &all[i]
		s.closes = s.closes && b[i].closes
		s.before, s.height, s.stay = max(s.before, b[i].before), max(s.height, b[i].height), s.stay || b[i].stay
		s.runs = append(s.runs[:len(s.runs):len(s.runs)], b[i].runs...)
		s.again = beside(s.again, b[i].again)
	}
	return all
}

// stretch lets the end of a row or a frame wait until there are n strips.
func stretch(strips []strip, n int) []strip {
	last := len(strips) - 1
	if last < 0 || !strips[last].closes || last+1 >= n {
		return strips
	}
	all := slices.Clone(strips[:last])
	for len(all) < n-1 {
		all = append(all, strip{stay: true, runs: strips[last].filler, again: strips[last].again})
	}
	return append(all, strips[last])
}

// together lets strips stand on one page; a last strip keeps what it was.
func together(strips []strip) []strip {
	for i := range len(strips) - 1 {
		strips[i].stay = true
	}
	return strips
}

// noLoneLine keeps the first two and the last two lines of a text on one page.
func noLoneLine(strips []strip) []strip {
	if n := len(strips); n > 1 {
		strips[0].stay, strips[n-2].stay = true, true
	}
	return strips
}

// height is how much room strips take below each other; the space above the first counts only when asked.
func height(strips []strip, withFirst bool) float64 {
	sum := 0.0
	for i, s := range strips {
		sum += s.height
		if i > 0 || withFirst {
			sum += s.before
		}
	}
	return sum
}
