// Package faults breaks on purpose what lies between the house and its database: a proxy that loses connections and answers, and a disk
// that takes its time (slowfsync.c). The long runs and the tests of what the house does then stand on it.
package faults

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Proxy stands before a TCP server and passes on what both sides say, until it is told otherwise. Its methods may be called from
// anywhere at any time after Start.
type Proxy struct {
	Listen string // where it listens; "" is a free port of loopback
	Target string // the server

	listener net.Listener
	done     sync.WaitGroup

	mu      sync.Mutex
	pairs   map[*pair]bool
	refuse  bool
	delay   time.Duration
	gate    chan struct{} // closed while bytes may pass
	pattern []byte        // what to swallow the answer to, in small letters; nil for nothing
	lost    chan struct{} // closed when that answer is swallowed
}

// Start begins to listen and returns the address.
func (p *Proxy) Start() (string, error) {
	where := p.Listen
	if where == "" {
		where = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", where)
	if err != nil {
		return "", fmt.Errorf("listen: %w", err)
	}
	p.listener = listener
	p.pairs = map[*pair]bool{}
	p.gate = make(chan struct{})
	close(p.gate)
	p.done.Go(p.accept)
	return listener.Addr().String(), nil
}

// Close ends the proxy with all its connections.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.Refuse(true) // who was accepted a moment ago
	p.end(drop)
	p.done.Wait()
	return err
}

// Cut resets every connection on both sides, as a firewall or a failing machine does. New ones are let through.
func (p *Proxy) Cut() { p.end(reset) }

// Drop closes every connection in order, as a server does that is stopped. New ones are let through.
func (p *Proxy) Drop() { p.end(drop) }

// Refuse resets new connections from now on, or lets them through again.
func (p *Proxy) Refuse(yes bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = yes
}

// Stall lets nothing pass from now on, in either direction, as when every packet is lost: both sides wait. Resume ends it.
func (p *Proxy) Stall() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gate:
		p.gate = make(chan struct{})
	default: // it stalls already
	}
}

// Resume lets pass what was stalled, and what comes.
func (p *Proxy) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.gate:
	default:
		close(p.gate)
	}
}

// Delay makes everything wait that long before it passes, in each direction.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// SwallowAfter loses the answer to the next thing that a client says with the pattern in it, in capital or small letters: the server
// hears it and answers, but the connection is reset instead of passing the answer on. It happens once; the channel is closed then. For
// "commit" to a PostgreSQL server without TLS it is the commit that took place and whose client does not know.
func (p *Proxy) SwallowAfter(pattern string) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pattern = bytes.ToLower([]byte(pattern))
	p.lost = make(chan struct{})
	return p.lost
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // it was closed
		}
		p.done.Go(func() { p.serve(client.(*net.TCPConn)) })
	}
}

// serve stands between one client and the server until one of them leaves.
func (p *Proxy) serve(client *net.TCPConn) {
	one := &pair{client: client, ended: make(chan struct{})}
	server, err := net.Dial("tcp", p.Target)
	if err == nil {
		one.server = server.(*net.TCPConn)
	}
	if err != nil || !p.admit(one) {
		one.end(reset)
		return
	}
	var ways sync.WaitGroup
	ways.Go(func() { p.pass(one, one.client, one.server, p.asked) })
	ways.Go(func() { p.pass(one, one.server, one.client, p.answered) })
	ways.Wait()
	p.mu.Lock()
	delete(p.pairs, one)
	p.mu.Unlock()
}

// admit takes the connection in, unless new ones are refused.
func (p *Proxy) admit(one *pair) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.refuse {
		p.pairs[one] = true
	}
	return !p.refuse
}

// pass carries bytes from one side to the other. Judge sees them before they pass; what it refuses ends the connection.
func (p *Proxy) pass(one *pair, from, to *net.TCPConn, judge func(*pair, []byte) bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			if !p.wait(one) {
				return
			}
			if !judge(one, buffer[:n]) {
				one.end(reset)
				return
			}
			_, failed := to.Write(buffer[:n])
			err = errors.Join(err, failed)
		}
		if err != nil {
			one.end(drop)
			return
		}
	}
}

// wait holds bytes up as long as they were told to wait; it reports false when their connection ended meanwhile.
func (p *Proxy) wait(one *pair) bool {
	p.mu.Lock()
	gate, delay := p.gate, p.delay
	p.mu.Unlock()
	return before(time.After(delay), one.ended) && before(gate, one.ended)
}

// asked sees what a client says. The pattern may come in two pieces, so the end of what came before is kept.
func (p *Proxy) asked(one *pair, said []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pattern == nil {
		return true
	}
	one.heard = append(one.heard, bytes.ToLower(said)...)
	if bytes.Contains(one.heard, p.pattern) {
		one.lost, p.lost, p.pattern = p.lost, nil, nil
	}
	one.heard = one.heard[max(0, len(one.heard)-len(p.pattern)):]
	return true
}

// answered sees what the server says, and refuses to pass on the answer that is to be swallowed.
func (p *Proxy) answered(one *pair, _ []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one.lost == nil {
		return true
	}
	close(one.lost)
	one.lost = nil
	return false
}

func (p *Proxy) end(how ending) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for one := range p.pairs {
		one.end(how)
	}
}
