package web

import (
	"net/http"
	"net/url"

	"sejur/internal/web/page"
)

// maxAgain is how many inputs a form has at most that is held by the page that says that it could not be carried out: more than any of
// ours has.
const maxAgain = 1000

// again is the form of a request that may be sent again as it was: one without files that says nothing by which somebody proves who they
// are. Anything else is nil. It goes back to whoever sent it and to nobody else: guard has refused what another site's page sent.
func again(r *http.Request) url.Values {
	if r.Method != http.MethodPost || readForm(r) != nil || !legible(r) {
		return nil
	}
	inputs := 0
	for name, values := range r.PostForm {
		inputs += len(values)
		if page.Proves(name) {
			return nil
		}
	}
	if inputs > maxAgain {
		return nil
	}
	return r.PostForm
}
