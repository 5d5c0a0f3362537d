package kill

import (
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/keys"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// applicants is how many send at the same time.
const applicants = 16

// rushed is how many are ready to send in each round: more than there is time for.
const rushed = 80

// fewRounds are enough in make test beside the named points; each starts a whole house. SEJUR_ROUNDS asks for more.
const fewRounds = 1

func TestKilledWhileApplicationsAreSentInTheHouseHasEachWhole(t *testing.T) {
	t.Parallel()
	onSQLite, onPostgres := halves(t, filing.SubmitPoints())
	for _, engine := range []struct {
		name     string
		points   []string
		database func(t *testing.T) string
	}{
		{"sqlite", onSQLite, func(*testing.T) string { return "" }},
		{"postgres", onPostgres, func(t *testing.T) string { return storetest.Postgres(t) }},
	} {
		t.Run(engine.name, func(t *testing.T) {
			if testing.Short() {
				t.Skip("SKIPPED: killing is left to make test, because -short was given")
			}
			t.Parallel()
			blows := fewRounds
			if os.Getenv("SEJUR_ROUNDS") != "" {
				blows = rounds(t)
			}
			r := newSubmitRound(t, engine.database(t), len(engine.points)+blows)
			for _, point := range engine.points {
				r.run(point, r.random.IntN(20))
			}
			for range blows {
				r.run("", 0)
			}
			r.end()
			t.Logf("%d rounds, %d acknowledged, %d asked for again", r.n, len(r.acked), r.again)
		})
	}
}

// submitRound kills the counter while applicants send in, and counts.
type submitRound struct {
	t       *testing.T
	counter counter
	random  *rand.Rand
	n       int

	mu    sync.Mutex
	ready []crowdtest.Applicant            // who has not begun
	left  []crowdtest.Applicant            // who has no answer yet
	asked map[crowdtest.Applicant]bool     // once, at least
	acked map[crowdtest.Applicant]struct{} // the house said that it is sent
	again int
}

// newSubmitRound makes as many people as send in in some rounds.
func newSubmitRound(t *testing.T, database string, rounds int) *submitRound {
	t.Helper()
	dir := t.TempDir()
	p, err := prepare(t.Context(), dir, database)
	if err != nil {
		t.Fatal(err)
	}
	r := &submitRound{
		t: t, random: seed(t), asked: make(map[crowdtest.Applicant]bool), acked: make(map[crowdtest.Applicant]struct{}),
		counter: counter{Place: p, Key: filepath.Join(dir, "signing.pem")},
	}
	if err := writeKey(r.counter.Key, issuingtest.Key(t, time.Now(), 1)); err != nil {
		t.Fatal(err)
	}
	s, house, err := r.counter.open(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // what was written was answered
	if r.ready, err = house.Gather(t.Context(), rounds*rushed); err != nil {
		t.Fatal(err)
	}
	return r
}

// run starts the counter, lets everybody send, and waits for it to end at its point, or ends it at a moment that is drawn. Whoever has no answer
// asks again in the next round, by the same form.
func (r *submitRound) run(point string, after int) {
	r.t.Helper()
	r.n++
	r.left = append(r.left, r.ready[:rushed]...)
	r.ready = r.ready[rushed:]
	c := r.counter
	c.Point, c.After = point, after
	h := startChild(r.t, counterEnv, c)
	ended := make(chan struct{})
	go func() { _ = h.cmd.Wait(); close(ended) }() // it is killed
	ctx, cancel := context.WithCancel(r.t.Context())
	defer cancel()
	sent := r.rush(ctx, h.address)
	blow := time.NewTimer(time.Minute) // the point is on everybody's way
	if point == "" {
		blow.Reset(time.Duration(20+r.random.IntN(500)) * time.Millisecond)
	}
	select {
	case <-ended:
	case <-blow.C:
		if point != "" {
			r.t.Errorf("round %d: %s was not reached", r.n, point)
		}
		_ = h.cmd.Process.Kill() // it may have ended by itself
		<-ended
	}
	cancel()
	sent()
	r.judge()
}

// rush lets everybody who has no answer send in, some at a time. What it returns waits for the last of them.
func (r *submitRound) rush(ctx context.Context, address string) (wait func()) {
	var all sync.WaitGroup
	queue := r.left
	r.left = nil
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: applicants},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for range applicants {
		all.Go(func() {
			for {
				r.mu.Lock()
				if len(queue) == 0 {
					r.mu.Unlock()
					return
				}
				one := queue[0]
				queue = queue[1:]
				if ctx.Err() != nil {
					r.left = append(r.left, one)
					r.mu.Unlock()
					continue
				}
				if r.asked[one] {
					r.again++
				}
				r.asked[one] = true
				r.mu.Unlock()
				r.note(one, r.send(ctx, client, address, one))
			}
		})
	}
	return func() {
		all.Wait()
		client.CloseIdleConnections()
	}
}

// note keeps what became of one request.
func (r *submitRound) note(one crowdtest.Applicant, acknowledged bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if acknowledged {
		r.acked[one] = struct{}{}
		return
	}
	r.left = append(r.left, one)
}

// send tells whether the house said that the application is sent. No answer is no answer; any other answer is wrong.
func (r *submitRound) send(ctx context.Context, client *http.Client, address string, one crowdtest.Applicant) bool {
	request, err := one.Submit(ctx, address)
	if err != nil {
		r.t.Error(err)
		return false
	}
	answer, err := client.Do(request)
	if err != nil {
		return false // the house has gone
	}
	_ = answer.Body.Close() // what it says is in its head
	switch {
	case one.Sent(answer):
		return true
	case answer.StatusCode != http.StatusServiceUnavailable:
		r.t.Errorf("round %d: answered %s, to %q", r.n, answer.Status, answer.Header.Get("Location"))
	}
	return false
}

// whole are the numbers of what belongs to an application that was sent in.
func whole() map[string]string {
	return map[string]string{
		"cases":                 `SELECT 'n', COUNT(*) FROM casefile`,
		"cases of applications": `SELECT 'n', COUNT(*) FROM casefile c JOIN application a ON a.id = c.application AND a.reference = c.reference`,
		"events":                `SELECT 'n', COUNT(*) FROM case_event e JOIN casefile c ON c.id = e.casefile AND e.kind = 'received'`,
		"receipts": `SELECT 'n', COUNT(*) FROM document d JOIN application a ON a.id = d.application
			WHERE d.kind = 'receipt' AND d.state IN ('signed', 'released')`,
		"numbers of receipts":   `SELECT 'n', COUNT(DISTINCT number) FROM document`,
		"seals":                 `SELECT 'n', COUNT(*) FROM document_seal`,
		"letters":               `SELECT 'n', COUNT(*) FROM letter`,
		"messages":              `SELECT 'n', COUNT(*) FROM message`,
		"receipts to be drawn":  `SELECT 'n', COUNT(*) FROM job WHERE kind = 'document.print'`,
		"entries of sending in": `SELECT 'n', COUNT(DISTINCT subject) FROM audit_entry WHERE action = 'application.submit'`,
		"all entries of it":     `SELECT 'n', COUNT(*) FROM audit_entry WHERE action = 'application.submit'`,
		"entries of signing":    `SELECT 'n', COUNT(*) FROM audit_entry WHERE action = 'document.sign'`,
		"outcomes":              `SELECT 'n', COUNT(*) FROM outcome WHERE result <> ''`,
	}
}

// judge looks into the tables of a counter that was killed: what was acknowledged is sent in, and whatever is sent in is whole.
func (r *submitRound) judge() {
	r.t.Helper()
	ctx := r.t.Context()
	db, err := tables(r.counter.Place.Database)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // read only
	sent, err := sums(ctx, db, `SELECT id, COUNT(*) FROM application WHERE state = 'submitted' AND reference IS NOT NULL GROUP BY id`)
	if err != nil {
		r.t.Fatal(err)
	}
	for one := range r.acked {
		if sent[string(one.Application)] != 1 {
			r.t.Errorf("round %d: an application that was acknowledged is not sent in", r.n)
		}
	}
	for what, query := range whole() {
		got, err := sums(ctx, db, query)
		if err != nil {
			r.t.Fatal(err)
		}
		if got["n"] != len(sent) {
			r.t.Errorf("round %d: %s: %d, and %d were sent in", r.n, what, got["n"], len(sent))
		}
	}
}

// end lets everybody who was asked have their answer, and the jobs be done: then every receipt is released and every letter has left, once.
func (r *submitRound) end() {
	r.t.Helper()
	ctx := r.t.Context()
	r.n++
	h := startChild(r.t, counterEnv, r.counter)
	r.rush(ctx, h.address)()
	h.kill(r.t)
	r.judge()
	if len(r.left) > 0 || len(r.acked) != len(r.asked) {
		r.t.Errorf("%d have no answer, %d of %d were acknowledged", len(r.left), len(r.acked), len(r.asked))
	}
	if err := freeJobs(ctx, r.counter.Place.Database); err != nil {
		r.t.Fatal(err)
	}
	if err := r.counter.settle(ctx); err != nil {
		r.t.Fatal(err)
	}
	ring, err := keys.Open(r.counter.Place.Keys)
	if err != nil {
		r.t.Fatal(err)
	}
	s := storetest.Open(r.t, store.Config{Database: r.counter.Place.Database, Keys: ring})
	if report, err := s.Verify(ctx, nil); err != nil || !report.Whole() || report.Waiting != 0 {
		r.t.Errorf("the record: %+v, %v", report, err)
	}
	db := storetest.SQL(r.t, r.counter.Place.Database)
	for what, query := range map[string]string{
		"receipts that are released": `SELECT 'n', COUNT(*) FROM document WHERE state = 'released'`,
		"letters that left":          `SELECT 'n', COUNT(*) FROM letter WHERE state = 'sent'`,
	} {
		got, err := sums(ctx, db, query)
		if err != nil || got["n"] != len(r.acked) {
			r.t.Errorf("%s: %d of %d, %v", what, got["n"], len(r.acked), err)
		}
	}
	if n, err := mails(r.counter.Place.Mail); err != nil || n < len(r.acked) {
		r.t.Errorf("%d mails of %d, %v", n, len(r.acked), err)
	}
}
