package signer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"sejur/internal/fault"
)

// Client asks the signing process. It may be used by many at once.
type Client struct{ http *http.Client }

// NewClient asks at a socket. Nobody needs to listen there yet.
func NewClient(socket string) *Client {
	return &Client{http: &http.Client{
		Timeout: answerWait,
		Transport: &http.Transport{
			DialContext:            func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, socket) },
			MaxConnsPerHost:        maxAtOnce,
			MaxIdleConnsPerHost:    maxAtOnce,
			IdleConnTimeout:        idleWait / 2, // before the other side closes it
			MaxResponseHeaderBytes: maxHead,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// dial calls at a socket.
func dial(ctx context.Context, socket string) (net.Conn, error) {
	return (&net.Dialer{Timeout: dialWait}).DialContext(ctx, "unix", socket)
}

// Sign lets a planned document be sealed. Its errors are the desk's faults, Unavailable when no answer came: it may have happened all
// the same, and is asked for again.
func (c *Client) Sign(ctx context.Context, id string) error {
	return c.ask(ctx, "/v1/documents/"+url.PathEscape(id)+"/sign")
}

// Print lets a signed document be drawn and released. Its errors are those of Sign.
func (c *Client) Print(ctx context.Context, id string) error {
	return c.ask(ctx, "/v1/documents/"+url.PathEscape(id)+"/print")
}

// PublishList lets the list of what is good no more be signed. Its errors are those of Sign.
func (c *Client) PublishList(ctx context.Context) error { return c.ask(ctx, "/v1/revocations") }

// About asks who signs. Its error is Unavailable.
func (c *Client) About(ctx context.Context) (About, error) {
	status, body, err := c.call(ctx, http.MethodGet, "/v1/about")
	if err != nil {
		return About{}, err
	}
	var a About
	if status != http.StatusOK || json.Unmarshal(body, &a) != nil || a.Identifier == "" {
		return About{}, gone(fmt.Errorf("no signer answers there (status %d)", status))
	}
	return a, nil
}

// ask asks for one thing.
func (c *Client) ask(ctx context.Context, path string) error {
	status, body, err := c.call(ctx, http.MethodPost, path)
	if err != nil || status == http.StatusNoContent {
		return err
	}
	var r refusal
	if json.Unmarshal(body, &r) != nil || r.Kind == "" || r.Key == "" {
		return gone(fmt.Errorf("no signer answers there (status %d)", status))
	}
	if kind := kindOf(r.Kind); kind != fault.Internal {
		return fault.New(kind, r.Key)
	}
	return errors.New("the signing process failed; its own log says why")
}

// call sends a request without a body and reads the answer.
func (c *Client) call(ctx context.Context, method, path string) (status int, body []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://signer"+path, http.NoBody)
	if err != nil {
		return 0, nil, fmt.Errorf("ask the signer: %w", err)
	}
	r.Header["Idempotency-Key"] = nil // never sent: it lets net/http ask again when an idle connection was closed meanwhile
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, gone(err)
	}
	defer func() { _ = answer.Body.Close() }() // only read
	body, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return 0, nil, gone(err)
	}
	return answer.StatusCode, body, nil
}

// gone is the fault of a signer that gave no answer.
func gone(cause error) error { return &fault.Error{Kind: fault.Unavailable, Key: away, Cause: cause} }
