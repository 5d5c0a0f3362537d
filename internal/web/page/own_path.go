package page

import (
	"net/url"
	"strings"
)

// maxOwnPath is the longest address that is kept through the sign-in.
const maxOwnPath = 2048

// OwnPath reads an address that came from outside and says whether it leads to a page of this house: a path with perhaps a query, and
// nothing that a browser could take for another host. Only such an address may become a Location.
func OwnPath(address string) (string, bool) {
	if len(address) > maxOwnPath || !strings.HasPrefix(address, "/") {
		return "", false
	}
	// "//host" and, to browsers, "/\host" name a host; a control character may be dropped before the address is read. What follows "#"
	// was never asked for.
	for _, r := range address {
		if r <= ' ' || r == 0x7f || r == '\\' || r == '#' {
			return "", false
		}
	}
	u, err := url.ParseRequestURI(address)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(address, "//") {
		return "", false
	}
	return address, true
}
