package mailtest_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/smtp"
	"net/textproto"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/mail/mailtest"
)

const letter = "From: office@example.test\r\nSubject: =?utf-8?q?Programare_la_ghi=C8=99eu?=\r\n\r\nLuni, la 9.\r\n.\tpunct la început\r\n"

// send sends the letter to each, encrypted where the server offers it.
func send(post *mailtest.Post, auth smtp.Auth, to ...string) error {
	client, err := smtp.Dial(post.Addr)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	if offered, _ := client.Extension("STARTTLS"); offered {
		err = client.StartTLS(&tls.Config{RootCAs: post.CA, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12})
		if err != nil {
			return err
		}
	}
	if auth != nil {
		err = client.Auth(auth)
		if err != nil {
			return err
		}
	}
	err = client.Mail("bounces@example.test")
	if err != nil {
		return err
	}
	for _, address := range to {
		err = client.Rcpt(address)
		if err != nil {
			return err
		}
	}
	data, err := client.Data()
	if err != nil {
		return err
	}
	_, err = io.WriteString(data, letter)
	if err != nil {
		return err
	}
	return data.Close()
}

func TestAMessageArrivesAsItWasSent(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		options mailtest.Options
		auth    smtp.Auth
		tls     bool
	}{
		"encrypted":              {mailtest.Options{}, nil, true},
		"a server without TLS":   {mailtest.Options{NoTLS: true}, nil, false},
		"a server with password": {mailtest.Options{User: "sejur", Password: "parolă"}, smtp.PlainAuth("", "sejur", "parolă", "127.0.0.1"), true},
		"a slow server":          {mailtest.Options{Slow: 1}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			post := mailtest.Server(t, row.options)
			err := send(post, row.auth, "ana@example.test", "ion@example.test")
			if err != nil {
				t.Fatal(err)
			}
			mails := post.Mails()
			if len(mails) != 1 {
				t.Fatalf("%d mails arrived, want 1", len(mails))
			}
			got := mails[0]
			subject := got.Message.Header.Get("Subject")
			got.Message = nil
			want := mailtest.Mail{From: "bounces@example.test", To: []string{"ana@example.test", "ion@example.test"}, TLS: row.tls, Raw: []byte(letter)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the mail (-want +got):\n%s", diff)
			}
			if subject != "=?utf-8?q?Programare_la_ghi=C8=99eu?=" {
				t.Errorf("its subject is %q", subject)
			}
		})
	}
}

func TestAServerRefuses(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		options mailtest.Options
		code    int
	}{
		"a recipient":                 {mailtest.Options{Recipients: map[string]string{"ion@example.test": "550 5.1.1 nobody here"}}, 550},
		"every message, for now":      {mailtest.Options{Data: "451 4.3.0 later"}, 451},
		"a sender without a password": {mailtest.Options{User: "sejur", Password: "parola"}, 530},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			post := mailtest.Server(t, row.options)
			err := send(post, nil, "ana@example.test", "ion@example.test")
			var answer *textproto.Error
			if !errors.As(err, &answer) || answer.Code != row.code {
				t.Errorf("the server answered %v, want %d", err, row.code)
			}
			if got := len(post.Mails()); got != 0 {
				t.Errorf("%d mails arrived, want none", got)
			}
		})
	}
}

func TestAServerMayLoseAMailAndChangeItsMind(t *testing.T) {
	t.Parallel()
	post := mailtest.Server(t, mailtest.Options{Lose: true})
	err := send(post, nil, "ana@example.test")
	if err != nil || len(post.Mails()) != 0 {
		t.Fatalf("it answered %v and has %d mails, want it to say yes and have none", err, len(post.Mails()))
	}
	post.Behave(mailtest.Options{Cut: true})
	err = send(post, nil, "ana@example.test")
	if err == nil || len(post.Mails()) != 1 {
		t.Fatalf("it answered %v and has %d mails, want no answer and one mail", err, len(post.Mails()))
	}
	post.Behave(mailtest.Options{})
	err = send(post, nil, "ana@example.test")
	if err != nil || len(post.Mails()) != 2 {
		t.Fatalf("it answered %v and has %d mails, want yes and two", err, len(post.Mails()))
	}
}

func TestAnUntrustedCertificateIsNotInThePool(t *testing.T) {
	t.Parallel()
	post := mailtest.Server(t, mailtest.Options{Untrusted: true})
	err := send(post, nil, "ana@example.test")
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Errorf("the connection ended with %v, want an unknown authority", err)
	}
}
