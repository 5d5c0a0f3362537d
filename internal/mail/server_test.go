package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseServer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, address string
		want          Server
	}{
		{"STARTTLS on its port", "smtp://office@mail.example", Server{Host: "mail.example", Port: 587, User: "office", TLS: StartTLS}},
		{"TLS from the start on its port", "smtps://mail.example", Server{Host: "mail.example", Port: 465, TLS: Implicit}},
		{"a user with an @", "smtp://office@sejur.example@mail.example:2525",
			Server{Host: "mail.example", Port: 2525, User: "office@sejur.example", TLS: StartTLS}},
		{"no TLS on this machine", "smtp://localhost?tls=none", Server{Host: "localhost", Port: 25, TLS: NoTLS}},
		{"no TLS on this machine, as a number", "smtp://[::1]:1025?tls=none", Server{Host: "::1", Port: 1025, TLS: NoTLS}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseServer(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseServerRefusesAndSaysNoPassword(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{
		"nothing":                         "",
		"no scheme":                       "mail.example:587",
		"another scheme":                  "https://mail.example",
		"no host":                         "smtp://",
		"a path":                          "smtp://mail.example/x",
		"a port that is none":             "smtp://mail.example:99999",
		"a password":                      "smtp://office:s3cret@mail.example",
		"a password in a broken address":  "smtp://office:s3cret@mail.example:port",
		"no TLS towards others":           "smtp://mail.example?tls=none",
		"no TLS and a user":               "smtp://office@localhost?tls=none",
		"no TLS from the start":           "smtps://localhost?tls=none",
		"an option that nobody knows":     "smtp://mail.example?tls=maybe",
		"no TLS to what looks like local": "smtp://localhost.example?tls=none",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseServer(address)
			if err == nil {
				t.Fatal("it was taken")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error says the password: %v", err)
			}
		})
	}
}

func TestNewSMTPHoldsServersToTheSameRules(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Server{
		"no host":                 {Port: 587},
		"no port":                 {Host: "mail.example"},
		"no TLS towards others":   {Host: "mail.example", Port: 25, TLS: NoTLS},
		"a password without TLS":  {Host: "localhost", Port: 25, TLS: NoTLS, User: "office", Password: "s3cret"},
		"a password of nobody":    {Host: "mail.example", Port: 587, Password: "s3cret"},
		"a time limit below zero": {Host: "mail.example", Port: 587, Timeout: -time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := NewSMTP(s); err == nil {
				t.Error("it was taken")
			}
		})
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("from a file \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, direct, file, want string
		refused                  bool
	}{
		{"none", "", "", "", false},
		{"from the environment", "s3cret", "", "s3cret", false},
		{"from a file, without its line end", "", file, "from a file ", false},
		{"from both", "s3cret", file, "", true},
		{"from a file that is not there", "", file + ".old", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			env := map[string]string{"SEJUR_SMTP_PASSWORD": tt.direct, "SEJUR_SMTP_PASSWORD_FILE": tt.file}
			got, err := Password(func(name string) string { return env[name] })
			if (err != nil) != tt.refused || got != tt.want {
				t.Errorf("%q and %v", got, err)
			}
		})
	}
}
