// Package parse is the child that opens a stranger's file: `sejur parse`, which package inspect starts and nobody types.
//
// It runs three times over, each time as the same program. First it gives away what it may do and starts itself anew (confine.go): limits of time
// and memory, no new rights, no files but the system's programs, no network, no signals to others. Then it opens the file that comes on its
// standard input and answers on its standard output. To draw the pages of a PDF it starts itself once more, gives away the right to start anything,
// and becomes poppler's pdftoppm. Later, and in a run of its own, it reads the zone of a passport on a copy that it made: it finds the zone (package zone), and
// becomes tesseract in the same way. Nothing is written to a disk: file, copies and pictures go through pipes.
package parse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
)

// Step is which of its three lives the child is in.
type Step string

// The steps.
const (
	Begin Step = "begin" // give away, start anew
	Open  Step = "open"  // open the file
	Draw  Step = "draw"  // give away the rest, become the program that draws

	BeginZone Step = "begin-zone" // as Begin
	Zone      Step = "zone"       // read the zone of a passport on a picture
	DrawFirst Step = "draw-first" // as Draw, the first page alone
	See       Step = "see"        // give away the rest, become the program that reads
)

// Run does a step within limits, as package inspect writes them. It returns only from Open and Zone, or when something of the machine's is wrong: of a file that is
// refused it answers so.
func Run(step Step, limits inspect.Limits, stdin io.Reader, stdout io.Writer) error {
	switch step {
	case Begin:
		return begin(Open, limits)
	case BeginZone:
		return begin(Zone, limits)
	case Open:
		return open(limits, stdin, stdout)
	case Zone:
		return readZone(limits, stdin, stdout)
	case Draw:
		return become(Drawer(), drawing(), nil, limits.Draw)
	case DrawFirst:
		return become(Drawer(), drawingFirst(), nil, limits.Draw)
	case See:
		return become(Reader(), seeing(), []string{"OMP_THREAD_LIMIT=1"}, min(limits.Zone, limits.CPU-time.Second)) // more than the child has itself cannot be given
	}
	return fmt.Errorf("no step %q", step)
}

// refused is why a file is refused: one of the keys of package inspect.
type refused string

// Error gives the key.
func (r refused) Error() string { return string(r) }

// opened is a file that is accepted.
type opened struct {
	findings application.Findings
	hand     func(*inspect.Answer) error // writes the parts
}

// open reads the file, judges it and answers.
func open(l inspect.Limits, stdin io.Reader, stdout io.Writer) error {
	debug.SetMemoryLimit(l.Memory * 3 / 4) // collect rather than die
	answer := inspect.NewAnswer(stdout)
	if err := answer.Greet(); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(stdin, l.Bytes+1))
	if err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	file, err := judge(l, data)
	if err == nil {
		err = file.hand(answer)
	}
	var why refused
	switch {
	case errors.As(err, &why):
		file.findings = application.Findings{Kind: file.findings.Kind, Refused: string(why)}
	case err != nil:
		return err
	}
	return answer.End(file.findings)
}

// judge opens a file by its content. What makes a parser fall is a broken file.
func judge(l inspect.Limits, data []byte) (file opened, err error) {
	kind, err := sniff(l, data)
	if err != nil {
		return opened{}, err
	}
	defer func() {
		if recover() != nil {
			file, err = opened{findings: application.Findings{Kind: kind}}, refused(inspect.Broken)
		}
	}()
	switch kind {
	case application.PDF:
		file, err = openPDF(l, data)
	case application.JPEG:
		file, err = openJPEG(l, data)
	case application.PNG:
		file, err = openPNG(l, data)
	case application.HEIC:
		file, err = openHEIC(l, data)
	}
	file.findings.Kind = kind
	return file, err
}

// sniff tells the kind of a file by its first bytes. A file that is something else besides (a PDF that is a ZIP too) is what its first bytes
// say, and is written anew as that alone.
func sniff(l inspect.Limits, data []byte) (application.FileKind, error) {
	switch {
	case len(data) == 0:
		return "", refused(inspect.Empty)
	case int64(len(data)) > l.Bytes:
		return "", refused(inspect.Large)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return application.PDF, nil
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return application.JPEG, nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return application.PNG, nil
	case isHEIC(data):
		return application.HEIC, nil
	}
	return "", other(data)
}
