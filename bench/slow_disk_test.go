//go:build prove

package bench_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// On a disk that takes 3 ms longer for every fsync, 64 writers do their acts with the sealer beside them and without it. Rounds of
// both take turns on one server, so that whatever else the machine does hits both alike.
func TestSealingCostsNoWriterHisTurn(t *testing.T) {
	const writers, acts, rounds = 64, 6000, 3
	disk := filepath.Join(t.TempDir(), "slowfsync.so")
	out, err := exec.Command("faults/slowfsync.sh", disk).CombinedOutput()
	if err != nil {
		t.Fatalf("build the slow disk: %v\n%s", err, out)
	}
	server := storetest.Server(t, storetest.Options{
		Env: []string{"LD_PRELOAD=" + disk, "SLOW_FSYNC_US=3000"}, Settings: []string{"max_connections=120"},
	})
	s := storetest.Open(t, store.Config{Database: server.URL(), Keys: storetest.Keys(t), Conns: 72})
	run := func(seal bool) float64 {
		result := testing.Benchmark(func(b *testing.B) {
			b.N = acts
			stop := func() {}
			if seal {
				stop = sealing(b, s)
			}
			b.ResetTimer()
			work(b, kernel(s), writers)
			b.StopTimer()
			stop()
		})
		return float64(result.N) / result.T.Seconds()
	}
	var with, without float64
	for n := range rounds {
		sealed, plain := run(true), run(false)
		t.Logf("round %d: %.0f acts/s with the sealer, %.0f without", n+1, sealed, plain)
		with, without = with+sealed/rounds, without+plain/rounds
	}
	t.Logf("mean: %.0f acts/s with the sealer, %.0f without: %.2f", with, without, with/without)
}
