package seal

import (
	"fmt"
	"time"
)

// layout is how a day is told.
const layout = "2006-01-02"

// dateLength and maskedLength are how many bytes a day takes.
const (
	dateLength   = 3
	maskedLength = 4
)

// writeDate writes a day as the number MMDDYYYY in three bytes (TR-03137 part 1, 3.2.3). False: there is no such day.
func writeDate(day string) ([]byte, bool) {
	if !exists(day) {
		return nil, false
	}
	return threeBytes(number(day[5:7] + day[8:10] + day[:4])), true
}

// readDate is the inverse of writeDate. False: there is no such day.
func readDate(in []byte) (string, bool) {
	if len(in) != dateLength {
		return "", false
	}
	n := int(in[0])<<16 | int(in[1])<<8 | int(in[2])
	day := fmt.Sprintf("%04d-%02d-%02d", n%10_000, n/1_000_000, n/10_000%100)
	return day, exists(day)
}

func exists(day string) bool {
	_, err := time.Parse(layout, day)
	return err == nil && day[:4] != "0000"
}

// writeMasked writes a day of which digits may be unknown, "19xx-10-xx": a byte whose bits name the unknown ones of MMDDYYYY from the
// left, and the number with zeros in their place (ICAO Datastructure for Barcode).
func writeMasked(day string) ([]byte, bool) {
	if len(day) != len(layout) || day[4] != '-' || day[7] != '-' {
		return nil, false
	}
	digits := []byte(day[5:7] + day[8:10] + day[:4])
	var mask byte
	for i, c := range digits {
		switch {
		case c == 'x' || c == 'X':
			mask |= 0x80 >> i
			digits[i] = '0'
		case c < '0' || c > '9':
			return nil, false
		}
	}
	if mask == 0 && !exists(day) {
		return nil, false
	}
	return append([]byte{mask}, threeBytes(number(string(digits)))...), true
}

// readMasked is the inverse of writeMasked.
func readMasked(in []byte) (string, bool) {
	if len(in) != maskedLength {
		return "", false
	}
	n := int(in[1])<<16 | int(in[2])<<8 | int(in[3])
	digits := fmt.Appendf(nil, "%08d", n)
	for i := range digits {
		if in[0]&(0x80>>i) == 0 {
			continue
		}
		if digits[i] != '0' {
			return "", false // a digit that is said and said to be unknown
		}
		digits[i] = 'x'
	}
	day := string(digits[4:]) + "-" + string(digits[:2]) + "-" + string(digits[2:4])
	return day, in[0] != 0 || exists(day)
}

// number reads digits that were looked at before.
func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

func threeBytes(n int) []byte {
	return []byte{byte(n >> 16 & 0xff), byte(n >> 8 & 0xff), byte(n & 0xff)}
}
