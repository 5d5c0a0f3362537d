//go:build prove

package inspect_test

import (
	"os"
	"runtime/debug"
	"testing"
	"time"
)

// Alone in its process: what else a test makes would be counted too.
func TestTwentyPhotosOf48MegapixelsAtOnceTakeLittleOfTheServer(t *testing.T) { //nolint:paralleltest // it measures this process
	path, size := photo(t, 8064, 6048)
	debug.FreeOSMemory()
	began := time.Now()
	grew := atOnce(t, 20, 2, path, size)
	t.Logf("20 photos of 48 megapixels, %.1f MB each, at once, two children at a time: the server grew by %.1f MB, %.1f s in all",
		float64(size)/1e6, float64(grew)/1e6, time.Since(began).Seconds())
	if grew > 400<<20 {
		t.Errorf("it grew by %d MB", grew>>20)
	}
	if left := running(t, os.Args[0]); left > 1 {
		t.Errorf("%d children live on", left)
	}
}
