package matrix

// field is the arithmetic of the check codewords: GF(256) over x⁸+x⁵+x³+x²+1, with 2 as its generator.
const field = 0x12d

// times multiplies in the field.
func times(a, b byte) byte {
	product, x := 0, int(a)
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			product ^= x
		}
		if x <<= 1; x > 0xff {
			x ^= field
		}
	}
	return byte(product)
}

// correct appends the check codewords: data codewords are dealt out to the blocks in turn, and so are the check codewords of each block.
func (s shape) correct(data []byte) []byte {
	out := make([]byte, s.data+s.check)
	copy(out, data)
	generator := generator(s.check / s.blocks)
	for block := range s.blocks {
		rest := make([]byte, len(generator)) // of the division of the block by the generator
		for i := block; i < s.data; i += s.blocks {
			lead := rest[0] ^ data[i]
			copy(rest, rest[1:])
			rest[len(rest)-1] = 0
			for j, g := range generator {
				rest[j] ^= times(lead, g)
			}
		}
		for j, c := range rest {
			out[s.data+block+j*s.blocks] = c
		}
	}
	return out
}

// generator is the product of x−2, x−4, x−8… up to the degree, without its leading 1, highest power first.
func generator(degree int) []byte {
	poly := make([]byte, degree+1)
	poly[0] = 1
	root := byte(1)
	for i := range degree {
		root = times(root, 2)
		for j := i + 1; j > 0; j-- {
			poly[j] ^= times(poly[j-1], root)
		}
	}
	return poly[1:]
}
