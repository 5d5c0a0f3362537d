package api

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"slices"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office/filing"
)

// The addresses of the papers of an application.
const (
	paperPath   = applicationPath + "/documents/{document}"
	uploadsPath = paperPath + "/uploads"
	uploadPath  = uploadsPath + "/{upload}"
)

// papers are the addresses by which papers are sent.
func papers() []operation {
	line := []param{idParam(), {name: "document", in: "path", about: "The id of a document that is asked for."}}
	one := append(slices.Clone(line), param{name: "upload", in: "path", about: "The id of a file that was sent."})
	name := param{name: "name", in: "query", about: "How its sender calls the file, when its bytes are sent alone."}
	out := []operation{
		{
			method: http.MethodGet, path: paperPath, id: "showPaper", summary: "A paper with what was sent for it", params: line,
			out: reflect.TypeFor[Paper](), tagged: true, answer: (*server).paper,
		},
		{
			method: http.MethodPut, path: paperPath, id: "datePaper", summary: "Say on which day a paper was issued",
			detail: "As it stands on the paper. A paper for which nothing was sent has version 0.", params: line, in: reflect.TypeFor[PaperInput](),
			over: true, status: http.StatusNoContent, answer: (*server).datePaper,
		},
		{
			method: http.MethodPost, path: uploadsPath, id: "sendUpload", summary: "Send a file",
			detail: "PDF, JPEG, PNG or HEIC, up to 20 MB. It is looked into afterwards: ask for its state. The same bytes twice are one file.",
			params: append(slices.Clone(line), name), file: true, out: reflect.TypeFor[Upload](), once: true, status: http.StatusCreated,
			answer: (*server).receive,
		},
		{
			method: http.MethodGet, path: uploadPath, id: "showUpload", summary: "How far a file is", params: one, out: reflect.TypeFor[Upload](),
			answer: (*server).upload,
		},
		{
			method: http.MethodGet, path: uploadPath + "/original", id: "fetchOriginal", summary: "A file as it was sent",
			detail: "To be kept, and not to be opened in the place. There is none before the file was looked into, nor of one that was refused.",
			params: one, files: []string{"application/pdf", "image/heic", "image/jpeg", "image/png"}, answer: (*server).original,
		},
		{
			method: http.MethodDelete, path: uploadPath, id: "removeUpload", summary: "Take a file back",
			detail: "It can be brought back for thirty days.", params: one, status: http.StatusNoContent, answer: (*server).removeUpload,
		},
		{
			method: http.MethodPost, path: uploadPath + "/restore", id: "restoreUpload", summary: "Bring a file back", params: one, once: true,
			status: http.StatusNoContent, answer: (*server).restoreUpload,
		},
	}
	for i := range out {
		out[i].paper = true
	}
	return out
}

// Paper is a paper that is asked for, with what was sent for it.
type Paper struct {
	Document   string               `json:"document"`
	Title      string               `json:"title"`
	Standing   application.Standing `json:"standing"`
	Changeable bool                 `json:"changeable"` // files may be sent and taken back
	Kinds      []string             `json:"kinds"`      // of files that are best
	IssuedOn   *calendar.Date       `json:"issued_on"`  // as it stands on the paper
	GoodUntil  *calendar.Date       `json:"good_until"` // null: for ever, or nobody knows
	Uploads    []Upload             `json:"uploads"`
	Removed    []Upload             `json:"removed"` // what can be brought back
	Version    int64                `json:"version"`
}

// PaperInput is what somebody reads on a paper.
type PaperInput struct {
	IssuedOn calendar.Date `json:"issued_on,omitzero" doc:"The day of issue; absent: not said."`
}

func (s *server) line(c *call) (filing.UploadLine, error) {
	return s.desks.Uploads.OpenLine(c.request.Context(), c.by, c.which(), c.request.PathValue("document"), c.printer.Lang())
}

func (s *server) paper(c *call) (any, error) {
	l, err := s.line(c)
	if err != nil {
		return nil, err
	}
	out := Paper{
		Document: l.Paper.ID, Title: l.Paper.Title, Standing: l.Line.Standing(), Changeable: l.Changeable, Kinds: list(l.Kinds),
		IssuedOn: unlessZero(l.Line.IssuedOn), GoodUntil: unlessZero(l.GoodUntil), Uploads: uploadsOf(l.Line.Uploads), Removed: uploadsOf(l.Removed),
		Version: l.Line.Version,
	}
	return seen(out, l.Line.Version), nil
}

func (s *server) datePaper(c *call) (any, error) {
	var in PaperInput
	if faults := read(c.body, &in); len(faults) > 0 {
		return nil, faults
	}
	err := s.desks.Uploads.SetIssued(c.request.Context(), c.by, c.asked(), filing.SetIssued{
		Application: c.which(), Document: c.request.PathValue("document"), Day: in.IssuedOn, Version: c.version,
	})
	return reply{}, stale(err, func() (any, error) {
		now, err := s.paper(c)
		if err != nil {
			return nil, err
		}
		return now.(reply).body, nil
	}, in)
}

// receive takes a file as it comes: nothing of it lies in memory but what is on its way to the store.
func (s *server) receive(c *call) (any, error) {
	in := filing.NewUpload{
		Application: c.which(), Document: c.request.PathValue("document"), Name: c.query.Get("name"), Size: max(c.request.ContentLength, 0),
		From: c.client(),
	}
	body, err := c.sentFile(&in)
	if err != nil {
		return nil, err
	}
	up, err := s.desks.Uploads.Receive(c.request.Context(), c.by, c.asked(), in, body)
	if err != nil {
		return nil, err
	}
	return reply{body: uploadOf(up), location: c.request.URL.Path + "/" + string(up.ID)}, nil
}

// sentFile finds the file in a body: its bytes alone, or the one part of a form.
func (c *call) sentFile(in *filing.NewUpload) (io.Reader, error) {
	kind, params, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil {
		return nil, fault.New(fault.Invalid, fileType)
	}
	switch kind {
	case "application/octet-stream", "application/pdf", "image/jpeg", "image/png", "image/heic", "image/heif":
		return sentBody{c.request.Body}, nil
	case "multipart/form-data":
	default:
		return nil, fault.New(fault.Invalid, fileType)
	}
	parts := multipart.NewReader(sentBody{c.request.Body}, params["boundary"])
	part, err := parts.NextRawPart()
	if err != nil || part.FormName() != "file" {
		return nil, fault.New(fault.Invalid, "body.file")
	}
	in.Name, in.Size = part.FileName(), 0
	return &onlyPart{part: sentBody{part}, rest: parts}, nil
}

// fileType is the key of the fault of a body that is no file.
const fileType = "body.file-type"

// onlyPart is a part of a form that has no other.
type onlyPart struct {
	part io.Reader
	rest *multipart.Reader
}

func (p *onlyPart) Read(b []byte) (int, error) {
	n, err := p.part.Read(b)
	if err == nil || !errors.Is(err, io.EOF) {
		return n, err
	}
	if _, end := p.rest.NextRawPart(); !errors.Is(end, io.EOF) {
		return n, fault.New(fault.Invalid, "body.file")
	}
	return n, io.EOF
}

// sentBody is a body whose sender may stop half way, or send more than there may be.
type sentBody struct{ io.Reader }

func (b sentBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	var tooMuch *http.MaxBytesError
	var told *fault.Error
	switch {
	case err == nil, errors.Is(err, io.EOF), errors.As(err, &told):
	case errors.As(err, &tooMuch):
		err = fault.New(fault.Invalid, application.FileTooLarge)
	default:
		err = &fault.Error{Kind: fault.Invalid, Key: "body.cut-off", Cause: err}
	}
	return n, err
}

// named is the file that the address names.
func (c *call) named() filing.OneUpload {
	return filing.OneUpload{
		Application: c.which(), Document: c.request.PathValue("document"), Upload: application.UploadID(c.request.PathValue("upload")),
	}
}

func (s *server) upload(c *call) (any, error) {
	l, err := s.line(c)
	if err != nil {
		return nil, err
	}
	for _, up := range l.Line.Uploads {
		if up.ID == c.named().Upload {
			return uploadOf(up), nil
		}
	}
	return nil, notFound("")
}

func (s *server) original(c *call) (any, error) {
	return s.desks.Uploads.Original(c.request.Context(), c.by, c.named())
}

func (s *server) removeUpload(c *call) (any, error) {
	return reply{}, s.desks.Uploads.RemoveUpload(c.request.Context(), c.by, c.asked(), c.named())
}

func (s *server) restoreUpload(c *call) (any, error) {
	return reply{}, s.desks.Uploads.RestoreUpload(c.request.Context(), c.by, c.asked(), c.named())
}

// Upload is a file that was sent.
type Upload struct {
	ID         application.UploadID    `json:"id"`
	Document   string                  `json:"document"`
	Name       string                  `json:"name"` // as its sender called it
	State      application.UploadState `json:"state"`
	Refused    string                  `json:"refused,omitempty"` // why, as a key
	Kind       application.FileKind    `json:"kind,omitempty"`
	Pages      int                     `json:"pages"`
	Size       int64                   `json:"size"`
	Digest     string                  `json:"sha256,omitempty"`
	ReceivedAt *time.Time              `json:"received_at"`
}

func uploadsOf(all []application.Upload) []Upload {
	out := []Upload{}
	for _, u := range all {
		out = append(out, uploadOf(u))
	}
	return out
}

func uploadOf(u application.Upload) Upload {
	return Upload{
		ID: u.ID, Document: u.Document, Name: u.Name, State: u.State, Refused: u.Refused, Kind: u.Kind, Pages: u.Pages, Size: u.Size,
		Digest: u.Digest, ReceivedAt: unlessZero(u.ReceivedAt),
	}
}
