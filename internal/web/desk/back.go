package desk

import (
	"context"
	"slices"
	"strings"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// backPage asks what is needed and until when.
type backPage struct {
	ui.Page
	Action, Token, Version, To string
	Errors                     []ui.FieldError
	Nothing                    string // why that is not enough
	Papers                     []askedPaper
	Pages                      []pageField
	Until                      ui.Date
}

// askedPaper is a paper of which another is asked.
type askedPaper struct{ Title, Reason, Note string }

// pageField asks whether a page of the form shall be answered again.
type pageField struct {
	ID     string
	Reason ui.Select
	Note   ui.Textarea
	Open   bool
}

// checkPage shows what the applicant will read, before it is sent.
type checkPage struct {
	ui.Page
	Action, Token, To string
	Hidden            [][2]string
	Table             ui.Table
	Until             string
}

// Back asks for a return, shows what would be sent, and sends it.
func Back(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	id := caseOf(v)
	if v.Form == nil || f.Text("step") == "" {
		return p.back(ctx, v, f)
	}
	in := p.returnOf(id, f)
	if f.Text("step") == "send" {
		what, err := p.try(v, f, func(asked casework.Asked) error { return p.Desk.Return(ctx, v.By(), asked, in) })
		switch {
		case err != nil:
			return page.Reply{}, err
		case what == done:
			return page.SeeOtherDone(NextPath, "returned"), nil
		case what == clash:
			return p.show(ctx, v, page.NewForm(v.P, nil), wantedBack(v, in))
		}
		return p.back(ctx, v, f)
	}
	if !f.OK() {
		return p.back(ctx, v, f)
	}
	told, lang, err := p.Desk.CheckReturn(ctx, v.By(), in)
	switch {
	case err == nil:
		return page.Reply{Body: checkTemplate(p.check(v, in, told, lang))}, nil
	case f.Take(err):
		return p.back(ctx, v, f)
	case fault.KindOf(err) == fault.Conflict:
		return p.show(ctx, v, page.NewForm(v.P, nil), wantedBack(v, in))
	}
	return page.Reply{}, err
}

// wantedBack is a return that somebody wanted when a colleague was faster: all that they had typed stands there to be copied.
func wantedBack(v *page.Visit, in casework.Return) *wanted {
	var typed []string
	for _, one := range in.Pages {
		typed = append(typed, asked(v.P, string(one.Reason), one.Note))
	}
	if !in.Until.IsZero() {
		typed = append(typed, day(v.P, in.Until))
	}
	return &wanted{What: v.P.T("desk.back.title"), Typed: strings.Join(typed, "; ")}
}

// returnOf reads what is asked.
func (p *Pages) returnOf(id casefile.ID, f *page.Form) casework.Return {
	in := casework.Return{Seen: casework.Seen{Case: id, Version: version(f, "version")}, Until: f.Day("until")}
	for _, pageID := range f.All("page") {
		if reason := f.Text("pages-" + pageID + "-reason"); reason != "" {
			in.Pages = append(in.Pages, casework.PageAsked{Page: pageID, Reason: application.Reason(reason), Note: f.Text("pages-" + pageID + "-note")})
		}
	}
	return in
}

// back shows the form of a return.
func (p *Pages) back(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	id := caseOf(v)
	o, err := p.Desk.Open(ctx, v.By(), casework.Opening{Case: id, Lang: v.P.Lang(), Request: v.Request})
	switch {
	case err != nil && fault.KindOf(err) == fault.Invalid, err == nil && o.Case.State != casefile.Received:
		return page.SeeOther(pathOf(id)), nil
	case err != nil:
		return page.Reply{}, err
	}
	t, at := v.P.T, pathOf(id)+"/return"
	pg := &backPage{
		Page: v.Frame(t("desk.back.title"), ""), Action: at, Token: p.Tokens.Draw(v, at), Version: versionText(o.Case.Version), To: pathOf(id),
	}
	for _, l := range o.Lines {
		if l.State == application.Replace {
			pg.Papers = append(pg.Papers, askedPaper{l.Paper.Title, reasonText(v.P, string(l.Reason)), l.Note})
		}
	}
	pg.Nothing = f.Field("items", t("desk.back.papers"), "").Wrong
	options := pageReasons(v.P)
	for _, one := range o.Form.Pages {
		name := "pages-" + one.ID
		field := pageField{
			ID:     one.ID,
			Reason: f.Select(name+"-reason", t("desk.back.page_reason", locale.Str("title", one.Title)), t("desk.back.page_keep"), options),
			Note: ui.Textarea{
				Field: f.Field(name+"-note", t("desk.back.page_note", locale.Str("title", one.Title)), ""), Value: f.Text(name + "-note"), Rows: 2,
			},
		}
		field.Open = field.Reason.Value != "" || field.Reason.Wrong != "" || field.Note.Wrong != ""
		pg.Pages = append(pg.Pages, field)
	}
	pg.Until = f.Date("until", t("desk.back.until"), t("desk.back.until_hint", locale.Num("days", casefile.MaxTerm)))
	pg.Errors = f.Errors()
	pg.Wrong = len(pg.Errors) > 0
	return page.Reply{Status: f.Status(), Body: backTemplate(pg)}, nil
}

// pageReasons are the reasons that fit an answer.
func pageReasons(p *locale.Printer) []ui.Option {
	var out []ui.Option
	for _, r := range application.Reasons() {
		if slices.Contains([]application.Reason{"wrong-answer", "incomplete", "does-not-match", application.OtherReason}, r) {
			out = append(out, ui.Option{Value: string(r), Text: reasonText(p, string(r))})
		}
	}
	return out
}

// check is the page that shows what the applicant will read: in their language, beside it in Romanian.
func (p *Pages) check(v *page.Visit, in casework.Return, told []casework.Told, lang locale.Lang) *checkPage {
	t, at := v.P.T, pathOf(in.Case)+"/return"
	ro, own := p.Catalogue.For(locale.RO), p.Catalogue.For(lang)
	pg := &checkPage{
		Page: v.Frame(t("desk.back.check_title"), ""), Action: at, Token: p.Tokens.Draw(v, at), To: at,
		Until: t("desk.back.check_until", locale.Str("date", v.P.DateWeekday(in.Until))),
		Table: ui.Table{Caption: t("desk.back.check_title"), Quiet: true, Head: []string{locale.RO.Name()}},
	}
	if lang != locale.RO {
		pg.Table.Head = append(pg.Table.Head, lang.Name())
	}
	for _, item := range told {
		row := []ui.Cell{{Text: item.TitleRO + ": " + reasonText(ro, item.Reason), Note: item.Note}}
		if lang != locale.RO {
			row = append(row, ui.Cell{Text: item.Title + ": " + reasonText(own, item.Reason), Note: item.Note})
		}
		pg.Table.Rows = append(pg.Table.Rows, row)
	}
	dated := make(map[string][]string)
	page.SetDate(dated, "until", in.Until)
	pg.Hidden = [][2]string{{"version", versionText(in.Version)}}
	for _, part := range []string{"until-day", "until-month", "until-year"} {
		pg.Hidden = append(pg.Hidden, [2]string{part, dated[part][0]})
	}
	for _, one := range in.Pages {
		pg.Hidden = append(pg.Hidden, [2]string{"page", one.Page}, [2]string{"pages-" + one.Page + "-reason", string(one.Reason)},
			[2]string{"pages-" + one.Page + "-note", one.Note})
	}
	return pg
}
