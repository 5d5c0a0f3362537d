package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Link holds an entry in its place: number Seq of the chain. The first link has number 1.
type Link struct {
	Seq   int64
	Entry string // the entry's id
	Hash  [sha256.Size]byte
}

// Next links an entry behind the link before; the zero Link stands before the first.
func Next(before Link, e Entry) Link {
	link := Link{Seq: before.Seq + 1, Entry: e.ID}
	h := sha256.New()
	part(h, "sejur/audit/link/1")
	h.Write(before.Hash[:])
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(link.Seq)) //nolint:gosec // G115: a number of the chain is never negative
	h.Write(n[:])
	digest := e.Digest()
	h.Write(digest[:])
	link.Hash = [sha256.Size]byte(h.Sum(nil))
	return link
}

// Head says how far the chain had come at a moment. It leaves the house signed, so that nobody can take back what stood below it.
type Head struct {
	Seq   int64     `json:"seq"`
	Hash  string    `json:"hash"` // hexadecimal
	At    time.Time `json:"at"`
	Epoch int64     `json:"epoch"` // how often this database was restored
}

// HeadOf is the head that the last link makes.
func HeadOf(last Link, at time.Time, epoch int64) Head {
	return Head{Seq: last.Seq, Hash: hex.EncodeToString(last.Hash[:]), At: at.UTC().Truncate(time.Microsecond), Epoch: epoch}
}

// Signed is a head with the signature of the house over its Message.
type Signed struct {
	Head
	Signature []byte `json:"signature"`
}

// Message is what is signed: the head as JSON, after words that no other signature of the house begins with.
func (h Head) Message() ([]byte, error) {
	body, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("write head %d: %w", h.Seq, err)
	}
	return append([]byte("sejur/audit/head/1\n"), body...), nil
}
