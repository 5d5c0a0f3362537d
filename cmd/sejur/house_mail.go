package main

import (
	"fmt"
	"log/slog"
	netmail "net/mail"
	"net/url"
	"path/filepath"
	"time"

	"sejur/internal/locale"
	"sejur/internal/mail"
)

// mailFlags say how letters leave the house.
type mailFlags struct {
	SMTP     string `name:"smtp" placeholder:"URL" help:"The mail server: smtp://user@host:587, smtps://user@host:465 or smtp://localhost:25?tls=none; its password stands in SEJUR_SMTP_PASSWORD or in the file that SEJUR_SMTP_PASSWORD_FILE names. Default: SEJUR_SMTP, then letters become files in mail in the data folder."`
	MailFrom string `name:"mail-from" placeholder:"ADDRESS" help:"Who writes: \"Office <office@example.org>\". Default: SEJUR_MAIL_FROM; needed with a mail server."`
}

// open makes the post: by the mail server, or into a folder where none is named.
func (f mailFlags) open(
	d *desk, p places, origin string, catalogue *locale.Catalogue, now func() time.Time, log *slog.Logger,
) (*mail.Post, error) {
	from, err := f.from(d, origin)
	if err != nil {
		return nil, err
	}
	sender, err := f.sender(d, p, log)
	if err != nil {
		return nil, err
	}
	return mail.New(mail.Config{Catalogue: catalogue, From: from, Origin: origin, Sender: sender, Now: now})
}

func (f mailFlags) sender(d *desk, p places, log *slog.Logger) (mail.Sender, error) {
	address := d.setting(f.SMTP, "SEJUR_SMTP")
	if address == "" {
		dir := filepath.Join(p.data, "mail")
		log.Warn("there is no mail server: letters become files, and nobody gets them", slog.String("folder", dir))
		return mail.NewFolder(dir)
	}
	return f.server(d, address)
}

// server is the mail server at an address.
func (f mailFlags) server(d *desk, address string) (mail.Sender, error) {
	server, err := mail.ParseServer(address)
	if err != nil {
		return nil, err
	}
	server.Password, err = mail.Password(d.getenv)
	if err != nil {
		return nil, err
	}
	return mail.NewSMTP(server)
}

// from is the office's own address. Without a mail server nobody answers to it, so one that cannot be reached will do.
func (f mailFlags) from(d *desk, origin string) (netmail.Address, error) {
	given := d.setting(f.MailFrom, "SEJUR_MAIL_FROM")
	switch {
	case given != "":
		from, err := netmail.ParseAddress(given)
		if err != nil {
			return netmail.Address{}, usageError{fmt.Errorf("--mail-from: use an address such as \"Office <office@example.org>\"")}
		}
		return *from, nil
	case d.setting(f.SMTP, "SEJUR_SMTP") != "":
		return netmail.Address{}, usageError{fmt.Errorf("--smtp needs --mail-from: an address of yours that may send through this server")}
	}
	site, err := url.Parse(origin)
	if err == nil {
		if address, err := mail.ParseAddress("office@" + site.Hostname()); err == nil {
			return netmail.Address{Name: "Sejur", Address: address}, nil
		}
	}
	return netmail.Address{Name: "Sejur", Address: "office@sejur.invalid"}, nil
}
