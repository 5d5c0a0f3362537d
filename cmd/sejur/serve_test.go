package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"html"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

func writeFile(name, text string) error { return os.WriteFile(name, []byte(text), 0o600) }

// start runs the program until the test ends and returns the address that it tells on its first line.
func start(t *testing.T, args ...string) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	told, stderr := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, args, func(string) string { return "" }, strings.NewReader(""), io.Discard, stderr)
		_ = stderr.Close() // the reader below ends with it
	}()
	lines := bufio.NewScanner(told)
	if !lines.Scan() {
		cancel()
		t.Fatalf("it ended: %v", <-ended)
	}
	found := regexp.MustCompile(`addr=(\S+) url=(http://\S+)`).FindStringSubmatch(lines.Text())
	if found == nil {
		cancel()
		t.Fatalf("no address in %q", lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, told) }() // keep taking what it says
	return found[2], func() error {
		cancel()
		return <-ended
	}
}

func TestServeAnswersAndStops(t *testing.T) {
	t.Parallel()
	url, stop := start(t, "serve", "--addr", "127.0.0.1:0")
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	for _, tt := range []struct {
		name, path, kind string
		status           int
	}{
		{"it lives", "/healthz", "text/plain", http.StatusOK},
		{"it is ready", "/readyz", "text/plain", http.StatusOK},
		{"the start page", "/en", "text/html", http.StatusOK},
		{"the API's description", "/api/openapi.json", "application/json", http.StatusOK},
		{"open data", "/api/v1/law/procedures?lang=en", "application/json", http.StatusOK},
		{"an address of the API that does not exist", "/api/nothing", "application/problem+json", http.StatusNotFound},
		{"a page that does not exist", "/en/nothing", "text/html", http.StatusNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer, err := http.Get(url + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = answer.Body.Close() }()
			if answer.StatusCode != tt.status || !strings.HasPrefix(answer.Header.Get("Content-Type"), tt.kind) {
				t.Errorf("%d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
			}
		})
	}
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		args  []string
		env   string
		usage bool
		says  []string
	}{
		{"plain http on every address", []string{"serve", "--addr", ":8080"}, "", false, []string{"--tls-cert", "--origin"}},
		{"plain http on a public address", []string{"serve", "--addr", "192.0.2.1:8080"}, "", false, []string{"--tls-cert", "--origin"}},
		{"plain http by the environment", nil, "0.0.0.0:80", false, []string{"--tls-cert", "--origin"}},
		{"an address without a port", []string{"serve", "--addr", "localhost"}, "", true, []string{"HOST:PORT"}},
		{"a certificate without its key", []string{"serve", "--tls-cert", "serve_test.go"}, "", true, []string{"--tls-key"}},
		{"an origin that is none", []string{"serve", "--addr", "localhost:0", "--origin", "sejur"}, "", false, []string{"origin"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			err := run(context.Background(), tt.args, func(string) string { return tt.env }, strings.NewReader(""), &out, &errs)
			if err == nil {
				t.Fatal("no error")
			}
			var usage usageError
			if errors.As(err, &usage) != tt.usage {
				t.Errorf("wrong usage: %v, of %v", !tt.usage, err)
			}
			for _, word := range tt.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q does not say %s", err, word)
				}
			}
		})
	}
}

func TestTheLogDoesNotSayWhoseConnectionFailed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, line, want string }{
		{"a handshake that broke off", "http: TLS handshake error from 192.0.2.1:4711: EOF\n", "http: TLS handshake error: EOF"},
		{"an address of version 6", "http: TLS handshake error from [2001:db8::1]:4711: tls: bad record\n", "http: TLS handshake error: tls: bad record"},
		{"a line about nobody", "http: Accept error: too many open files; retrying\n", "http: Accept error: too many open files; retrying"},
		{"a line that ends with the address", "http: response.WriteHeader on hijacked connection from 192.0.2.1\n", "http: response.WriteHeader on hijacked connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := withoutAddress(tt.line); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The page on open data names addresses of the API and the columns of its tables; both are held against the API itself.
func TestThePageOnOpenDataKeepsItsWord(t *testing.T) {
	t.Parallel()
	url, stop := start(t, "serve", "--addr", "127.0.0.1:0")
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	for _, path := range []string{"/en/open-data", "/en/open-data?on=2025-01-01&lang=ro"} {
		page, _ := fetch(t, url+path)
		links := regexp.MustCompile(`href="(/api/[^"]+)"`).FindAllStringSubmatch(page, -1)
		if len(links) < 20 {
			t.Fatalf("%s: %d links", path, len(links))
		}
		for _, link := range links {
			address := html.UnescapeString(link[1])
			body, header := fetch(t, url+address)
			if !strings.HasPrefix(header.Get("Content-Type"), "text/csv") {
				continue
			}
			columns, _, _ := strings.Cut(body, "\r\n")
			for column := range strings.SplitSeq(columns, ",") {
				if !strings.Contains(page, "<code>"+column+"</code>") {
					t.Errorf("%s: the column %s of %s is not explained", path, column, address)
				}
			}
			if on := header.Get("Content-Disposition"); strings.Contains(path, "on=") && !strings.Contains(on, "2025-01-01-ro") {
				t.Errorf("%s gives %s", address, on)
			}
		}
		for _, list := range operationsOf(t, url) {
			if !strings.Contains(page, `href="`+list) {
				t.Errorf("%s: no link to %s", path, list)
			}
		}
	}
}

// operationsOf are the tables that the API describes.
func operationsOf(t *testing.T, url string) []string {
	t.Helper()
	described, _ := fetch(t, url+"/api/openapi.json")
	var out []string
	for _, found := range regexp.MustCompile(`"(/api/v1/law/[a-z]+\.csv)"`).FindAllStringSubmatch(described, -1) {
		out = append(out, found[1])
	}
	if len(out) == 0 {
		t.Fatal("the API describes no table")
	}
	return out
}

// fetch reads an address that must answer.
func fetch(t *testing.T, address string) (body string, header http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	all, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v", address, answer.StatusCode, err)
	}
	return string(all), answer.Header
}
