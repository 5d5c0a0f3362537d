package applicant

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// The input that says what shall follow when a page is saved, and its values.
const (
	inThen   = "then"
	thenNext = "next" // the page that follows; one that is not complete is shown again
	thenList = "list" // the task list, however far the page is
	thenStay = "stay" // nothing: the page saved itself
)

// pagePage is one page of the form.
type pagePage struct {
	ui.Page
	ui.Form
	Errors   []ui.FieldError
	Back     string
	BackText string
	Step     string // which page of how many
	Lead     string
	Rivals   *ui.Table
	Mend     string // why the page is opened again, of a correction
	Why      []whyLine
	Save     string // of the status: when it was saved
	Passport string
	Lists    bool // the page has a list with buttons of its own
}

// whyLine says why some fields are asked.
type whyLine struct{ Fields, Why string }

// FormPage shows one page of the form of a draft, or saves it.
func (p *Applications) FormPage(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.formPage(ctx, v, "")
}

// Mend is the same for a page that a correction opened again.
func (p *Applications) Mend(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.formPage(ctx, v, v.Part("correction"))
}

func (p *Applications) formPage(ctx context.Context, v *page.Visit, correction string) (page.Reply, error) {
	view, err := p.Desk.Page(ctx, v.By(), v.Request, filing.ReadPage{
		Application: applicationOf(v), Correction: correction, Page: v.Part("page"), Lang: v.P.Lang(),
	})
	if err != nil {
		return page.Reply{}, err
	}
	d := formDraw{p: p, v: v, view: view}
	if v.Form == nil {
		f := page.NewForm(v.P, d.shown())
		f.Take(unaccepted(view.Problems).Err())
		reply := d.draw(f, d.shown())
		reply.Status = http.StatusOK
		return v.TellDone(reply), nil
	}
	in := d.typed()
	if reshaped(view.Page.Fields, in) {
		return d.draw(page.NewForm(v.P, in), in), nil
	}
	return d.save(ctx, in)
}

// unaccepted are the problems that are not merely something missing: nobody is scolded for a page that they have not filled in yet.
func unaccepted(all fault.List) fault.List {
	return slices.DeleteFunc(slices.Clone(all), func(e *fault.Error) bool { return e.Key == "field.missing" })
}

// formDraw draws one page of a form.
type formDraw struct {
	p    *Applications
	v    *page.Visit
	view filing.PageView
	next int64 // version that was saved just now, 0 = none
}

// shown is what stands in the inputs at first: what was saved or is suggested, and over it what was typed and could not be accepted.
func (d formDraw) shown() url.Values {
	out := form.Typed(d.view.Page, form.Answers(d.view.Answers))
	for name, values := range d.view.Typed {
		out[name] = values
	}
	return out
}

// typed are the inputs of the form that belong to its fields.
func (d formDraw) typed() url.Values {
	out := make(url.Values, len(d.v.Form))
	for name, values := range d.v.Form {
		if slices.ContainsFunc(d.view.Page.Fields, func(f law.PlanField) bool { return f.ID == fieldOf(name) }) {
			out[name] = values
		}
	}
	return out
}

// answersOf are the inputs without those that only shape a list.
func answersOf(in url.Values) url.Values {
	out := make(url.Values, len(in))
	for name, values := range in {
		if !strings.HasSuffix(name, endRows) && !strings.HasSuffix(name, endMore) && !strings.HasSuffix(name, endDrop) &&
			!strings.HasSuffix(name, endOpen) {
			out[name] = values
		}
	}
	return out
}

// save keeps what was typed and leads on. Whatever happens, what was typed stands on the page that is shown.
func (d formDraw) save(ctx context.Context, in url.Values) (page.Reply, error) {
	f := page.NewForm(d.v.P, in)
	asked := page.NewForm(d.v.P, d.v.Form)
	seen := versionOf(asked)
	key, err := d.p.Tokens.Key(d.v, d.v.Path)
	var saved filing.Saved
	if err == nil {
		saved, err = d.p.Desk.SavePage(ctx, d.v.By(), filing.Asked{Request: d.v.Request, Key: key}, filing.SavePage{
			Application: d.view.Application, Correction: d.view.Correction, Page: d.view.Page.ID, Version: seen, Typed: answersOf(in),
			Lang: d.v.P.Lang(),
		})
	}
	stale := seen >= 0 && seen != d.view.Version
	switch {
	case err == nil:
		return d.saved(f, in, asked.Text(inThen), saved), nil
	case fault.KindOf(err) == fault.Conflict, fault.KindOf(err) == fault.Invalid && stale:
		return d.conflict(f, in, asked.Text(inThen)), nil
	case f.Take(err):
		if asked.Text(inThen) == thenStay {
			return d.told(autosave{Wrong: d.v.P.T("filing.page.not_saved")}), nil
		}
		return d.draw(f, in), nil
	}
	return page.Reply{}, err
}

// saved leads on from a page that was saved.
func (d formDraw) saved(f *page.Form, in url.Values, then string, s filing.Saved) page.Reply {
	d.next = s.Version
	list := applicationPath(d.view.Application)
	switch {
	case then == thenStay:
		return d.told(autosave{
			Version: versionText(s.Version), Token: d.p.Tokens.Draw(d.v, d.v.Path), Saved: d.v.P.T("filing.page.saved", locale.Str("at", clock(d.v))),
		})
	case then == thenList:
		return page.SeeOtherDone(d.v.Href(list, ""), "page-saved")
	case len(s.Problems) > 0:
		f.Take(s.Problems.Err())
		return d.draw(f, in)
	case d.view.Correction != "" || s.Next == "":
		return page.SeeOtherDone(d.v.Href(list, ""), "page-saved")
	}
	return page.SeeOther(d.v.Href(applicationPath(d.view.Application, "pages", s.Next), ""))
}

// fieldOf is the field to which an input belongs.
func fieldOf(input string) string {
	field, _, _ := strings.Cut(input, "-")
	return field
}

// conflict shows what was typed beside what somebody saved meanwhile: to save again is to decide.
func (d formDraw) conflict(f *page.Form, in url.Values, then string) page.Reply {
	if then == thenStay {
		return d.told(autosave{Wrong: d.v.P.T("filing.page.rivals_stay")})
	}
	reply := d.drawn(f, in, rivals(d.rows(d.shown()), d.rows(in)))
	reply.Status = http.StatusConflict
	return reply
}

// rows are the fields of the page with what stands in their inputs, in words; what cannot be read stands as it was typed.
func (d formDraw) rows(in url.Values) []ui.Row {
	in = answersOf(in)
	read, wrong := form.ReadPage(d.view.Page, in, d.view.Form.Filed)
	out := make([]ui.Row, len(d.view.Page.Fields))
	for i := range d.view.Page.Fields {
		of := &d.view.Page.Fields[i]
		out[i] = ui.Row{Key: of.Label, Value: strings.Join(form.Text(d.v.P, of, read[of.ID]), "; ")}
		if slices.ContainsFunc(wrong, func(w *fault.Error) bool { return fieldOf(w.Field) == of.ID }) {
			out[i].Value = rawText(of.ID, in)
		}
	}
	return out
}

// rawText is what stands in the inputs of a field, one after the other.
func rawText(field string, in url.Values) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if fieldOf(name) == field && in.Get(name) != "" {
			out = append(out, in.Get(name))
		}
	}
	return strings.Join(out, " ")
}
