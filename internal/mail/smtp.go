package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"sejur/internal/fault"
)

// SMTP is a sender that hands messages to a mail server, each on a connection of its own.
type SMTP struct {
	server Server
}

// NewSMTP checks the description of the server. It does not speak to it yet; Check does.
func NewSMTP(s Server) (*SMTP, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if s.Timeout == 0 {
		s.Timeout = DefaultTimeout
	}
	return &SMTP{server: s}, nil
}

// Deliver returns when the server has taken the message. A server that will never take a message for this address gives an Invalid fault about
// email; everything else (no answer, a certificate that is not good, a wrong password, "later") is Unavailable. No fault names the
// address, so it may be logged.
func (s *SMTP) Deliver(ctx context.Context, m Message) error {
	composed, err := compose(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return err
	}
	err = client.DialAndSendWithContext(ctx, composed)
	if composed.IsDelivered() {
		return nil // the server has it; how the two said goodbye does not matter, and trying again would send it twice
	}
	return classify(ctx, err)
}

// Check dials, changes to TLS, signs in and asks for nothing.
func (s *SMTP) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.server.Timeout)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return err
	}
	var session *smtp.Client
	session, err = client.DialToSMTPClientWithContext(ctx)
	if err == nil {
		err = errors.Join(session.Noop(), client.CloseWithSMTPClient(session))
	}
	return classify(ctx, err)
}

// client is good for one connection, which ends with ctx.
func (s *SMTP) client(ctx context.Context) (*gomail.Client, error) {
	policy := gomail.NoTLS // Implicit too: dial has changed to TLS before the first word
	if s.server.TLS == StartTLS {
		policy = gomail.TLSMandatory
	}
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithTimeout(s.server.Timeout), gomail.WithTLSPolicy(policy),
		gomail.WithTLSConfig(s.tls()), gomail.WithDialContextFunc(s.dial(ctx)),
		// Our addresses and headers are ASCII. Asking for more would make servers on the way, who cannot, send the mail back.
		gomail.WithoutSMTPUTF8(),
	}
	if s.server.User != "" {
		options = append(options, gomail.WithUsername(s.server.User), gomail.WithPassword(s.server.Password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	client, err := gomail.NewClient(s.server.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return client, nil
}

func (s *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: s.server.Host, RootCAs: s.server.RootCAs, MinVersion: tls.VersionTLS12}
}

// dial opens a connection that closes when whole ends: the library looks at its context while dialling only, forgets a connection on
// which the greeting failed, and would wait for a silent server command by command.
func (s *SMTP) dial(whole context.Context) gomail.DialContextFunc {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, network, net.JoinHostPort(s.server.Host, strconv.Itoa(s.server.Port)))
		if err != nil {
			return nil, err
		}
		context.AfterFunc(whole, func() {
			_ = conn.Close() // nobody is left to tell
		})
		if s.server.TLS != Implicit {
			return conn, nil
		}
		hidden := tls.Client(conn, s.tls())
		if err := hidden.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		return hidden, nil
	}
}

// classify tells whether trying again makes sense. What the server said is kept as its code alone: its words often repeat the address.
func classify(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return unsent(fmt.Errorf("mail server: %w", ctx.Err()))
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return unsent(fmt.Errorf("mail server: %w", err))
	}
	cause := fmt.Errorf("mail server: %s", refused.Reason)
	if refused.ErrorCode() != 0 {
		cause = fmt.Errorf("%w: %d %s", cause, refused.ErrorCode(), refused.EnhancedStatusCode())
	}
	// 5.7 is about rights (RFC 3463, section 3.8): mostly it is we who may not send, and somebody can mend that.
	forGood := refused.Reason == gomail.ErrSMTPRcptTo && refused.ErrorCode()/100 == 5
	if forGood && !strings.HasPrefix(refused.EnhancedStatusCode(), "5.7.") {
		return &fault.Error{Kind: fault.Invalid, Field: "email", Key: "mail.refused", Cause: cause}
	}
	return unsent(cause)
}
