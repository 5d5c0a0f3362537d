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
	"time"
)

const (
	shutdownTimeout = 20 * time.Second
	maxHeaderBytes  = 64 << 10
)

// patience is how long one connection is waited for.
type patience struct{ header, read, write, idle time.Duration }

// usual patience: the slowest honest visitor sends 64 KiB in a few seconds.
func usual() patience {
	return patience{header: 5 * time.Second, read: 15 * time.Second, write: 30 * time.Second, idle: 60 * time.Second}
}

// face is an address that is listened on and what answers there.
type face struct {
	net.Listener
	handler   http.Handler
	cert, key string // files for https, "" for http
	patience  patience
}

// faces are all addresses of one service.
type faces []*face

// serve answers requests on every face until ctx ends or one of them fails, then lets the requests under way end.
func (all faces) serve(ctx context.Context, log *slog.Logger) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, len(all))
	for _, f := range all {
		go func() {
			defer stop() // one that fails takes the others with it
			ended <- f.serve(ctx, log)
		}()
	}
	var errs []error
	for range all {
		errs = append(errs, <-ended)
	}
	return errors.Join(errs...)
}

// close stops listening without having served.
func (all faces) close() error {
	var errs []error
	for _, f := range all {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

func (f *face) serve(ctx context.Context, log *slog.Logger) error {
	server := &http.Server{
		Handler: f.handler, ReadHeaderTimeout: f.patience.header, ReadTimeout: f.patience.read, WriteTimeout: f.patience.write,
		IdleTimeout: f.patience.idle, MaxHeaderBytes: maxHeaderBytes, ErrorLog: stdlog.New(nameless{log}, "", 0),
		TLSConfig:                    &tls.Config{MinVersion: tls.VersionTLS12},
		DisableGeneralOptionsHandler: true, // "OPTIONS *" gets the headers of every other answer
	}
	ended := make(chan error, 1)
	go func() {
		if f.cert != "" {
			ended <- server.ServeTLS(f.Listener, f.cert, f.key)
			return
		}
		ended <- server.Serve(f.Listener)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serve %s: %w", f.Addr(), err)
	case <-ctx.Done():
	}
	log.Info("stopping", slog.String("addr", f.Addr().String()))
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(limit)
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}
