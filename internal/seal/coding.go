package seal

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Coding is how a value stands in the message, and what its text looks like.
type Coding string

// The codings.
const (
	C40    Coding = "C40"         // A–Z, 0–9 and space
	MRZ    Coding = "MRZ"         // lines of a machine-readable zone in C40, joined by a newline
	MRVA   Coding = "MRZ_MRVA"    // the same of a visa of type A: 44 characters, and 28 of the second line
	MRVB   Coding = "MRZ_MRVB"    // the same of a visa of type B: 36 characters, and 28 of the second line
	UTF8   Coding = "UTF8_STRING" // any text
	Byte   Coding = "BYTE"        // 0 to 255, in decimal digits
	Bytes  Coding = "BYTES"       // anything, in hexadecimal digits
	Date   Coding = "DATE"        // a day, YYYY-MM-DD
	Masked Coding = "MASKED_DATE" // a day of which digits may be unknown: x
	Stamp  Coding = "DATE_STRING" // a day, written YYYYMMDD (TR-03171)
)

func (c Coding) isMRZ() bool { return c == MRZ || c == MRVA || c == MRVB }

// lines are how long the lines of a machine-readable zone are, by the length of the whole; one of another length has one line.
func (c Coding) lines(length int) []int {
	switch {
	case c == MRVA:
		return []int{44, 28}
	case c == MRVB:
		return []int{36, 28}
	case length == 72:
		return []int{36, 36}
	case length == 88:
		return []int{44, 44}
	case length == 90:
		return []int{30, 30, 30}
	}
	return []int{length}
}

// read tells the value as text. False: the bytes do not follow the coding.
func (c Coding) read(in []byte) (string, bool) {
	switch c {
	case C40:
		return readC40(in)
	case MRZ, MRVA, MRVB:
		text, ok := readC40(in)
		if !ok {
			return "", false
		}
		return c.fold(strings.ReplaceAll(text, " ", "<"))
	case UTF8:
		return string(in), utf8.Valid(in)
	case Byte:
		if len(in) != 1 {
			return "", false
		}
		return strconv.Itoa(int(in[0])), true
	case Date:
		return readDate(in)
	case Masked:
		return readMasked(in)
	case Stamp:
		if len(in) != 8 {
			return "", false
		}
		day := string(in[:4]) + "-" + string(in[4:6]) + "-" + string(in[6:])
		return day, exists(day)
	case Bytes:
	}
	return hex.EncodeToString(in), true
}

// fold breaks the characters of a machine-readable zone into its lines.
func (c Coding) fold(text string) (string, bool) {
	var lines []string
	for _, n := range c.lines(len(text)) {
		if n > len(text) {
			return "", false
		}
		lines = append(lines, text[:n])
		text = text[n:]
	}
	return strings.Join(lines, "\n"), text == ""
}

// write is the inverse of read. False: the text does not fit the coding.
func (c Coding) write(text string) ([]byte, bool) {
	switch c {
	case C40:
		return writeC40(text)
	case MRZ, MRVA, MRVB:
		return c.writeMRZ(text)
	case UTF8:
		return []byte(text), utf8.ValidString(text)
	case Byte:
		n, err := strconv.ParseUint(text, 10, 8)
		return []byte{byte(n)}, err == nil
	case Date:
		return writeDate(text)
	case Masked:
		return writeMasked(text)
	case Stamp:
		return []byte(strings.ReplaceAll(text, "-", "")), exists(text)
	case Bytes:
	}
	out, err := hex.DecodeString(text)
	return out, err == nil
}

// writeMRZ takes a zone as it is printed: of a visa the second line is whole, and only its first 28 characters are sealed.
func (c Coding) writeMRZ(text string) ([]byte, bool) {
	lines := strings.Split(text, "\n")
	widths := c.lines(len(strings.Join(lines, "")))
	if c != MRZ {
		if len(lines) != 2 || len(lines[1]) < widths[1] || len(lines[1]) > widths[0] {
			return nil, false
		}
		lines[1] = lines[1][:widths[1]]
	}
	if len(lines) != len(widths) {
		return nil, false
	}
	for i, line := range lines {
		if len(line) != widths[i] || strings.Contains(line, " ") {
			return nil, false
		}
	}
	return writeC40(strings.Join(lines, ""))
}
