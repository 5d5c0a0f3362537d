package ui

import "time"

// Said is something that one side said to the other.
type Said struct {
	At   time.Time
	Who  string
	Own  bool   // by the reader's side
	Text string // as it was written, with its lines
	New  string // "not read yet" in words, "" = it was read
}

func (s Said) class() string {
	if s.Own {
		return "said said-own"
	}
	return "said"
}
