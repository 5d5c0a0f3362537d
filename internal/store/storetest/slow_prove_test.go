//go:build prove

package storetest_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sejur/internal/store/storetest"
)

// commits measures what a number of commits takes on a server of its own.
func commits(t *testing.T, n int, o storetest.Options) time.Duration {
	t.Helper()
	conn := connect(t, storetest.Server(t, o).URL())
	do(t, conn, "CREATE TABLE desk (id INT)")
	began := time.Now()
	for range n {
		do(t, conn, "INSERT INTO desk VALUES (1)")
	}
	return time.Since(began)
}

func TestASlowDiskSlowsEveryCommit(t *testing.T) {
	t.Parallel()
	const n, each = 20, 50 * time.Millisecond
	disk := filepath.Join(t.TempDir(), "slowfsync.so")
	out, err := exec.Command("../../../bench/faults/slowfsync.sh", disk).CombinedOutput()
	if err != nil {
		t.Fatalf("build the slow disk: %v\n%s", err, out)
	}
	plain := commits(t, n, storetest.Options{})
	slow := commits(t, n, storetest.Options{Env: []string{"LD_PRELOAD=" + disk, "SLOW_FSYNC_US=50000"}})
	t.Logf("%d commits took %v, on a disk slower by %v %v", n, plain, each, slow)
	// A sleep is never shorter than it was told to be; only the plain server depends on this machine.
	if slow < n*each || plain >= slow {
		t.Errorf("%d commits took %v, and %v on a disk slower by %v each", n, plain, slow, each)
	}
}
