package kill

import (
	"fmt"
	"log/slog"
	netmail "net/mail"
	"os"

	"sejur/internal/jobs"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/store"
)

// newRunner is what the house does beside taking writes: it seals, and sends letters by the way that p names.
func newRunner(s *store.Store, p place) (*jobs.Runner, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	sender, err := way(p)
	if err != nil {
		return nil, err
	}
	post, err := mail.New(mail.Config{
		Catalogue: catalogue, From: netmail.Address{Name: "Sejur", Address: "office@sejur.example"}, Origin: "https://sejur.example",
		Sender: sender, Now: s.Now,
	})
	if err != nil {
		return nil, err
	}
	desk := store.Desk(s, func(tx *store.Tx) jobs.Tx { return tx })
	send := jobs.SendLetter(desk, post, s.Now)
	if lease := p.lease(); lease != 0 {
		send.Lease = lease
	}
	return jobs.New(jobs.Config{
		Store: desk, Now: s.Now, Kinds: []jobs.Kind{send}, Rounds: []jobs.Round{jobs.Sealer(s.Seals(), office.NewID(), s.Now)},
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
}

// way is the way out for letters: a mail server when one is named, else the folder.
func way(p place) (mail.Sender, error) {
	if p.SMTP == "" {
		return mail.NewFolder(p.Mail)
	}
	server, err := mail.ParseServer(p.SMTP)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return mail.NewSMTP(server)
}
