package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"sejur/internal/office"
)

// Runner does jobs. Run works until it is told to stop; Drain does what is due and returns.
type Runner struct {
	store  Store
	rounds []Round
	now    func() time.Time
	hands  int
	grace  time.Duration
	log    *slog.Logger
	bell   chan struct{}

	mu      sync.Mutex
	kinds   []*line // the list is fixed; what changes in a line is under mu, but for slot
	busy    int
	failing bool // the last look at the queue failed
	working sync.WaitGroup
}

// line is a kind and how its jobs stand on this node.
type line struct {
	Kind
	busy    int
	slot    time.Time // the last one that was enqueued; Run's alone
	shut    int       // how often in a row its way was found shut
	nextTry time.Time // while it is shut
	trying  bool      // a job is out to try the way
}

// poll is how long a job may wait that nobody rang for: one of another node, or one whose time comes.
const poll = time.Second

// Ring tells the runner that a job was enqueued. It never waits.
func (r *Runner) Ring() {
	select {
	case r.bell <- struct{}{}:
	default: // it will look anyway
	}
}

// Run does jobs until ctx ends. Then it takes no more, lets those under way end within the grace, gives back what did not, and
// returns. Its error says at once that jobs wait which nobody here knows.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.strangers(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	var rounds sync.WaitGroup
	for _, round := range r.rounds {
		rounds.Go(func() { r.turn(ctx, round) })
	}
	for ctx.Err() == nil {
		r.look(ctx, work)
		wait := time.NewTimer(jittered(poll))
		select {
		case <-ctx.Done():
		case <-r.bell:
		case <-wait.C:
		}
		wait.Stop()
	}
	timer := time.AfterFunc(r.grace, cut)
	defer timer.Stop()
	r.working.Wait()
	rounds.Wait()
	return nil
}

// lookWithin is how long one look at the queue may take: on a line that has gone dead the store would be waited for much longer.
const lookWithin = 30 * time.Second

// look enqueues the slots that have come and takes what is due. A store that does not answer is told once.
func (r *Runner) look(ctx, work context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	err := r.schedule(ctx)
	if err == nil {
		_, err = r.take(ctx, work)
	}
	r.mu.Lock()
	was := r.failing
	r.failing = err != nil && !errors.Is(ctx.Err(), context.Canceled)
	now := r.failing
	r.mu.Unlock()
	switch {
	case now && !was:
		r.log.Error("jobs stand still", slog.Any("cause", err))
	case was && !now:
		r.log.Info("jobs go on")
	}
}

// Drain does everything that is due, and what that causes, and returns when nothing is due any more. It takes no slots.
func (r *Runner) Drain(ctx context.Context) error {
	for {
		n, err := r.take(ctx, ctx)
		r.working.Wait()
		if err != nil || n == 0 {
			return err
		}
	}
}

// Failing tells whether the last look at the queue failed: jobs stand still.
func (r *Runner) Failing() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failing
}

// schedule enqueues the last slot of every kind that has slots, unless this node did. A slot that passed while nobody was there is
// made up for, once.
func (r *Runner) schedule(ctx context.Context) error {
	now := r.now()
	for _, k := range r.kinds {
		if k.Slots.Every == 0 {
			continue
		}
		slot := k.Slots.Last(now)
		if slot.Equal(k.slot) {
			continue
		}
		ticket := office.Ticket{
			ID: office.NewID(), Kind: k.Name, Key: k.Name + "/" + slot.Format(time.RFC3339), Body: []byte("{}"), RunAt: slot, CreatedAt: now,
		}
		err := r.store.Change(ctx, func(ctx context.Context, tx Tx) error {
			err := tx.Queue().Enqueue(ctx, ticket)
			return err
		})
		if err != nil {
			return fmt.Errorf("enqueue %s: %w", ticket.Key, err)
		}
		k.slot = slot
	}
	return nil
}

// claimed is a job with its line, and the moment by this machine's steady clock from which its lease surely ran.
type claimed struct {
	office.Ticket
	line  *line
	begun time.Time
}

// take claims as many due jobs as there are free hands and starts them within work. It says how many.
func (r *Runner) take(ctx, work context.Context) (int, error) {
	begun, now := time.Now(), r.now()
	var got []claimed
	err := r.store.Change(ctx, func(ctx context.Context, tx Tx) error {
		got = nil
		for _, k := range r.kinds {
			limit := r.room(k, len(got), now)
			if limit == 0 {
				continue
			}
			tickets, err := tx.Queue().Claim(ctx, []string{k.Name}, now, now.Add(k.Lease), limit)
			if err != nil {
				return err
			}
			for _, t := range tickets {
				got = append(got, claimed{Ticket: t, line: k, begun: begun})
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("claim jobs: %w", err)
	}
	for _, j := range got {
		r.enter(j)
		r.working.Go(func() {
			r.do(work, j)
			r.leave(j)
		})
	}
	return len(got), nil
}

// room says how many more jobs of a kind this node may take, when it is about to take others already.
func (r *Runner) room(k *line, others int, now time.Time) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	room := min(r.hands-r.busy-others, k.AtOnce-k.busy)
	switch {
	case k.Run == nil:
		return 0
	case k.shut > 0 && (k.trying || now.Before(k.nextTry)):
		return 0
	case k.shut > 0:
		return min(room, 1)
	}
	return max(room, 0)
}

func (r *Runner) enter(j claimed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy++
	j.line.busy++
	j.line.trying = j.line.shut > 0
}

func (r *Runner) leave(j claimed) {
	r.mu.Lock()
	r.busy--
	j.line.busy--
	j.line.trying = false
	r.mu.Unlock()
	r.Ring() // there is a free hand
}

// jittered is a wait that differs from node to node, so that they do not all come at once.
func jittered(wait time.Duration) time.Duration {
	return wait*3/4 + rand.N(wait/2+1) //nolint:gosec // G404: when somebody looks is no secret
}

// errLost says that a job is not this holder's any more.
var errLost = errors.New("the job was lost to another holder")
