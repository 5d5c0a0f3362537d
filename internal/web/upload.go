package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"sejur/internal/fault"
	"sejur/internal/web/page"
)

// Limits of a form that may hold a file.
const (
	// maxUpload is how much is read of its body: more than a file may have, so that whoever chose one that is somewhat too large is told so
	// by the page, and not by a connection that breaks.
	maxUpload = page.MaxFile + 12<<20
	// uploadPatience is how long the body is waited for, beyond what any request gets: a photograph over a slow line.
	uploadPatience = time.Minute
	// maxHeld bounds the bytes of all the files that lie in memory at once. Who comes when it is used up is told to come back.
	maxHeld = 96 << 20
	// maxParts is more than any form of ours has.
	maxParts = 16
)

// most is how many bytes the body of a request may have.
func (s *server) most(r *http.Request) int64 {
	switch {
	case s.takesFile(r):
		return maxUpload
	case s.streams(r):
		return maxStream
	}
	return maxBody
}

// patienceFor is how long a request may take.
func (s *server) patienceFor(r *http.Request) time.Duration {
	switch {
	case s.takesFile(r):
		return s.patience + uploadPatience
	case s.streams(r), programFile(r):
		return s.patience + streamPatience
	}
	return s.patience
}

func (s *server) takesFile(r *http.Request) bool {
	return r.Method == http.MethodPost && s.uploads[r.URL.Path]
}

// holdsFile tells whether the form that is sent is of the kind that may hold a file.
func holdsFile(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// held counts the bytes of the files that lie in memory.
type held struct{ n atomic.Int64 }

// take notes that so many more lie there; false when there is no room for them.
func (h *held) take(n int) bool {
	if h.n.Add(int64(n)) > maxHeld {
		h.give(n)
		return false
	}
	return true
}

func (h *held) give(n int) { h.n.Add(int64(-n)) }

// open gives what reads the form of a request, once, and the function that gives the room for its files back.
func (h *held) open(w http.ResponseWriter, r *http.Request) (read func() (page.Sent, error), done func()) {
	u := &upload{held: h, w: w, r: r}
	return u.read, func() { u.give(u.taken) }
}

// upload is a form that may hold a file.
type upload struct {
	*held
	w     http.ResponseWriter
	r     *http.Request
	taken int // of what is held
}

// read reads the whole form. Until it is called nothing of the body was read but what the connection takes by itself: a page asks first
// whether whoever sends it has not sent too many.
func (u *upload) read() (page.Sent, error) {
	_, params, err := mime.ParseMediaType(u.r.Header.Get("Content-Type"))
	if err != nil {
		return page.Sent{}, errForm
	}
	control := http.NewResponseController(u.w)
	end := time.Now().Add(uploadPatience)
	_ = control.SetReadDeadline(end) // a connection that cannot be given more time keeps what it has
	_ = control.SetWriteDeadline(end.Add(DefaultPatience))
	sent, err := u.parts(newParts(u.r.Body, params["boundary"]))
	if err == nil && !areText(sent.Form) {
		err = errIllegible
	}
	return sent, err
}

// parts reads a form part by part.
func (u *upload) parts(in *parts) (page.Sent, error) {
	out := page.Sent{Form: make(url.Values), Files: make(map[string]page.Upload)}
	room := maxBody // for all that is no file
	for range maxParts {
		part, err := in.next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, broken(err)
		}
		name := part.FormName()
		if isFile(part) {
			file, err := u.file(part)
			if err != nil {
				return out, err
			}
			if first, there := out.Files[name]; there {
				file = page.Upload{Data: first.Data, TooLarge: first.TooLarge, Several: true}
			}
			out.Files[name] = file
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, int64(room)+1))
		if err != nil {
			return out, broken(err)
		}
		if room -= len(text) + len(name); room < 0 {
			return out, errForm
		}
		out.Form.Add(name, string(text))
	}
	return out, errForm
}

// broken is the error of a body that ended or went wrong on the way: whose doing that is decides what is told.
func broken(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return fmt.Errorf("%w: %w", errForm, err)
}

// isFile tells whether a part is a file: it says how the file was called, which an input that nobody used leaves empty.
func isFile(part *multipart.Part) bool {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	_, named := params["filename"]
	return err == nil && named
}

// firstRoom is how much is made free for a file before it is known how large it is.
const firstRoom = 256 << 10

// file reads a file into memory, as far as a file may go; of a longer one the rest is read and dropped.
func (u *upload) file(part io.Reader) (page.Upload, error) {
	var data []byte
	for {
		if len(data) == cap(data) {
			larger, err := u.grow(data)
			if err != nil {
				return page.Upload{}, err
			}
			data = larger
		}
		n, err := part.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case len(data) > page.MaxFile:
			_, err = io.Copy(io.Discard, part)
			if err != nil {
				return page.Upload{}, broken(err)
			}
			return page.Upload{TooLarge: true}, nil
		case errors.Is(err, io.EOF):
			return page.Upload{Data: data}, nil
		case err != nil:
			return page.Upload{}, broken(err)
		}
	}
}

// grow moves data to where there is more room for it. While it moves both places are held.
func (u *upload) grow(data []byte) ([]byte, error) {
	room := min(max(firstRoom, 2*cap(data)), page.MaxFile+1)
	if !u.take(room) {
		return nil, fault.New(fault.Unavailable, "busy")
	}
	u.taken += room
	larger := make([]byte, len(data), room)
	copy(larger, data)
	u.give(cap(data))
	u.taken -= cap(data)
	return larger, nil
}
