package kill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"filippo.io/age"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/files"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	romania "sejur/law"
)

// mailroom is a house that receives files, as one process that can be killed at a named point.
type mailroom struct {
	Place   place
	Files   string // folder
	Key     string // of the files
	Account string
	Drafts  []application.ID // one for each sender
	Point   string           // the process ends itself there, "" = nowhere
	After   int              // when it has passed the point so often
	Ahead   time.Duration    // how far its desks' clock goes ahead
}

// open opens the receipt of files on what a mailroom says.
func (m mailroom) open(ctx context.Context, at func(string)) (*store.Store, *files.Store, *filing.Uploads, error) {
	ring, err := keys.Open(m.Place.Keys)
	if err != nil {
		return nil, nil, nil, err
	}
	s, err := store.Open(ctx, store.Config{Database: m.Place.Database, Keys: ring, Conns: 24})
	if err != nil {
		return nil, nil, nil, err
	}
	identity, err := age.ParseX25519Identity(m.Key)
	if err != nil {
		return nil, nil, nil, err
	}
	shelf, err := files.OpenFolder(m.Files, files.Reserve{}, files.Keys{To: identity.Recipient(), By: identity})
	if err != nil {
		return nil, nil, nil, err
	}
	house := office.House{Now: func() time.Time { return s.Now().Add(m.Ahead) }, Mark: ring}
	desk, err := m.desk(house, s)
	if err != nil {
		return nil, nil, nil, err
	}
	uploads, err := filing.NewUploads(filing.UploadsConfig{
		House: house, Store: store.Desk(s, func(tx *store.Tx) filing.UploadTx { return tx }), Files: shelf, Inspector: filingtest.Inspector{}, Desk: desk,
		At: at,
	})
	return s, shelf, uploads, err
}

func (m mailroom) desk(house office.House, s *store.Store) (*filing.Desk, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	l, err := law.Load(romania.Files, catalogue)
	if err != nil {
		return nil, err
	}
	return filing.New(filing.Config{House: house, Store: store.Desk(s, func(tx *store.Tx) filing.Tx { return tx }), Law: l, Specimen: true})
}

// newMailroom prepares a house with an account and a draft for each sender, all on one line: a passport.
func newMailroom(ctx context.Context, dir, database, account string, senders int) (mailroom, error) {
	p, err := prepare(ctx, dir, database)
	if err != nil {
		return mailroom{}, err
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return mailroom{}, err
	}
	m := mailroom{Place: p, Files: filepath.Join(dir, "files"), Key: identity.String(), Account: account}
	s, shelf, _, err := m.open(ctx, nil)
	if err != nil {
		return mailroom{}, err
	}
	err = m.fill(ctx, s, senders)
	return m, errors.Join(err, shelf.Close(), s.Close())
}

// actor is who sends.
func (m *mailroom) actor() access.Actor {
	return access.Actor{Kind: access.Applicant, ID: m.Account, Session: "s"}
}

func (m *mailroom) fill(ctx context.Context, s *store.Store, senders int) error {
	err := s.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.Accounts().Add(ctx, access.Account{
			ID: m.Account, Kind: access.Applicant, Email: "ana@example.org", Lang: locale.EN, State: access.Active, CreatedAt: s.Now(), Version: 1,
		}, "ana@example.org", "test")
	})
	if err != nil {
		return err
	}
	for range senders {
		who, id := person.ID(office.NewID()), application.ID(office.NewID())
		err := s.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
			err := tx.Persons().Add(ctx, m.Account, account.Kept{Relation: person.Represented, Since: s.Now(), Person: person.Person{
				ID: who, Names: person.Names{Surname: "Pop", Given: "Ana"}, BirthDate: calendar.On(1990, time.May, 17), Sex: person.Female, Nationality: "MD",
			}})
			if err != nil {
				return err
			}
			err = tx.Applications().Add(ctx, application.Application{
				ID: id, Person: who, Account: m.Account, State: application.Draft, Procedure: "study-permit", Lang: locale.EN, Law: "test", CreatedAt: s.Now(),
			})
			if err != nil {
				return err
			}
			return tx.Lines().Open(ctx, id, "passport")
		})
		if err != nil {
			return err
		}
		m.Drafts = append(m.Drafts, id)
	}
	return nil
}

// receive is the house as one process: it takes files, whole and in parts, and looks into them.
func receive(ctx context.Context, m mailroom, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in) // ends when whoever started the house has gone
		cancel()
	}()
	left := make(chan struct{}, max(m.After, 1)) // as often as the point is passed before the end
	for range m.After {
		left <- struct{}{}
	}
	s, _, uploads, err := m.open(ctx, func(point string) {
		if point != m.Point {
			return
		}
		select {
		case <-left:
		default:
			suicide()
		}
	})
	if err != nil {
		return err
	}
	desk := store.Desk(s, func(tx *store.Tx) jobs.Tx { return tx })
	runner, err := jobs.New(jobs.Config{
		Store: desk, Now: s.Now, Kinds: jobs.Uploads(uploads), Rounds: []jobs.Round{jobs.Sealer(s.Seals(), office.NewID(), s.Now)},
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	go func() { _ = runner.Run(ctx) }()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /whole", func(w http.ResponseWriter, r *http.Request) {
		up, err := uploads.Receive(r.Context(), m.actor(), filing.Asked{Key: r.URL.Query().Get("key")}, m.announced(r), r.Body)
		tell(w, up, err)
	})
	mux.HandleFunc("POST /begin", func(w http.ResponseWriter, r *http.Request) {
		up, err := uploads.Begin(r.Context(), m.actor(), filing.Asked{}, m.announced(r))
		tell(w, up, err)
	})
	mux.HandleFunc("POST /part", func(w http.ResponseWriter, r *http.Request) {
		at, err := strconv.ParseInt(r.URL.Query().Get("at"), 10, 64)
		one := filing.OneUpload{Application: m.announced(r).Application, Document: "passport", Upload: application.UploadID(r.URL.Query().Get("upload"))}
		var up application.Upload
		if err == nil {
			up, err = uploads.Append(r.Context(), m.actor(), filing.Asked{}, one, at, r.Body)
		}
		if err == nil && up.State == application.UploadReceiving && up.Size == up.Expected {
			up, err = uploads.Finish(r.Context(), m.actor(), filing.Asked{}, one)
		}
		tell(w, up, err)
	})
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

// announced is what a request says of its file.
func (m *mailroom) announced(r *http.Request) filing.NewUpload {
	q := r.URL.Query()
	sender, _ := strconv.Atoi(q.Get("sender"))         // none is the first
	size, _ := strconv.ParseInt(q.Get("size"), 10, 64) // none is not known
	return filing.NewUpload{Application: m.Drafts[sender], Document: "passport", Name: "scan.pdf", Size: size, Digest: q.Get("digest"), From: q.Get("sender")}
}

func tell(w http.ResponseWriter, up application.Upload, err error) {
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = fmt.Fprintln(w, err) // the sender has gone: it will ask again
		return
	}
	_ = json.NewEncoder(w).Encode(up) // as above
}

// suicide ends this process as kill -9 would.
func suicide() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
