// Package clamav asks a ClamAV daemon (clamd) whether a file is malware. It speaks the daemon's own protocol, of which it needs three
// words: PING, VERSION and INSTREAM (clamd(8)).
package clamav

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"time"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// ErrAddress is an address that names no scanner, or one that lies on another machine: files go to it unencrypted.
var ErrAddress = errors.New("use unix:/path/of/the/socket or a port of this machine, such as localhost:3310")

// Client asks one daemon. It may be used by many at once; the zero Client asks nobody.
type Client struct {
	network, address string
	patience         time.Duration // for a connection, for each piece that is sent, and for the answer
}

// The bounds of what is waited for and read.
const (
	usualPatience = 30 * time.Second
	piece         = 64 << 10 // bytes that are sent at once
	maxAnswer     = 4 << 10
)

// New asks at an address; a daemon that is not there yet may come later. Patience 0 is half a minute. Its error is ErrAddress.
func New(address string, patience time.Duration) (*Client, error) {
	if patience == 0 {
		patience = usualPatience
	}
	c := &Client{network: "tcp", address: address, patience: patience}
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		c.network, c.address = "unix", path
		if !filepath.IsAbs(path) {
			return nil, ErrAddress
		}
		return c, nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil || host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return nil, ErrAddress
	}
	return c, nil
}

// Scan sends a file and says what was found in it, "" when nothing was. Only the daemon's own word makes a file clean: whatever else
// happens is the fault application.ScannerDown, Unavailable; so is a file that is larger than the daemon takes. An error of the reader is
// returned as it came.
func (c *Client) Scan(ctx context.Context, r io.Reader) (found string, err error) {
	answer, err := c.ask(ctx, "INSTREAM", r)
	if err != nil {
		return "", err
	}
	if answer == "stream: OK" {
		return "", nil
	}
	name, stream := strings.CutPrefix(answer, "stream: ")
	name, malware := strings.CutSuffix(name, " FOUND")
	if !stream || !malware || name == "" {
		return "", down(fmt.Errorf("the scanner answers %q", answer))
	}
	return name, nil
}

// Version is the daemon's: its own, the number and the day of its signatures. It asks with PING first, as a life sign. Its error is that of
// Scan.
func (c *Client) Version(ctx context.Context) (string, error) {
	pong, err := c.ask(ctx, "PING", nil)
	if err != nil {
		return "", err
	}
	if pong != "PONG" {
		return "", down(fmt.Errorf("the scanner answers PING with %q", pong))
	}
	version, err := c.ask(ctx, "VERSION", nil)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(version, "ClamAV ") {
		return "", down(fmt.Errorf("the scanner answers VERSION with %q", version))
	}
	return version, nil
}

// ask says one word on a new connection, sends what belongs to it, and reads the answer.
func (c *Client) ask(ctx context.Context, word string, body io.Reader) (answer string, err error) {
	conn, err := (&net.Dialer{Timeout: c.patience}).DialContext(ctx, c.network, c.address)
	if err != nil {
		return "", down(err)
	}
	defer func() { _ = conn.Close() }() // the answer is read, or there is none
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	err = c.say(conn, word, body)
	var unread unreadable
	switch {
	case errors.As(err, &unread):
		return "", fmt.Errorf("read a file for the scanner: %w", unread.error)
	case err == nil:
		answer, err = c.hear(conn)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return "", down(err)
	}
	return answer, nil
}

// unreadable is an error of the file, which is not the scanner's.
type unreadable struct{ error }

// say sends a word, and a stream in pieces, each with its length before it and an empty one at the end.
func (c *Client) say(conn net.Conn, word string, body io.Reader) error {
	if err := c.write(conn, []byte("z"+word+"\x00")); err != nil || body == nil {
		return err
	}
	buf := make([]byte, 4+piece)
	for {
		n, err := body.Read(buf[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n)) //nolint:gosec // G115: at most piece
			if err := c.write(conn, buf[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return c.write(conn, make([]byte, 4))
		}
		if err != nil {
			return unreadable{err}
		}
	}
}

// write sends one piece in its time.
func (c *Client) write(conn net.Conn, b []byte) error {
	if err := conn.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return err
	}
	_, err := conn.Write(b)
	return err
}

// hear reads the answer, which ends with a zero byte and the connection.
func (c *Client) hear(conn net.Conn) (string, error) {
	if err := conn.SetReadDeadline(time.Now().Add(c.patience)); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, maxAnswer))
	if err != nil {
		return "", err
	}
	text, whole := bytes.CutSuffix(answer, []byte{0})
	if !whole || bytes.IndexByte(text, 0) >= 0 {
		return "", fmt.Errorf("the scanner breaks off with %q", answer)
	}
	return string(text), nil
}

// down is the fault of a scanner that gives no good answer. That somebody gave up waiting is none.
func down(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &fault.Error{Kind: fault.Unavailable, Key: application.ScannerDown, Cause: err}
}
