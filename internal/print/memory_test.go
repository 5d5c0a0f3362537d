//go:build prove

package print

import (
	"runtime"
	"testing"
)

// Ten thousand papers drawn and signed leave no more on the heap than a hundred.
func TestTenThousandPapersLeaveNothing(t *testing.T) {
	s, about := made(t, "Specimen")
	heap := func(from, to int) uint64 {
		for range to - from {
			sign(t, paperOf(t, letter()), s, about)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Logf("after %d papers: heap %d KiB, of the system %d MiB", to, m.HeapAlloc>>10, m.Sys>>20)
		return m.HeapAlloc
	}
	few, many := heap(0, 100), heap(100, 10_000)
	if many > few+few/10 {
		t.Errorf("heap of %d after 100 and of %d after 10,000", few, many)
	}
}
