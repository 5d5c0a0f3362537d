package application

import "io"

// Source is a stored file to look into. Open gives its plain bytes, Size of them; it may be called once for each try.
type Source struct {
	Open func() (io.ReadCloser, error)
	Size int64
}

// Findings are what was found in an upload when it was looked into.
type Findings struct {
	Kind    FileKind `json:"kind,omitempty"`    // "" when the file was refused before it was known
	Pages   int      `json:"pages,omitempty"`   // of a PDF; 1 of a picture
	Signed  bool     `json:"signed,omitempty"`  // a PDF with a signature in it: there is no clean copy, its own bytes are kept
	Refused string   `json:"refused,omitempty"` // the message key that says why and what to do, "" when the file is taken
}

// Piece is something made out of an upload: its clean copy (Part Clean), or the picture of a page (Part Picture). Data is read once, while the
// piece is handed over.
type Piece struct {
	Part Part
	N    int    // of the page, from 1; 0 of the clean copy
	Type string // application/pdf, image/jpeg or image/png; a picture is always a JPEG
	Data io.Reader
}
