package matrix

// mend corrects a word of a Reed–Solomon code in place. False: it is further from every word of the code than can be corrected. Polynomials
// stand lowest power first.
func mend(word []byte, checks int) bool {
	syndromes, clean := syndromesOf(word, checks)
	if clean {
		return true
	}
	locator := locatorOf(syndromes)
	errors := len(locator) - 1
	if errors > checks/2 {
		return false
	}
	evaluator := product(syndromes, locator)[:checks]
	derivative := make([]byte, len(locator))
	for i := 1; i < len(locator); i += 2 {
		derivative[i-1] = locator[i]
	}
	found := 0
	x := byte(1) // what the last position stands for; the one before it for twice as much
	for i := len(word) - 1; i >= 0; i-- {
		if inverse := invert(x); value(locator, inverse) == 0 {
			found++
			word[i] ^= times(value(evaluator, inverse), invert(value(derivative, inverse)))
		}
		x = times(x, 2)
	}
	if found != errors {
		return false
	}
	_, clean = syndromesOf(word, checks)
	return clean
}

// syndromesOf are the values of the word at the roots of the generator: all zero when nothing is misread.
func syndromesOf(word []byte, checks int) (syndromes []byte, clean bool) {
	syndromes, clean = make([]byte, checks), true
	root := byte(1)
	for i := range syndromes {
		root = times(root, 2)
		for _, c := range word {
			syndromes[i] = times(syndromes[i], root) ^ c
		}
		clean = clean && syndromes[i] == 0
	}
	return syndromes, clean
}

// locatorOf is the shortest polynomial that generates the syndromes (Berlekamp and Massey); its roots say where the errors are.
func locatorOf(syndromes []byte) []byte {
	locator, before := []byte{1}, []byte{1}
	length, gap, last := 0, 1, byte(1)
	for n := range syndromes {
		discrepancy := syndromes[n]
		for i := 1; i <= length && i < len(locator); i++ {
			discrepancy ^= times(locator[i], syndromes[n-i])
		}
		if discrepancy == 0 {
			gap++
			continue
		}
		grown := make([]byte, max(len(locator), len(before)+gap))
		copy(grown, locator)
		factor := times(discrepancy, invert(last))
		for i, c := range before {
			grown[i+gap] ^= times(factor, c)
		}
		if 2*length <= n {
			length, before, last, gap = n+1-length, locator, discrepancy, 1
		} else {
			gap++
		}
		locator = grown
	}
	for len(locator) > 1 && locator[len(locator)-1] == 0 {
		locator = locator[:len(locator)-1]
	}
	return locator
}

func product(a, b []byte) []byte {
	out := make([]byte, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] ^= times(x, y)
		}
	}
	return out
}

func value(poly []byte, x byte) byte {
	sum := byte(0)
	for i := len(poly) - 1; i >= 0; i-- {
		sum = times(sum, x) ^ poly[i]
	}
	return sum
}

// invert is the inverse in the field: x²⁵⁴. That of 0 is 0.
func invert(x byte) byte {
	out := byte(1)
	for range 7 {
		x = times(x, x)
		out = times(out, x)
	}
	return out
}
