package inspecttest

import (
	"bytes"
	"compress/zlib"
	"io"
	"testing"
)

func TestZerosUnpackToAsManyAsWereAskedFor(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, 1, 1 << 20, 2<<20 - 1, 2 << 20, 5<<20 + 7, 65521 * 100} {
		r, err := zlib.NewReader(bytes.NewReader(Zeros(n)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.Copy(io.Discard, io.LimitReader(r, n+1)); err != nil || got != n {
			t.Errorf("%d for %d: %v", got, n, err)
		}
	}
}
