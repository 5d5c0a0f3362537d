package verify

import (
	"bytes"
	"context"
	"errors"
	"net/http"

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
	f := page.NewForm(v.P, nil)
	if v.Read == nil {
		return p.show(v, f, nil), nil
	}
	sent, found, err := p.ask(ctx, v)
	f = page.NewForm(v.P, sent.Form)
	if err != nil && !tooMany(f, err) && !f.Take(err) {
		return page.Reply{}, err
	}
	if err != nil {
		return p.show(v, f, nil), nil
	}
	return p.show(v, f, &found), nil
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

// ask reads what was sent, and finds out about it. What is wrong with what was sent is a fault that names the field.
func (p *Pages) ask(ctx context.Context, v *page.Visit) (page.Sent, found, error) {
	if err := p.Desk.Admit(ctx, client(v)); err != nil {
		return page.Sent{}, found{}, err
	}
	sent, err := v.Read()
	if err != nil {
		return sent, found{}, err
	}
	file, code := sent.Files[fieldFile], page.NewForm(v.P, sent.Form).Text(fieldCode)
	switch {
	case file.Several:
		return sent, found{}, fault.Field(fieldFile, "verify.several")
	case file.TooLarge:
		return sent, found{}, fault.Field(fieldFile, "verify.large")
	case file.Given():
		out, err := p.file(ctx, v, file.Data)
		return sent, found{Verdict: out}, err
	case code != "":
		out, err := p.code(ctx, v, code)
		return sent, found{Verdict: out, byCode: true}, err
	case sent.Files != nil && !sent.Form.Has(fieldCode):
		return sent, found{}, fault.Field(fieldFile, "verify.empty")
	}
	return sent, found{}, fault.Field(fieldCode, "verify.nothing")
}

func (p *Pages) code(ctx context.Context, v *page.Visit, typed string) (verdict.Verdict, error) {
	code, err := reference.Parse(typed)
	if err != nil {
		return verdict.Verdict{}, fault.Field(fieldCode, "verify.code")
	}
	return p.Desk.LookUp(ctx, LookUp{Code: code, Lang: v.P.Lang(), Client: client(v), Request: v.Request})
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
