package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/mail/mailtest"
)

// reach describes the test's mail server as an administrator would.
func reach(t *testing.T, addr string) Server {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	s := Server{Host: host}
	s.Port, err = strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wire(t *testing.T, s Server) *SMTP {
	t.Helper()
	way, err := NewSMTP(s)
	if err != nil {
		t.Fatal(err)
	}
	return way
}

// hide stands a server with TLS from the first byte in front of addr and returns its address and the authority of its certificate, which is
// good for 127.0.0.1 and not for localhost.
func hide(t *testing.T, addr string) (string, *x509.CertPool) {
	t.Helper()
	lender := httptest.NewTLSServer(nil) // its certificate is all that is needed
	t.Cleanup(lender.Close)
	pool := x509.NewCertPool()
	pool.AddCert(lender.Certificate())
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: lender.TLS.Certificates, MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			outer, err := listener.Accept()
			if err != nil {
				return
			}
			go pass(t.Context(), outer, addr)
		}
	}()
	return listener.Addr().String(), pool
}

// pass carries bytes both ways until one side ends.
func pass(ctx context.Context, outer net.Conn, addr string) {
	defer func() { _ = outer.Close() }()
	inner, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(inner, outer)
		_ = inner.Close()
	}()
	_, _ = io.Copy(outer, inner)
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options mailtest.Options
		lang    locale.Lang
		tls     TLS
		hidden  bool
	}{
		{"by STARTTLS, in Romanian", mailtest.Options{}, locale.RO, StartTLS, true},
		{"by STARTTLS with a password, in Ukrainian", mailtest.Options{User: "office@sejur.example", Password: "parolă"}, locale.UK, StartTLS, true},
		{"by TLS from the start, in English", mailtest.Options{NoTLS: true}, locale.EN, Implicit, false}, // the server in front hides it
		{"in clear on this machine", mailtest.Options{NoTLS: true}, locale.EN, NoTLS, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			office := mailtest.Server(t, tt.options)
			addr, pool := office.Addr, office.CA
			if tt.tls == Implicit {
				addr, pool = hide(t, office.Addr)
			}
			s := reach(t, addr)
			s.User, s.Password, s.TLS, s.RootCAs = tt.options.User, tt.options.Password, tt.tls, pool
			p := post(t, wire(t, s))
			letter := example("daily-heads", tt.lang)
			want, err := p.Render(letter)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := p.Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			mails := office.Mails()
			if len(mails) != 1 {
				t.Fatalf("%d mails arrived", len(mails))
			}
			got := mails[0]
			if got.From != "no-reply@sejur.example" || !cmp.Equal(got.To, []string{"ion.popescu@example.org"}) || got.TLS != tt.hidden {
				t.Errorf("from %s to %v, hidden %v", got.From, got.To, got.TLS)
			}
			if diff := cmp.Diff(asReceived(want), read(t, got.Raw)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatAServerSaysDecidesWhetherItIsTriedAgain(t *testing.T) {
	t.Parallel()
	const to = "ion.popescu@example.org"
	recipient := func(says string) mailtest.Options { return mailtest.Options{Recipients: map[string]string{to: says}} }
	for _, tt := range []struct {
		name    string
		options mailtest.Options
		want    fault.Kind
		key     string
	}{
		{"nobody here", recipient("550 5.1.1 <" + to + "> is unknown"), fault.Invalid, "mail.refused"},
		{"nobody here, without the finer code", recipient("550 <" + to + "> is unknown"), fault.Invalid, "mail.refused"},
		{"a full mailbox", recipient("452 4.2.2 <" + to + "> is full"), fault.Unavailable, "mail.unsent"},
		{"later", recipient("450 4.7.1 <" + to + "> greylisted"), fault.Unavailable, "mail.unsent"},
		{"we may not send there", recipient("554 5.7.1 <" + to + "> relay access denied"), fault.Unavailable, "mail.unsent"},
		{"no message now", mailtest.Options{Data: "451 4.3.0 later"}, fault.Unavailable, "mail.unsent"},
		{"no such message", mailtest.Options{Data: "554 5.6.0 no"}, fault.Unavailable, "mail.unsent"},
		{"not without a password", mailtest.Options{User: "office", Password: "parola"}, fault.Unavailable, "mail.unsent"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			office := mailtest.Server(t, tt.options)
			s := reach(t, office.Addr)
			s.RootCAs = office.CA
			err := post(t, wire(t, s)).Send(t.Context(), example("test", locale.EN))
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != tt.want || f.Key != tt.key {
				t.Fatalf("fault %v, want %s", err, tt.key)
			}
			if strings.Contains(err.Error(), "popescu") {
				t.Errorf("the error says whose address it is: %v", err)
			}
			if got := len(office.Mails()); got != 0 {
				t.Errorf("%d mails arrived", got)
			}
		})
	}
}

// TestNoMailLeavesPastAWrongCertificate is ASVS 12.3.1: what cannot be verified is not spoken to, and there is no way back to clear text.
func TestNoMailLeavesPastAWrongCertificate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options mailtest.Options
		spoil   func(t *testing.T, s *Server, office *mailtest.Post)
	}{
		{"of an authority that nobody trusts", mailtest.Options{Untrusted: true},
			func(_ *testing.T, s *Server, office *mailtest.Post) { s.RootCAs = office.CA }},
		{"of an authority that this machine does not know", mailtest.Options{}, func(*testing.T, *Server, *mailtest.Post) {}},
		{"none at all", mailtest.Options{NoTLS: true},
			func(_ *testing.T, s *Server, office *mailtest.Post) { s.RootCAs = office.CA }},
		{"of another name, with TLS from the start", mailtest.Options{NoTLS: true},
			func(t *testing.T, s *Server, office *mailtest.Post) {
				addr, pool := hide(t, office.Addr)
				*s = reach(t, addr)
				s.Host, s.TLS, s.RootCAs = "localhost", Implicit, pool
			}},
		{"none at all, where TLS is spoken from the start", mailtest.Options{NoTLS: true},
			func(_ *testing.T, s *Server, office *mailtest.Post) { s.TLS, s.RootCAs = Implicit, office.CA }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			office := mailtest.Server(t, tt.options)
			s := reach(t, office.Addr)
			tt.spoil(t, &s, office)
			p := post(t, wire(t, s))
			if err := p.Check(t.Context()); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("check: %v", err)
			}
			if err := p.Send(t.Context(), example("test", locale.EN)); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("send: %v", err)
			}
			if got := len(office.Mails()); got != 0 {
				t.Errorf("%d mails arrived", got)
			}
		})
	}
}

func TestCheckFindsAWrongPasswordAndAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	office := mailtest.Server(t, mailtest.Options{User: "office", Password: "parola"})
	s := reach(t, office.Addr)
	s.RootCAs, s.User, s.Password = office.CA, "office", "s3cret"
	err := wire(t, s).Check(t.Context())
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a wrong password: %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error says the password: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := reach(t, listener.Addr().String())
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := wire(t, gone).Check(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("nobody there: %v", err)
	}
}

func TestAMailWhoseFateIsNotKnownIsSentAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	office := mailtest.Server(t, mailtest.Options{Cut: true}) // it takes the message and never says so
	s := reach(t, office.Addr)
	s.RootCAs = office.CA
	p := post(t, wire(t, s))
	letter := example("test", locale.EN)
	if err := p.Send(t.Context(), letter); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("send: %v", err)
	}
	office.Behave(mailtest.Options{})
	if err := p.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, m := range office.Mails() {
		ids = append(ids, m.Message.Header.Get("Message-Id"))
	}
	want := "<" + letterID + "@sejur.example>"
	if diff := cmp.Diff([]string{want, want}, ids); diff != "" {
		t.Error(diff)
	}
}

// mute is a server that says what it is told, line for line, and then nothing.
type mute struct {
	addr   string
	silent chan struct{} // closed once its caller waits in vain
	hungUp chan struct{} // closed once its caller has gone
	heard  *[]string     // what the caller said, to be read once it has gone
}

func script(t *testing.T, lines ...string) mute {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	m := mute{listener.Addr().String(), make(chan struct{}), make(chan struct{}), new([]string)}
	go func() {
		defer close(m.hungUp)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		in := bufio.NewReader(conn)
		for _, text := range lines {
			if _, err := io.WriteString(conn, text+"\r\n"); err != nil || !m.hears(in, strings.HasPrefix(text, "354")) {
				return
			}
		}
		close(m.silent)
		_, _ = io.Copy(io.Discard, in)
	}()
	return m
}

// hears reads one line, or a message up to its lonely dot.
func (m mute) hears(in *bufio.Reader, message bool) bool {
	for {
		text, err := in.ReadString('\n')
		*m.heard = append(*m.heard, strings.TrimRight(text, "\r\n"))
		if err != nil || !message || text == ".\r\n" {
			return err == nil
		}
	}
}

// left is a context that ends when the caller of m waits in vain: what a deadline does, without a clock.
func (m mute) left(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		select {
		case <-m.silent:
		case <-m.hungUp:
		}
	}()
	return ctx
}

func TestASilentServerIsLeft(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		tls   TLS
		lines []string
	}{
		{"that never greets", NoTLS, nil},
		{"that never answers", NoTLS, []string{"220 mail.test"}},
		{"that falls silent midway", NoTLS, []string{"220 mail.test", "250 mail.test", "250 still here"}},
		{"that never says whether it has the message", NoTLS,
			[]string{"220 mail.test", "250 mail.test", "250 still here", "250 from", "250 to", "354 go on"}},
		{"that refuses the greeting", NoTLS, []string{"554 go away"}},
		{"that knows no TLS", StartTLS, []string{"220 mail.test", "250 mail.test"}},
		{"that never begins TLS", StartTLS, []string{"220 mail.test", "250-mail.test\r\n250 STARTTLS"}},
		{"that never begins TLS from the start", Implicit, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := script(t, tt.lines...)
			s := reach(t, m.addr)
			s.TLS = tt.tls
			err := post(t, wire(t, s)).Send(m.left(t), example("test", locale.EN))
			<-m.hungUp // or the test never ends
			waited := false
			select {
			case <-m.silent:
				waited = true
			default:
			}
			if fault.KindOf(err) != fault.Unavailable || waited != errors.Is(err, context.Canceled) {
				t.Errorf("it waited: %v; send: %v", waited, err)
			}
		})
	}
}

func TestTheTimeLimitOfAServerHoldsWithoutTheCallers(t *testing.T) {
	t.Parallel()
	s := reach(t, script(t).addr)
	s.Timeout = time.Millisecond
	if err := wire(t, s).Check(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("check: %v", err)
	}
}

// TestASilentGoodbyeIsNoFailure: the server has taken the message; what comes after must not make us send it twice.
func TestASilentGoodbyeIsNoFailure(t *testing.T) {
	t.Parallel()
	m := script(t, "220 mail.test", "250 mail.test", "250 still here", "250 from", "250 to", "354 go on", "250 taken")
	s := reach(t, m.addr)
	s.TLS = NoTLS
	if err := post(t, wire(t, s)).Send(m.left(t), example("test", locale.EN)); err != nil {
		t.Errorf("send: %v", err)
	}
	<-m.hungUp
}

// TestNothingIsAskedOfServersThatAMailDoesNotNeed: addresses and headers are ASCII, so no server on the way must know more (RFC 6531).
func TestNothingIsAskedOfServersThatAMailDoesNotNeed(t *testing.T) {
	t.Parallel()
	m := script(t, "220 mail.test", "250-mail.test\r\n250-8BITMIME\r\n250-DSN\r\n250 SMTPUTF8", "250 still here", "250 from", "450 not now")
	s := reach(t, m.addr)
	s.TLS = NoTLS
	if err := post(t, wire(t, s)).Send(m.left(t), example("test", locale.UK)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("send: %v", err)
	}
	<-m.hungUp
	want := []string{"NOOP", "MAIL FROM:<no-reply@sejur.example> BODY=8BITMIME", "RCPT TO:<ion.popescu@example.org>"}
	if diff := cmp.Diff(want, (*m.heard)[min(1, len(*m.heard)):min(4, len(*m.heard))]); diff != "" { // without EHLO and the goodbye
		t.Error(diff)
	}
}
