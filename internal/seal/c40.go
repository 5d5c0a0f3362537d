package seal

import "strings"

// C40 of Doc 9303-13 and TR-03137 annex B: three of A–Z, 0–9 and space in two bytes. Two characters left over are filled up with the value
// 0; a single one is written as 0xFE and its Data Matrix ASCII value. The filler < of machine-readable zones is written as a space.
const (
	c40Single = 0xfe // what follows is one character, plus 1
	c40Fill   = 0
	c40Space  = 3
	c40Zero   = 4
	c40A      = 14
	c40Last   = 39
)

// writeC40 writes text. False: it has another character than A–Z, 0–9, space and <.
func writeC40(text string) ([]byte, bool) {
	out := make([]byte, 0, (len(text)+2)/3*2)
	for i := 0; i < len(text); i += 3 {
		var values [3]int
		n := min(3, len(text)-i)
		for j := range n {
			value, ok := c40Value(text[i+j])
			if !ok {
				return nil, false
			}
			values[j] = value
		}
		if n == 1 {
			single := text[i]
			if single == '<' {
				single = ' '
			}
			return append(out, c40Single, single+1), true
		}
		word := values[0]*1600 + values[1]*40 + values[2] + 1
		out = append(out, byte(word>>8&0xff), byte(word&0xff))
	}
	return out, true
}

func c40Value(c byte) (int, bool) {
	switch {
	case c == ' ' || c == '<':
		return c40Space, true
	case c >= '0' && c <= '9':
		return int(c-'0') + c40Zero, true
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + c40A, true
	}
	return 0, false
}

// readC40 is the inverse of writeC40, with spaces for fillers. False: these bytes are written by no text.
func readC40(in []byte) (string, bool) {
	if len(in)%2 != 0 {
		return "", false
	}
	var text strings.Builder
	text.Grow(len(in) / 2 * 3)
	for i := 0; i < len(in); i += 2 {
		last := i+2 == len(in)
		if in[i] == c40Single {
			c := in[i+1] - 1
			if _, ok := c40Value(c); !ok || !last || c == '<' {
				return "", false
			}
			text.WriteByte(c)
			continue
		}
		word := int(in[i])<<8 | int(in[i+1])
		if word == 0 {
			return "", false
		}
		word--
		values := [3]int{word / 1600, word / 40 % 40, word % 40}
		for j, value := range values {
			if value == c40Fill && j == 2 && last {
				break
			}
			c, ok := c40Char(value)
			if !ok {
				return "", false
			}
			text.WriteByte(c)
		}
	}
	return text.String(), true
}

func c40Char(value int) (byte, bool) {
	switch {
	case value == c40Space:
		return ' ', true
	case value >= c40Zero && value < c40A:
		return byte(value-c40Zero) + '0', true
	case value >= c40A && value <= c40Last:
		return byte(value-c40A) + 'A', true
	}
	return 0, false
}
