package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/jobs"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/store"
)

// post is a mail server that a test can break.
type post struct {
	mu      sync.Mutex
	down    bool
	refuses string // an address
	sent    []string
	tries   int
}

func (p *post) Send(_ context.Context, l office.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	switch {
	case p.down:
		return &fault.Error{Kind: fault.Unavailable, Key: "mail.unsent", Cause: errPlanted}
	case l.To == p.refuses:
		return &fault.Error{Kind: fault.Invalid, Key: "mail.refused", Cause: errPlanted}
	}
	p.sent = append(p.sent, l.To)
	return nil
}

func (p *post) Check(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return errPlanted
	}
	return nil
}

// marker marks by saying what it was given.
type marker struct{}

func (marker) Mark(kind, value string) string { return kind + ":" + value }

func open(s *store.Store, c *clock) *office.Office[jobs.Tx] {
	return office.New(office.House{Now: c.now, Mark: marker{}, Log: quiet()}, desk(s))
}

// write sends letters to addresses as a use case does, and returns the ids of the letters.
func write(t *testing.T, s *store.Store, c *clock, to ...string) (ids []string) {
	t.Helper()
	act := office.Act{By: access.Named("test"), Needs: access.Public, Action: "test.write", Purpose: office.PurposeUpkeep}
	for _, address := range to {
		_, err := office.Do(t.Context(), open(s, c), act, func(_ context.Context, _ jobs.Tx, w *office.Work) (int, error) {
			w.Send(office.Letter{To: address, Lang: locale.EN, Template: "test", Args: map[string]string{"at": "2026-11-30T12:00:00Z"}})
			return 0, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.forward(time.Millisecond)
	}
	for _, l := range letters(t, s, office.LetterWaiting) {
		ids = append(ids, l.ID)
	}
	return ids
}

func letters(t *testing.T, s *store.Store, state office.LetterState) (got []office.Posted) {
	t.Helper()
	change(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		got, err = tx.Outbox().List(ctx, state, "", 100)
		return err
	})
	return got
}

// The mail server is down for an hour, and comes back.
func TestLettersWaitWhileTheWayIsShutAndLeaveInTheirOrder(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	p := &post{down: true}
	r := runner(t, s, c, jobs.SendLetter(desk(s), p, c.now))
	var want []string
	for i := range 12 {
		to := fmt.Sprintf("n%d@example.org", i)
		want = append(want, to)
		write(t, s, c, to)
		drain(t, r)
	}
	for range 60 {
		c.forward(time.Minute)
		drain(t, r)
	}
	if p.tries > 70 {
		t.Errorf("%d letters were tried while the way was shut", p.tries)
	}
	if failed := all(t, s, office.JobFailed); len(failed) > 0 {
		t.Fatalf("failed for good: %v", failed)
	}
	p.down = false
	c.forward(2 * time.Minute)
	drain(t, r)
	if diff := cmp.Diff(want, p.sent); diff != "" {
		t.Error(diff)
	}
	if got := len(letters(t, s, office.LetterSent)); got != len(want) {
		t.Errorf("%d letters are noted as sent", got)
	}
}

func TestALetterThatIsRefusedIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	p := &post{refuses: "nobody@example.org"}
	r := runner(t, s, c, jobs.SendLetter(desk(s), p, c.now))
	write(t, s, c, "nobody@example.org", "ana@example.org")
	drain(t, r)
	c.forward(time.Hour)
	drain(t, r)
	refused := letters(t, s, office.LetterRefused)
	if len(refused) != 1 || refused[0].Args != nil || p.tries != 2 || len(p.sent) != 1 {
		t.Errorf("refused %+v; %d tries, sent %v", refused, p.tries, p.sent)
	}
}

func TestALetterThatWasSentIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	p := &post{}
	ids := write(t, s, c, "ana@example.org")
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		return tx.Outbox().Tried(ctx, ids[0], office.LetterSent, "", noon) // by a node that fell before it could end the job
	})
	drain(t, runner(t, s, c, jobs.SendLetter(desk(s), p, c.now)))
	if p.tries != 0 || len(all(t, s, office.JobDone)) != 1 {
		t.Errorf("%d tries, done: %v", p.tries, all(t, s, office.JobDone))
	}
}

// signer signs by repeating.
type signer struct{}

func (signer) SignHead(message []byte) []byte { return message }

// folder keeps heads in memory.
type folder struct {
	heads []audit.Signed
	fails bool
}

func (f *folder) Append(_ context.Context, s audit.Signed) error {
	if f.fails {
		return errPlanted
	}
	f.heads = append(f.heads, s)
	return nil
}

func TestAHeadLeavesTheHouseSigned(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	head := audit.Head{Seq: 7, Hash: "aa", At: noon, Epoch: 2}
	f := &folder{}
	e := jobs.Exporter{
		Head: func(context.Context) (audit.Head, error) { return head, nil }, Signer: signer{}, Heads: f, Store: desk(s), Now: c.now,
	}
	enqueue(t, s, "audit.heads", "")
	drain(t, runner(t, s, c, e.Kind()))
	message, err := head.Message()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]audit.Signed{{Head: head, Signature: message}}, f.heads); diff != "" {
		t.Error(diff)
	}
}

func TestANodeWithoutAFolderLeavesTheHeadsToOthers(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	job := enqueue(t, s, "audit.heads", "")
	drain(t, runner(t, s, c, jobs.Exporter{}.Kind()))
	if got := find(t, s, job.ID); got.State != office.JobReady {
		t.Errorf("the job is %s", got.State)
	}
}

func TestEveryAdministratorGetsTheDailyMailOnce(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	d := jobs.Daily{
		Office: open(s, c),
		Head: func(context.Context) (audit.Head, error) {
			return audit.Head{Seq: 7, Hash: "aa", At: noon, Epoch: 1}, nil
		},
		Administrators: func(context.Context) ([]access.Account, error) {
			return []access.Account{{Email: "ana@example.org", Lang: locale.EN}, {Email: "ion@example.org", Lang: locale.RO}}, nil
		},
	}
	failed := enqueue(t, s, "broken", "")
	broken := does("broken", func(context.Context, office.Ticket) error { return errPlanted })
	broken.Tries = 1
	r := runner(t, s, c, broken, d.Kind())
	drain(t, r)
	if got := find(t, s, failed.ID); got.State != office.JobFailed {
		t.Fatalf("%+v", got)
	}
	job := enqueue(t, s, "audit.daily", "k")
	drain(t, r)
	if got := find(t, s, job.ID); got.State != office.JobDone {
		t.Fatalf("%+v", got)
	}
	got := make(map[string]string)
	for _, l := range letters(t, s, office.LetterWaiting) {
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			whole, err := tx.Outbox().Find(ctx, l.ID)
			got[l.To] = whole.Template + " " + whole.Args["seq"] + " " + whole.Args["failed"] + " " + whole.Args["unsent"]
			return err
		})
	}
	want := map[string]string{"ana@example.org": "daily-heads 7 1 0", "ion@example.org": "daily-heads 7 1 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTidyRemovesWhatNobodyCanAskForAnyMore(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	var swept time.Time
	sweep := jobs.Sweep{Name: "sessions", Run: func(_ context.Context, now time.Time) error { swept = now; return nil }}
	broken := jobs.Sweep{Name: "broken", Run: func(context.Context, time.Time) error { return errPlanted }}
	old := enqueue(t, s, "a", "")
	r := runner(t, s, c, does("a", func(context.Context, office.Ticket) error { return nil }), jobs.Tidy(desk(s), c.now, broken, sweep))
	drain(t, r)
	ids := write(t, s, c, "ana@example.org")
	c.forward(8 * 24 * time.Hour)
	tidy := enqueue(t, s, "tidy", "")
	drain(t, r)
	if got := find(t, s, tidy.ID); got.State != office.JobReady || !swept.Equal(c.now()) {
		t.Errorf("a broken sweep kept another from its work: %+v, %s", got, swept)
	}
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Queue().Find(ctx, old.ID)
		return err
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("the done job: %v", err)
	}
	if got := letters(t, s, office.LetterWaiting); len(got) != 1 {
		t.Errorf("a letter of a week ago: %+v", got)
	}
	c.forward(8 * 24 * time.Hour) // the letter was written in this machine's time, which its id tells
	enqueue(t, s, "tidy", "")
	now := func() time.Time { return time.Now().Add(15 * 24 * time.Hour) }
	drain(t, runner(t, s, c, jobs.Tidy(desk(s), now)))
	if got := letters(t, s, office.LetterRefused); len(got) != 1 || got[0].ID != ids[0] {
		t.Errorf("a letter of two weeks ago: %+v", got)
	}
}

// seals counts what the sealer asks for.
type seals struct{ err error }

func (s seals) Change(context.Context, func(context.Context, office.SealTx) error) error {
	return s.err
}

func TestTheSealerLinksUntilNothingWaits(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	const entries = office.SealBatch + 5
	change(t, s, func(ctx context.Context, tx *store.Tx) error {
		for range entries {
			if err := tx.Trail().Add(ctx, audit.Entry{ID: office.NewID(), At: noon, As: "staff", Action: "x", Purpose: "test"}); err != nil {
				return err
			}
		}
		return nil
	})
	first := jobs.Sealer(s.Seals(), "first", c.now)
	if err := first.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	next := jobs.Sealer(s.Seals(), "next", c.now)
	more := func() {
		change(t, s, func(ctx context.Context, tx *store.Tx) error {
			return tx.Trail().Add(ctx, audit.Entry{ID: office.NewID(), At: noon, As: "staff", Action: "x", Purpose: "test"})
		})
		if err := next.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	more()
	if report, err := s.Verify(t.Context(), nil); err != nil || report.Waiting != 1 {
		t.Errorf("a second node sealed beside the first: %+v, %v", report, err)
	}
	if err := first.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	more()
	report, err := s.Verify(t.Context(), nil)
	if err != nil || report.Links != entries+2 || report.Waiting != 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if err := jobs.Sealer(seals{fault.New(fault.Conflict, "conflict")}, "node", c.now).Run(t.Context()); err != nil {
		t.Errorf("another node was faster: %v", err)
	}
	if err := jobs.Sealer(seals{errPlanted}, "node", c.now).Run(t.Context()); !errors.Is(err, errPlanted) {
		t.Errorf("a broken store: %v", err)
	}
}

func TestRoundsGoOnAfterAFailureUntilTheRunnerStops(t *testing.T) {
	t.Parallel()
	s, c := sqlite(t), newClock()
	turns := make(chan int)
	n := 0
	round := jobs.Round{Name: "a", Every: time.Millisecond, Run: func(ctx context.Context) error {
		n++
		select {
		case turns <- n:
		case <-ctx.Done():
		}
		if n == 1 {
			panic("planted")
		}
		return errPlanted
	}}
	r, err := jobs.New(jobs.Config{Store: desk(s), Rounds: []jobs.Round{round}, Now: c.now, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	for want := 1; want <= 3; want++ {
		if got := <-turns; got != want {
			t.Errorf("turn %d, want %d", got, want)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
