package kill

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// The environment of a child that is a mailroom: what it is, as JSON.
const mailroomEnv = "SEJUR_KILL_MAILROOM"

const senders = 6

// points are the named points of receiving and looking into a file.
func points() []string {
	return []string{
		"receive.stored", "receive.written", "append.stored", "append.written", "finish.stored", "finish.written", "check.scanned", "check.kept",
		"check.inspected", "check.written",
	}
}

func TestKilledWhileFilesComeTheHouseLosesNoFile(t *testing.T) {
	t.Parallel()
	onSQLite, onPostgres := halves(t, points())
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
			m, err := newMailroom(t.Context(), t.TempDir(), engine.database(t), office.NewID(), senders*(len(engine.points)+rounds(t)))
			if err != nil {
				t.Fatal(err)
			}
			r := &uploadRound{t: t, room: m, random: seed(t), acked: make(map[string]string)}
			for _, point := range engine.points {
				r.run(point, r.random.IntN(3))
			}
			for range rounds(t) {
				r.run("", 0)
			}
			t.Logf("%d rounds, %d files acknowledged", r.n, len(r.acked))
			r.judge()
		})
	}
}

// uploadRound kills a mailroom while senders send, and counts at the end.
type uploadRound struct {
	t      *testing.T
	room   mailroom
	random *rand.Rand
	n      int
	mu     sync.Mutex
	acked  map[string]string // digest to the draft's sender, of files of which the house said that they are here
}

// run starts the house, lets everybody send, and waits for it to end at its point, or ends it at a moment that is drawn.
func (r *uploadRound) run(point string, after int) {
	r.t.Helper()
	r.n++
	m := r.room
	m.Point, m.After = point, after
	r.forget()
	h := startMailroom(r.t, m)
	ctx, cancel := context.WithCancel(r.t.Context())
	var wait sync.WaitGroup
	for i := range senders {
		wait.Go(func() { r.send(ctx, h.address, (r.n-1)*senders+i) })
	}
	ended := make(chan struct{})
	go func() { _ = h.cmd.Wait(); close(ended) }()
	blow := time.NewTimer(20 * time.Second) // the point is not always on the way
	if point == "" {
		blow.Reset(time.Duration(50+r.random.IntN(900)) * time.Millisecond)
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
	wait.Wait()
}

// forget takes back what the senders have spent of what they may send: the rounds are hours apart.
func (r *uploadRound) forget() {
	r.t.Helper()
	db, err := tables(r.room.Place.Database)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the statement was answered
	if _, err := db.ExecContext(r.t.Context(), "DELETE FROM allowance"); err != nil {
		r.t.Fatal(err)
	}
}

// send sends files until the house is gone: whole ones and such in parts, in turn. A line has only so many; then the sender is still.
func (r *uploadRound) send(ctx context.Context, address string, sender int) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for i := range 3 {
		body := make([]byte, 300<<10+i)
		_, _ = rand.NewChaCha8(sha256.Sum256(fmt.Append(nil, sender, i))).Read(body) // never fails
		sum := sha256.Sum256(body)
		digest := hex.EncodeToString(sum[:])
		about := fmt.Sprintf("sender=%d&size=%d&digest=%s", sender, len(body), digest)
		var up application.Upload
		var ok bool
		if i%2 == 0 {
			up, ok = post(ctx, client, "http://"+address+"/whole?"+about+"&key="+digest, body)
		} else if up, ok = post(ctx, client, "http://"+address+"/begin?"+about, nil); ok {
			for ok && up.State == application.UploadReceiving {
				end := min(up.Size+256<<10, int64(len(body)))
				up, ok = post(ctx, client, fmt.Sprintf("http://%s/part?%s&upload=%s&at=%d", address, about, up.ID, up.Size), body[up.Size:end])
			}
		}
		if !ok {
			return
		}
		if up.State != application.UploadReceiving && up.Digest == digest {
			r.mu.Lock()
			r.acked[digest] = string(r.room.Drafts[sender])
			r.mu.Unlock()
		}
	}
}

func post(ctx context.Context, client *http.Client, address string, body []byte) (up application.Upload, ok bool) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return up, false
	}
	got, err := client.Do(req)
	if err != nil {
		return up, false
	}
	defer func() { _ = got.Body.Close() }() // read to the end below
	text, err := io.ReadAll(got.Body)
	return up, err == nil && got.StatusCode == http.StatusOK && json.Unmarshal(text, &up) == nil
}

// judge lets what waits be done, sweeps as every hour does, and holds files, rows and the ledger against each other (trust e.0, item 6).
func (r *uploadRound) judge() {
	r.t.Helper()
	ctx := r.t.Context()
	if err := freeJobs(ctx, r.room.Place.Database); err != nil {
		r.t.Fatal(err)
	}
	strays := r.sweep(0)
	gone := r.sweep(2 * time.Hour)
	if gone.Gone < strays.Strays {
		r.t.Errorf("%d files without a row were found, and %d went", strays.Strays, gone.Gone)
	}
	db, err := tables(r.room.Place.Database)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // read only
	whole, err := sums(ctx, db, `SELECT digest, COUNT(*) FROM upload WHERE state <> 'receiving' GROUP BY digest`)
	if err != nil {
		r.t.Fatal(err)
	}
	for digest := range r.acked {
		if whole[digest] != 1 {
			r.t.Errorf("a file that was acknowledged is there %d times", whole[digest])
		}
	}
	states, err := sums(ctx, db, `SELECT state, COUNT(*) FROM upload GROUP BY state`)
	if err != nil {
		r.t.Fatal(err)
	}
	if states["checking"]+states["waiting"]+states["refused"] > 0 {
		r.t.Errorf("states at the end: %v", states)
	}
	rows, err := sums(ctx, db, `SELECT place || ' ' || kept, kept_size FROM upload_file`)
	if err != nil {
		r.t.Fatal(err)
	}
	r.match(rows)
	r.t.Logf("%v; %d rows of files, %d files without one that went", states, len(rows), gone.Gone)
}

// sweep does what is due, and then what the next full hour would, by a clock that is so far ahead: a process that was killed may have swept in
// this hour already, before the last files came.
func (r *uploadRound) sweep(ahead time.Duration) filing.Swept {
	r.t.Helper()
	ctx := r.t.Context()
	m := r.room
	m.Ahead = ahead
	s, shelf, uploads, err := m.open(ctx, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = s.Close(); _ = shelf.Close() }() // what was written was answered
	runner, err := jobs.New(jobs.Config{Store: store.Desk(s, func(tx *store.Tx) jobs.Tx { return tx }), Now: s.Now, Kinds: jobs.Uploads(uploads)})
	if err == nil {
		err = runner.Drain(ctx)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	swept, err := uploads.SweepFiles(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return swept
}

// match holds every row against its file, and every file against the rows.
func (r *uploadRound) match(rows map[string]int) {
	r.t.Helper()
	ctx := r.t.Context()
	s, shelf, _, err := r.room.open(ctx, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = s.Close(); _ = shelf.Close() }() // read only
	for row, size := range rows {
		place, kept, _ := strings.Cut(row, " ")
		got, n, err := shelf.Weigh(ctx, place)
		if err != nil || got != kept || n != int64(size) {
			r.t.Errorf("a row has no file as it was stored: %v", err)
		}
	}
	there, err := shelf.Places(ctx, "", len(rows)+1)
	if err != nil || len(there) != len(rows) {
		r.t.Errorf("%d files, or more, and %d rows: %v", len(there), len(rows), err)
	}
}

func startMailroom(t *testing.T, m mailroom) *house {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), mailroomEnv+"="+string(text))
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil { // held open as long as this process lives
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the mailroom did not start: %v", err)
	}
	return &house{cmd: cmd, address: strings.TrimSpace(line)}
}
