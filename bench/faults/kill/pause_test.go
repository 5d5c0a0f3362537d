package kill

import (
	"os"
	"syscall"
	"testing"
	"time"

	"sejur/internal/mail/mailtest"
	"sejur/internal/store/storetest"
)

// Two nodes work on one PostgreSQL, and one of them stands still in the middle of its work and goes on as if nothing had happened.
// SEJUR_PAUSE says for how long. While it holds its letters, none leaves twice; the record is whole whatever happens.
func TestANodeThatStoodStillDoesNothingTwice(t *testing.T) {
	t.Parallel()
	ledger, arrived := standStill(t, "")
	for id, n := range arrived {
		if n != 1 {
			t.Errorf("letter %s arrived %d times", id, n)
		}
	}
	if len(arrived) != ledger {
		t.Errorf("%d letters arrived, %d were acknowledged", len(arrived), ledger)
	}
}

// Nobody can tell a node that stands still from one that has fallen. When it stands longer than it holds its letters, another
// sends them, and of those that were on their way some arrive twice; but none is lost, and what arrives twice says that it is one.
func TestALetterOfANodeThatStoodStillTooLongIsSentByAnother(t *testing.T) {
	t.Parallel()
	ledger, arrived := standStill(t, "5s")
	twice := 0
	for _, n := range arrived {
		if n > 1 {
			twice++
		}
	}
	if len(arrived) != ledger || twice > writers {
		t.Errorf("%d letters arrived, %d of them more than once; %d were acknowledged", len(arrived), twice, ledger)
	}
	t.Logf("%d of %d letters arrived twice under one Message-ID", twice, ledger)
}

// standStill lets two nodes work, stops one, and returns how many writes were acknowledged and how often each letter arrived.
func standStill(t *testing.T, lease string) (acknowledged int, arrived map[string]int) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: standing still is left to make test, because -short was given")
	}
	post := mailtest.Server(t, mailtest.Options{NoTLS: true})
	p, err := prepare(t.Context(), t.TempDir(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	p.SMTP, p.Lease = "smtp://"+post.Addr+"?tls=none", lease
	ledger := newLedger()
	first, second := start(t, p), start(t, p)
	gates := []*gate{newGate(), newGate()}
	gates[0].open(first.address)
	gates[1].open(second.address)
	stop := make(chan struct{})
	waits := []func(){write(t, ledger, gates[0], stop), write(t, ledger, gates[1], stop)}
	wait(500 * time.Millisecond) // both are in the middle of their work
	signal(t, first, syscall.SIGSTOP)
	close(stop)
	waits[1]()
	wait(pause(t))
	signal(t, first, syscall.SIGCONT)
	waits[0]()
	rest(t, p) // both do what they hold, and what is tried again
	first.kill(t)
	second.kill(t)
	got, err := settle(t.Context(), p, ledger)
	if err != nil {
		t.Fatal(err)
	}
	got.Mails = got.Sent // they went to the server, not into the folder
	for _, wrong := range got.wrong(len(ledger.lines)) {
		t.Error(wrong)
	}
	arrived = make(map[string]int)
	for _, m := range post.Mails() {
		arrived[m.Message.Header.Get("Message-Id")]++
	}
	return len(ledger.lines), arrived
}

// rest waits until no job waits or runs, for a while; what is left then is judged as it is.
func rest(t *testing.T, p place) {
	t.Helper()
	db, err := tables(p.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // read only
	for range 180 {
		left, err := sums(t.Context(), db, "SELECT state, COUNT(*) FROM job WHERE state IN ('ready', 'running') GROUP BY state")
		if err != nil {
			t.Fatal(err)
		}
		if len(left) == 0 {
			return
		}
		wait(500 * time.Millisecond)
	}
}

func wait(d time.Duration) { <-time.NewTimer(d).C }

func signal(t *testing.T, h *house, s syscall.Signal) {
	t.Helper()
	if err := h.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// pause is how long a node stands still.
func pause(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("SEJUR_PAUSE")
	if text == "" {
		return 8 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("SEJUR_PAUSE: %v", err)
	}
	return d
}
