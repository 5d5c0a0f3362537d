// Package parttest is the test kit that runs real parts beside the house: a database, a mail server, an identity provider. It keeps
// one rule with their programs: a part says one line that begins with "ok" when it is ready, or with "no" and what is wrong; it
// answers each word on its standard input in the same way; and it goes, with all it made, when that input ends, so that a test's
// process that is killed leaves nothing behind either.
package parttest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
)

// Part is one running program. It is used by one goroutine.
type Part struct {
	cmd     *exec.Cmd
	words   io.WriteCloser
	answers *bufio.Reader
}

// Start runs the program and returns what it says behind its first "ok". A program that is missing, breaks off or says "no" is an
// error with what it said.
func Start(cmd *exec.Cmd) (*Part, string, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // who interrupts the tests leaves it time to tidy up
	words, err := cmd.StdinPipe()
	if err != nil {
		return nil, "", err
	}
	answers, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	cmd.Stderr = cmd.Stdout
	err = cmd.Start()
	if err != nil {
		return nil, "", err
	}
	p := &Part{cmd: cmd, words: words, answers: bufio.NewReader(answers)}
	first, err := p.answer()
	if err != nil {
		return nil, "", errors.Join(err, p.Close())
	}
	return p, first, nil
}

// Ask says a word to the program and returns what it says behind "ok"; a "no" is an error.
func (p *Part) Ask(word string) (string, error) {
	_, err := fmt.Fprintln(p.words, word)
	if err != nil {
		return "", fmt.Errorf("say %s: %w", word, err)
	}
	answer, err := p.answer()
	if err != nil {
		return "", fmt.Errorf("%s: %w", word, err)
	}
	return answer, nil
}

// answer reads up to the next answer. What else the program says is told when it breaks off.
func (p *Part) answer() (string, error) {
	var said strings.Builder
	for {
		line, err := p.answers.ReadString('\n')
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case word == "ok":
			return rest, nil
		case word == "no":
			return "", errors.New(rest)
		case err != nil:
			return "", fmt.Errorf("it ended: %s%s", said.String(), line)
		}
		said.WriteString(line)
	}
}

// Close ends the program and waits until it has tidied up. An error is how it ended.
func (p *Part) Close() error {
	err := p.words.Close()
	return errors.Join(err, p.cmd.Wait())
}
