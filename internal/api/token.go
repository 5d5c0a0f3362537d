package api

import (
	"net"
	"net/http"
	"strconv"
	"strings"

	"sejur/internal/fault"
)

// noToken is the key of the fault of who comes without a token, or with one that is good for nothing: nobody learns which.
const noToken = "token.none"

// enter finds out for whom a program asks. Faults: noToken; account.TooManyRequests.
func (s *server) enter(c *call) error {
	secret, ok := bearer(c.request.Header.Values("Authorization"))
	if !ok {
		return fault.New(fault.Forbidden, noToken)
	}
	program, err := s.desks.Accounts.UseToken(c.request.Context(), secret, c.client())
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Forbidden, noToken)
	}
	if err != nil {
		return err
	}
	c.by = program.Actor()
	return nil
}

// bearer reads the header (RFC 6750, section 2.1). A request that has it twice has none.
func bearer(values []string) (secret string, ok bool) {
	if len(values) != 1 {
		return "", false
	}
	scheme, secret, found := strings.Cut(values[0], " ")
	return secret, found && strings.EqualFold(scheme, "Bearer")
}

// client is the network that asks. Whoever calls the handler has put it in the place of the other end's address.
func (c *call) client() string {
	host, _, err := net.SplitHostPort(c.request.RemoteAddr)
	if err != nil {
		return c.request.RemoteAddr
	}
	return host
}

// tellWhen adds to a refusal when to come back, and what to come with.
func tellWhen(h http.Header, err error, status int) {
	switch status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="sejur"`)
	case http.StatusTooManyRequests:
		minutes := 1
		for _, a := range fault.All(err)[0].Args {
			if a.Name == "n" && a.IsNum {
				minutes = a.Count
			}
		}
		h.Set("Retry-After", strconv.Itoa(60*minutes))
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "30")
	}
}
