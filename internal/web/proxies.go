package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the networks of the proxies in front of the house. What a header says about who asks is believed from them alone:
// anybody else could write it.
type proxies []netip.Prefix

func (p proxies) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(a) })
}

// peer is the other end of the connection and whether it is a trusted proxy. The zero address means that it cannot be read.
func (p proxies) peer(r *http.Request) (peer netip.Addr, trusted bool) {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	peer = at.Addr().Unmap().WithZone("")
	return peer, p.trusts(peer)
}

// maxHops bounds how many entries of X-Forwarded-For are read.
const maxHops = 32

// client finds who asks behind a trusted peer. Each proxy adds at the end of X-Forwarded-For whom it was asked by, so the list is read
// from there: the first address that is no proxy of ours is the client, and all before it is hearsay. An entry that cannot be read
// ends the search at the last address that could.
func (p proxies) client(peer netip.Addr, h http.Header) netip.Addr {
	at := peer
	hops := strings.Split(strings.Join(h.Values("X-Forwarded-For"), ","), ",")
	for i, n := len(hops)-1, 0; i >= 0 && n < maxHops && p.trusts(at); i, n = i-1, n+1 {
		next, ok := address(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = next
	}
	return at
}

// address reads an address as proxies write it: bare, in brackets, or with a port.
func address(s string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return a.Unmap().WithZone(""), err == nil
}

// saysPlain tells whether the nearest proxy says that it was reached by plain http.
func saysPlain(h http.Header) bool {
	said := strings.Split(strings.Join(h.Values("X-Forwarded-Proto"), ","), ",")
	return strings.EqualFold(strings.TrimSpace(said[len(said)-1]), "http")
}

// network is the part of an address that one household or one machine has: all of IPv4's, the first half of IPv6's.
func network(a netip.Addr) netip.Prefix {
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	n, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // the zero address has no network
	}
	return n
}
