// Package signer lets the key that signs documents lie in a process of its own, run by another user of the machine than the pages are.
//
// What goes over the socket between the two is the name of a verb and the id of a document, and back how it ended: never a byte that
// is to be signed, never a signature, never a fact of anybody. The signing process reads for itself in the database what it is asked to sign,
// looks whether that may be signed, and stores what it signed there. So whoever has taken the pages over gets no key and no signature
// under a text of their own; what they can do is ask that a document be signed that stands in the database as ready.
//
// It is HTTP over a Unix socket, which gives it bounds and waits that are known to hold:
//
//	POST /v1/documents/{id}/sign    seals a planned document
//	POST /v1/documents/{id}/print   draws it, signs the PDF, keeps and releases it
//	POST /v1/revocations            signs the list of what is good no more, where it is due
//	GET  /v1/about                  says who signs here
//
// A request has no body and no query. Done is 204; what is refused has a kind and a key as every fault has.
package signer

import (
	"context"
	"time"

	"sejur/internal/fault"
)

// Desk does what is asked. The desk of documents is one, and so is Client, which asks another process.
type Desk interface {
	// Sign seals a planned document; signed already it changes nothing.
	Sign(ctx context.Context, id string) error
	// Print draws a signed document, signs the file, keeps and releases it; released already it changes nothing.
	Print(ctx context.Context, id string) error
	// PublishList signs the list of what is good no more, where it is due.
	PublishList(ctx context.Context) error
}

// About says who signs. It is public: all of it stands in a certificate.
type About struct {
	Identifier string    `json:"identifier"`
	Reference  string    `json:"reference"`
	Until      time.Time `json:"until"` // the key's last moment
	Specimen   bool      `json:"specimen"`
}

// What goes over the socket is bounded in every direction.
const (
	maxHead    = 8 << 10         // bytes of a request's head
	maxAnswer  = 8 << 10         // bytes of an answer
	maxAtOnce  = 32              // requests under way; more are told to come back
	headWait   = 5 * time.Second // for the head of a request
	deskWait   = time.Minute     // for the desk: a PDF is drawn in it, and a token may be slow
	idleWait   = time.Minute     // until a connection that nobody uses is closed
	dialWait   = 2 * time.Second // for somebody to take the call
	answerWait = deskWait + 5*time.Second
	stopWait   = 20 * time.Second // for requests under way when the process is told to stop
)

// refusal is how an answer says that something was not done.
type refusal struct {
	Kind string `json:"kind"`
	Key  string `json:"key"`
}

// kinds are the names of faults on the socket.
func kinds() map[fault.Kind]string {
	return map[fault.Kind]string{
		fault.Internal: "internal", fault.Invalid: "invalid", fault.NotFound: "not-found", fault.Conflict: "conflict",
		fault.Forbidden: "forbidden", fault.Unavailable: "unavailable",
	}
}

// kindOf is the kind of a name; Internal for one that nobody knows.
func kindOf(name string) fault.Kind {
	for kind, known := range kinds() {
		if known == name {
			return kind
		}
	}
	return fault.Internal
}
