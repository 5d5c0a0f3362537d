// Package mailtest is the test kit of the mail: a real mail server on loopback, python3-aiosmtpd of Debian, that keeps what it takes
// where a test can read it, and that can be as unkind as servers are.
package mailtest

import (
	"bytes"
	"crypto/x509"
	_ "embed" // the server's program
	"encoding/json"
	"fmt"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sejur/internal/parttest"
)

//go:embed server.py
var program string

// Options say how the server behaves. The zero value takes every message and offers STARTTLS with a trusted certificate.
type Options struct {
	Recipients map[string]string // address: what the server answers instead of taking it, such as "550 5.1.1 nobody here"
	Data       string            // what it answers to every message instead of taking it, such as "451 4.3.0 later"
	Slow       time.Duration     // how long it waits before it says that it took a message
	Lose       bool              // it says that it took a message, and loses it
	Cut        bool              // it takes a message and closes the connection instead of saying so

	// These cannot be changed by Behave.
	User, Password string // it wants these of the sender, "" for nothing
	NoTLS          bool   // it offers no STARTTLS
	Untrusted      bool   // its certificate is from an authority that CA does not hold
}

// Mail is one message that the server took.
type Mail struct {
	From string   // of the envelope
	To   []string // of the envelope
	TLS  bool     // it came over an encrypted connection
	Raw  []byte   // as it came

	Message *mail.Message `json:"-"` // the same, parsed; its body can be read once
}

// Post is a running mail server.
type Post struct {
	Addr string         // host and port, the host being 127.0.0.1
	CA   *x509.CertPool // the authority of its certificate

	t       testing.TB
	folder  string
	options Options
}

// Server starts a mail server; it goes with the test. A machine without aiosmtpd fails the test.
func Server(t testing.TB, o Options) *Post {
	t.Helper()
	p := &Post{t: t, folder: t.TempDir(), options: o}
	certificate, pool, err := certify()
	if err != nil {
		t.Fatalf("make a certificate: %v", err)
	}
	p.CA = pool
	if o.Untrusted {
		p.CA = x509.NewCertPool()
	}
	err = os.WriteFile(filepath.Join(p.folder, "certificate.pem"), certificate, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	p.Behave(o)
	p.start()
	return p
}

func (p *Post) start() {
	p.t.Helper()
	// Debian's own Python, which has Debian's packages.
	part, address, err := parttest.Start(exec.Command("/usr/bin/python3", "-c", program, p.folder))
	if err != nil {
		p.t.Fatalf("start a mail server (scripts/setup.sh installs python3-aiosmtpd): %v", err)
	}
	p.Addr = address
	p.t.Cleanup(func() {
		err := part.Close()
		if err != nil {
			p.t.Errorf("end the mail server: %v", err)
		}
	})
}

// Behave changes how the server behaves from the next command on.
func (p *Post) Behave(o Options) {
	p.t.Helper()
	o.User, o.Password, o.NoTLS, o.Untrusted = p.options.User, p.options.Password, p.options.NoTLS, p.options.Untrusted
	if o.Recipients == nil {
		o.Recipients = map[string]string{}
	}
	text, err := json.Marshal(o) //nolint:gosec // the server reads the made-up password there
	if err != nil {
		p.t.Fatal(err)
	}
	file := filepath.Join(p.folder, "options.json")
	err = os.WriteFile(file+".new", text, 0o600)
	if err != nil {
		p.t.Fatal(err)
	}
	err = os.Rename(file+".new", file)
	if err != nil {
		p.t.Fatal(err)
	}
}

// Mails returns what the server took, in the order of arrival. A message is there before its sender is told that it was taken.
func (p *Post) Mails() []Mail {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.folder, "[0-9]*.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	var list []Mail
	for _, file := range files {
		m, err := read(file)
		if err != nil {
			p.t.Fatalf("read a mail: %v", err)
		}
		list = append(list, m)
	}
	return list
}

func read(file string) (Mail, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Mail{}, err
	}
	var m Mail
	err = json.Unmarshal(text, &m)
	if err != nil {
		return Mail{}, err
	}
	m.Message, err = mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		return Mail{}, fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return m, nil
}
