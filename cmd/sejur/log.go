package main

import (
	"io"
	"log/slog"
	"regexp"
	"strings"
)

// newLog is the log of a running service: one JSON object a line, whatever is in it, with times in UTC.
func newLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}))
}

// nameless takes the lines that net/http logs by itself and leaves out whose connection they are about.
type nameless struct{ log *slog.Logger }

func (n nameless) Write(line []byte) (int, error) {
	n.log.Warn("connection failed", slog.String("cause", withoutAddress(string(line))))
	return len(line), nil
}

// withoutAddress cuts every address out of a line such as "http: TLS handshake error from 192.0.2.1:4711: EOF".
func withoutAddress(line string) string {
	address := regexp.MustCompile(` ?(from )?(client )?(\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F]*:[0-9a-fA-F:.]*(%\w+)?\])(:\d+)?`)
	return address.ReplaceAllString(strings.TrimSpace(line), "")
}
