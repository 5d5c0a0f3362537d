package inspect

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// child is a process that opens one file.
type child struct {
	cmd     *exec.Cmd
	stdout  io.ReadCloser
	said    *tail
	file    io.Closer
	sent    sending
	greeted bool
}

// niceness is how far a child stands behind the server when both want the processor.
const niceness = 10

// start starts the program with a step and begins to send it the file. Its environment is empty, its folder the root, its process group its own.
//
// The goroutine stays on its thread until stop: the kernel kills the child when the thread that started it ends.
func (i *Inspector) start(ctx context.Context, file io.ReadCloser, step string) (*child, error) {
	runtime.LockOSThread()
	c := &child{said: &tail{}, file: file}
	arguments := append(slices.Clone(i.command[1:]), step, i.limits.String())
	c.cmd = exec.CommandContext(ctx, i.command[0], arguments...) //nolint:gosec // G204: the operator's own program
	c.cmd.Env = []string{}
	c.cmd.Dir = "/"
	c.cmd.Stderr = c.said
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	c.cmd.Cancel = c.kill
	c.cmd.WaitDelay = patience
	stdin, err := c.cmd.StdinPipe()
	if err == nil {
		c.stdout, err = c.cmd.StdoutPipe()
	}
	if err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	// Pages go first. A kernel that does not let it be set loses nothing but that.
	_ = unix.Setpriority(unix.PRIO_PGRP, c.cmd.Process.Pid, niceness)
	c.sent.begin(stdin, io.LimitReader(file, i.limits.Bytes+1))
	return c, nil
}

// kill kills the child and all that it started.
func (c *child) kill() error { return syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) }

// stop waits for the child to end and clears away what it started. A child whose answer is whole, or is none, is not waited for.
func (c *child) stop(answered error) fall {
	defer runtime.UnlockOSThread()
	broke := answered == nil || errors.Is(answered, errAnswer) || errors.As(answered, new(keepError))
	if !broke {
		// Its end is awaited and not taken yet: until it is, nobody else can have its number.
		for {
			err := unix.Waitid(unix.P_PID, c.cmd.Process.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
			if !errors.Is(err, unix.EINTR) {
				break
			}
		}
	}
	_ = c.kill() // nobody is left, or they are now
	err := c.cmd.Wait()
	c.sent.wait(c.file)
	return fall{err: err, said: c.said.String(), lied: errors.Is(answered, errAnswer)}
}

// sending copies the file into the child. That the child stops reading is no failure: it may have seen enough.
type sending struct {
	done chan struct{}
	mu   sync.Mutex
	err  error
}

func (s *sending) begin(to io.WriteCloser, from io.Reader) {
	s.done = make(chan struct{})
	watched := &watchedReader{r: from}
	go func() {
		defer close(s.done)
		_, _ = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{watched}, make([]byte, 64<<10))
		s.mu.Lock()
		s.err = watched.err
		s.mu.Unlock()
		_ = to.Close()
	}()
}

// patience is how long a file is waited for that does not come and that nobody needs any more.
const patience = 5 * time.Second

// wait waits until nothing is read from the file. One that hangs is closed under its reader.
func (s *sending) wait(file io.Closer) {
	select {
	case <-s.done:
	case <-time.After(patience):
		_ = file.Close()
		<-s.done
	}
}

func (s *sending) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// fall is how a child ended that gave no whole answer.
type fall struct {
	err  error
	said string
	lied bool // its answer was none: whoever wrote it is not trusted
}

// why is the refusal that follows from a child's end.
func (f fall) why(ctx context.Context) string {
	if f.lied {
		return Broken
	}
	if ctx.Err() != nil {
		return TooHeavy
	}
	var exit *exec.ExitError
	if errors.As(f.err, &exit) {
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			if by := status.Signal(); by == syscall.SIGKILL || by == syscall.SIGXCPU {
				return TooHeavy // the kernel did: out of time, or out of the machine's memory
			}
			return Broken
		}
	}
	for _, words := range []string{"out of memory", "cannot allocate memory", "limit reached", "stack exceeds"} {
		if bytes.Contains([]byte(f.said), []byte(words)) {
			return TooHeavy
		}
	}
	return Broken
}

// tail keeps the first bytes that a child says on its standard error: what it fell of stands there.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

const maxSaid = 4 << 10

// Write takes all and keeps the beginning.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p[:min(len(p), maxSaid-t.buf.Len())])
	return len(p), nil
}

// String is what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
