// Package verify holds the pages by which anybody checks a paper of the office that they hold in their hands: by the code printed on it, by
// a photograph of its seal, by its file; and on their own device without a network.
//
// Nothing that is sent here is kept, and nothing of it stands in an address. What an answer means, and what it does not, the pages say in
// words.
package verify

import (
	"context"
	"image"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/reference"
	"sejur/internal/verdict"
)

// Addresses, after the language.
const (
	Path        = "/verify"
	OfflinePath = Path + "/offline"
	SavePath    = Path + "/offline.html"
	WorkerPath  = Path + "/worker.js"
)

// Addresses without a language: what is published for programs (docs/verifying.md).
const (
	CertificatesPath = "/.well-known/sejur/certificates.pem"
	RevocationsPath  = "/.well-known/sejur/revocations.jws"
)

// Desk is what these pages ask of the house.
type Desk interface {
	// Admit takes one from what a network may send here. Fault: Unavailable with the key TooMany.
	Admit(ctx context.Context, client string) error
	// LookUp says what was issued under a code; what was never released is verdict.UnknownCode, whatever became of it. Faults as of Admit.
	LookUp(ctx context.Context, in LookUp) (verdict.Verdict, error)
	// Published is what anybody may have to check papers by themselves.
	Published(ctx context.Context) (Published, error)
	// PDF judges a file that the office may have issued, by certificates in PEM.
	PDF(judge verdict.Judge, certificates, file []byte) verdict.Verdict
	// Picture reads the seal in a picture. The error says that there is none that can be read.
	Picture(picture image.Image) (raw []byte, err error)
}

// TooMany is the key of the fault of a network that sent too much; n is the minutes to wait.
const TooMany = "verify.too-many"

// LookUp asks for a paper by its code.
type LookUp struct {
	Code    reference.Reference
	Lang    locale.Lang // of the reader
	Client  string      // the network that it comes from
	Request string
}

// Published is what is published for whoever checks papers.
type Published struct {
	Keys         verdict.Keyring
	Certificates []byte    // the same as certificates, in PEM
	List         string    // the last list of revoked papers as it was signed, "" = there is none yet
	Next         time.Time // when there is a newer one at the latest
}

// Law has words for what a paper is about.
type Law interface {
	Title(id string, lang locale.Lang) (string, bool)
	Titles(lang locale.Lang) map[string]string
}

// Pages answers visits.
type Pages struct {
	Desk    Desk
	Law     Law
	Origin  string  // scheme and host of absolute links, without a slash at the end
	Offline Offline // what the page without a network needs
	// reading lets one picture be opened at a time: it takes as much memory as everything else together.
	reading chan struct{}
}

// New makes the pages.
func New(p Pages) *Pages {
	p.reading = make(chan struct{}, 1)
	return &p
}

// Judge judges by what is published. The error says that the list is not believed.
func (known Published) Judge(today calendar.Date) (verdict.Judge, error) {
	judge := verdict.Judge{Keys: known.Keys, Today: today.String()}
	if known.List == "" {
		return judge, nil
	}
	var err error
	judge.List, err = verdict.ReadList(known.List, known.Keys)
	return judge, err
}
