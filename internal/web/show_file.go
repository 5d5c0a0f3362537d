package web

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"sejur/internal/web/page"
)

// sandboxed is the policy of files: whatever a browser takes one for, it runs nothing, asks for nothing and has no origin (ASVS 3.2.1).
const sandboxed = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"

// fileHeaders say what a file is, and that it is kept and not opened unless it is a picture of ours.
func fileHeaders(h http.Header, f *page.File) {
	h.Set("Content-Type", f.Type)
	h.Set("Content-Security-Policy", sandboxed)
	if f.Shown {
		h.Set("Content-Disposition", disposition("inline", f.Name))
		return
	}
	h.Set("Content-Disposition", disposition("attachment", f.Name))
}

// disposition names a file (RFC 6266): in letters that every browser reads the same, and, when the name has others, a second time as
// RFC 8187 writes them. Nothing in the name can end the header or leave the folder.
func disposition(kind, name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("-_. ()", r):
			return r
		}
		return '_'
	}, name)
	out := kind + `; filename="` + plain + `"`
	if plain != name {
		out += "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
	}
	return out
}

// passPatience is how long a file is sent: 20 MB over a line of 64 kbit/s.
const passPatience = 45 * time.Minute

// pass sends a file as it is read. When it cannot be read to its end the connection is cut, so that nobody takes half of it for the whole.
func (s *server) pass(w http.ResponseWriter, r *http.Request, reply page.Reply, whole func()) error {
	f := reply.File
	defer func() { _ = f.Stream.Close() }() // only read
	w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	whole()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(passPatience)) // a connection that cannot be given more time keeps what it has
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	n, err := io.Copy(w, f.Stream)
	if err != nil || n != f.Size {
		panic(http.ErrAbortHandler)
	}
	return nil
}
