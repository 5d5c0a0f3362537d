package applicant

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
)

// arrived is what a script is told of a file that it sends in parts.
type arrived struct {
	To    string `json:"to,omitempty"`    // where its parts go
	At    int64  `json:"at"`              // bytes that are here
	Whole bool   `json:"whole"`           // it is here and will be looked into
	Wrong string `json:"wrong,omitempty"` // the sentence to show
	Again bool   `json:"again,omitempty"` // it may be tried again in a while
}

// Begin announces a file that comes in parts, or finds where one stopped.
func (p *Uploads) Begin(ctx context.Context, v *page.Visit) (page.Reply, error) {
	one := uploadOf(v)
	if _, err := p.Tokens.Key(v, v.Path); err != nil {
		return refusedPart(v, err)
	}
	size, err := strconv.ParseInt(v.Form.Get("size"), 10, 64)
	if err != nil {
		size = -1
	}
	up, err := p.Desk.Begin(ctx, v.By(), filing.Asked{Request: v.Request}, filing.NewUpload{
		Application: one.Application, Document: one.Document, Name: v.Form.Get("name"), Size: size, Digest: v.Form.Get("digest"), From: v.From(),
	})
	return p.arrived(v, up, err)
}

// Part takes the bytes of a file from where the address says, and ends it with its last ones.
func (p *Uploads) Part(ctx context.Context, v *page.Visit) (page.Reply, error) {
	one := uploadOf(v)
	at, err := strconv.ParseInt(v.Query.Get("at"), 10, 64)
	if err != nil || v.Incoming == nil {
		return page.Reply{}, fault.New(fault.NotFound, "not-found")
	}
	in, err := v.Incoming()
	if err != nil {
		return page.Reply{}, err
	}
	if in.Bytes == nil {
		return page.Reply{}, fault.New(fault.NotFound, "not-found")
	}
	asked := filing.Asked{Request: v.Request}
	up, err := p.Desk.Append(ctx, v.By(), asked, one, at, in.Bytes)
	if err == nil && up.State == application.UploadReceiving && up.Size == up.Expected {
		up, err = p.Desk.Finish(ctx, v.By(), asked, one)
	}
	return p.arrived(v, up, err)
}

func (p *Uploads) arrived(v *page.Visit, up application.Upload, err error) (page.Reply, error) {
	if err != nil {
		return refusedPart(v, err)
	}
	one := filing.OneUpload{Application: up.Application, Document: up.Document, Upload: up.ID}
	return answer(http.StatusOK, arrived{
		To: v.Href(linePath(one, "uploads", string(up.ID), "part"), ""), At: up.Size, Whole: up.State != application.UploadReceiving,
	})
}

// refusedPart tells a script what it may show. What is not about the file stays an error.
func refusedPart(v *page.Visit, err error) (page.Reply, error) {
	if errors.Is(err, page.ErrCut) {
		return answer(http.StatusRequestTimeout, arrived{Again: true})
	}
	told := fault.All(err)[0]
	switch told.Kind {
	case fault.Invalid, fault.Conflict:
		return answer(http.StatusUnprocessableEntity, arrived{Wrong: say(v.P, told)})
	case fault.Unavailable:
		return answer(http.StatusServiceUnavailable, arrived{Wrong: say(v.P, told), Again: true})
	case fault.Internal, fault.NotFound, fault.Forbidden:
	}
	return page.Reply{}, err
}

// answer is an answer to a script.
func answer(status int, of any) (page.Reply, error) {
	data, err := json.Marshal(of)
	return page.Reply{Status: status, Private: true, File: &page.File{Name: "answer.json", Type: "application/json", Data: data}}, err
}

// standing is what a script is told of a page that waits for a check.
type standing struct {
	Sum      string `json:"sum"` // another one than that of the page: something has changed
	Checking bool   `json:"checking"`
}

// State tells whether the page shows what is.
func (p *Uploads) State(ctx context.Context, v *page.Visit) (page.Reply, error) {
	one := uploadOf(v)
	l, err := p.Desk.OpenLine(ctx, v.By(), one.Application, one.Document, v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	out := standing{Sum: sumOf(l)}
	for _, up := range l.Line.Uploads {
		out.Checking = out.Checking || up.State == application.UploadChecking || readsZone(l, up) == filing.ZoneReading
	}
	return answer(http.StatusOK, out)
}

// sumOf tells two states of a line apart.
func sumOf(l filing.UploadLine) string {
	sum := ""
	for _, up := range l.Line.Uploads {
		sum += string(up.ID) + "." + string(up.State) + "." + string(l.Zones[up.ID]) + " "
	}
	return sum
}
