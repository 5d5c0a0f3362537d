package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"sejur/internal/api"
	"sejur/internal/locale"
	"sejur/internal/web"
)

// Time limits of one connection. The slowest honest visitor sends 64 KiB in a few seconds.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 60 * time.Second
	shutdownTimeout   = 20 * time.Second
	maxHeaderBytes    = 64 << 10
)

// What is kept is small (the law and the messages, some 5 MB) and what a page leaves behind is much: collecting at twice the
// kept heap, as Go does by itself, would run a dozen times a second under load and make every hundredth reader wait. Garbage may
// grow further instead, up to a bound that a small machine can spare. GOGC and GOMEMLIMIT, when set, decide instead.
const (
	gcPercent   = 1600
	memoryLimit = 112 << 20
)

// defaultAddr serves this machine alone.
const defaultAddr = "localhost:8080"

// serveCommand serves pages and API until it is told to stop.
type serveCommand struct {
	Addr    string `name:"addr" placeholder:"HOST:PORT" help:"Where to listen. Default: SEJUR_ADDR, then localhost:8080. Port 0 takes a free one."`
	Origin  string `name:"origin" placeholder:"URL" help:"The address under which people reach the service. Default: the one it listens on."`
	TLSCert string `name:"tls-cert" placeholder:"FILE" type:"existingfile" help:"Certificate chain in PEM; speaks https."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" type:"existingfile" help:"Private key in PEM."`
	lawFlag
}

// Help is the long help of the command.
func (*serveCommand) Help() string {
	return "Example: sejur serve --addr localhost:8080 --origin https://sejur.example (behind a proxy on the same machine that speaks https)"
}

// Run serves until ctx is cancelled, then lets the requests under way end.
func (c *serveCommand) Run(ctx context.Context, d *desk) error {
	if d.getenv("GOGC") == "" && d.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	log := slog.New(slog.NewTextHandler(d.stderr, nil))
	addr, err := c.address(d)
	if err != nil {
		return err
	}
	catalogue, err := locale.Load()
	if err != nil {
		return err
	}
	l, err := c.load(catalogue)
	if err != nil {
		return err
	}
	machine, err := api.New(api.Config{Law: l, Catalogue: catalogue, Now: d.now, Log: log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	origin := c.origin(addr, listener.Addr())
	pages, err := web.NewHandler(web.Config{Law: l, Catalogue: catalogue, Origin: origin, Now: d.now, Log: log, API: machine})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	log.Info("serving", slog.String("addr", listener.Addr().String()), slog.String("url", origin),
		slog.String("law", l.Version()))
	return c.serve(ctx, listener, pages, log)
}

// address is where to listen. Plain http leaves this machine only through somebody's proxy: what people answer about their stay
// is not for others on the way.
func (c *serveCommand) address(d *desk) (string, error) {
	addr := c.Addr
	if addr == "" {
		addr = d.getenv("SEJUR_ADDR")
	}
	if addr == "" {
		addr = defaultAddr
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", usageError{fmt.Errorf("--addr %s: use HOST:PORT", addr)}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return "", usageError{errors.New("--tls-cert and --tls-key belong together")}
	}
	if c.TLSCert == "" && !web.Loopback(host) {
		return "", fmt.Errorf("plain http is served on this machine only, and %s can be reached from others; "+
			"either give --tls-cert and --tls-key, or listen on localhost behind a proxy that speaks https and give its --origin", addr)
	}
	return addr, nil
}

// origin is the address for people: the one given, or the one listened on with the port that was taken.
func (c *serveCommand) origin(addr string, listening net.Addr) string {
	if c.Origin != "" {
		return c.Origin
	}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	host, port, _ := net.SplitHostPort(addr) // address has read it
	if tcp, ok := listening.(*net.TCPAddr); ok {
		port = strconv.Itoa(tcp.Port)
	}
	if host == "" || net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// serve answers requests until ctx ends or the listener fails.
func (c *serveCommand) serve(ctx context.Context, listener net.Listener, pages http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler: pages, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes, ErrorLog: stdlog.New(nameless{log}, "", 0),
		TLSConfig:                    &tls.Config{MinVersion: tls.VersionTLS12},
		DisableGeneralOptionsHandler: true, // "OPTIONS *" gets the headers of every other answer
	}
	ended := make(chan error, 1)
	go func() {
		if c.TLSCert != "" {
			ended <- server.ServeTLS(listener, c.TLSCert, c.TLSKey)
			return
		}
		ended <- server.Serve(listener)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(limit); err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// nameless takes the lines that net/http logs by itself and leaves out whose connection they are about.
type nameless struct{ log *slog.Logger }

func (n nameless) Write(line []byte) (int, error) {
	n.log.Warn("connection failed", slog.String("cause", withoutAddress(string(line))))
	return len(line), nil
}

// withoutAddress cuts the client out of "http: TLS handshake error from 192.0.2.1:4711: EOF".
func withoutAddress(line string) string {
	before, rest, found := strings.Cut(strings.TrimSpace(line), " from ")
	if !found {
		return before
	}
	if _, cause, told := strings.Cut(rest, ": "); told {
		return before + ": " + cause
	}
	return before
}
