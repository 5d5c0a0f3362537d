package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

func writeFile(name, text string) error { return os.WriteFile(name, []byte(text), 0o600) }

// inFolder is an environment that names a data folder and nothing else.
func inFolder(data string) func(string) string {
	return func(name string) string {
		if name == "SEJUR_DATA" {
			return data
		}
		return ""
	}
}

// told is the line of the log of a running program that says where it serves.
type told struct{ Addr, URL, Metrics string }

// start runs the program until the test ends and returns where it serves. Its data folder is the test's own.
func start(t *testing.T, args ...string) (at told, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log, stderr := io.Pipe()
	ended := make(chan error, 1)
	data := filepath.Join(t.TempDir(), "data")
	go func() {
		ended <- run(ctx, args, inFolder(data), strings.NewReader(""), io.Discard, stderr)
		_ = stderr.Close() // the reader below ends with it
	}()
	lines := bufio.NewScanner(log)
	for at.URL == "" && lines.Scan() {
		_ = json.Unmarshal(lines.Bytes(), &at) // the line that serving begins with has the address
	}
	if at.URL == "" {
		cancel()
		t.Fatalf("it ended: %v", <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, log) }() // keep taking what it says
	return at, func() error {
		cancel()
		return <-ended
	}
}

func TestServeAnswersAndStops(t *testing.T) {
	t.Parallel()
	at, stop := start(t, "serve", "--addr", "127.0.0.1:0")
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
		{"a form of the law", "/api/v1/forms/study-permit?lang=en", "application/json", http.StatusOK},
		{"somebody's applications, for a program without a token", "/api/v1/applications", "application/problem+json", http.StatusUnauthorized},
		{"an address of the API that does not exist", "/api/nothing", "application/problem+json", http.StatusNotFound},
		{"a page that does not exist", "/en/nothing", "text/html", http.StatusNotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			answer, err := http.Get(at.URL + tt.path)
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
		env   map[string]string
		usage bool
		says  []string
	}{
		{"plain http on every address", []string{"serve", "--addr", ":8080"}, nil, false, []string{"--tls-cert", "--origin"}},
		{"plain http on a public address", []string{"serve", "--addr", "192.0.2.1:8080"}, nil, false, []string{"--tls-cert", "--origin"}},
		{"plain http by the environment", nil, map[string]string{"SEJUR_ADDR": "0.0.0.0:80"}, false, []string{"--tls-cert", "--origin", "--trusted-proxies"}},
		{"proxies without an address for people", []string{"serve", "--addr", ":8080", "--trusted-proxies", "10.0.0.0/8"}, nil, false, []string{"--origin"}},
		{"proxies and an address for people without https", []string{"serve", "--addr", ":8080", "--trusted-proxies", "10.0.0.0/8", "--origin", "http://sejur.example"}, nil, false, []string{"--origin"}},
		{"proxies that are no networks", []string{"serve", "--trusted-proxies", "10.0.0.0/8,proxy.example"}, nil, true, []string{"proxy.example"}},
		{"proxies that are none, by the environment", nil, map[string]string{"SEJUR_TRUSTED_PROXIES": "10.0.0.0/99"}, true, []string{"10.0.0.0/99"}},
		{"metrics on an address that is none", []string{"serve", "--addr", "localhost:0", "--metrics-addr", "localhost"}, nil, false, []string{"--metrics-addr"}},
		{"an address without a port", []string{"serve", "--addr", "localhost"}, nil, true, []string{"HOST:PORT"}},
		{"a certificate without its key", []string{"serve", "--tls-cert", "serve_test.go"}, nil, true, []string{"--tls-key"}},
		{"an origin that is none", []string{"serve", "--addr", "localhost:0", "--origin", "sejur"}, nil, false, []string{"origin"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			folder := inFolder(t.TempDir())
			err := run(context.Background(), tt.args, func(name string) string { return tt.env[name] + folder(name) }, strings.NewReader(""), &out, &errs)
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

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	t.Parallel()
	at, stop := start(t, "serve", "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0")
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	if at.Metrics == "" || at.Metrics == at.Addr {
		t.Fatalf("metrics at %q, pages at %q", at.Metrics, at.Addr)
	}
	fetch(t, at.URL+"/en")
	page, _ := fetch(t, "http://"+at.Metrics+"/metrics")
	for _, name := range []string{"go_goroutines", "process_start_time_seconds", "go_build_info", `sejur_http_request_duration_seconds_count{method="GET",route="/{lang}",status="2xx"} 1`,
		`sejur_jobs{state="failed"} 0`, `sejur_letters{state="waiting"} 0`, "\nsejur_audit_pending "} {
		if !strings.Contains(page, name) {
			t.Errorf("there is no %s", name)
		}
	}
	for _, address := range []string{at.URL + "/metrics", "http://" + at.Metrics + "/en", "http://" + at.Metrics + "/"} {
		if status := statusOf(t, address); status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", address, status)
		}
	}
}

func TestServeBehindProxies(t *testing.T) {
	t.Parallel()
	at, stop := start(t, "serve", "--addr", "0.0.0.0:0", "--trusted-proxies", "127.0.0.1, 10.0.0.0/8", "--origin", "https://sejur.example")
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	_, port, err := net.SplitHostPort(at.Addr)
	if err != nil || at.URL != "https://sejur.example" {
		t.Fatalf("%+v: %v", at, err)
	}
	if status := statusOf(t, "http://127.0.0.1:"+port+"/readyz"); status != http.StatusOK {
		t.Errorf("not ready: %d", status)
	}
	if status := statusOf(t, "http://127.0.0.1:"+port+"/en"); status != http.StatusMisdirectedRequest {
		t.Errorf("by its own address: %d, want 421", status)
	}
}

func TestTheLogIsJSONInUTC(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	noon := time.Date(2026, time.November, 20, 12, 0, 0, 0, time.FixedZone("Bucharest", 2*60*60))
	newLog(&out).Info("two\nlines", slog.String("cause", `"}{`), slog.Time("due", noon))
	var line struct{ Time, Msg, Cause, Due string }
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || strings.Count(out.String(), "\n") != 1 {
		t.Fatalf("not one line of JSON: %v in %q", err, out.String())
	}
	if line.Msg != "two\nlines" || line.Cause != `"}{` || !strings.HasSuffix(line.Time, "Z") || line.Due != "2026-11-20T10:00:00Z" {
		t.Errorf("the line is %s", out.String())
	}
}

func TestAServingHouseTellsOnceThatNobodyReadsPassports(t *testing.T) {
	t.Parallel()
	for reader, want := range map[string]int{"": 1, "/usr/bin/tesseract": 0} {
		var out bytes.Buffer
		tellMissing(newLog(&out), reader)
		if got := strings.Count(out.String(), "tesseract"); got != want {
			t.Errorf("with %q: %q", reader, out.String())
		}
	}
}

// statusOf asks for an address that may refuse.
func statusOf(t *testing.T, address string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close() // nothing of it is read
	return answer.StatusCode
}

func TestTheLogDoesNotSayWhoseConnectionFailed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, line, want string }{
		{"a handshake that broke off", "http: TLS handshake error from 192.0.2.1:4711: EOF\n", "http: TLS handshake error: EOF"},
		{"an address of version 6", "http: TLS handshake error from [2001:db8::1]:4711: tls: bad record\n", "http: TLS handshake error: tls: bad record"},
		{"a line about nobody", "http: Accept error: too many open files; retrying\n", "http: Accept error: too many open files; retrying"},
		{"a panic that nobody caught", "http: panic serving 192.0.2.1:4711: no law\ngoroutine 7 [running]:\n", "http: panic serving: no law\ngoroutine 7 [running]:"},
		{"a panic about an address", "http: panic serving [2001:db8::1]:4711: read from 192.0.2.1:25: EOF\n", "http: panic serving: read: EOF"},
		{"the other version of the protocol", "http2: server: error reading preface from client [::1]:4711: bogus greeting\n", "http2: server: error reading preface: bogus greeting"},
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
	at, stop := start(t, "serve", "--addr", "127.0.0.1:0")
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	for _, path := range []string{"/en/open-data", "/en/open-data?on=2025-01-01&lang=ro"} {
		page, _ := fetch(t, at.URL+path)
		links := regexp.MustCompile(`href="(/api/[^"]+)"`).FindAllStringSubmatch(page, -1)
		if len(links) < 20 {
			t.Fatalf("%s: %d links", path, len(links))
		}
		for _, link := range links {
			address := html.UnescapeString(link[1])
			body, header := fetch(t, at.URL+address)
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
		for _, list := range operationsOf(t, at.URL) {
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
