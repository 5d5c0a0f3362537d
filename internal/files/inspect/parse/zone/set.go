package zone

import (
	"image"
	"math"
	"slices"
)

// The size of a character as it is set anew, in pixels.
const (
	cellWidth, cellHeight = 34, 52
	capital               = 30 // of a letter
	apart                 = 6  // between characters
	leading               = 30 // between rows
	margin                = 40
)

// setting is one way in which the characters of a zone are set anew.
type setting struct {
	inRow int
	mixed bool // see turn
}

// settings are all ways. What a program reads depends on what stands beside it: a figure among figures is read well, and of the fillers in which a zone ends nobody
// can tell how many stand in a row. The same character in other company is another opinion.
func settings() []setting {
	return []setting{{11, false}, {9, false}, {13, false}, {22, false}, {16, false}, {11, true}, {9, true}}
}

// Sheet is what a program is to read: the characters of a zone, set anew several times, one setting under the other.
type Sheet struct {
	*image.Gray
	zone Zone
}

// Set sets the characters of a zone anew.
func (z Zone) Set() Sheet {
	wide, high := 0, 2*margin
	for _, how := range settings() {
		wide, high = max(wide, how.inRow), high+z.high(how)
	}
	out := image.NewGray(image.Rect(0, 0, 2*margin+wide*(cellWidth+apart), high))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for i, r := range z.rows {
		for k := range z.Length {
			c := z.character(r, k)
			top := margin
			for _, how := range settings() {
				n := z.turn(how, i, k)
				at := image.Pt(margin+n%how.inRow*(cellWidth+apart), top+n/how.inRow*(cellHeight+leading))
				for y := range cellHeight {
					copy(out.Pix[(at.Y+y)*out.Stride+at.X:][:cellWidth], c[y*cellWidth:])
				}
				top += z.high(how)
			}
		}
	}
	return Sheet{out, z}
}

// turn is when the k-th character of a line is set: line after line; or, mixed, the lines in turn, every second one from its end, so that the fillers come to stand among
// letters and figures.
func (z Zone) turn(how setting, line, k int) int {
	switch {
	case !how.mixed:
		return line*z.Length + k
	case line%2 == 1:
		k = z.Length - 1 - k
	}
	return k*z.Lines + line
}

// who is the reverse of turn: the number of a character among those of all lines.
func (z Zone) who(how setting, turn int) int {
	line, k := turn%z.Lines, turn/z.Lines
	switch {
	case !how.mixed:
		return turn
	case line%2 == 1:
		k = z.Length - 1 - k
	}
	return line*z.Length + k
}

// high is how many pixels a setting takes.
func (z Zone) high(how setting) int {
	return (z.Lines*z.Length + how.inRow - 1) / how.inRow * (cellHeight + leading)
}

// place says which character, of all lines one after the other, stands at a place, in which setting, and how far its middle is; number is -1 where none does.
func (z Zone) place(x, y float64) (number, setting int, off float64) {
	y -= margin
	for s, how := range settings() {
		if high := float64(z.high(how)); y >= high {
			y -= high
			continue
		}
		at := (x - margin - cellWidth/2) / (cellWidth + apart)
		column, row := int(math.Round(at)), int(math.Round((y-cellHeight/2)/(cellHeight+leading)))
		turn := row*how.inRow + column
		if row < 0 || column < 0 || column >= how.inRow || turn >= z.Lines*z.Length {
			break
		}
		return z.who(how, turn), s, math.Abs(at - float64(column))
	}
	return -1, 0, 0
}

// character is one character, upright, black on white, row of pixels by row.
func (z Zone) character(r row, k int) []byte {
	out := make([]byte, cellWidth*cellHeight)
	light, ink := z.contrast(r, k)
	n := float64(r.from + k)
	dx, dy := r.across.slope(n), r.down.slope(n) // to the next character
	pitch := math.Max(1, math.Hypot(dx, dy))
	scale := r.height / capital
	ux, uy := dx/pitch, dy/pitch
	cx, cy := r.across.at(n), r.down.at(n)
	half := math.Min(cellWidth/2, pitch/scale/2) // nothing of its neighbours
	for y := range cellHeight {
		for x := range cellWidth {
			a, b := float64(x)+0.5-cellWidth/2, float64(y)+0.5-cellHeight/2
			v := 255.0
			if math.Abs(a) <= half {
				v = 255 * (z.at(cx+scale*(a*ux-b*uy), cy+scale*(a*uy+b*ux)) - ink) / math.Max(1, light-ink)
			}
			out[y*cellWidth+x] = byte(math.Max(0, math.Min(255, v)))
		}
	}
	return out
}

// contrast is how light the paper around a character is, and how dark the ink.
func (z Zone) contrast(r row, k int) (light, ink float64) {
	const fine = 9
	all := make([]float64, 0, 5*fine*fine)
	for near := max(0, k-2); near <= min(z.Length-1, k+2); near++ {
		for i := range fine {
			for j := range fine {
				n := float64(r.from+near) + float64(i-fine/2)/fine
				all = append(all, z.at(r.across.at(n), r.down.at(n)+r.height*float64(j-fine/2)/(fine-1)))
			}
		}
	}
	slices.Sort(all)
	return all[len(all)*45/100], all[len(all)*4/100]
}

// at is what the picture has between its pixels; beyond its edges is white.
func (z Zone) at(x, y float64) float64 {
	p := z.picture
	fx, fy := int(math.Floor(x)), int(math.Floor(y))
	if fx < 0 || fy < 0 || fx+1 >= p.Rect.Dx() || fy+1 >= p.Rect.Dy() {
		return 255
	}
	right, lower := x-float64(fx), y-float64(fy)
	i := fy*p.Stride + fx
	j := i + p.Stride
	return (1-lower)*((1-right)*float64(p.Pix[i])+right*float64(p.Pix[i+1])) + lower*((1-right)*float64(p.Pix[j])+right*float64(p.Pix[j+1]))
}
