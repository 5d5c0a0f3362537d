package web

import (
	"io"
	"net/http"
	"strings"
	"time"

	"sejur/internal/fault"
)

// programs hands requests to the API. The network that asks stands in the place of the other end's address, because only the house knows which
// proxies are believed about it; and a file is read as those of pages are, at the same pace and as many at once. The request is the house's own copy.
func (s *server) programs(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = "unknown"
		if client := exchangeOf(w).client; client.IsValid() {
			r.RemoteAddr = client.String()
		}
		if programFile(r) {
			defer s.flow(w, r)()
		}
		api.ServeHTTP(w, r)
	})
}

// programFile tells whether a program sends a file.
func programFile(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/api/v1/applications/") && strings.HasSuffix(r.URL.Path, "/uploads")
}

// flow lets the body of a request be read as it comes, and gives the function that ends it. When too many are read the body says so.
func (s *server) flow(w http.ResponseWriter, r *http.Request) (end func()) {
	if s.flowing.Add(1) > maxStreams {
		r.Body = io.NopCloser(busy{})
		return func() { s.flowing.Add(-1) }
	}
	control := http.NewResponseController(w)
	r.Body = pacedBody{&paced{r: r.Body, control: control}, r.Body}
	_ = control.SetWriteDeadline(time.Now().Add(streamPatience + DefaultPatience)) // a connection that cannot be given more time keeps what it has
	return func() {
		s.flowing.Add(-1)
		_ = control.SetWriteDeadline(time.Now().Add(DefaultPatience)) // as above
	}
}

// pacedBody is a body whose sender must keep a pace.
type pacedBody struct {
	*paced
	io.Closer
}

// busy is a body that nobody has the time to read.
type busy struct{}

func (busy) Read([]byte) (int, error) { return 0, fault.New(fault.Unavailable, "busy") }
