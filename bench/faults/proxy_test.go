package faults_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"sejur/bench/faults"
	"sejur/internal/store/storetest"
)

// echo answers each line with itself and keeps what it heard.
type echo struct {
	mu    sync.Mutex
	heard []string
}

func (e *echo) lines() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.heard...)
}

func (e *echo) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		e.mu.Lock()
		e.heard = append(e.heard, lines.Text())
		e.mu.Unlock()
		_, err := fmt.Fprintln(conn, lines.Text())
		if err != nil {
			return
		}
	}
}

// newProxy returns a running proxy before an echo, and its address.
func newProxy(t *testing.T) (*faults.Proxy, string, *echo) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	e := new(echo)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go e.serve(conn)
		}
	}()
	proxy, address := start(t, listener.Addr().String())
	return proxy, address, e
}

func start(t *testing.T, target string) (*faults.Proxy, string) {
	t.Helper()
	proxy := &faults.Proxy{Target: target}
	address, err := proxy.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := proxy.Close()
		if err != nil {
			t.Error(err)
		}
	})
	return proxy, address
}

// client speaks lines.
type client struct {
	net.Conn
	answers *bufio.Reader
}

func dial(t *testing.T, address string) client {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return client{conn, bufio.NewReader(conn)}
}

func (c client) say(t *testing.T, words string) {
	t.Helper()
	_, err := io.WriteString(c, words)
	if err != nil {
		t.Fatal(err)
	}
}

func (c client) hears(t *testing.T, want string) {
	t.Helper()
	got, err := c.answers.ReadString('\n')
	if err != nil || got != want+"\n" {
		t.Fatalf("heard %q, %v, want %s", got, err, want)
	}
}

// ends fails unless the connection ends: in order, or by a reset.
func (c client) ends(t *testing.T, inOrder bool) {
	t.Helper()
	got, err := c.answers.ReadString('\n')
	if got != "" || err == nil || (err == io.EOF) != inOrder {
		t.Errorf("heard %q, %v, want the end, in order: %t", got, err, inOrder)
	}
}

// refused fails if the proxy lets a new client through. A reset may come while it is still connecting.
func refused(t *testing.T, address string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	t.Cleanup(func() { _ = conn.Close() })
	client{conn, bufio.NewReader(conn)}.ends(t, false)
}

func TestAProxyPassesOnWhatBothSay(t *testing.T) {
	t.Parallel()
	proxy, address, _ := newProxy(t)
	proxy.Delay(1)
	one, other := dial(t, address), dial(t, address)
	one.say(t, "one\n")
	other.say(t, "other\n")
	one.hears(t, "one")
	other.hears(t, "other")
}

func TestConnectionsEndAndNewOnesAreLetThrough(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		end     func(*faults.Proxy)
		inOrder bool
	}{
		"cut":     {(*faults.Proxy).Cut, false},
		"dropped": {(*faults.Proxy).Drop, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy, address, _ := newProxy(t)
			one := dial(t, address)
			one.say(t, "one\n")
			one.hears(t, "one")
			row.end(proxy)
			one.ends(t, row.inOrder)
			two := dial(t, address)
			two.say(t, "two\n")
			two.hears(t, "two")
		})
	}
}

func TestNewConnectionsAreRefusedForATime(t *testing.T) {
	t.Parallel()
	proxy, address, _ := newProxy(t)
	old := dial(t, address)
	old.say(t, "old\n")
	old.hears(t, "old")
	proxy.Refuse(true)
	refused(t, address)
	old.say(t, "still there\n")
	old.hears(t, "still there")
	proxy.Refuse(false)
	again := dial(t, address)
	again.say(t, "again\n")
	again.hears(t, "again")
}

func TestAServerThatIsAwayResets(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	err = listener.Close() // nobody is there any more
	if err != nil {
		t.Fatal(err)
	}
	_, address := start(t, listener.Addr().String())
	refused(t, address)
}

func TestNothingPassesWhileItStalls(t *testing.T) {
	t.Parallel()
	proxy, address, e := newProxy(t)
	stalled, cut := dial(t, address), dial(t, address)
	for _, c := range []client{stalled, cut} {
		c.say(t, "before\n")
		c.hears(t, "before")
	}
	proxy.Stall()
	stalled.say(t, "meanwhile\n")
	if got := e.lines(); len(got) != 2 {
		t.Errorf("the server heard %v, want what was said before", got)
	}
	proxy.Resume()
	stalled.hears(t, "meanwhile")
	proxy.Stall()
	cut.say(t, "never\n")
	proxy.Cut()
	cut.ends(t, false)
}

func TestOneAnswerIsSwallowed(t *testing.T) {
	t.Parallel()
	proxy, address, e := newProxy(t)
	one, other := dial(t, address), dial(t, address)
	lost := proxy.SwallowAfter("Commit")
	other.say(t, "begin\n")
	other.hears(t, "begin")
	one.say(t, "com") // the rest comes in a piece of its own
	other.say(t, "mit\n")
	other.hears(t, "mit")
	one.say(t, "MIT\n")
	<-lost
	one.ends(t, false)
	other.say(t, "commit\n")
	other.hears(t, "commit")
	if diff := cmp.Diff([]string{"begin", "mit", "comMIT", "commit"}, e.lines()); diff != "" {
		t.Errorf("the server heard (-want +got):\n%s", diff)
	}
}

func TestACommitWhoseAnswerIsLostTookPlace(t *testing.T) {
	t.Parallel()
	url := storetest.Postgres(t)
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	server := fmt.Sprintf("%s:%d", config.Host, config.Port)
	proxy, address := start(t, server)
	through, err := pgx.Connect(t.Context(), strings.Replace(url, server, address, 1))
	if err != nil {
		t.Fatal(err)
	}
	direct, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = direct.Close(t.Context()) })
	_, err = direct.Exec(t.Context(), "CREATE TABLE desk (id INT)")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := through.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec(t.Context(), "INSERT INTO desk VALUES ($1)", 1)
	if err != nil {
		t.Fatal(err)
	}
	proxy.SwallowAfter("commit")
	err = tx.Commit(t.Context())
	if err == nil {
		t.Error("the client was told that its commit took place")
	}
	var rows int
	err = direct.QueryRow(t.Context(), "SELECT count(*) FROM desk").Scan(&rows)
	if err != nil || rows != 1 {
		t.Errorf("the table has %d rows, %v, want the one that was committed", rows, err)
	}
}
