package ui

import (
	"strconv"
	"strings"
)

// DayKind is the look of a run of days. Each differs by pattern too, not by colour alone.
type DayKind string

// The kinds of days.
const (
	DayCounted DayKind = "counted"
	DayOwn     DayKind = "own"  // present by another title: not counted
	DayTrip    DayKind = "trip" // planned
	DayOver    DayKind = "over" // more than the rule allows
)

// DayRun is days in a row of one kind. Start counts from the first day of the strip.
type DayRun struct {
	Start, Days int
	Kind        DayKind
	Text        string // "1 January 2026 – 10 January 2026"
	Note        string // what they are, in words
}

// DayMonth is one month of the strip, or the part of it that is drawn.
type DayMonth struct {
	Name  string // "November 2026"
	Short string // "1 Nov"
	Start int    // of its first drawn day
	Days  int    // drawn
	First int    // day of the month on which it begins
}

// DayStrip is a calendar of days with a window marked in it: a band on wide screens, a row for each month on phones.
type DayStrip struct {
	ID, Title, Text string // Text tells in words what the picture shows
	Days            int
	WindowEnd       int // the window is the days 0 to WindowEnd
	EndText         string
	Months          []DayMonth
	Runs            []DayRun
	Legend          []DayLegend
	RTL             bool
}

// DayLegend explains one kind of day.
type DayLegend struct {
	Kind DayKind
	Text string
}

// The measures of the pictures, in their own units.
const (
	bandWidth  = 900
	bandTop    = 34
	bandHeight = 44
	cellWidth  = 10
	cellHeight = 16
	rowHeight  = 40
	rowTop     = 18 // of the cells in their row
	rowWidth   = 31 * cellWidth
)

// box is a rectangle of a picture.
type box struct{ X, Y, W, H string }

func units(tenths int) string {
	s := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		s += "." + strconv.Itoa(tenths%10)
	}
	return s
}

// band places days on the band, in tenths of a unit, so that neighbours touch.
func (s DayStrip) band(start, days int) box {
	from, to := start*bandWidth*10/s.Days, (start+days)*bandWidth*10/s.Days
	x := from
	if s.RTL {
		x = bandWidth*10 - to
	}
	return box{X: units(x), Y: strconv.Itoa(bandTop), W: units(to - from), H: strconv.Itoa(bandHeight)}
}

func (s DayStrip) window() box { return s.band(0, s.WindowEnd+1) }

func (s DayStrip) whole() box { return s.band(0, s.Days) }

// ticks are the beginnings of months that have room for their name.
func (s DayStrip) ticks() []DayMonth {
	var out []DayMonth
	last := -1
	room := s.Days * 62 / bandWidth // days that a name needs
	for _, m := range s.Months {
		if m.First != 1 || last >= 0 && m.Start-last < room || s.Days-m.Start < room {
			continue
		}
		last = m.Start
		out = append(out, m)
	}
	return out
}

func (s DayStrip) tickX(start int) string {
	x := start * bandWidth * 10 / s.Days
	if s.RTL {
		x = bandWidth*10 - x
	}
	return units(x)
}

func (s DayStrip) endX() string { return s.tickX(s.WindowEnd + 1) }

// endAnchor keeps the name of the window's end inside the picture.
func (s DayStrip) endAnchor() string {
	if s.WindowEnd+1 > s.Days*9/10 {
		return "end"
	}
	return "middle"
}

func (s DayStrip) rowsBox() string {
	return "0 0 " + strconv.Itoa(rowWidth) + " " + strconv.Itoa(rowHeight*len(s.Months))
}

func (s DayStrip) labelX() string {
	if s.RTL {
		return strconv.Itoa(rowWidth)
	}
	return "0"
}

func labelY(month int) string { return strconv.Itoa(rowHeight*month + rowTop - 5) }

// cell places days of one month in its row; day counts from 1.
func (s DayStrip) cell(month, day, days int) box {
	x := (day - 1) * cellWidth
	if s.RTL {
		x = rowWidth - x - days*cellWidth
	}
	return box{
		X: strconv.Itoa(x), Y: strconv.Itoa(rowHeight*month + rowTop),
		W: strconv.Itoa(days * cellWidth), H: strconv.Itoa(cellHeight),
	}
}

// piece is the part of a run, or of the window, that lies in one month.
type piece struct {
	box
	Kind DayKind
}

// pieces cuts days into the rows of the months.
func (s DayStrip) pieces(start, days int, kind DayKind) []piece {
	var out []piece
	for i, m := range s.Months {
		from, to := max(start, m.Start), min(start+days, m.Start+m.Days)
		if from < to {
			out = append(out, piece{box: s.cell(i, m.First+from-m.Start, to-from), Kind: kind})
		}
	}
	return out
}

func (s DayStrip) monthPieces() []piece  { return s.pieces(0, s.Days, "") }
func (s DayStrip) windowPieces() []piece { return s.pieces(0, s.WindowEnd+1, "") }

func (s DayStrip) runPieces() []piece {
	var out []piece
	for _, r := range s.Runs {
		out = append(out, s.pieces(r.Start, r.Days, r.Kind)...)
	}
	return out
}

// fill is the paint of a kind of days: a pattern of the picture. Patterns are named for the picture, because a
// pattern of a picture that is not shown paints nothing.
func fill(picture string, kind DayKind) string {
	return "url(#" + picture + "-" + string(kind) + ")"
}

// desc tells in words what the picture shows.
func (s DayStrip) desc() string {
	var b strings.Builder
	b.WriteString(s.Text)
	for _, r := range s.Runs {
		b.WriteString(" " + r.Text + ": " + r.Note + ".")
	}
	return b.String()
}
