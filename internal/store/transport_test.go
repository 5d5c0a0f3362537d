package store_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"sejur/internal/store"
)

// ASVS 12.3.1, 12.3.2: nothing is said to a database on another machine unless its certificate is checked.
func TestADatabaseElsewhereIsNotSpokenToInClear(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{
		"no word about TLS":                        "postgres://sejur:secret@192.0.2.1/sejur",
		"no TLS":                                   "postgres://sejur:secret@192.0.2.1/sejur?sslmode=disable",
		"TLS if the server likes":                  "postgres://sejur:secret@192.0.2.1/sejur?sslmode=prefer",
		"TLS with any certificate":                 "postgres://sejur:secret@192.0.2.1/sejur?sslmode=require",
		"a certificate of anybody's whom we trust": "postgresql://sejur:secret@192.0.2.1/sejur?sslmode=verify-ca",
		"a second machine beside this one":         "postgres://sejur:secret@127.0.0.1,192.0.2.1/sejur",
		"a name that begins like this machine's":   "postgres://sejur:secret@localhost.example/sejur",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, open := range []func() (*store.Store, error){
				func() (*store.Store, error) { return store.Open(t.Context(), store.Config{Database: address}) },
				func() (*store.Store, error) { return store.OpenReadOnly(t.Context(), store.Config{Database: address}) },
			} {
				_, err := open()
				if !errors.Is(err, store.ErrInClear) || strings.Contains(err.Error(), "secret") {
					t.Errorf("told %v", err)
				}
			}
		})
	}
}

func TestADatabaseOnThisMachineNeedsNoTLS(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://sejur@127.0.0.1:1/sejur?sslmode=disable", "postgres://sejur@[::1]:1/sejur", "postgres://sejur@localhost:1/sejur",
		"postgres:///sejur?host=/nowhere",
	} {
		_, err := store.Open(t.Context(), store.Config{Database: address})
		if err == nil || errors.Is(err, store.ErrInClear) {
			t.Errorf("%s: told %v, want that nobody is there", address, err)
		}
	}
}

// impostor answers as PostgreSQL does when it is asked for TLS, and returns all that it was told in clear after that.
func impostor(t *testing.T, yes bool) (address string, heard <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() }) // whoever still speaks to it has gone
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	told := make(chan string, 8)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			told <- pretend(conn, config, yes)
		}
	}()
	return listener.Addr().String(), told
}

// pretend serves one connection and returns what it learned.
func pretend(conn net.Conn, config *tls.Config, yes bool) string {
	defer func() { _ = conn.Close() }() // nothing was written that matters
	asked := make([]byte, 8)
	if _, err := io.ReadFull(conn, asked); err != nil {
		return "nothing"
	}
	const forTLS = 80877103 // SSLRequest (PostgreSQL, frontend and backend protocol)
	if binary.BigEndian.Uint32(asked[4:]) != forTLS {
		return "it begins in clear: " + string(asked)
	}
	if !yes {
		_, _ = conn.Write([]byte("N"))
		rest, _ := io.ReadAll(conn)
		return string(rest)
	}
	_, _ = conn.Write([]byte("S"))
	hidden := tls.Server(conn, config)
	rest, _ := io.ReadAll(hidden)
	return string(rest)
}

func TestAnImpostorOfTheDatabaseLearnsNothing(t *testing.T) {
	t.Parallel()
	for name, yes := range map[string]bool{"with a certificate that nobody vouches for": true, "that has no TLS": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, heard := impostor(t, yes)
			_, err := store.Open(t.Context(), store.Config{Database: "postgres://sejur:secret@" + address + "/sejur?sslmode=verify-full"})
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("told %v", err)
			}
			if got := <-heard; got != "" {
				t.Errorf("it learned %q", got)
			}
		})
	}
}
