package print

import "strings"

// cellPad is the room beside and above the text of a cell, mm.
const cellPad = 1.6

// highestHead is how high a head of a table may be, mm, to be repeated on every page.
const highestHead = 60.0

// cell is one field of a row that is laid out.
type cell struct {
	tag, attrs, text string
	style            style
}

// table is a head and rows; the head is repeated on every page.
func (c column) table(head []string, rows [][]string) []unit {
	columns := len(head)
	for _, row := range rows {
		columns = max(columns, len(row))
	}
	if columns == 0 {
		return nil
	}
	small := c.style(smallSize + 0.5)
	t := c.tagged("Table")
	widths := c.columnWidths(columns, append([][]string{head}, rows...), small)
	figures := figureColumns(columns, rows)
	var units []unit
	var again []strip
	if len(head) > 0 {
		cells := make([]cell, columns)
		for i := range cells {
			cells[i] = cell{"TH", scopeColumn, at(head, i), small.bold(c.faces).coloured(accent)}
			cells[i].style.right = figures[i]
		}
		strips := together(c.row(c.tree.add(t, "TR"), cells, widths, accent))
		strips[len(strips)-1].stay = len(rows) > 0
		if height(strips, false) < highestHead {
			again = strips
		}
		units = append(units, strips)
	}
	for _, row := range rows {
		cells := make([]cell, columns)
		for i := range cells {
			cells[i] = cell{"TD", "", at(row, i), small}
			cells[i].style.right = figures[i]
		}
		strips := c.row(c.tree.add(t, "TR"), cells, widths, hairline)
		for i := range strips {
			strips[i].again = again
		}
		units = append(units, strips)
	}
	if len(units) > 0 {
		units[0][0].before = 2
	}
	return units
}

// figureColumns says which columns hold figures alone: they stand at the right, so that digits stand below each other.
func figureColumns(columns int, rows [][]string) []bool {
	all := make([]bool, columns)
	for i := range all {
		filled := false
		all[i] = true
		for _, row := range rows {
			text := at(row, i)
			filled = filled || text != ""
			all[i] = all[i] && strings.Trim(text, "0123456789., \u00a0\u202f−-") == ""
		}
		all[i] = all[i] && filled
	}
	return all
}

// facts are rows of a name and a value.
func (c column) facts(rows [][]string) []unit {
	if len(rows) == 0 {
		return nil
	}
	s := c.style(bodySize)
	t := c.tagged("Table")
	name := 0.0
	for _, row := range rows {
		name = max(name, s.width(at(row, 0)))
	}
	name = min(max(name+2*cellPad, c.width*0.25), c.width*0.42)
	var units []unit
	for _, row := range rows {
		cells := []cell{{"TH", scopeRow, at(row, 0), s.coloured(muted)}, {"TD", "", at(row, 1), s}}
		units = append(units, c.row(c.tree.add(t, "TR"), cells, []float64{name, c.width - name}, hairline))
	}
	units[0][0].before = 2
	return units
}

func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// row lays cells out beside each other, with a rule below. A row of a few lines stays on one page; a longer one may break.
func (c column) row(tr *node, cells []cell, widths []float64, colour int) []strip {
	var strips []strip
	x := c.x
	for i, cell := range cells {
		n := c.tree.add(tr, cell.tag)
		n.attrs = cell.attrs
		inner := c
		inner.x, inner.width = x+cellPad, widths[i]-2*cellPad
		if i == 0 {
			inner.x, inner.width = x, widths[i]-cellPad // the first column stands flush with the text
		}
		strips = beside(strips, inner.lines(n, cell.text, cell.style))
		x += widths[i]
	}
	if len(strips) == 0 {
		strips = []strip{{height: cells[0].style.leading}}
	}
	thick := 0.2
	if colour == accent {
		thick = 0.4
	}
	end := strip{height: 1.1, closes: true, runs: []run{{draw: func(p *pen, y, height float64) {
		p.rule(c.x, y+height, c.width, colour, thick)
	}}}}
	strips = append(append([]strip{{height: 1.1}}, strips...), end)
	if n := len(strips); n > 10 {
		strips[1].stay, strips[n-3].stay = true, true
		return noLoneLine(strips)
	}
	return together(strips)
}

// columnWidths shares the width out: every column gets what its longest word needs, then what is left goes where the texts are long.
func (c column) columnWidths(columns int, rows [][]string, s style) []float64 {
	least, wish := make([]float64, columns), make([]float64, columns)
	bold := s.bold(c.faces)
	for r, row := range rows {
		measured := s
		if r == 0 {
			measured = bold
		}
		for i, text := range row {
			least[i] = max(least[i], measured.widest(text)+2*cellPad)
			wish[i] = max(wish[i], measured.width(text)+2*cellPad)
		}
	}
	sumLeast, sumMore := 0.0, 0.0
	for i := range least {
		least[i] = max(8, min(least[i], c.width/float64(columns)*1.2))
		wish[i] = max(min(wish[i], c.width*0.6), least[i])
		sumLeast += least[i]
		sumMore += wish[i] - least[i]
	}
	room := c.width - sumLeast
	widths := make([]float64, columns)
	for i := range widths {
		switch {
		case room <= 0: // too many columns: each gets its share
			widths[i] = least[i] * c.width / sumLeast
		case sumMore == 0:
			widths[i] = least[i] + room/float64(columns)
		default:
			widths[i] = least[i] + room*(wish[i]-least[i])/sumMore
		}
	}
	return widths
}
