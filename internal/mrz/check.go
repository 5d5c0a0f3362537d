package mrz

// illegal stands in for a character that no zone has, while the zone is read.
const illegal = '?'

// value is what a character counts in a check digit, -1 for what has no value (Doc 9303-3, 4.9).
func value(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	case c == filler:
		return 0
	}
	return -1
}

// checkDigit is the digit of several parts in a row: their values weighted with 7, 3, 1, 7, … and summed, modulo 10. ok is false when a
// character has no value.
func checkDigit(parts ...string) (digit byte, ok bool) {
	weights := [...]int{7, 3, 1}
	sum, n := 0, 0
	for _, part := range parts {
		for i := range len(part) {
			v := value(part[i])
			if v < 0 {
				return illegal, false
			}
			sum += v * weights[n%len(weights)]
			n++
		}
	}
	return byte('0' + sum%10), true
}
