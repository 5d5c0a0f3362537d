package print

import (
	"strings"
)

const (
	point = 25.4 / 72 // mm
	black = 0x000000
	// accent is the house's blue, muted a grey that still reads well on white (7:1), hairline and wash are for rules and fills.
	accent   = 0x0b4f6c
	muted    = 0x555555
	hairline = 0xc5ced4
	wash     = 0xeef4f7
)

// style is how a text looks.
type style struct {
	face    *face
	size    float64 // points
	leading float64 // mm from line to line
	colour  int     // 0xRRGGBB
	link    string
	right   bool // stands at the right edge
}

// baseline is how far below its top the letters of a line stand: the capitals are in its middle.
func (s style) baseline() float64 { return s.leading/2 + s.size*point*0.365 }

// width measures a text, in mm.
func (s style) width(text string) float64 {
	sum := 0
	for _, r := range text {
		if int(r) < len(s.face.width) {
			sum += int(s.face.width[r])
		}
	}
	return float64(sum) * s.size * point / 1000
}

// wrap breaks a text into lines not wider than width. A line that goes on in the next ends with a space, so that whoever reads the
// lines one after the other never glues two words; a word that is wider than a whole line is broken where it bears it.
func (s style) wrap(text string, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		if len(lines) > 0 {
			lines[len(lines)-1] += " "
		}
		lines = append(lines, s.wrapParagraph(paragraph, width)...)
	}
	return lines
}

func (s style) wrapParagraph(text string, width float64) []string {
	var lines []string
	line, used, space := "", 0.0, s.width(" ")
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		w := s.width(word)
		if line != "" && used+space+w > width {
			lines, line, used = append(lines, line+" "), "", 0
		}
		for line == "" && w > width {
			head := s.fitting(word, width)
			lines, word = append(lines, head), word[len(head):]
			w = s.width(word)
		}
		if line != "" {
			line, used = line+" ", used+space
		}
		line, used = line+word, used+w
	}
	if line != "" || lines == nil {
		lines = append(lines, line)
	}
	return lines
}

// fitting is the longest start of a word that fits, at least one letter: up to a sign after which links may break when that is not
// too short, else up to any letter.
func (s style) fitting(word string, width float64) string {
	used, sign, end := 0.0, 0, 0
	for i, r := range word {
		used += s.width(string(r))
		if used > width && i > 0 {
			break
		}
		end = i + len(string(r))
		if strings.ContainsRune("/?&=._-–", r) {
			sign = end
		}
	}
	if sign > end/2 && end < len(word) {
		return word[:sign]
	}
	return word[:end]
}

// widest is the width of the longest word, so that a column is not narrower when there is room.
func (s style) widest(text string) float64 {
	most := 0.0
	for _, word := range strings.Fields(text) {
		most = max(most, s.width(word))
	}
	return most
}
