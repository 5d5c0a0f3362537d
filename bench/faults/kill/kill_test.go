package kill

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/store/storetest"
)

// The environment of a child that is the house: the place, its parts after one another.
const childEnv = "SEJUR_KILL_HOUSE"

// TestMain is the house when it is started as one, so that there is something to kill.
func TestMain(m *testing.M) {
	if text := os.Getenv(childEnv); text != "" {
		part := strings.Split(text, "\n")
		err := live(context.Background(), place{Database: part[0], Keys: part[1], Mail: part[2]}, os.Stdin, os.Stdout)
		fmt.Fprintln(os.Stderr, "the house ended:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const (
	writers     = 32
	shortRounds = 5 // in make test; SEJUR_ROUNDS asks for more
)

func rounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("SEJUR_ROUNDS")
	if text == "" {
		return shortRounds
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("SEJUR_ROUNDS: %v", err)
	}
	return n
}

// seed is printed, so that a run can be had again.
func seed(t *testing.T) *rand.Rand {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if text := os.Getenv("SEJUR_SEED"); text != "" {
		given, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("SEJUR_SEED: %v", err)
		}
		n = given
	}
	t.Logf("SEJUR_SEED=%d", n)
	return rand.New(rand.NewPCG(n, 0)) //nolint:gosec // G404: moments, not secrets
}

func TestKilledAtAnyMomentTheHouseLosesNothing(t *testing.T) {
	t.Parallel()
	for _, engine := range []struct {
		name     string
		database func(t *testing.T) string
	}{
		{"sqlite", func(*testing.T) string { return "" }},
		{"postgres", func(t *testing.T) string { return storetest.Postgres(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("SKIPPED: killing is left to make test, because -short was given")
			}
			t.Parallel()
			p, err := prepare(t.Context(), t.TempDir(), engine.database(t))
			if err != nil {
				t.Fatal(err)
			}
			r := &round{t: t, place: p, ledger: newLedger(), random: seed(t)}
			for range rounds(t) {
				r.run()
			}
			t.Logf("%d rounds, %d acknowledged, %d asked for again, longest start %v", r.n, len(r.ledger.lines), r.ledger.again, r.slowest)
		})
	}
}

// round kills the house once and counts.
type round struct {
	t       *testing.T
	place   place
	ledger  *Ledger
	random  *rand.Rand
	n       int
	slowest time.Duration

	mu      sync.Mutex
	address string
	back    chan struct{} // closed when the address is there
}

func (r *round) run() {
	r.n++
	before := len(r.ledger.lines)
	house := r.start()
	stop := make(chan struct{})
	failed := make(chan error, writers)
	var wait sync.WaitGroup
	for i := range writers {
		w := writer{number: i, ledger: r.ledger, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}, where: r.where}
		wait.Go(func() {
			defer w.client.CloseIdleConnections()
			if err := w.write(r.t.Context(), stop); err != nil {
				failed <- err
			}
		})
	}
	// The moment of the blow is drawn, within what a few hundred writes take.
	blow := time.NewTimer(time.Duration(50+r.random.IntN(700)) * time.Millisecond)
	<-blow.C
	r.forget()
	if err := house.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	_ = house.Wait() // killed
	close(stop)      // who waits for an answer asks again; nobody begins anew
	house = r.start()
	wait.Wait()
	close(failed)
	for err := range failed {
		r.t.Errorf("round %d: %v", r.n, err)
	}
	r.forget()
	if err := house.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	_ = house.Wait() // killed
	r.judge(before)
}

// start starts the house and waits until it takes writes.
func (r *round) start() *exec.Cmd {
	r.t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childEnv+"="+r.place.Database+"\n"+r.place.Keys+"\n"+r.place.Mail)
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil { // held open as long as this process lives
		r.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := out.Read(line)
	if err != nil {
		r.t.Fatalf("round %d: the house did not start: %v", r.n, err)
	}
	r.slowest = max(r.slowest, time.Since(began))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.address = strings.TrimSpace(string(line[:n]))
	if r.back != nil {
		close(r.back)
		r.back = nil
	}
	return cmd
}

// forget takes the address away before the house is killed.
func (r *round) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.address, r.back = "", make(chan struct{})
}

// where waits for the house.
func (r *round) where(ctx context.Context) (string, error) {
	for {
		r.mu.Lock()
		address, back := r.address, r.back
		r.mu.Unlock()
		if address != "" {
			return address, nil
		}
		select {
		case <-back:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// judge holds what is there against the ledger.
func (r *round) judge(before int) {
	r.t.Helper()
	got, err := count(r.t.Context(), r.place, r.ledger)
	if err != nil {
		r.t.Fatalf("round %d: %v", r.n, err)
	}
	acknowledged := len(r.ledger.lines)
	if acknowledged == before {
		r.t.Errorf("round %d: nothing was written", r.n)
	}
	for _, missing := range got.Missing {
		r.t.Errorf("round %d: %s", r.n, missing)
	}
	if got.Acts != acknowledged || got.Letters != acknowledged {
		r.t.Errorf("round %d: %d writes, %d letters, and %d acknowledged", r.n, got.Acts, got.Letters, acknowledged)
	}
	if !got.Report.Whole() || got.Report.Waiting != 0 || got.Report.Links < int64(acknowledged) {
		r.t.Errorf("round %d: the record: %+v", r.n, got.Report)
	}
	if got.Mails < got.Sent || got.Mails > got.Letters {
		r.t.Errorf("round %d: %d mails of %d sent and %d letters", r.n, got.Mails, got.Sent, got.Letters)
	}
}
