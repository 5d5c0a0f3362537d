package inspect

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"sejur/internal/application"
	"sejur/internal/mrz"
)

// An answer is a row of records: a letter, the length of what follows in four bytes, and that. First comes the greeting, then the
// parts, each with a head and its data in pieces, then the findings, which may still say that all of it is refused, then the end. An answer
// without its end counts for nothing. Whoever reads a zone answers with the greeting, its lines and the end.
const (
	recordGreeting = 'G'
	recordFindings = 'F'
	recordPart     = 'P'
	recordData     = 'D'
	recordEnd      = 'E'
	recordZone     = 'Z'
)

// maxRecord bounds what is held of an answer at once.
const maxRecord = 64 << 10

const headLength = 5

// partHead announces a part.
type partHead struct {
	Name   application.Part `json:"part"`
	Number int              `json:"number"`
	Type   string           `json:"type"`
}

// Answer writes what the child found. Its methods are called in their order: Greet, Part as often as there are parts, End.
type Answer struct{ w *bufio.Writer }

// NewAnswer begins an answer.
func NewAnswer(w io.Writer) *Answer { return &Answer{bufio.NewWriterSize(w, maxRecord)} }

// Greet tells the parent that the child is confined and ready; what goes wrong from here on is the file's doing.
func (a *Answer) Greet() error {
	if err := a.record(recordGreeting, nil); err != nil {
		return err
	}
	return a.w.Flush()
}

// Part writes the head of a part; the data follow through the writer that it returns, up to the next call on the answer.
func (a *Answer) Part(name application.Part, number int, mediaType string) (io.Writer, error) {
	return pieces{a}, a.recordJSON(recordPart, partHead{name, number, mediaType})
}

// End writes the findings, and that nothing follows.
func (a *Answer) End(f application.Findings) error {
	err := a.recordJSON(recordFindings, f)
	if err == nil {
		err = a.record(recordEnd, nil)
	}
	if err != nil {
		return err
	}
	return a.w.Flush()
}

// EndZone writes the lines of a zone, none when none was read, and that nothing follows.
func (a *Answer) EndZone(lines []string) error {
	err := a.recordJSON(recordZone, lines)
	if err == nil {
		err = a.record(recordEnd, nil)
	}
	if err != nil {
		return err
	}
	return a.w.Flush()
}

func (a *Answer) recordJSON(kind byte, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return a.record(kind, body)
}

func (a *Answer) record(kind byte, body []byte) error {
	head := [headLength]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(body))) //nolint:gosec // G115: at most maxRecord
	if _, err := a.w.Write(head[:]); err != nil {
		return err
	}
	_, err := a.w.Write(body)
	return err
}

// pieces writes the data of a part, in records that are not too long.
type pieces struct{ a *Answer }

// Write writes p in as many records as it takes.
func (p pieces) Write(data []byte) (int, error) {
	for piece := range slices.Chunk(data, maxRecord) {
		if err := p.a.record(recordData, piece); err != nil {
			return 0, err
		}
	}
	return len(data), nil
}

// errAnswer says that an answer is not one: the child was taken over, or is another program.
var errAnswer = errors.New("the answer cannot be read")

// reading reads an answer. It believes nothing: whoever wrote it opened a stranger's file.
type reading struct {
	r    *bufio.Reader
	left int64 // bytes that the parts may still have
	rest int   // of the record of data that is being read
	next byte  // the kind of a record whose head was read ahead, with its length in rest; 0 = none
}

func newReading(r io.Reader, most int64) *reading {
	return &reading{r: bufio.NewReaderSize(r, maxRecord), left: most}
}

// head reads the head of the next record.
func (a *reading) head() (kind byte, length int, err error) {
	if a.next != 0 {
		kind, length, a.next = a.next, a.rest, 0
		a.rest = 0
		return kind, length, nil
	}
	var head [headLength]byte
	if _, err := io.ReadFull(a.r, head[:]); err != nil {
		return 0, 0, err
	}
	size := binary.BigEndian.Uint32(head[1:])
	if size > maxRecord {
		return 0, 0, fmt.Errorf("%w: a record of %d bytes", errAnswer, size)
	}
	return head[0], int(size), nil
}

// body reads a record that must be of a kind.
func (a *reading) body(kind byte) ([]byte, error) {
	got, length, err := a.head()
	if err != nil {
		return nil, err
	}
	if got != kind {
		return nil, fmt.Errorf("%w: %q where %q was to come", errAnswer, got, kind)
	}
	body := make([]byte, length)
	_, err = io.ReadFull(a.r, body)
	return body, err
}

// greeting reads the greeting.
func (a *reading) greeting() error {
	_, err := a.body(recordGreeting)
	return err
}

// findings reads the findings and looks whether they can be meant.
func (a *reading) findings(l Limits) (application.Findings, error) {
	body, err := a.body(recordFindings)
	if err != nil {
		return application.Findings{}, err
	}
	var f application.Findings
	if err := json.Unmarshal(body, &f); err != nil {
		return application.Findings{}, fmt.Errorf("%w: %w", errAnswer, err)
	}
	known := slices.Contains(application.FileKinds(), f.Kind)
	switch {
	case f.Refused != "" && (!refusal(f.Refused) || f.Kind != "" && !known):
	case f.Refused == "" && (!known || f.Pages < 1 || f.Pages > l.Pages):
	default:
		return f, nil
	}
	return application.Findings{}, fmt.Errorf("%w: findings that make no sense", errAnswer)
}

// zone reads the lines of a zone and looks whether they are those of one: every check digit is right.
func (a *reading) zone() ([]string, error) {
	body, err := a.body(recordZone)
	if err != nil {
		return nil, err
	}
	var lines []string
	if err := json.Unmarshal(body, &lines); err != nil {
		return nil, fmt.Errorf("%w: %w", errAnswer, err)
	}
	if _, printed, ok := mrz.Seen(lines); len(lines) > 0 && (!ok || !slices.Equal(printed, lines)) {
		return nil, fmt.Errorf("%w: a zone that is none", errAnswer)
	}
	return lines, a.end()
}

// end reads the end.
func (a *reading) end() error {
	_, err := a.body(recordEnd)
	return err
}

// part reads the head of the next part; ok is false when the findings come. What was left unread of the part before is passed over.
func (a *reading) part(l Limits) (piece application.Piece, ok bool, err error) {
	if _, err := io.Copy(io.Discard, dataOf{a}); err != nil {
		return piece, false, err
	}
	kind, length, err := a.head()
	switch {
	case err != nil:
		return piece, false, err
	case kind == recordFindings:
		a.next, a.rest = kind, length
		return piece, false, nil
	case kind != recordPart:
		return piece, false, fmt.Errorf("%w: %q where a part was to come", errAnswer, kind)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(a.r, body); err != nil {
		return piece, false, err
	}
	var head partHead
	if err := json.Unmarshal(body, &head); err != nil {
		return piece, false, fmt.Errorf("%w: %w", errAnswer, err)
	}
	if !head.known(l) {
		return piece, false, fmt.Errorf("%w: a part that makes no sense", errAnswer)
	}
	magic, err := a.begins(head.Type)
	if err != nil {
		return piece, false, err
	}
	if !magic {
		return piece, false, fmt.Errorf("%w: a part that is no %s", errAnswer, head.Type)
	}
	return application.Piece{Part: head.Name, N: head.Number, Type: head.Type, Data: dataOf{a}}, true, nil
}

// known tells whether there can be such a part.
func (h partHead) known(l Limits) bool {
	switch h.Name {
	case application.Clean:
		return h.Number == 0 && firstBytes(h.Type) != ""
	case application.Picture:
		return h.Number >= 1 && h.Number <= l.Pages && h.Type == "image/jpeg"
	case application.Chunk, application.Original:
	}
	return false
}

// firstBytes are those of a file of a type that the child may hand back.
func firstBytes(mediaType string) string {
	switch mediaType {
	case "image/jpeg":
		return "\xff\xd8\xff"
	case "image/png":
		return "\x89PNG\r\n\x1a\n"
	case "application/pdf":
		return "%PDF-"
	}
	return ""
}

// begins looks ahead whether the data of a part are of the type that they are said to be.
func (a *reading) begins(mediaType string) (bool, error) {
	kind, length, err := a.head()
	if err != nil {
		return false, err
	}
	want := firstBytes(mediaType)
	if kind != recordData || length < len(want) {
		return false, nil
	}
	a.rest = length
	got, err := a.r.Peek(len(want))
	return string(got) == want, err
}

// dataOf reads the data of the part whose head was read, record by record.
type dataOf struct{ a *reading }

// Read reads what is left of the present record, or begins the next one. It ends with the data.
func (d dataOf) Read(p []byte) (int, error) {
	a := d.a
	for a.next == 0 && a.rest == 0 {
		kind, length, err := a.head()
		if err != nil {
			return 0, cut(err)
		}
		a.rest = length
		if kind != recordData {
			a.next = kind
		}
	}
	if a.next != 0 {
		return 0, io.EOF
	}
	n, err := a.r.Read(p[:min(len(p), a.rest)])
	a.rest -= n
	if a.left -= int64(n); a.left < 0 {
		return 0, fmt.Errorf("%w: more than it may be", errAnswer)
	}
	return n, cut(err)
}

// cut is an error of reading of which the end is no good one.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
