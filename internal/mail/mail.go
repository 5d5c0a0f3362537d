// Package mail writes the office's e-mails and takes them out of the house.
//
// A Letter names a template, a language and a few values. A Post turns it into a Message, with the same sentences as plain text and
// as HTML, and hands it to a Sender: an SMTP server, or a folder where there is none.
//
// Mails travel and lie about in clear. So none says more than it must: no names, no numbers, no procedure, no free text of anybody, and no
// links, so that a mail with a link to sign in is never ours. Values have a form (a code, a count, a moment), and anything
// else is refused; a test reads every template in every language.
package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"time"

	"sejur/internal/fault"
	"sejur/internal/locale"
)

// Message is a letter written out in one language.
type Message struct {
	ID       string // of the letter, and the host of the origin: "0190…@sejur.example"
	From, To netmail.Address
	Date     time.Time
	Lang     locale.Lang
	Subject  string // one line
	Text     string // lines of at most 78 characters, as RFC 5322 asks
	HTML     string // the same sentences; loads nothing from anywhere
}

// Sender takes finished messages out of the house.
type Sender interface {
	// Deliver hands one message on. Its fault says whether trying again makes sense: Invalid, no; Unavailable, yes.
	Deliver(ctx context.Context, m Message) error
	// Check tells whether Deliver would find its way now, without sending anything.
	Check(ctx context.Context) error
}

// unsent is the fault of a message that may be tried again; nil stays nil.
func unsent(cause error) error {
	if cause == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Unavailable, Key: "mail.unsent", Cause: cause}
}

// Config is what a Post needs. All of it is needed.
type Config struct {
	Catalogue *locale.Catalogue
	From      netmail.Address  // the office's own: its name and its address
	Origin    string           // address of the service for people; only its host is ever said
	Sender    Sender           // the way out
	Now       func() time.Time // the clock of the Date header
}

// Post writes and sends letters. It may be used by many at once.
type Post struct {
	catalogue *locale.Catalogue
	from      netmail.Address
	site      string
	sender    Sender
	now       func() time.Time
}

// New checks the configuration: the sender's address must be one that ParseAddress takes, its name one line, the origin an address
// with a host.
func New(c Config) (*Post, error) {
	if c.Catalogue == nil || c.Sender == nil || c.Now == nil {
		return nil, errors.New("mail: catalogue, sender and clock are needed")
	}
	from, err := ParseAddress(c.From.Address)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender's address: %w", err)
	}
	if !oneLine(c.From.Name) {
		return nil, errors.New("mail: the sender's name is not one line")
	}
	origin, err := url.Parse(c.Origin)
	if err != nil || origin.Hostname() == "" {
		return nil, fmt.Errorf("mail: the origin %q has no host", c.Origin)
	}
	return &Post{
		catalogue: c.Catalogue, from: netmail.Address{Name: c.From.Name, Address: from}, site: origin.Hostname(), sender: c.Sender,
		now: c.Now,
	}, nil
}

// Send writes a letter out and hands it to the sender. Its faults are those of Render and of Sender.Deliver.
func (p *Post) Send(ctx context.Context, l Letter) error {
	m, err := p.Render(l)
	if err != nil {
		return err
	}
	if err := p.sender.Deliver(ctx, m); err != nil {
		return fmt.Errorf("send letter %s (%s): %w", l.ID, l.Template, err)
	}
	return nil
}

// Check tells whether letters would leave the house now.
func (p *Post) Check(ctx context.Context) error {
	return p.sender.Check(ctx)
}

// messageID is the Message-ID of RFC 5322, without its angle brackets. A host that is an IPv6 address stands in square ones.
func (p *Post) messageID(id string) string {
	if strings.Contains(p.site, ":") {
		return id + "@[" + p.site + "]"
	}
	return id + "@" + p.site
}
