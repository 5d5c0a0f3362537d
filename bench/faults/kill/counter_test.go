package kill

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/document"
	"sejur/internal/jobs"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/issuing"
	"sejur/internal/store"

	netmail "net/mail"
)

// The environment of a child that is the counter: what it is, as JSON.
const counterEnv = "SEJUR_KILL_COUNTER"

// counter is the house with its pages, at which applications are sent in, as a process of its own.
type counter struct {
	Place place
	Key   string // file of what seals receipts
	Point string // the process ends itself there, "" = nowhere
	After int    // when it has passed the point so often
}

// writeKey writes a signing key with its certificate, so that every counter of a place has the same.
func writeKey(path string, key document.Key) error {
	private, err := x509.MarshalPKCS8PrivateKey(key.Signer)
	if err != nil {
		return err
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private, Headers: map[string]string{
		"Identifier": key.Identifier, "Reference": key.Reference,
	}}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: key.Certificate.Raw})...)
	return os.WriteFile(path, text, 0o600)
}

// readKey reads what writeKey wrote.
func readKey(path string) (document.Key, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return document.Key{}, err
	}
	private, rest := pem.Decode(text)
	certificate, _ := pem.Decode(rest)
	parsed, err := x509.ParsePKCS8PrivateKey(private.Bytes)
	if err != nil {
		return document.Key{}, err
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return document.Key{}, errors.New("the key does not sign")
	}
	out := document.Key{Signer: signer, Identifier: private.Headers["Identifier"], Reference: private.Headers["Reference"], Specimen: true}
	out.Certificate, err = x509.ParseCertificate(certificate.Bytes)
	return out, err
}

// open opens the house on its place.
func (c counter) open(ctx context.Context, bell func(), at func(string)) (*store.Store, *crowdtest.House, error) {
	ring, err := keys.Open(c.Place.Keys)
	if err != nil {
		return nil, nil, err
	}
	key, err := readKey(c.Key)
	if err != nil {
		return nil, nil, err
	}
	s, err := store.Open(ctx, store.Config{Database: c.Place.Database, Keys: ring, Conns: 24})
	if err != nil {
		return nil, nil, err
	}
	house, err := crowdtest.Open(ctx, crowdtest.Config{Store: s, Ring: ring, Key: key, Bell: bell, At: at})
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	return s, house, nil
}

// runner does the jobs of what is sent in: receipts are drawn and signed, letters leave.
func (c counter) runner(s *store.Store, house *crowdtest.House) (*jobs.Runner, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	folder, err := mail.NewFolder(c.Place.Mail)
	if err != nil {
		return nil, err
	}
	post, err := mail.New(mail.Config{
		Catalogue: catalogue, From: netmail.Address{Name: "Sejur", Address: "office@sejur.example"}, Origin: crowdtest.Origin, Sender: folder, Now: s.Now,
	})
	if err != nil {
		return nil, err
	}
	desk := store.Desk(s, func(tx *store.Tx) jobs.Tx { return tx })
	return jobs.New(jobs.Config{
		Store: desk, Now: s.Now, Kinds: append(jobs.Documents(papers{house.Issuing}, nil), jobs.SendLetter(desk, post, s.Now)),
		Rounds: []jobs.Round{jobs.Sealer(s.Seals(), office.NewID(), s.Now)},
		Log:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
}

// papers is the desk of documents as jobs ask it.
type papers struct{ *issuing.Desk }

func (p papers) Sign(ctx context.Context, id string) error { return p.Desk.Sign(ctx, document.ID(id)) }
func (p papers) Print(ctx context.Context, id string) error {
	return p.Desk.Print(ctx, document.ID(id))
}

// serve is the counter as one process. It says its address on out when it takes applications, and lives until its input ends, it passes its
// point, or somebody kills it.
func (c counter) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, in) // ends when whoever started the counter has gone
		cancel()
	}()
	left := make(chan struct{}, c.After+1) // as often as the point is passed before the end
	for range c.After {
		left <- struct{}{}
	}
	var runner *jobs.Runner
	s, house, err := c.open(ctx, func() { runner.Ring() }, func(point string) {
		if point != c.Point {
			return
		}
		select {
		case <-left:
		default:
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // nothing returns from it
		}
	})
	if err != nil {
		return err
	}
	if runner, err = c.runner(s, house); err != nil {
		return err
	}
	go func() { _ = runner.Run(ctx) }() // the process ends with it
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: house.Handler, ReadHeaderTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Close() // the process ends here
	}()
	if _, err := fmt.Fprintln(out, listener.Addr()); err != nil {
		return err
	}
	return server.Serve(listener)
}

// settle does what is left to do in a place where nobody works any more.
func (c counter) settle(ctx context.Context) error {
	s, house, err := c.open(ctx, func() {}, nil)
	if err != nil {
		return err
	}
	runner, err := c.runner(s, house)
	if err == nil {
		err = runner.Drain(ctx)
	}
	for links := office.SealBatch; err == nil && links == office.SealBatch; {
		links, err = office.Seal(ctx, s.Seals(), "count", s.Now().AddDate(0, 0, 1)) // a killed sealer's lease runs out in a while
	}
	return errors.Join(err, s.Close())
}
