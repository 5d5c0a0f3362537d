package page

import (
	"strings"
	"time"
)

// cookieDone carries what a form did to the page that follows it.
const cookieDone = "done"

// SeeOtherDone sends the reader on after a form did what it was asked to. The page that follows tells them so: words are what was done
// and, if it needs more, a few words beside it, all of small letters, digits and hyphens.
func SeeOtherDone(address string, words ...string) Reply {
	reply := SeeOther(address)
	reply.Cookies = append(reply.Cookies, Cookie{Name: cookieDone, Value: strings.Join(words, "."), Life: time.Minute})
	return reply
}

// Done is what a form did just before this visit, and the words beside it; "" if none did. A page that tells it takes the cookie away.
func (v *Visit) Done() (what string, words []string) {
	parts := strings.Split(v.Cookie(cookieDone), ".")
	return parts[0], parts[1:]
}

// TellDone notes that the page told what was done: it is told once.
func (v *Visit) TellDone(reply Reply) Reply {
	if v.Cookie(cookieDone) != "" {
		reply.Cookies = append(reply.Cookies, Cookie{Name: cookieDone})
	}
	return reply
}
