package kill

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Line is one write that was acknowledged.
type Line struct {
	Key  string
	ID   string // what the house answered
	Body string
}

// Ledger is what the writers know for certain: the writes that the house acknowledged.
type Ledger struct {
	mu    sync.Mutex
	lines map[string]Line // by key
	// Again counts writes whose first answer was lost and that were asked for again under the same key.
	again int
}

func newLedger() *Ledger { return &Ledger{lines: make(map[string]Line)} }

func (l *Ledger) acknowledge(line Line) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if before, twice := l.lines[line.Key]; twice && before.ID != line.ID {
		return fmt.Errorf("key %s was answered %s and then %s", line.Key, before.ID, line.ID)
	}
	l.lines[line.Key] = line
	return nil
}

// writer writes until it is told to stop, one write after another, each under a key of its own. A write without an answer is
// asked for again under its key as soon as the house is back, so that nothing stays in doubt.
type writer struct {
	number int
	ledger *Ledger
	client *http.Client
	where  func(context.Context) (string, error) // waits for the house and returns its address
}

func (w writer) write(ctx context.Context, stop <-chan struct{}) error {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return nil
		default:
		}
		line := Line{Key: "w" + strconv.Itoa(w.number) + "-" + strconv.Itoa(n) + "-" + strconv.FormatInt(time.Now().UnixNano(), 36), Body: strconv.Itoa(n)}
		if err := w.settle(ctx, line); err != nil {
			return err
		}
	}
}

// settle asks for one write until it has an answer.
func (w writer) settle(ctx context.Context, line Line) error {
	for first := true; ; first = false {
		address, err := w.where(ctx)
		if err != nil {
			return err
		}
		if !first {
			w.ledger.mu.Lock()
			w.ledger.again++
			w.ledger.mu.Unlock()
		}
		id, err := w.ask(ctx, address, line)
		if err != nil {
			return err
		}
		if id != "" {
			line.ID = id
			return w.ledger.acknowledge(line)
		}
	}
}

// ask asks once. An id of "" means that there was no answer, or that the house asked to come again: the outcome is not known.
func (w writer) ask(ctx context.Context, address string, line Line) (string, error) {
	form := url.Values{"key": {line.Key}, "body": {line.Body}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/write?"+form.Encode(), nil)
	if err != nil {
		return "", err
	}
	answer, err := w.client.Do(r)
	if err != nil {
		return "", ctx.Err() // the house has gone
	}
	defer func() { _ = answer.Body.Close() }() // read below, as far as it came
	switch answer.StatusCode {
	case http.StatusServiceUnavailable:
		return "", nil
	case http.StatusOK:
	default:
		return "", fmt.Errorf("write %s: answered %s", line.Key, answer.Status)
	}
	var got written
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		return "", ctx.Err() // the answer was cut
	}
	return got.ID, nil
}
