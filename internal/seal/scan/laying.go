package scan

// laying takes a place in a symbol, in modules, to its place in a picture: the plane of the paper as a camera sees it.
type laying struct{ a, b, c, d, e, f, g, h float64 }

// laid lays a symbol of so many modules between four corners: top left, top right, bottom right, bottom left.
func laid(q quad, side int) laying {
	n := float64(side)
	dx1, dy1 := q[1].x-q[2].x, q[1].y-q[2].y
	dx2, dy2 := q[3].x-q[2].x, q[3].y-q[2].y
	sx, sy := q[0].x-q[1].x+q[2].x-q[3].x, q[0].y-q[1].y+q[2].y-q[3].y
	var g, h float64
	if det := dx1*dy2 - dx2*dy1; det != 0 {
		g = (sx*dy2 - dx2*sy) / det
		h = (dx1*sy - sx*dy1) / det
	}
	return laying{
		a: (q[1].x - q[0].x + g*q[1].x) / n, b: (q[3].x - q[0].x + h*q[3].x) / n, c: q[0].x,
		d: (q[1].y - q[0].y + g*q[1].y) / n, e: (q[3].y - q[0].y + h*q[3].y) / n, f: q[0].y,
		g: g / n, h: h / n,
	}
}

func (l laying) at(x, y float64) (px, py float64) {
	w := l.g*x + l.h*y + 1
	if w <= 0 {
		return -1, -1 // behind the camera
	}
	return (l.a*x + l.b*y + l.c) / w, (l.d*x + l.e*y + l.f) / w
}
