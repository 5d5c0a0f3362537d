// Package kill ends the house at random moments, with the power of kill -9, while many write to it, and then counts: every write that
// was acknowledged is there, once, with its entry in the record and its letter.
package kill

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/store"
)

// place is where a house keeps its things, and how it works there.
type place struct {
	Database string // as store.Config wants it
	Keys     string // folder
	Mail     string // folder, where letters go without a mail server
	SMTP     string // mail server, as mail.ParseServer wants it; "" = none
	Lease    string // how long a letter's job is held, as time.ParseDuration wants it; "" = as the program does
}

func (p place) lease() time.Duration {
	d, err := time.ParseDuration(p.Lease)
	if err != nil {
		return 0
	}
	return d
}

// written is what a write answers.
type written struct {
	ID string `json:"id"` // of the write: in the body of its letter
}

// live is the house as one process: the kernel on a store, its sealer and its jobs, behind one address of loopback. It says the
// address on out when it takes writes, and lives until its input ends or somebody kills it.
func live(ctx context.Context, p place, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in) // ends when whoever started the house has gone
		cancel()
	}()
	ring, err := keys.Open(p.Keys)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Config{Database: p.Database, Keys: ring, Conns: 24})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // the process ends here
	if _, err := s.SetClock(ctx); err != nil {
		return err
	}
	runner, err := newRunner(s, p)
	if err != nil {
		return err
	}
	go func() {
		if err := runner.Run(ctx); err != nil {
			slog.Error("jobs", slog.Any("error", err))
		}
	}()
	house := office.House{Now: s.Now, Mark: ring, Bell: runner.Ring}
	desk := office.New(house, store.Desk(s, func(tx *store.Tx) office.Tx { return tx }))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /write", func(w http.ResponseWriter, r *http.Request) { take(w, r, desk) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Close() // the process ends here
	}()
	if _, err := fmt.Fprintln(out, listener.Addr()); err != nil {
		return err
	}
	return server.Serve(listener)
}

// take does one write under the key that came with it.
func take(w http.ResponseWriter, r *http.Request, desk *office.Office[office.Tx]) {
	key, body := r.FormValue("key"), r.FormValue("body")
	act := office.Act{
		By: access.Named("writer"), Needs: access.Public, Action: "fault.write", Purpose: office.PurposeUpkeep, Key: key, Input: body,
	}
	got, err := office.Do(r.Context(), desk, act, func(_ context.Context, _ office.Tx, w *office.Work) (written, error) {
		id := office.NewID()
		w.About("write", id)
		w.Changed("body", "", body)
		w.Send(office.Letter{To: "ana@example.org", Lang: "en", Template: "message-waiting"})
		return written{ID: id}, nil
	})
	switch {
	case fault.KindOf(err) == fault.Unavailable:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
	case err != nil:
		slog.Error("write", slog.Any("error", err))
		http.Error(w, "failed", http.StatusInternalServerError)
	default:
		_ = json.NewEncoder(w).Encode(got) // the writer has gone: it will ask again
	}
}

// prepare makes the keys and the schema of a new house in a folder, on the database given, or on SQLite when none is.
func prepare(ctx context.Context, dir, database string) (place, error) {
	p := place{Database: database, Keys: filepath.Join(dir, "keys"), Mail: filepath.Join(dir, "mail")}
	if database == "" {
		p.Database = filepath.Join(dir, "sejur.db")
	}
	ring, err := keys.Create(p.Keys)
	if err != nil {
		return place{}, err
	}
	if err := os.MkdirAll(p.Mail, 0o700); err != nil {
		return place{}, err
	}
	s, err := store.Open(ctx, store.Config{Database: p.Database, Keys: ring})
	if err != nil {
		return place{}, err
	}
	_, err = s.Migrate(ctx)
	if err == nil {
		_, err = s.Install(ctx, ring.Fingerprint(), s.Now())
	}
	if closed := s.Close(); err == nil {
		err = closed
	}
	return p, err
}
