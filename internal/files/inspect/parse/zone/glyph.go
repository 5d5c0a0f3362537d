package zone

import (
	"image"
	"slices"
)

// glyph is something dark of about the size of a character: its box.
type glyph struct {
	left, top, right, bottom int // right and bottom are beyond it
}

func (g glyph) height() float64 { return float64(g.bottom - g.top) }
func (g glyph) width() float64  { return float64(g.right - g.left) }
func (g glyph) x() float64      { return float64(g.left+g.right) / 2 }
func (g glyph) y() float64      { return float64(g.top+g.bottom) / 2 }

const (
	smallest = 7    // pixels: lower than that no character can be told from another
	most     = 6000 // glyphs of a picture: one that has more is no page of a passport
)

// dark tells of every pixel whether it is darker than what lies around it, which shadows and coloured paper do not hide (Bradley and Roth).
func dark(p *image.Gray) []bool {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	sums := make([]uint32, (w+1)*(h+1)) // of all pixels above and to the left
	for y := range h {
		var row uint32
		for x := range w {
			row += uint32(p.Pix[y*p.Stride+x])
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + row
		}
	}
	around := max(w, h) / 60
	out := make([]bool, w*h)
	for y := range h {
		top, bottom := max(0, y-around), min(h, y+around+1)
		for x := range w {
			left, right := max(0, x-around), min(w, x+around+1)
			sum := sums[bottom*(w+1)+right] - sums[top*(w+1)+right] - sums[bottom*(w+1)+left] + sums[top*(w+1)+left]
			out[y*w+x] = int(p.Pix[y*p.Stride+x])*(bottom-top)*(right-left)*100 < int(sum)*82
		}
	}
	return out
}

// glyphs are the dark parts of a picture that hang together and could be characters, from left to right.
func glyphs(p *image.Gray) []glyph {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	ink := dark(p)
	var out []glyph
	var todo []int
	for start := range ink {
		if !ink[start] {
			continue
		}
		g := glyph{start % w, start / w, 0, 0}
		ink[start] = false
		for todo = append(todo[:0], start); len(todo) > 0; {
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := at%w, at/w
			g = glyph{min(g.left, x), min(g.top, y), max(g.right, x+1), max(g.bottom, y+1)}
			for ny := max(0, y-1); ny <= min(h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(w-1, x+1); nx++ {
					if next := ny*w + nx; ink[next] {
						ink[next] = false
						todo = append(todo, next)
					}
				}
			}
		}
		if g.height() >= smallest && g.height() <= float64(h)/6 && g.width() >= 2 && g.width() <= 2.4*g.height() {
			out = append(out, g)
		}
	}
	if len(out) > most {
		return nil
	}
	slices.SortFunc(out, func(a, b glyph) int { return (a.left + a.right) - (b.left + b.right) })
	return out
}
