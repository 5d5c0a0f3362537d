package applicant

import (
	"context"
	"strconv"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
)

// Remove takes a file away; the page that follows can bring it back.
func (p *Uploads) Remove(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.change(ctx, v, "upload-removed", func(asked filing.Asked, one filing.OneUpload) error {
		return p.Desk.RemoveUpload(ctx, v.By(), asked, one)
	})
}

// Restore brings a removed file back.
func (p *Uploads) Restore(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.change(ctx, v, "upload-restored", func(asked filing.Asked, one filing.OneUpload) error {
		return p.Desk.RestoreUpload(ctx, v.By(), asked, one)
	})
}

// Move moves a file up or down.
func (p *Uploads) Move(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.change(ctx, v, "upload-moved", func(asked filing.Asked, one filing.OneUpload) error {
		return p.Desk.MoveUpload(ctx, v.By(), asked, one, v.Form.Get("way") == "up")
	})
}

// Issued keeps the day that stands on the paper. When somebody was faster the page says what they wrote, and keeps what was typed.
func (p *Uploads) Issued(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	day := f.Day("issued")
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil && f.OK() {
		one := uploadOf(v)
		version, _ := strconv.ParseInt(f.Text(inVersion), 10, 64) // no number is no version that there is
		err = p.Desk.SetIssued(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, filing.SetIssued{
			Application: one.Application, Document: one.Document, Day: day, Version: version,
		})
		if err == nil {
			return page.SeeOtherDone(v.Href(linePath(one), ""), "upload-issued"), nil
		}
		if told := fault.All(err)[0]; told.Kind == fault.Conflict && told.Key == "conflict" {
			return p.rival(ctx, v, f)
		}
	}
	if err != nil && !f.Take(err) && !p.frozen(f, err) {
		return page.Reply{}, err
	}
	return p.show(ctx, v, f, nil)
}

// rival shows both days: the one that is kept and the one that was typed.
func (p *Uploads) rival(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	one := uploadOf(v)
	l, err := p.Desk.OpenLine(ctx, v.By(), one.Application, one.Document, v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	kept := v.P.T("upload.issued_none")
	if l.Line.IssuedOn != (calendar.Date{}) {
		kept = v.P.Date(l.Line.IssuedOn)
	}
	f.Refuse("issued", "upload.issued_changed", locale.Str("date", kept))
	return p.show(ctx, v, f, nil)
}

// change carries out a change of one file.
func (p *Uploads) change(ctx context.Context, v *page.Visit, done string, do func(filing.Asked, filing.OneUpload) error) (page.Reply, error) {
	one := uploadOf(v)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = do(filing.Asked{Request: v.Request, Key: key}, one)
	}
	if err == nil {
		return page.SeeOtherDone(v.Href(linePath(one), ""), done), nil
	}
	f := page.NewForm(v.P, v.Form)
	if !f.Take(err) && !p.frozen(f, err) {
		return page.Reply{}, err
	}
	return p.show(ctx, v, f, nil)
}

// frozen notes that the line may not be changed any more.
func (p *Uploads) frozen(f *page.Form, err error) bool {
	told := fault.All(err)[0]
	if told.Kind != fault.Conflict || told.Key != filing.Frozen {
		return false
	}
	f.Take(fault.New(fault.Invalid, filing.Frozen))
	return true
}
