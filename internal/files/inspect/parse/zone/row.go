package zone

import (
	"math"
	"slices"
)

// row is a line of a zone as it lies in a picture: where its characters are, which have all the same distance but for how the page was held.
type row struct {
	across, down curve // of a character's number: where its middle is
	from, to     int   // numbers of the first character, and beyond the last
	height       float64
}

// curve is a + bk + ck²: a line that a tilted page bends.
type curve struct{ a, b, c float64 }

func (f curve) at(k float64) float64    { return f.a + f.b*k + f.c*k*k }
func (f curve) slope(k float64) float64 { return f.b + 2*f.c*k }

// fewest is how many glyphs a row has at least: the shortest line of a zone has thirty characters, of which some may hang together.
const fewest = 18

// rows finds rows of glyphs, none of which is in two of them. They come from left to right.
func rows(all []glyph) []row {
	taken := make([]bool, len(all))
	var out []row
	for i := range all {
		if taken[i] {
			continue
		}
		chain := follow(all, taken, i)
		if len(chain) < fewest {
			continue
		}
		r, ok := measure(chain)
		if !ok {
			continue
		}
		for _, at := range chain {
			taken[at.i] = true
		}
		out = append(out, r)
	}
	return out
}

// link is a glyph in a chain.
type link struct {
	glyph
	i int
}

// follow goes from a glyph to the right, always to the nearest that fits.
func follow(all []glyph, taken []bool, start int) []link {
	chain := []link{{all[start], start}}
	tall := all[start].height()
	slope := 0.0
	for {
		last := chain[len(chain)-1]
		best, cost := -1, math.Inf(1)
		for j := last.i + 1; j < len(all); j++ {
			g := all[j]
			dx, dy := g.x()-last.x(), g.y()-last.y()
			if dx > 2.9*tall {
				break
			}
			switch {
			case taken[j], dx < 0.45*tall, g.height() > 1.5*tall, g.height() < 0.55*tall, math.Abs(dy-slope*dx) > 0.3*tall+0.08*dx:
				continue
			}
			if c := dx + 3*math.Abs(dy-slope*dx); c < cost {
				best, cost = j, c
			}
		}
		if best < 0 {
			return chain
		}
		chain = append(chain, link{all[best], best})
		tall = tallness(chain)
		slope = direction(chain)
	}
}

// tallness is the height of the tall ones among the last glyphs.
func tallness(chain []link) float64 {
	var heights []float64
	for _, l := range chain[max(0, len(chain)-12):] {
		heights = append(heights, l.height())
	}
	slices.Sort(heights)
	return heights[len(heights)*3/4]
}

// direction is where the last glyphs lead.
func direction(chain []link) float64 {
	from, to := chain[max(0, len(chain)-10)], chain[len(chain)-1]
	if len(chain) < 4 {
		return 0
	}
	return (to.y() - from.y()) / (to.x() - from.x())
}

// measure numbers the glyphs of a chain by their distance, and fits curves through them.
func measure(chain []link) (row, bool) {
	var steps []float64
	for i := range chain[1:] {
		steps = append(steps, chain[i+1].x()-chain[i].x())
	}
	slices.Sort(steps)
	pitch := steps[len(steps)*2/5]
	var ks, xs, ys, heights []float64
	k := 0.0
	for i, l := range chain {
		if i > 0 {
			k += max(1, math.Round((l.x()-chain[i-1].x())/pitch))
		}
		ks, xs, ys, heights = append(ks, k), append(xs, l.x()), append(ys, l.y()), append(heights, l.height())
	}
	var r row
	for range 3 {
		r.across = fit(ks, xs)
		for i := range ks { // numbered anew by what all say together
			ks[i] = math.Round(invert(r.across, xs[i], ks[i]))
		}
	}
	r.down = fit(ks, ys)
	slices.Sort(heights)
	r.height = heights[len(heights)*3/4]
	r.from, r.to = int(ks[0]), int(ks[len(ks)-1])+1
	return r, r.to-r.from >= fewest && r.across.b > 0 && r.to-r.from <= 60
}

// invert finds the number at which a curve has a value, near a guess.
func invert(f curve, x, guess float64) float64 {
	for range 4 {
		s := f.slope(guess)
		if s <= 0 {
			return guess
		}
		guess += (x - f.at(guess)) / s
	}
	return guess
}

// fit is the curve of least squares; what lies far from it is left out the second time.
func fit(ks, vs []float64) curve {
	var f curve
	keep := func(int) bool { return true }
	for range 2 {
		var s [5]float64
		var t [3]float64
		for i, k := range ks {
			if !keep(i) {
				continue
			}
			p := 1.0
			for n := range s {
				s[n] += p
				p *= k
			}
			for n, p := range [...]float64{1, k, k * k} {
				t[n] += p * vs[i]
			}
		}
		f = solve(s, t)
		var far []float64
		for i, k := range ks {
			far = append(far, math.Abs(vs[i]-f.at(k)))
		}
		slices.Sort(far)
		bound := 3*far[len(far)/2] + 0.5
		was := f
		keep = func(i int) bool { return math.Abs(vs[i]-was.at(ks[i])) <= bound }
	}
	return f
}

// solve solves the equations of least squares by Cramer's rule.
func solve(s [5]float64, t [3]float64) curve {
	det := func(m [3][3]float64) float64 {
		return m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) - m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) + m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
	}
	m := [3][3]float64{{s[0], s[1], s[2]}, {s[1], s[2], s[3]}, {s[2], s[3], s[4]}}
	d := det(m)
	if math.Abs(d) < 1e-9 {
		return curve{}
	}
	var out [3]float64
	for c := range 3 {
		with := m
		for r := range 3 {
			with[r][c] = t[r]
		}
		out[c] = det(with) / d
	}
	return curve{out[0], out[1], out[2]}
}
