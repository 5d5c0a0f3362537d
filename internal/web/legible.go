package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// errIllegible is a request in whose address or form stands what is no text.
var errIllegible = errors.New("the request holds what is no text")

// legible tells whether all that the pages behind the door read of a request is text. A zero byte and what is no UTF-8 cannot be kept or
// looked for in every store: PostgreSQL refuses the statement, and the reader's slip would look like a failure of ours.
func legible(r *http.Request) bool {
	return isText(r.URL.Path) && areText(r.URL.Query()) && areText(r.PostForm)
}

func areText(values url.Values) bool {
	for name, all := range values {
		if !isText(name) || !isText(strings.Join(all, "\n")) {
			return false
		}
	}
	return true
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
