package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a certificate for this machine and its key into files, and returns the pool that trusts it.
func certificate(t *testing.T) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	err = errors.Join(writeFile(cert, string(chain)), writeFile(key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))))
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	trusted.AppendCertsFromPEM(chain)
	return cert, key, trusted
}

// running starts the program and ends it with the test.
func running(t *testing.T, args ...string) told {
	t.Helper()
	at, stop := start(t, append([]string{"serve", "--addr", "localhost:0"}, args...)...)
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return at
}

// say opens a connection, says something and returns all that comes back until the other end closes.
func say(t *testing.T, addr, what string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }() // it was read to its end
	_, _ = io.WriteString(conn, what)   // the other end may have closed already
	said, _ := io.ReadAll(conn)         // a reset is an end too
	return string(said)
}

// ASVS 12.1.1 and 12.2.1.
func TestOldTLSAndPlainHTTPAreRefusedWhereTLSIsSpoken(t *testing.T) {
	t.Parallel()
	cert, key, trusted := certificate(t)
	at := running(t, "--tls-cert", cert, "--tls-key", key)
	for version, good := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			t.Parallel()
			conn, err := tls.Dial("tcp", at.Addr, &tls.Config{
				ServerName: "localhost", RootCAs: trusted, MinVersion: version, MaxVersion: version,
			})
			if (err == nil) != good {
				t.Errorf("the handshake says %v", err)
			}
			if err == nil {
				_ = conn.Close()
			}
		})
	}
	t.Run("plain", func(t *testing.T) {
		t.Parallel()
		said := say(t, at.Addr, "GET /en HTTP/1.1\r\nHost: localhost\r\n\r\n")
		if !strings.HasPrefix(said, "HTTP/1.0 400") || strings.Contains(said, "<html") {
			t.Errorf("it said %q", said)
		}
	})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}}}
	answer, err := client.Get(at.URL + "/en")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d with %v", answer.StatusCode, answer.Header)
	}
}

// ASVS 13.4.1 to 13.4.6: nothing of the inside is at the public address, and nothing says which program answers.
func TestNothingOfTheInsideIsAtThePublicAddress(t *testing.T) {
	t.Parallel()
	at := running(t, "--metrics-addr", "localhost:0")
	for _, path := range []string{
		"/.git/config", "/.env", "/debug/pprof/", "/debug/vars", "/metrics", "/server-status", "/data/sejur.db", "/keys/master.key", "/assets/", "/api/",
		"/en/..%2f..%2fetc%2fpasswd", "/assets/..%2f..%2fsejur.db", "/swagger",
	} {
		for _, line := range []string{"GET " + path, "HEAD " + path} {
			said := say(t, at.Addr, line+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
			status, header, _ := strings.Cut(said, "\r\n")
			if !strings.HasPrefix(status, "HTTP/1.1 404") {
				t.Errorf("%s: %s, want 404", line, status)
			}
			for _, name := range []string{"\r\nServer:", "\r\nX-Powered-By:", "\r\nVia:"} {
				if strings.Contains("\r\n"+header, name) {
					t.Errorf("%s: it says what it is: %s", line, name)
				}
			}
		}
	}
}

// ASVS 4.1.4, 4.2.1 and 13.4.4: what is no request of ours is refused before a page sees it.
func TestRequestsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	at := running(t)
	const host = "Host: localhost\r\nConnection: close\r\n"
	for name, tt := range map[string]struct{ says, want string }{
		"the trace of a request":             {"TRACE /en HTTP/1.1\r\n" + host + "\r\n", "405"},
		"a tunnel":                           {"CONNECT db.example:5432 HTTP/1.1\r\n" + host + "\r\n", "421"},
		"a method that nobody knows":         {"BREW /en HTTP/1.1\r\n" + host + "\r\n", "405"},
		"options of the server":              {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "400"},
		"two lengths":                        {"POST /en HTTP/1.1\r\n" + host + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde", "400"},
		"chunks that are none":               {"POST /en HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "501"},
		"a length below zero":                {"POST /en HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "400"},
		"two hosts":                          {"GET /en HTTP/1.1\r\n" + host + "Host: evil.example\r\n\r\n", "400"},
		"no host":                            {"GET /en HTTP/1.1\r\nConnection: close\r\n\r\n", "400"},
		"an address of another host":         {"GET http://evil.example/en HTTP/1.1\r\n" + host + "\r\n", "421"},
		"a header with a zero":               {"GET /en HTTP/1.1\r\n" + host + "X: a\x00b\r\n\r\n", "400"},
		"a header of a hundred kilobytes":    {"GET /en HTTP/1.1\r\n" + host + "X: " + strings.Repeat("x", 100<<10) + "\r\n\r\n", "431"},
		"a header of a megabyte":             {"GET /en HTTP/1.1\r\n" + host + "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", "431"},
		"ten thousand headers":               {"GET /en HTTP/1.1\r\n" + host + strings.Repeat("X-Some: thing\r\n", 10_000) + "\r\n", "431"},
		"no HTTP at all":                     {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"},
		"a body that says it has a gigabyte": {"POST /en HTTP/1.1\r\n" + host + "Content-Length: 1073741824\r\n\r\nabc", "413"},
		"a length beside chunks, of which the chunks count": {
			"POST /en HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /readyz HTTP/1.1\r\n\r\n", "405"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := say(t, at.Addr, tt.says)
			status, _, _ := strings.Cut(said, "\r\n")
			if !strings.Contains(status, " "+tt.want+" ") {
				t.Errorf("it said %q, want %s", status, tt.want)
			}
			if n := strings.Count(said, "HTTP/1."); n != 1 {
				t.Errorf("%d answers to one request: %s", n, said)
			}
		})
	}
}

// ASVS 13.1.3 and the slow attacks: whoever does not come to the point is left.
func TestASlowClientIsLeft(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{
		"half a header":     "GET /en HTTP/1.1\r\nHost: localhost\r\nX-",
		"nothing":           "",
		"half a body":       "POST /en HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc",
		"one more request?": "GET /en HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "localhost:0")
			if err != nil {
				t.Fatal(err)
			}
			const soon = 50 * time.Millisecond
			f := &face{Listener: listener, patience: patience{header: soon, read: soon, write: soon, idle: soon}, handler: http.HandlerFunc(
				func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- f.serve(ctx, slog.New(slog.DiscardHandler)) }()
			say(t, listener.Addr().String(), says) // comes back when the other end closes, and not before
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
	for what, limit := range map[string]time.Duration{
		"header": usual().header, "read": usual().read, "write": usual().write, "idle": usual().idle,
	} {
		if limit <= 0 || limit > time.Minute {
			t.Errorf("%s: the usual patience is %s", what, limit)
		}
	}
}

// Bytes that come now and then buy no time: a head must be there whole within the patience for it. Whoever asks meanwhile is answered.
func TestManyWhoSendAHeaderByteByByteAreCutOffWhileOthersAreServed(t *testing.T) {
	t.Parallel()
	cert, key, trusted := certificate(t)
	for name, tt := range map[string]struct{ cert, key, begins string }{
		"a header": {begins: "GET /slow HTTP/1.1\r\nHost: localhost\r\nX-Slow: "},
		"a line":   {begins: "GET /"},
		"TLS":      {cert, key, "\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03"}, // a greeting of which 16 KB are still to come
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "localhost:0")
			if err != nil {
				t.Fatal(err)
			}
			p := usual()
			p.header = time.Second
			f := &face{Listener: listener, cert: tt.cert, key: tt.key, patience: p, handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/en" {
					t.Errorf("%s was asked for", r.URL.Path)
				}
			})}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() { ended <- f.serve(ctx, slog.New(slog.DiscardHandler)) }()
			address := "http://" + listener.Addr().String() + "/en"
			if tt.cert != "" {
				address = strings.Replace(address, "http://127.0.0.1", "https://localhost", 1)
			}
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}}}
			cut := make(chan error)
			const many = 100
			for range many {
				go func() { cut <- drip(listener.Addr().String(), tt.begins) }()
			}
			for left := many; left > 0; {
				select {
				case err := <-cut:
					if err != nil {
						t.Error(err)
					}
					left--
				default:
					answer, err := client.Get(address)
					if err != nil {
						t.Fatal(err)
					}
					_ = answer.Body.Close() // its head says it
					if answer.StatusCode != http.StatusOK {
						t.Errorf("meanwhile: %s", answer.Status)
					}
				}
			}
			client.CloseIdleConnections()
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// drip says something and goes on with a byte now and then, until the other end closes. An error is that it did not.
func drip(addr, begins string) error {
	conn, err := net.Dial("tcp", addr)
	if err == nil {
		err = conn.SetDeadline(time.Now().Add(time.Minute))
	}
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // which ends the writer below
	go func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		_, err := io.WriteString(conn, begins)
		for err == nil {
			<-tick.C
			_, err = conn.Write([]byte{'x'})
		}
	}()
	if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return nil // a reset is an end too
}
