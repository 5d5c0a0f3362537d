package scan

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"sejur/internal/seal/matrix"
)

// fitting is a symbol of a size laid on a picture: where its top left, top right, bottom right and bottom left corners lie, and how
// well its borders are seen there.
type fitting struct {
	*frame
	corners quad
	score   float64 // how much lighter light modules of the borders are than dark ones, in grey
}

// How many fittings of a patch are moved, and how many of these are read.
const (
	maxMoved = 6
	maxRead  = 3
	minScore = 8 // of grey; below, there is nothing to be seen
)

// fittings are the best for a patch, best first: each size, with each corner of the patch as the one where the dark sides meet. The
// corner opposite is light in every symbol, and the patch often ends before it: it is also looked for where a parallelogram has it, and
// where the sides would meet.
func fittings(p *grey, around patch) []fitting {
	var all []fitting
	for turn := range 4 {
		q := around.turned(turn)
		opposites := []point{q[1], {q[0].x + q[2].x - q[3].x, q[0].y + q[2].y - q[3].y}}
		if met, ok := around.opposite(q); ok {
			opposites = append(opposites, met)
		}
		for _, frame := range frames() {
			f := fitting{frame: frame, corners: q}
			for i, opposite := range opposites {
				other := f
				other.corners[1] = opposite
				if other.score = other.see(p); i == 0 || other.score > f.score {
					f = other
				}
			}
			all = append(all, f)
		}
	}
	all = best(all, maxMoved)
	for i := range all {
		all[i].move(p)
	}
	return best(all, maxRead)
}

// best are those that say most, best first. A large symbol has more borders, so the same difference says more.
func best(all []fitting, most int) []fitting {
	says := func(f fitting) float64 { return f.score * math.Sqrt(float64(f.side)) }
	slices.SortStableFunc(all, func(a, b fitting) int { return cmp.Compare(says(b), says(a)) })
	return slices.DeleteFunc(all[:min(most, len(all))], func(f fitting) bool { return f.score < minScore })
}

// frame is what all symbols of a size have in common.
type frame struct {
	side    int
	modules []module
}

// module is a module whose colour is known.
type module struct {
	x, y  float64 // of its middle
	group int     // of the four below
}

// The groups of modules that are seen together: in each pair the light ones stand second.
const (
	solid = iota
	quiet
	darkOfTwo
	lightOfTwo
	groups
)

// frames are those of all sizes, made once.
var frames = sync.OnceValue(func() []*frame {
	var all []*frame
	for _, side := range matrix.Sides() {
		f := &frame{side: side}
		parts, dark := matrix.Frame(side)
		for y := -1; y <= side; y++ {
			for x := -1; x <= side; x++ {
				m := module{x: float64(x) + 0.5, y: float64(y) + 0.5, group: quiet}
				if x >= 0 && y >= 0 && x < side && y < side {
					switch at := y*side + x; {
					case parts[at] == matrix.Written:
						continue
					case parts[at] == matrix.Solid:
						m.group = solid
					case dark[at]:
						m.group = darkOfTwo
					default:
						m.group = lightOfTwo
					}
				}
				f.modules = append(f.modules, m)
			}
		}
		all = append(all, f)
	}
	return all
})

// see is how much lighter the light modules of the borders are than the dark ones. The sides that alternate count more: a wrong size
// has the solid ones right.
func (f *fitting) see(p *grey) float64 {
	lay := laid(f.corners, f.side)
	var sum [groups]float64
	var count [groups]int
	for _, m := range f.modules {
		sum[m.group] += p.at(lay.at(m.x, m.y))
		count[m.group]++
	}
	mean := func(group int) float64 { return sum[group] / float64(count[group]) }
	return (mean(quiet)-mean(solid))/3 + (mean(lightOfTwo)-mean(darkOfTwo))*2/3
}

// move shifts one corner after the other by ever smaller steps as long as the borders are seen better: first the one that is least
// certain.
func (f *fitting) move(p *grey) {
	a, c := f.corners[0], f.corners[2]
	unit := (abs(a.x-c.x) + abs(a.y-c.y)) / 2 / float64(f.side) // about a module
	for _, step := range []float64{3, 1.5} {
		f.shift(p, step*unit, 1)
	}
	for _, step := range []float64{1.5, 0.75, 0.4, 0.2, 0.1} {
		f.shift(p, step*unit, 0, 1, 2, 3)
	}
}

// shift tries a step of some corners in each direction, three times around at most.
func (f *fitting) shift(p *grey, step float64, corners ...int) {
	for range 3 {
		before := f.score
		for _, corner := range corners {
			for _, by := range []point{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				moved := *f
				moved.corners[corner].x += by.x
				moved.corners[corner].y += by.y
				if moved.score = moved.see(p); moved.score > f.score {
					*f = moved
				}
			}
		}
		if f.score <= before {
			return
		}
	}
}

// read reads the modules. Each is dark or light by what is around it, or by the grey halfway between the border's light and dark.
func (f *fitting) read(p *grey) ([]byte, bool) {
	lay := laid(f.corners, f.side)
	modules := &grey{w: f.side, h: f.side, pix: make([]uint8, f.side*f.side)}
	for y := range f.side {
		for x := range f.side {
			modules.pix[y*f.side+x] = mean(p, lay, float64(x), float64(y))
		}
	}
	for _, dark := range []func(x, y int) bool{modules.around(), modules.halfway()} {
		if out, err := matrix.Undraw(f.side, dark); err == nil && len(out) > 0 {
			return out, true
		}
	}
	return nil, false
}

// mean is the grey of a module: of its middle and four points around it.
func mean(p *grey, lay laying, x, y float64) uint8 {
	sum := 0.0
	for _, by := range []point{{0.5, 0.5}, {0.35, 0.35}, {0.65, 0.35}, {0.35, 0.65}, {0.65, 0.65}} {
		px, py := lay.at(x+by.x, y+by.y)
		sum += p.at(px, py)
	}
	return uint8(sum / 5)
}

// around says dark of a module that is darker than the mean of its neighbours, which in a symbol are as often dark as light.
func (p *grey) around() func(x, y int) bool {
	const reach = 4
	return func(x, y int) bool {
		sum, n := 0, 0
		for ny := max(0, y-reach); ny <= min(p.h-1, y+reach); ny++ {
			for nx := max(0, x-reach); nx <= min(p.w-1, x+reach); nx++ {
				sum += int(p.pix[ny*p.w+nx])
				n++
			}
		}
		return int(p.pix[y*p.w+x])*n < sum
	}
}

// halfway says dark of a module that is darker than the middle between the lightest and the darkest.
func (p *grey) halfway() func(x, y int) bool {
	low, high := slices.Min(p.pix), slices.Max(p.pix)
	return func(x, y int) bool { return p.pix[y*p.w+x] < low+(high-low)/2 }
}
