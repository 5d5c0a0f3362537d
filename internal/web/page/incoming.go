package page

import (
	"errors"
	"io"
	"net/url"
)

// Incoming is a body that is read as it comes, so that a large file never lies in memory: a form of which the parts are read one after the
// other, or bytes as they are.
type Incoming struct {
	// Form is what came before the file that Next gave last, and after the end all that is no file.
	Form url.Values
	// Next is the next file of a form, whatever its input is called; io.EOF at the end. An input that nobody used is passed over. A file is
	// read before the next one is asked for; what was not read of it is dropped.
	Next func() (IncomingFile, error)
	// Bytes is the body of a request that is no form; nil otherwise.
	Bytes io.Reader
}

// IncomingFile is a file that is on its way. Its reader fails when the sender goes, or sends too slowly.
type IncomingFile struct {
	io.Reader
	Name string // as its sender calls it; nothing but a text
}

// ErrCut is the error of a body that ended before its end: the sender went, or was too slow.
var ErrCut = errors.New("the body was cut off")
