package application

import (
	"slices"
	"time"
)

// UploadID is the id of a file that was sent.
type UploadID string

// UploadState says how far a file has come.
type UploadState string

// The states of a file.
const (
	UploadReceiving UploadState = "receiving" // parts of it are here
	UploadChecking  UploadState = "checking"  // it is here, whole and safe; nobody has looked into it
	UploadWaiting   UploadState = "waiting"   // for the scanner, which gives no answer
	UploadReady     UploadState = "ready"
	UploadRefused   UploadState = "refused" // Refused says what to do
	UploadRemoved   UploadState = "removed" // by its owner; it can be brought back for a while
)

// UploadStates are all states of a file.
func UploadStates() []UploadState {
	return []UploadState{UploadReceiving, UploadChecking, UploadWaiting, UploadReady, UploadRefused, UploadRemoved}
}

// FileKind is what a file is, by its content.
type FileKind string

// The kinds that are taken.
const (
	PDF  FileKind = "pdf"
	JPEG FileKind = "jpeg"
	PNG  FileKind = "png"
	HEIC FileKind = "heic"
)

// FileKinds are all kinds.
func FileKinds() []FileKind { return []FileKind{PDF, JPEG, PNG, HEIC} }

// Scan says what the scanner for malware found.
type Scan string

// The answers of the scanner. Unscanned: the house has none.
const (
	ScanClean Scan = "clean"
	ScanFound Scan = "found"
	Unscanned Scan = "unscanned"
)

// Upload is a file that was sent for a line.
type Upload struct {
	ID          UploadID
	Application ID
	Document    string // the line's
	Correction  string // "" = before it was submitted
	Position    int    // within the line
	Name        string // as its sender calls it
	State       UploadState
	Refused     string   // key of what is wrong and what to do
	Kind        FileKind // "" until it was looked into
	Pages       int
	Size        int64 // bytes received so far
	Expected    int64 // bytes that were announced, 0 = not said
	Digest      string
	Scanned     Scan
	ReceivedAt  time.Time
	CheckedAt   time.Time
	RemovedAt   time.Time
	Version     int64
}

// The bounds of what is sent (ASVS 5.2.1, 5.2.4).
const (
	MaxUpload  = 20 << 20 // bytes of one file
	MaxOfLine  = 20       // files of one line
	MaxOfAll   = 200      // files of one application
	MaxName    = 200      // characters of a name that are kept
	MaxAllSize = 500 << 20
)

// Part says what a stored file is of its upload.
type Part string

// The parts.
const (
	Chunk    Part = "chunk"    // a piece of one that is being received
	Original Part = "original" // as it was sent; never shown in a browser
	Clean    Part = "clean"    // a picture turned upright and written anew
	Picture  Part = "picture"  // of a page
)

// Parts are all parts.
func Parts() []Part { return []Part{Chunk, Original, Clean, Picture} }

// Flaw is what is wrong with a stored file.
type Flaw string

// The flaws.
const (
	Lost    Flaw = "lost"
	Altered Flaw = "altered"
)

// File is a stored file of an upload.
type File struct {
	Upload UploadID
	Part   Part
	N      int // of chunks and pictures from 1
	Stored
	Flaw Flaw
}

// Reason is why another paper, or another answer, is asked for: an id of the list. Its sentence is the message "reason." and the id.
type Reason string

// Reasons for asking again, in the order in which a page lists them.
func Reasons() []Reason {
	return []Reason{"unreadable", "incomplete", "wrong-document", "expired", "too-old", "not-translated", "not-legalised", "not-signed", "does-not-match", "wrong-answer", "other"}
}

// Known tells whether the reason is on the list.
func (r Reason) Known() bool { return slices.Contains(Reasons(), r) }
