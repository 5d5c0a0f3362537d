package application

import (
	"strings"
	"time"
	"unicode/utf8"

	"sejur/internal/fault"
)

// MaxNote is how many letters an officer's own words about a paper or a page may have.
const MaxNote = 500

// Accept notes that the office has what it asked for. Every file of the line must have been looked into: Invalid otherwise.
func (l Line) Accept() (Line, error) {
	if l.State != Open {
		return Line{}, fault.New(fault.Conflict, "conflict")
	}
	if l.Standing() != Uploaded {
		return Line{}, fault.Field(l.Document, "casework.not-ready")
	}
	l.State = Accepted
	return l, nil
}

// Ask notes that another paper is asked for. Faults: Invalid about reason or note.
func (l Line) Ask(r Reason, note string) (Line, error) {
	note, err := Asking(r, note)
	if err != nil {
		return Line{}, err
	}
	if l.State == Replace && l.Reason == r && l.Note == note {
		return Line{}, fault.New(fault.Conflict, "conflict")
	}
	l.State, l.Reason, l.Note = Replace, r, note
	return l, nil
}

// Undo opens a line that was accepted, or for which another was asked, again.
func (l Line) Undo() (Line, error) {
	if l.State == Open {
		return Line{}, fault.New(fault.Conflict, "conflict")
	}
	l.State, l.Reason, l.Note = Open, "", ""
	return l, nil
}

// Fell tells that of what was sent in at a moment nothing is left: every file of the line that was there was refused by its check. The office
// has no such paper then, and cannot have looked at one. Files of corrections are not counted.
func (l Line) Fell(sentIn time.Time) bool {
	fell := false
	for _, u := range l.Uploads {
		if u.Correction != "" || u.ReceivedAt.After(sentIn) {
			continue
		}
		switch u.State {
		case UploadChecking, UploadWaiting, UploadReady:
			return false
		case UploadRefused:
			fell = true
		case UploadReceiving, UploadRemoved:
		}
	}
	return fell && l.State != Accepted
}

// Asking reads why something is asked again: the reason must be on the list, and OtherReason needs words of the officer's own.
func Asking(r Reason, note string) (string, error) {
	note = strings.TrimSpace(strings.ReplaceAll(note, "\r\n", "\n"))
	switch {
	case !r.Known():
		return "", fault.Field("reason", "casework.reason-missing")
	case r == OtherReason && note == "":
		return "", fault.Field("note", "casework.note-missing")
	case utf8.RuneCountInString(note) > MaxNote:
		return "", fault.Field("note", "casework.note-long", fault.Num("n", MaxNote))
	}
	return note, nil
}

// OtherReason is the reason that says nothing by itself.
const OtherReason Reason = "other"
