package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// minZipped is the size below which compression does not pay.
const minZipped = 1024

// acceptsGzip tells whether the reader takes gzip (RFC 9110, section 12.5.3). A weight of zero means no.
func acceptsGzip(r *http.Request) bool {
	for _, header := range r.Header["Accept-Encoding"] {
		for part := range strings.SplitSeq(header, ",") {
			name, weight, weighted := strings.Cut(strings.TrimSpace(part), ";")
			name = strings.TrimSpace(name)
			if !strings.EqualFold(name, "gzip") && name != "*" {
				continue
			}
			return !weighted || !refused(weight)
		}
	}
	return false
}

// refused tells whether a parameter is a weight of zero: "q=0", "q=0.0".
func refused(param string) bool {
	value, ok := strings.CutPrefix(strings.ReplaceAll(param, " ", ""), "q=")
	return ok && strings.Trim(value, "0.") == ""
}

// zippers keeps compressors for the next page: each holds several hundred kilobytes of tables.
type zippers struct{ pool sync.Pool }

// write compresses data into out, as fast as gzip can: pages are made anew for every reader.
func (z *zippers) write(out *bytes.Buffer, data []byte) error {
	w, ok := z.pool.Get().(*gzip.Writer)
	if !ok {
		var err error
		w, err = gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
		if err != nil {
			return err
		}
	}
	defer z.pool.Put(w)
	w.Reset(out)
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Close()
}
