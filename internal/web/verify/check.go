package verify

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"

	"sejur/internal/fault"
	"sejur/internal/reference"
	"sejur/internal/verdict"
	"sejur/internal/verdict/photo"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// The fields of the form.
const (
	fieldCode = "code"
	fieldFile = "file"
)

// checkPage asks for a code or a file, and below its answer for the next one.
type checkPage struct {
	ui.Page
	Errors       []ui.FieldError
	Action       string
	Code         ui.Input
	File         ui.Upload
	Answer       *answer // nil = nothing was asked yet
	Offline      string
	Certificates string
	Revocations  string
}

// Check is the page with network: everything can be asked without JavaScript.
func (p *Pages) Check(ctx context.Context, v *page.Visit) (page.Reply, error) {
	if v.Form == nil && v.Read == nil {
		return p.show(v, page.NewForm(v.P, nil), nil), nil
	}
	in := v.Form
	var got found
	var err error
	if v.Read == nil {
		got, err = p.byCode(ctx, v, page.NewForm(v.P, in).Text(fieldCode))
	} else {
		in, got, err = p.bySent(ctx, v)
	}
	f := page.NewForm(v.P, in)
	switch {
	case err == nil:
		return p.show(v, f, &got), nil
	case tooMany(f, err), f.Take(err):
		return p.show(v, f, nil), nil
	}
	return page.Reply{}, err
}

// tooMany shows a used up allowance in the form that asked.
func tooMany(f *page.Form, err error) bool {
	var told *fault.Error
	if !errors.As(err, &told) || told.Key != TooMany {
		return false
	}
	here := *told
	here.Kind = fault.Invalid // of the form as a whole
	return f.Take(&here)
}

// found is a verdict and what it was asked by.
type found struct {
	verdict.Verdict
	byCode bool
}

// bySent reads a form that may hold a file. Nothing of it is read before it is known that the network has not sent too much. What is wrong
// with what was sent is a fault that names the field.
func (p *Pages) bySent(ctx context.Context, v *page.Visit) (url.Values, found, error) {
	if err := p.Desk.Admit(ctx, v.From()); err != nil {
		return nil, found{}, err
	}
	sent, err := v.Read()
	if err != nil {
		return nil, found{}, err
	}
	file := sent.Files[fieldFile]
	switch {
	case file.Several:
		return sent.Form, found{}, fault.Field(fieldFile, "verify.several")
	case file.TooLarge:
		return sent.Form, found{}, fault.Field(fieldFile, "verify.large")
	case file.Given():
		out, err := p.file(ctx, v, file.Data)
		return sent.Form, found{Verdict: out}, err
	case sent.Form.Has(fieldCode):
		out, err := p.byCode(ctx, v, page.NewForm(v.P, sent.Form).Text(fieldCode))
		return sent.Form, out, err
	}
	return sent.Form, found{}, fault.Field(fieldFile, "verify.empty")
}

func (p *Pages) byCode(ctx context.Context, v *page.Visit, typed string) (found, error) {
	if typed == "" {
		return found{}, fault.Field(fieldCode, "verify.nothing")
	}
	code, err := reference.Parse(typed)
	if err != nil {
		return found{}, fault.Field(fieldCode, "verify.code")
	}
	out, err := p.Desk.LookUp(ctx, LookUp{Code: code, Lang: v.P.Lang(), Client: v.From(), Request: v.Request})
	return found{Verdict: out, byCode: true}, err
}

// file judges a photograph or a PDF. What it is, its first bytes say.
func (p *Pages) file(ctx context.Context, v *page.Visit, data []byte) (verdict.Verdict, error) {
	known, err := p.Desk.Published(ctx)
	if err != nil {
		return verdict.Verdict{}, err
	}
	judge, err := known.Judge(v.Today)
	if err != nil {
		return verdict.Verdict{}, err
	}
	select {
	case p.reading <- struct{}{}:
		defer func() { <-p.reading }()
	case <-ctx.Done():
		return verdict.Verdict{}, fault.New(fault.Unavailable, "busy")
	}
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		return p.Desk.PDF(judge, known.Certificates, data), nil
	}
	picture, err := photo.Read(data)
	if err != nil {
		var told *fault.Error
		if errors.As(err, &told) {
			told.Field = fieldFile
		}
		return verdict.Verdict{}, err
	}
	raw, err := p.Desk.Picture(picture)
	if err != nil {
		return judge.Nothing(verdict.Unreadable), nil
	}
	return judge.Seal(raw), nil
}

// show draws the page. An answer about nothing that was read is a page with 422: what was sent could not be used.
func (p *Pages) show(v *page.Visit, f *page.Form, got *found) page.Reply {
	t := v.P.T
	pg := &checkPage{
		Page: v.Frame(t("verify.title"), ""), Action: v.Href(Path, ""), Certificates: CertificatesPath, Revocations: RevocationsPath,
		Code: f.Input(fieldCode, t("verify.code"), t("verify.code_hint")),
		File: ui.Upload{Field: f.Field(fieldFile, t("verify.file"), t("verify.file_hint")), Accept: "image/jpeg,image/png,application/pdf"},
	}
	pg.Code.Size, pg.Code.Exact = "in-20", true
	pg.Slim, pg.Errors, pg.Wrong = true, f.Errors(), !f.OK()
	pg.Scripts = []string{p.Offline.Camera}
	if p.Offline.There() {
		pg.Offline = v.Href(OfflinePath, "")
	}
	reply := page.Reply{Status: f.Status(), Camera: true}
	if got != nil {
		pg.Answer = newAnswer(v.P, p.Law, got.Verdict, got.byCode)
		pg.Title = pg.Answer.Title + " – " + pg.Title
		pg.Code.Value = "" // the next paper has another one
		if got.Why == verdict.Unreadable {
			reply.Status = http.StatusUnprocessableEntity
		}
	}
	reply.Body = checkTemplate(pg)
	return reply
}
