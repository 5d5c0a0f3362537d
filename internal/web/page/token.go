package page

import (
	"crypto/hmac"
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// TokenLife is how long a form that was drawn can be sent.
const TokenLife = 24 * time.Hour

// InToken is the input of a form that holds its token.
const InToken = "token"

// Tokens draws the tokens of forms. A token is bound to the session in which it was drawn and to its form, and is told apart from any
// other, so that a form that is sent twice has one outcome. Nothing is stored.
type Tokens struct{ Mark office.Marker }

// Draw makes the token of a form that is about to be shown. form is the address that it is sent to.
func (t Tokens) Draw(v *Visit, form string) string {
	drawn := strconv.FormatInt(v.Now.Unix(), 36) + "." + rand.Text()
	return drawn + "." + t.seal(v, form, drawn)
}

// Key reads the token that came with a form: the key of the act that the form asks for. A token that was drawn for another session or
// another form, or too long ago, is a fault of kind Invalid: the form is shown again, with a new one.
func (t Tokens) Key(v *Visit, form string) (string, error) {
	token := v.Form.Get(InToken)
	cut := strings.LastIndexByte(token, '.')
	if cut < 0 {
		return "", old()
	}
	drawn, seal := token[:cut], token[cut+1:]
	if !hmac.Equal([]byte(seal), []byte(t.seal(v, form, drawn))) {
		return "", old()
	}
	first, _, _ := strings.Cut(drawn, ".")
	at, err := strconv.ParseInt(first, 36, 64)
	if err != nil || v.Now.Sub(time.Unix(at, 0)) > TokenLife {
		return "", old()
	}
	return drawn, nil
}

func (t Tokens) seal(v *Visit, form, drawn string) string {
	who := v.Viewer.Actor
	return t.Mark.Mark("form", strings.Join([]string{who.ID, who.Session, form, drawn}, "\x00"))
}

// old is the fault of a form that must be sent again.
func old() error { return fault.New(fault.Invalid, "form.old") }
