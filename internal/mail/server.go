package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// TLS is how the way to an SMTP server is hidden from others.
type TLS int

// The ways. Where TLS is spoken, the server's certificate must be good for its name: there is no switch for less.
const (
	StartTLS TLS = iota // begins in clear and must change to TLS before anything is said (RFC 3207); port 587
	Implicit            // TLS from the first byte (RFC 8314); port 465
	NoTLS               // in clear, for a server on this machine alone; port 25
)

// DefaultTimeout is how long one message may take, from dialling to the server's word that it has it. Whoever gives up sooner sends
// again what the server has already (RFC 5321, section 4.5.3.2.6, asks for ten minutes); a job holds its letter for longer than this.
const DefaultTimeout = 2 * time.Minute

// Server is the SMTP server that takes the office's mail.
type Server struct {
	Host     string
	Port     int
	User     string // "" = the server asks for no password
	Password string
	TLS      TLS
	RootCAs  *x509.CertPool // nil = those of the machine
	Timeout  time.Duration  // 0 = DefaultTimeout
}

// ParseServer reads the address of a server: smtp://user@host:587 begins TLS with STARTTLS, smtps://user@host:465 speaks it from the
// start, smtp://localhost:25?tls=none never does. The port may be left out. A password does not belong into an address, which others see
// in the list of processes and in logs: it is refused, and no error repeats the address.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" || u.Fragment != "" {
		return Server{}, errors.New("mail server: use smtp://user@host:587, smtps://user@host:465 or smtp://localhost:25?tls=none")
	}
	if _, has := u.User.Password(); has {
		return Server{}, errors.New("mail server: the password does not belong into the address; " +
			"give it in " + passwordEnv + " or in the file that " + passwordFileEnv + " names")
	}
	s := Server{Host: u.Hostname(), User: u.User.Username()}
	switch {
	case u.Scheme == "smtp" && u.RawQuery == "":
		s.TLS, s.Port = StartTLS, 587
	case u.Scheme == "smtps" && u.RawQuery == "":
		s.TLS, s.Port = Implicit, 465
	case u.Scheme == "smtp" && u.RawQuery == "tls=none":
		s.TLS, s.Port = NoTLS, 25
	default:
		return Server{}, errors.New("mail server: the address begins with smtp:// or smtps://, and only ?tls=none may end it")
	}
	if port := u.Port(); port != "" {
		s.Port, err = strconv.Atoi(port)
		if err != nil {
			return Server{}, fmt.Errorf("mail server: the port: %w", err)
		}
	}
	return s, s.check()
}

// check refuses what would send a password or a mail in clear past this machine.
func (s Server) check() error {
	switch {
	case s.Host == "" || !oneLine(s.Host):
		return errors.New("mail server: the host is missing")
	case s.Port < 1 || s.Port > 65535:
		return errors.New("mail server: the port is a number from 1 to 65535")
	case s.User == "" && s.Password != "":
		return errors.New("mail server: there is a password, but no user")
	case s.Timeout < 0:
		return errors.New("mail server: the time limit is below zero")
	case s.TLS == NoTLS && !loopback(s.Host):
		return fmt.Errorf("mail server: %s is not this machine, so it must be spoken to with TLS", s.Host)
	case s.TLS == NoTLS && s.User != "":
		return errors.New("mail server: no password is sent without TLS")
	}
	return nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Where the password of the SMTP server is looked for.
const (
	passwordEnv     = "SEJUR_SMTP_PASSWORD"      //nolint:gosec // the name of a password's place, not a password
	passwordFileEnv = "SEJUR_SMTP_PASSWORD_FILE" //nolint:gosec // the name of a password's place, not a password
)

// Password reads the server's password from SEJUR_SMTP_PASSWORD, or from the file that SEJUR_SMTP_PASSWORD_FILE names, without the end
// of its line. Neither set gives "". No error repeats the password.
func Password(getenv func(string) string) (string, error) {
	direct, file := getenv(passwordEnv), getenv(passwordFileEnv)
	switch {
	case direct != "" && file != "":
		return "", fmt.Errorf("mail server: give %s or %s, not both", passwordEnv, passwordFileEnv)
	case file == "":
		return direct, nil
	}
	raw, err := os.ReadFile(file) //nolint:gosec // whoever starts the program names its files
	if err != nil {
		return "", fmt.Errorf("mail server: %s: %w", passwordFileEnv, err)
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}
