package faults

import (
	"net"
	"sync"
)

// pair is one client with its own connection to the server.
type pair struct {
	client, server *net.TCPConn // server is nil when it cannot be reached
	once           sync.Once
	ended          chan struct{}

	heard []byte        // the end of what the client said, in small letters
	lost  chan struct{} // the answer that comes next is to be swallowed, and this closed
}

// ending is how a connection ends.
type ending int

const (
	drop  ending = iota // in order: the other side reads to the end
	reset               // at once, with an error
)

// end closes both sides; only the first call counts.
func (one *pair) end(how ending) {
	one.once.Do(func() {
		close(one.ended)
		for _, side := range []*net.TCPConn{one.client, one.server} {
			if side == nil {
				continue
			}
			if how == reset {
				_ = side.SetLinger(0) // a side that has gone already needs no reset
			}
			_ = side.Close()
		}
	})
}

// before reports whether the channel speaks or closes before the end.
func before[T any](c <-chan T, end <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-end:
		return false
	}
}
