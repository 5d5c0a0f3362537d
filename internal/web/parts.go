package web

import (
	"io"
	"mime/multipart"
)

// maxPartHead is what stands before a part of a form at most: multipart.Reader by itself would keep ten megabytes of it.
const maxPartHead = 16 << 10

// parts are those of a form, one after the other.
type parts struct {
	from *headed
	all  *multipart.Reader
	last *multipart.Part
}

func newParts(r io.Reader, boundary string) *parts {
	from := &headed{r: r}
	return &parts{from: from, all: multipart.NewReader(from, boundary)}
}

// next reads to the next part. What is left of the one before is read over first, so that the bound is that of a head alone.
func (p *parts) next() (*multipart.Part, error) {
	if p.last != nil {
		if _, err := io.Copy(io.Discard, p.last); err != nil {
			return nil, err
		}
	}
	p.from.bound, p.from.left = true, maxPartHead
	defer func() { p.from.bound = false }()
	var err error
	p.last, err = p.all.NextRawPart()
	return p.last, err
}

// headed reads a form, and no more than so many bytes while it is bound.
type headed struct {
	r     io.Reader
	bound bool
	left  int
}

func (h *headed) Read(b []byte) (int, error) {
	if !h.bound {
		return h.r.Read(b)
	}
	if h.left <= 0 {
		return 0, errForm
	}
	n, err := h.r.Read(b[:min(len(b), h.left)])
	h.left -= n
	return n, err
}
