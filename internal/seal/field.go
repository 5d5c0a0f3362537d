package seal

// readField reads tag, length and value at a byte, and says where the next field begins. Lengths are in the shortest form of DER. 0x80,
// which DER has no use for, is the length 128: the older text of the standard has one plain byte.
func readField(raw []byte, at int) (tag byte, value []byte, next int, err error) {
	if at+2 > len(raw) {
		return 0, nil, 0, refuse(Cut, len(raw))
	}
	tag, length := raw[at], int(raw[at+1])
	at += 2
	if more := length - 0x80; more > 0 {
		if more > 2 {
			return 0, nil, 0, refuse(WrongLength, at-1)
		}
		if at+more > len(raw) {
			return 0, nil, 0, refuse(Cut, len(raw))
		}
		length = 0
		for _, b := range raw[at : at+more] {
			length = length<<8 | int(b)
		}
		if length < 0x80 || more == 2 && length <= 0xff {
			return 0, nil, 0, refuse(WrongLength, at-1)
		}
		at += more
	}
	if at+length > len(raw) {
		return 0, nil, 0, refuse(Cut, len(raw))
	}
	return tag, raw[at : at+length : at+length], at + length, nil
}

// appendField writes tag, length and value. The value is shorter than 64 KiB.
func appendField(out []byte, tag byte, value []byte) []byte {
	out = append(out, tag)
	switch n := len(value); {
	case n < 0x80:
		out = append(out, byte(n))
	case n <= 0xff:
		out = append(out, 0x81, byte(n))
	default:
		out = append(out, 0x82, byte(n>>8&0xff), byte(n&0xff))
	}
	return append(out, value...)
}
