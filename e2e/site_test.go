//go:build e2e

// Package e2e walks through the pages as people do: in a real browser, with a checker of barriers, against the program that
// is shipped.
package e2e

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"sejur/e2e/browser"
)

// site is the running program with a browser before it.
type site struct {
	*program
	browser *browser.Browser
	axe     browser.Axe
	demo    *lazy     // nil of a site that a test has for itself
	judged  *sync.Map // shapes of pages in which barriers were looked for
}

// beside is the site of another program before the same browser.
func (s *site) beside(p *program) *site {
	return &site{program: p, browser: s.browser, axe: s.axe, judged: s.judged}
}

// shape is what a checker of barriers can tell one page from another by: which elements stand in which, with which classes and attributes.
const shape = `document.documentElement.dir + [...new Set([...document.querySelectorAll("body *")].map(e =>
	e.parentNode.tagName + ">" + e.tagName + "." + e.getAttribute("class") + e.getAttributeNames() + e.getAttribute("role") + e.type))].sort()`

// barriers looks for barriers in a page, in a view; what has the shape of a page in which they were looked for is not looked at again.
func (s *site) barriers(tab *browser.Tab, view string) ([]browser.Barrier, error) {
	of, err := browser.Read[string](tab, shape)
	if err != nil {
		return nil, err
	}
	if _, known := s.judged.LoadOrStore(sha256.Sum256([]byte(view+of)), true); known {
		return nil, nil
	}
	return tab.Barriers(s.axe)
}

// lazy is a program that is started for the first test that asks for it.
type lazy struct {
	once    sync.Once
	running *program
	err     error
}

// program is the running program.
type program struct {
	origin string
	data   string      // its data folder
	link   chan string // the first administrator's, when it was told
	stop   func() error
}

// open starts the site once for all tests. A started program is too slow to be started for each.
var open = sync.OnceValues(startSite)

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	s, err := open()
	if err != nil {
		fmt.Fprintln(os.Stderr, "start the site:", err)
		return 1
	}
	code := m.Run()
	err = errors.Join(s.browser.Close(), s.stop(), s.demo.end())
	if err != nil {
		fmt.Fprintln(os.Stderr, "stop the site:", err)
		return 1
	}
	return code
}

// theSite returns the running site.
func theSite(t *testing.T) *site {
	t.Helper()
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// start starts the demo, or gives the one that runs.
func (l *lazy) start() (*program, error) {
	l.once.Do(func() { l.running, l.err = serve("SEJUR_DEMO_BIN", "demo", "127.0.0.1:0", nil) })
	return l.running, l.err
}

// end ends the demo, if there was one.
func (l *lazy) end() error {
	l.once.Do(func() {})
	if l.running == nil {
		return nil
	}
	return l.running.stop()
}

// tab opens a tab that is closed when the test ends.
func (s *site) tab(t *testing.T, v browser.View) *browser.Tab {
	t.Helper()
	tab, err := s.browser.Tab(v)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	return tab
}

func startSite() (*site, error) {
	axe, err := browser.LoadAxe(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return nil, err
	}
	running, err := serve("SEJUR_BIN", "serve", "127.0.0.1:0", nil)
	if err != nil {
		return nil, err
	}
	b, err := browser.Start()
	if err != nil {
		return nil, errors.Join(err, running.stop())
	}
	return &site{program: running, browser: b, axe: axe, demo: &lazy{}, judged: &sync.Map{}}, nil
}

// serve starts the program that a variable names with a command, and reads from its lines where it serves. more are variables of its
// environment.
func serve(variable, command, addr string, more []string) (*program, error) {
	name := os.Getenv(variable)
	if name == "" {
		return nil, fmt.Errorf(`%s names no program; "make e2e" builds it`, variable)
	}
	data, err := os.MkdirTemp("", "sejur-e2e-")
	if err != nil {
		return nil, fmt.Errorf("make a data folder: %w", err)
	}
	lines, told := io.Pipe()
	cmd := exec.Command(name, command, "--addr", addr, "--data", data)
	cmd.Env = append(os.Environ(), more...)
	cmd.Stdout, cmd.Stderr = told, told
	err = cmd.Start()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the program: %w", err), os.RemoveAll(data))
	}
	ended := make(chan error, 1)
	go func() {
		ended <- cmd.Wait()
		_ = told.Close() // the reader below ends with it
	}()
	p := &program{
		data: data, link: make(chan string, 1),
		stop: func() error { return errors.Join(stopProgram(cmd, ended), os.RemoveAll(data)) },
	}
	found := make(chan string, 1)
	go p.read(lines, found)
	select {
	case p.origin = <-found:
		return p, nil
	case err = <-ended:
		return nil, errors.Join(fmt.Errorf("the program ended at once: %w", err), os.RemoveAll(data))
	case <-time.After(time.Minute): // no measure of speed: a machine may have other things to do
		return nil, errors.Join(errors.New("the program told no address"), p.stop())
	}
}

// read takes what the program says, to its end: the first address is its own, the one of an invitation the first administrator's.
func (p *program) read(lines io.Reader, found chan<- string) {
	address := regexp.MustCompile(`http://(127\.0\.0\.1|localhost):[1-9][0-9]*`)
	link := regexp.MustCompile(`http://\S+/staff/invitation/\S+`)
	scanner := bufio.NewScanner(lines)
	for scanner.Scan() {
		if l := link.FindString(scanner.Text()); l != "" {
			p.link <- l
			continue
		}
		if a := address.FindString(scanner.Text()); a != "" {
			select {
			case found <- a:
			default:
			}
		}
	}
	_, _ = io.Copy(io.Discard, lines) // a line that is too long ends the scanner, and the program must not wait
}

// stopProgram asks the program to end; one that was asked to and does is well.
func stopProgram(cmd *exec.Cmd, ended <-chan error) error {
	err := cmd.Process.Signal(syscall.SIGTERM)
	if err != nil {
		return fmt.Errorf("ask the program to end: %w", err)
	}
	select {
	case err = <-ended:
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() != -1 { // -1: ended by the signal itself
			return fmt.Errorf("the program ended badly: %w", err)
		}
		return nil
	case <-time.After(20 * time.Second):
		return errors.Join(errors.New("the program did not end when asked"), cmd.Process.Kill())
	}
}
