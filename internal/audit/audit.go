// Package audit is the record of everything that was changed and everything that was looked at.
//
// A use case writes one Entry in its own transaction. No entry refers to another, so writers never wait for each other; a sealer
// links the entries afterwards into one chain without gaps, and signed heads of the chain leave the house. An entry that is
// edited, removed, moved or slipped in breaks the chain; a tail cut off or an old copy of everything contradicts the heads.
//
// The record never holds a value of anybody's: names of fields, keyed hashes of what stood in them, and ids that mean nothing once
// the row they name is gone.
package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"time"
)

// Entry is one line of the record: who did or saw what, about whom, why and when.
type Entry struct {
	ID      string    // UUIDv7, made by the use case
	At      time.Time // UTC, whole microseconds
	Actor   string    // the account's id, or the name of a part of the system
	As      string    // in which capacity: nobody, applicant, staff, system
	Office  string    // where the actor works, "" if nowhere
	Action  string    // what: "account.sign-in"
	Subject string    // whom it is about, as kind/id; "" if nobody
	Purpose string    // why; never empty
	Request string    // the request that caused it, "" if none did
	Reason  string    // a reason from a list or in the actor's words, where one is asked; "" otherwise
	Fields  []Field   // what was changed
}

// Field is one changed field. Before and After are keyed hashes, never values; "" stands for nothing.
type Field struct {
	Name   string `json:"name"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Digest is the SHA-256 over every part of the entry, each led by its length, so that no two entries read the same.
func (e Entry) Digest() [sha256.Size]byte {
	h := sha256.New()
	for _, s := range []string{
		"sejur/audit/entry/1", e.ID, e.At.UTC().Format(time.RFC3339Nano), e.Actor, e.As, e.Office, e.Action, e.Subject, e.Purpose,
		e.Request, e.Reason,
	} {
		part(h, s)
	}
	for _, f := range e.Fields {
		part(h, f.Name)
		part(h, f.Before)
		part(h, f.After)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// part writes one string with its length before it.
func part(h hash.Hash, s string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}
