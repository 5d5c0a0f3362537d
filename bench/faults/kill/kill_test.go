package kill

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"sejur/internal/store/storetest"
)

// The environment of a child that is the house: the place, as JSON.
const childEnv = "SEJUR_KILL_HOUSE"

// TestMain is the house, or its mailroom, when it is started as such, so that there is something to kill.
func TestMain(m *testing.M) {
	if text := os.Getenv(counterEnv); text != "" {
		var c counter
		err := json.Unmarshal([]byte(text), &c)
		if err == nil {
			err = c.serve(context.Background(), os.Stdin, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, "the counter ended:", err)
		os.Exit(1)
	}
	if text := os.Getenv(childEnv); text != "" {
		var p place
		err := json.Unmarshal([]byte(text), &p)
		if err == nil {
			err = live(context.Background(), p, os.Stdin, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, "the house ended:", err)
		os.Exit(1)
	}
	if text := os.Getenv(mailroomEnv); text != "" {
		var room mailroom
		err := json.Unmarshal([]byte(text), &room)
		if err == nil {
			err = receive(context.Background(), room, os.Stdin, os.Stdout)
		}
		fmt.Fprintln(os.Stderr, "the mailroom ended:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

const (
	writers     = 32
	shortRounds = 3 // in make test; SEJUR_ROUNDS asks for more
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

// halves deals out the points at which a house is killed: in make test a half to each engine, drawn anew in every run, so that each point is met
// by one of them; with SEJUR_ROUNDS, as in make prove, both meet all.
func halves(t *testing.T, points []string) (sqlite, postgres []string) {
	t.Helper()
	if os.Getenv("SEJUR_ROUNDS") != "" {
		return points, points
	}
	dealt := slices.Clone(points)
	seed(t).Shuffle(len(dealt), func(i, j int) { dealt[i], dealt[j] = dealt[j], dealt[i] })
	half := len(dealt) / 2
	return dealt[:half], dealt[half:]
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
			r := &round{t: t, place: p, ledger: newLedger(), random: seed(t), gate: newGate()}
			for range rounds(t) {
				r.run()
			}
			t.Logf("%d rounds, %d acknowledged, %d asked for again, longest start %v", r.n, len(r.ledger.lines), r.ledger.again, r.slowest)
			r.end()
		})
	}
}

// round kills the house once and counts.
type round struct {
	t       *testing.T
	place   place
	ledger  *Ledger
	random  *rand.Rand
	gate    *gate
	n       int
	slowest time.Duration
}

func (r *round) run() {
	r.n++
	before := len(r.ledger.lines)
	house := r.start()
	stop := make(chan struct{})
	done := write(r.t, r.ledger, r.gate, stop)
	// The moment of the blow is drawn, within what a few hundred writes take.
	blow := time.NewTimer(time.Duration(50+r.random.IntN(700)) * time.Millisecond)
	<-blow.C
	r.gate.shut()
	house.kill(r.t)
	close(stop) // who waits for an answer asks again; nobody begins anew
	house = r.start()
	done()
	r.gate.shut()
	house.kill(r.t)
	r.judge(before)
}

// start starts the house and opens the gate to it.
func (r *round) start() *house {
	r.t.Helper()
	began := time.Now()
	h := start(r.t, r.place)
	r.slowest = max(r.slowest, time.Since(began))
	r.gate.open(h.address)
	return h
}

// judge holds what is there against the ledger.
func (r *round) judge(before int) {
	r.t.Helper()
	got, err := count(r.t.Context(), r.place, r.ledger)
	if err != nil {
		r.t.Fatalf("round %d: %v", r.n, err)
	}
	if len(r.ledger.lines) == before {
		r.t.Errorf("round %d: nothing was written", r.n)
	}
	for _, wrong := range got.wrong(len(r.ledger.lines)) {
		r.t.Errorf("round %d: %s", r.n, wrong)
	}
}

// end sends what still waits. Then every letter has left the house, once.
func (r *round) end() {
	r.t.Helper()
	got, err := settle(r.t.Context(), r.place, r.ledger)
	if err != nil {
		r.t.Fatal(err)
	}
	if got.Sent != len(r.ledger.lines) || got.Mails != got.Sent {
		r.t.Errorf("at the end: %d letters sent, %d mails, %d acknowledged", got.Sent, got.Mails, len(r.ledger.lines))
	}
}
