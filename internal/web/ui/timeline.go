package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Mark is the look of a point of a timeline.
type Mark string

// The marks.
const (
	MarkToday Mark = "today"
	MarkDo    Mark = "do"   // what the reader does by then
	MarkLaw   Mark = "law"  // a last day of the law
	MarkEnd   Mark = "end"  // something the reader has ends
	MarkDone  Mark = "done" // the authority must have answered
	MarkOther Mark = "other"
)

func (m Mark) class() string { return "k-" + string(m) }

func (m Mark) dot() string { return "t-dot k-" + string(m) }

// Point is one date of a timeline.
type Point struct {
	Day   int    // number of the day on any scale that counts days
	Text  string // "apply by"
	Long  string // "Friday, 27 November 2026"
	Short string // "27 Nov"
	Mark  Mark
}

// Timeline draws dates, in order, as a picture and as a list. Title names the picture.
type Timeline struct {
	Title  string
	Points []Point
	RTL    bool
}

// The picture's measures, in its own units.
const (
	lineWidth  = 900
	lineHeight = 180
	lineY      = 90
	lineMargin = 70
	minDrawn   = 3 // fewer dates, or more, are only listed
	maxDrawn   = 8
)

func (t Timeline) drawn() bool { return len(t.Points) >= minDrawn && len(t.Points) <= maxDrawn }

func (t Timeline) desc() string {
	var b strings.Builder
	for i, pt := range t.Points {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(pt.Text + ": " + pt.Long)
	}
	return b.String()
}

// spot is a point with its place in the picture.
type spot struct {
	Point
	X    int
	Up   bool
	Rows []string // the text in one or two lines
}

func (s spot) x() string { return strconv.Itoa(s.X) }

func (s spot) rowY(i int) string {
	if s.Up {
		return strconv.Itoa(lineY - 22 - 18*(len(s.Rows)-1-i))
	}
	return strconv.Itoa(lineY + 34 + 18*i)
}

func (s spot) whenY() string {
	if s.Up {
		return strconv.Itoa(lineY - 22 - 18*len(s.Rows))
	}
	return strconv.Itoa(lineY + 34 + 18*len(s.Rows))
}

// spots places the points by their days, but never so close that their texts would run into each other: texts
// stand above and below the line in turn.
func (t Timeline) spots() []spot {
	n := len(t.Points)
	out := make([]spot, n)
	span := t.Points[n-1].Day - t.Points[0].Day
	room := lineWidth - 2*lineMargin
	gap := room / max(n-1, 1)
	least := min(80, gap)
	for i, pt := range t.Points {
		x := lineMargin
		if span > 0 {
			x += (pt.Day - t.Points[0].Day) * room / span
		}
		if i > 0 {
			x = max(x, out[i-1].X+least)
		}
		out[i] = spot{Point: pt, X: x, Up: i%2 == 1, Rows: twoRows(pt.Text, 18)}
	}
	for i := n - 1; i >= 0; i-- {
		last := lineWidth - lineMargin - (n-1-i)*least
		out[i].X = min(out[i].X, last)
	}
	if t.RTL {
		for i := range out {
			out[i].X = lineWidth - out[i].X
		}
	}
	return out
}

// twoRows breaks a text at the space nearest to its middle if it is longer than fits into one line.
func twoRows(s string, fits int) []string {
	if utf8.RuneCountInString(s) <= fits {
		return []string{s}
	}
	best, middle := -1, len(s)/2
	for i := range len(s) {
		if s[i] == ' ' && (best < 0 || abs(i-middle) < abs(best-middle)) {
			best = i
		}
	}
	if best < 0 {
		return []string{s}
	}
	return []string{s[:best], s[best+1:]}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
