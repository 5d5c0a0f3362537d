package scan

import (
	"cmp"
	"math"
	"slices"
)

// point is a place in a picture, in pixels.
type point struct{ x, y float64 }

// quad are the four corners of something, clockwise as seen on the picture.
type quad [4]point

// Patches that can be symbols, and how many of them are tried.
const (
	minSide    = 16 // pixels of the shorter side of the box around
	maxPatches = 8
	minFilled  = 0.3 // of the quadrilateral is dark: of a symbol about half
	maxFilled  = 0.85
)

// patch is a dark patch: its convex hull, and the largest quadrilateral between points of it.
type patch struct {
	hull    []point
	corners quad
}

// patches are the quadrilaterals around connected dark patches of a fitting form, largest first.
func (m *mask) patches() []patch {
	var found []outline
	label := make([]bool, len(m.dark))
	var pixels []int // of one patch; those from next on have neighbours to be looked at
	for start, dark := range m.dark {
		if !dark || label[start] {
			continue
		}
		label[start] = true
		pixels = append(pixels[:0], start)
		o := outline{left: m.w, top: m.h}
		for next := 0; next < len(pixels); next++ {
			o.add(pixels[next]%m.w, pixels[next]/m.w)
			pixels = m.spread(pixels[next], label, pixels)
		}
		if o.fits() {
			o.fill(pixels, m.w)
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b outline) int { return cmp.Compare(b.size(), a.size()) })
	var all []patch
	for _, o := range found[:min(len(found), 8*maxPatches)] {
		p, ok := around(o.points())
		if filled := float64(o.count) / p.corners.area(); ok && filled > minFilled && filled < maxFilled && len(all) < maxPatches {
			all = append(all, p)
		}
	}
	return all
}

// spread marks and queues the dark pixels that touch one, with a gap of one pixel bridged.
func (m *mask) spread(at int, label []bool, queue []int) []int {
	const reach = 2
	x, y := at%m.w, at/m.w
	for ny := max(0, y-reach); ny <= min(m.h-1, y+reach); ny++ {
		for nx := max(0, x-reach); nx <= min(m.w-1, x+reach); nx++ {
			if next := ny*m.w + nx; m.dark[next] && !label[next] {
				label[next] = true
				queue = append(queue, next)
			}
		}
	}
	return queue
}

// outline is what a patch fills: of each row the first and the last pixel.
type outline struct {
	left, top, right, bottom int
	count                    int
	rows                     [][2]int
}

func (o *outline) add(x, y int) {
	o.left, o.right = min(o.left, x), max(o.right, x)
	o.top, o.bottom = min(o.top, y), max(o.bottom, y)
	o.count++
}

// fill notes the ends of each row.
func (o *outline) fill(pixels []int, width int) {
	o.rows = make([][2]int, o.bottom-o.top+1)
	for i := range o.rows {
		o.rows[i] = [2]int{width, -1}
	}
	for _, at := range pixels {
		row := &o.rows[at/width-o.top]
		*row = [2]int{min(row[0], at%width), max(row[1], at%width)}
	}
}

func (o *outline) size() int { return (o.right - o.left + 1) * (o.bottom - o.top + 1) }

// fits leaves out what cannot be a symbol: too small, too long, too thin.
func (o *outline) fits() bool {
	w, h := o.right-o.left+1, o.bottom-o.top+1
	return min(w, h) >= minSide && max(w, h) <= 3*min(w, h) && o.count*8 > w*h
}

// points are the corners of the pixels at the ends of each row.
func (o *outline) points() []point {
	var all []point
	for i, row := range o.rows {
		if row[1] < 0 {
			continue // a gap that was bridged
		}
		y := o.top + i
		for _, p := range [4][2]int{{row[0], y}, {row[0], y + 1}, {row[1] + 1, y}, {row[1] + 1, y + 1}} {
			all = append(all, point{float64(p[0]), float64(p[1])})
		}
	}
	return all
}

// around is the largest quadrilateral between points of the hull. False: the points lie on a line.
func around(points []point) (patch, bool) {
	corners := hull(points)
	for len(corners) > maxCorners {
		corners = blunt(corners)
	}
	if len(corners) < 4 {
		return patch{}, false
	}
	var best quad
	largest := 0.0
	n := len(corners)
	for a := range n {
		for c := a + 2; c < n; c++ {
			b := furthest(corners[a+1:c], corners[a], corners[c])
			d := furthest(append(slices.Clone(corners[c+1:]), corners[:a]...), corners[a], corners[c])
			q := quad{corners[a], b, corners[c], d}
			if area := q.area(); area > largest {
				best, largest = q, area
			}
		}
	}
	return patch{corners, best}, largest > minSide*minSide
}

func (q quad) area() float64 {
	return (abs(cross(q[0], q[1], q[2])) + abs(cross(q[0], q[2], q[3]))) / 2
}

// turned has the corner that is number turn first.
func (p patch) turned(turn int) quad {
	q := p.corners
	return quad{q[turn], q[(turn+1)%4], q[(turn+2)%4], q[(turn+3)%4]}
}

// opposite is where the lines meet along which the hull leaves the first corner and arrives at the third one: the second corner, even if
// nothing dark is near it. Points near the corners say little of a direction.
func (p patch) opposite(q quad) (point, bool) {
	first, third := q[0], q[0]
	near := distance(q[0], q[2]) / 5
	for _, h := range p.hull {
		if distance(h, q[0]) > near && cross(q[0], h, q[2]) > 0 && (first == q[0] || cross(q[0], first, h) < 0) {
			first = h
		}
		if distance(h, q[2]) > near && cross(q[0], h, q[2]) > 0 && (third == q[0] || cross(q[2], third, h) > 0) {
			third = h
		}
	}
	return meet(q[0], first, q[2], third)
}

func distance(a, b point) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// meet is where the line through two points meets the line through two others. False: they hardly do.
func meet(a, b, c, d point) (point, bool) {
	ux, uy, vx, vy := b.x-a.x, b.y-a.y, d.x-c.x, d.y-c.y
	det := ux*vy - uy*vx
	if abs(det) < 0.1*math.Hypot(ux, uy)*math.Hypot(vx, vy) || det == 0 {
		return point{}, false
	}
	t := ((c.x-a.x)*vy - (c.y-a.y)*vx) / det
	return point{a.x + t*ux, a.y + t*uy}, true
}

// maxCorners of a hull are enough to find the four of a symbol.
const maxCorners = 40

// hull is the convex hull, clockwise as seen on a picture, whose y goes down.
func hull(points []point) []point {
	slices.SortFunc(points, func(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	points = slices.Compact(points)
	half := func(in []point) []point {
		var out []point
		for _, p := range in {
			for len(out) > 1 && cross(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		return out[:max(0, len(out)-1)]
	}
	upper := half(points)
	slices.Reverse(points)
	return append(upper, half(points)...)
}

// blunt takes away the corner that matters least.
func blunt(corners []point) []point {
	least, smallest := 0, -1.0
	n := len(corners)
	for i := range corners {
		if area := abs(cross(corners[(i+n-1)%n], corners[i], corners[(i+1)%n])); smallest < 0 || area < smallest {
			least, smallest = i, area
		}
	}
	return slices.Delete(corners, least, least+1)
}

// furthest is the point furthest from the line through two others; one of these when there is none.
func furthest(points []point, a, b point) point {
	best, most := a, 0.0
	for _, p := range points {
		if d := abs(cross(a, b, p)); d > most {
			best, most = p, d
		}
	}
	return best
}

// cross is twice the area of a triangle, positive when its corners follow each other clockwise on a picture.
func cross(a, b, c point) float64 { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }

func abs(x float64) float64 { return max(x, -x) }
