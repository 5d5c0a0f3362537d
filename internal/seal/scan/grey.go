package scan

import (
	"image"
	"image/color"
)

// grey is a picture in grey, 0 = black. Outside of it everything is white, as paper is.
type grey struct {
	w, h int
	pix  []uint8
}

func greyOf(img image.Image) *grey {
	b := img.Bounds()
	p := &grey{w: b.Dx(), h: b.Dy(), pix: make([]uint8, b.Dx()*b.Dy())}
	for y := range p.h {
		row := p.pix[y*p.w : (y+1)*p.w]
		switch src := img.(type) {
		case *image.Gray:
			copy(row, src.Pix[y*src.Stride:])
		case *image.YCbCr:
			copy(row, src.Y[y*src.YStride:])
		default:
			for x := range row {
				row[x] = onWhite(img.At(b.Min.X+x, b.Min.Y+y))
			}
		}
	}
	return p
}

// onWhite is the grey of a colour that lies on white paper.
func onWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8((299*r + 587*g + 114*b + 1000*(0xffff-a)) / 1000 >> 8 & 0xff)
}

// at is the grey at a point between pixels, whose middles lie at halves.
func (p *grey) at(x, y float64) float64 {
	x, y = x-0.5, y-0.5
	if x < -1 || y < -1 || x >= float64(p.w) || y >= float64(p.h) {
		return white
	}
	left, top := int(x+1)-1, int(y+1)-1
	fx, fy := x-float64(left), y-float64(top)
	return (p.pixel(left, top)*(1-fx)+p.pixel(left+1, top)*fx)*(1-fy) +
		(p.pixel(left, top+1)*(1-fx)+p.pixel(left+1, top+1)*fx)*fy
}

const white = 255

func (p *grey) pixel(x, y int) float64 {
	if x < 0 || y < 0 || x >= p.w || y >= p.h {
		return white
	}
	return float64(p.pix[y*p.w+x])
}

// shrink makes the picture smaller, by a whole number or not at all, until its longer side is at most size: each pixel is the mean of a
// square.
func (p *grey) shrink(size int) *grey {
	by := (max(p.w, p.h) + size - 1) / size
	if by <= 1 {
		return p
	}
	out := &grey{w: max(1, p.w/by), h: max(1, p.h/by)}
	out.pix = make([]uint8, out.w*out.h)
	wide, high := min(by, p.w), min(by, p.h)
	for y := range out.h {
		for x := range out.w {
			sum := 0
			for dy := range high {
				for _, v := range p.pix[(y*by+dy)*p.w+x*by:][:wide] {
					sum += int(v)
				}
			}
			out.pix[y*out.w+x] = uint8(sum / (wide * high) & 0xff)
		}
	}
	return out
}

func (p *grey) invert() *grey {
	out := &grey{w: p.w, h: p.h, pix: make([]uint8, len(p.pix))}
	for i, v := range p.pix {
		out.pix[i] = white - v
	}
	return out
}

// mask says which pixels of a picture are dark.
type mask struct {
	w, h int
	dark []bool
}

// local calls dark what is darker than its surroundings: a shadow over half of the paper changes nothing.
func (p *grey) local() *mask {
	const margin = 6 // of grey: paper is never quite even
	sums := p.sums()
	radius := max(10, max(p.w, p.h)/24)
	m := &mask{w: p.w, h: p.h, dark: make([]bool, len(p.pix))}
	for y := range p.h {
		top, bottom := max(0, y-radius), min(p.h, y+radius+1)
		for x := range p.w {
			left, right := max(0, x-radius), min(p.w, x+radius+1)
			sum := sums[bottom*(p.w+1)+right] - sums[top*(p.w+1)+right] - sums[bottom*(p.w+1)+left] + sums[top*(p.w+1)+left]
			m.dark[y*p.w+x] = (int(p.pix[y*p.w+x])+margin)*(bottom-top)*(right-left) < sum
		}
	}
	return m
}

// sums are the sums of everything above and to the left.
func (p *grey) sums() []int {
	sums := make([]int, (p.w+1)*(p.h+1))
	for y := range p.h {
		line := 0
		for x := range p.w {
			line += int(p.pix[y*p.w+x])
			sums[(y+1)*(p.w+1)+x+1] = sums[y*(p.w+1)+x+1] + line
		}
	}
	return sums
}

// global calls dark what is on the darker side of the grey that splits the whole picture best (Otsu).
func (p *grey) global() *mask {
	var counts [256]int
	total := 0
	for _, v := range p.pix {
		counts[v]++
		total += int(v)
	}
	split, best := 127, -1.0
	below, belowSum := 0, 0
	for v, n := range counts {
		below += n
		belowSum += v * n
		above := len(p.pix) - below
		if below == 0 || above == 0 {
			continue
		}
		apart := float64(belowSum)/float64(below) - float64(total-belowSum)/float64(above)
		if score := float64(below) * float64(above) * apart * apart; score > best {
			split, best = v, score
		}
	}
	m := &mask{w: p.w, h: p.h, dark: make([]bool, len(p.pix))}
	for i, v := range p.pix {
		m.dark[i] = int(v) <= split
	}
	return m
}
