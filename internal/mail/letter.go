package mail

import "sejur/internal/locale"

// Letter is one e-mail that the office sends: which one, to whom, in which language. It holds no sentence; Render finds those.
type Letter struct {
	ID       string            // UUIDv7 of the outbox row; becomes the Message-ID, so that a repeated sending is known as such
	To       string            // address
	Lang     locale.Lang       // one that the service does not speak counts as Romanian
	Template string            // key of a template, e.g. "sign-in-code"
	Args     map[string]string // values of its placeholders: exactly those that the template names, in the form it wants
}
