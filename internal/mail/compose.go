package mail

import (
	"bytes"
	"fmt"
	netmail "net/mail"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// compose puts a message into the form of RFC 5322 and MIME. Whatever could begin a header of its own is refused here once more, for
// messages that no Post wrote.
func compose(m Message) (*gomail.Msg, error) {
	for _, header := range []string{m.ID, m.From.Name, m.From.Address, m.To.Name, m.To.Address, m.Subject} {
		if !oneLine(header) {
			return nil, fmt.Errorf("message: a header has more than one line")
		}
	}
	if m.ID == "" || m.From.Address == "" || m.To.Address == "" {
		return nil, fmt.Errorf("message: the ID, the sender or the receiver is missing")
	}
	// The program that wrote a mail is nobody's business.
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	out.FromMailAddress(&netmail.Address{Name: m.From.Name, Address: m.From.Address})
	out.ToMailAddress(&netmail.Address{Name: m.To.Name, Address: m.To.Address})
	out.SetMessageIDWithValue(m.ID)
	out.SetDateWithValue(m.Date)
	out.Subject(m.Subject)
	// RFC 3834: nobody's "I am on holiday" shall answer.
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetGenHeader(gomail.HeaderContentLang, m.Lang.Tag())
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return out, nil
}

// raw is a message as the bytes of a file.
func (m Message) raw() ([]byte, error) {
	composed, err := compose(m)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if _, err := composed.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write message: %w", err)
	}
	return out.Bytes(), nil
}

// letterID is the part of a message's ID that its letter gave.
func (m Message) letterID() string {
	id, _, _ := strings.Cut(m.ID, "@")
	return id
}
