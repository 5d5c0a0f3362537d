package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"sejur/internal/fault"
	"sejur/internal/web/page"
)

// Limits of a body that is read as it comes.
const (
	// maxStream is how much is read of one: ten files as large as they may be. Of one that is larger the page can still tell its sender so.
	maxStream = 10*page.MaxFile + 1<<20
	// maxStreams is how many are read at once: each holds a connection and less than a megabyte.
	maxStreams = 256
	// maxStreamParts is more than a line has files.
	maxStreamParts = 64

	// In streamPatience the largest file comes at the usual pace.
	streamPatience = time.Hour
)

// Pace is what a sender must keep up: so many bytes in every while. Whoever is slower is cut off, and goes on later where they stopped.
type Pace struct {
	Step  int
	Every time.Duration
}

// UsualPace is an eighth of what a bad line in the hills makes.
func UsualPace() Pace { return Pace{Step: 32 << 10, Every: 30 * time.Second} }

// streams tells whether a request is for a row that reads its body as it comes, and has such a body.
func (s *server) streams(r *http.Request) bool {
	if r.Method != http.MethodPost || (!holdsFile(r) && !holdsBytes(r)) {
		return false
	}
	for _, pattern := range s.streaming {
		if matches(pattern, r.URL.Path) {
			return true
		}
	}
	return false
}

// matches tells whether a path is one of a pattern of the table, whose named parts stand in braces.
func matches(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && (!strings.HasPrefix(want[i], "{") || got[i] == "") {
			return false
		}
	}
	return true
}

// holdsBytes tells whether a body is no form but bytes as they are.
func holdsBytes(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/octet-stream"
}

// incoming opens a body that is read as it comes, and gives the function that ends it.
func (s *server) incoming(w http.ResponseWriter, r *http.Request) (in *page.Incoming, end func(), err error) {
	if s.flowing.Add(1) > maxStreams {
		s.flowing.Add(-1)
		return nil, nil, fault.New(fault.Unavailable, "busy")
	}
	control := http.NewResponseController(w)
	body := &paced{r: r.Body, control: control, Pace: s.pace}
	end = func() {
		s.flowing.Add(-1)
		_ = control.SetWriteDeadline(time.Now().Add(DefaultPatience)) // a connection that cannot be given more time keeps what it has
	}
	// Answers before the end of the body are written too.
	_ = control.SetWriteDeadline(time.Now().Add(streamPatience + DefaultPatience))
	if holdsBytes(r) {
		return &page.Incoming{Form: url.Values{}, Bytes: body}, end, nil
	}
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		end()
		return nil, nil, errForm
	}
	f := &flow{parts: newParts(body, params["boundary"]), in: &page.Incoming{Form: url.Values{}}, room: maxBody}
	f.in.Next = f.next
	return f.in, end, nil
}

// flow is a form that is read as it comes.
type flow struct {
	parts *parts
	in    *page.Incoming
	room  int // for all that is no file
	seen  int
}

func (f *flow) next() (page.IncomingFile, error) {
	for {
		if f.seen++; f.seen > maxStreamParts {
			return page.IncomingFile{}, errForm
		}
		part, err := f.parts.next()
		if errors.Is(err, io.EOF) {
			return page.IncomingFile{}, io.EOF
		}
		if err != nil {
			return page.IncomingFile{}, broken(err)
		}
		if !isFile(part) {
			if err := f.text(part); err != nil {
				return page.IncomingFile{}, err
			}
			continue
		}
		_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition")) // isFile has read it
		if params["filename"] == "" {
			continue // an input that nobody used
		}
		return page.IncomingFile{Reader: whole{part}, Name: params["filename"]}, nil
	}
}

// text reads a part that is no file.
func (f *flow) text(part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, int64(f.room)+1))
	if err != nil {
		return broken(err)
	}
	name := part.FormName()
	if f.room -= len(text) + len(name); f.room < 0 {
		return errForm
	}
	if !isText(name) || !isText(string(text)) {
		return errIllegible
	}
	f.in.Form.Add(name, string(text))
	return nil
}

// paced reads a body whose sender must keep a pace.
type paced struct {
	Pace
	r       io.Reader
	control *http.ResponseController
	came    int // since the deadline was set
	begun   bool
}

func (p *paced) Read(b []byte) (int, error) {
	if !p.begun || p.came >= p.Step {
		p.begun, p.came = true, 0
		_ = p.control.SetReadDeadline(time.Now().Add(p.Every)) // as above
	}
	n, err := p.r.Read(b)
	p.came += n
	return n, cut(err)
}

// whole reads a part of a form. One that ends before its end was cut off.
type whole struct{ r io.Reader }

func (w whole) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	return n, cut(err)
}

// cut tells whoever reads that the sender has gone. That a body is too large is told as it is.
func cut(err error) error {
	var large *http.MaxBytesError
	if err == nil || err == io.EOF || errors.As(err, &large) || errors.Is(err, page.ErrCut) { //nolint:errorlint // readers end with io.EOF itself
		return err
	}
	return fmt.Errorf("%w: %w", page.ErrCut, err)
}

// flowing counts the bodies that are read at this moment.
type flowing struct{ atomic.Int64 }
