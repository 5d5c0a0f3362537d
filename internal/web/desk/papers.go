package desk

import (
	"slices"
	"strconv"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// paper is a document with its pictures, and what is said of it.
type paper struct {
	ID, Title string
	Chips     []chip
	Notes     []string // what is to be known of it
	Said      string   // why another is asked for
	Note      string   // in the officer's own words
	Files     []file
	Wrong     string    // why what was said of it was not kept
	Act       *decision // nil when nothing can be said of it
}

// chip is a word about a paper.
type chip struct {
	Text string
	Tone ui.Tone
}

// file is one that was sent.
type file struct {
	Pictures []picture
	Notes    []string // why there are none, or not all; that it was not scanned
	Original *ui.Form // hands it over as it was sent
}

// picture is a page of a file.
type picture struct{ Src, Alt string }

// decision are the forms of a paper: accept it, ask for another in one step, or take back what was said.
type decision struct {
	Action, Token, Version string
	Accept, Undo           bool
	Next                   string // where to go on once it is said: the next paper that nobody decided about, else what is left of the case
	Reason                 ui.Select
	Note                   ui.Textarea
	Open                   bool // the form that asks for another is unfolded
}

// standingName names how a line stands.
//
//locale:uses desk.case.standing.*
func standingName(p *locale.Printer, s application.Standing) string {
	return p.T("desk.case.standing." + string(s))
}

// standingTone is the colour of how a line stands.
func standingTone(s application.Standing) ui.Tone {
	switch s {
	case application.Approved:
		return ui.Green
	case application.ToReplace, application.Refusal, application.Missing:
		return ui.Red
	case application.Uploaded:
		return ui.Amber
	case application.Receiving, application.Checking, application.Waiting:
	}
	return ui.Line
}

// papers are the documents of a case.
func (p *Pages) papers(v *page.Visit, f *page.Form, o casework.Opened) []paper {
	var out []paper
	for _, l := range o.Lines {
		standing := l.Standing
		if l.State == application.Replace {
			standing = application.ToReplace
		}
		one := paper{ID: "doc-" + l.Document, Title: l.Paper.Title, Chips: []chip{{standingName(v.P, standing), standingTone(standing)}}}
		if one.Title == "" {
			one.Title = l.Document
		}
		switch {
		case l.Need == application.NotAsked:
			one.Chips = append(one.Chips, chip{v.P.T("desk.case.not_asked"), ui.Line})
		case l.Need != application.Required:
			one.Chips = append(one.Chips, chip{v.P.T("desk.case.usual"), ui.Line})
		}
		if l.State == application.Replace && !l.Hidden {
			one.Said, one.Note = reasonText(v.P, string(l.Reason)), l.Note
		}
		one.Wrong = f.Field(one.ID, one.Title, "").Wrong
		one.Notes = ages(v.P, o, l)
		if l.Hidden {
			one.Notes = append(one.Notes, v.P.T("desk.case.health"))
			out = append(out, one)
			continue
		}
		for i, u := range l.Uploads {
			one.Files = append(one.Files, p.file(v, o, l, u, i+1))
		}
		if l.Fell(o.Application.SubmittedAt) {
			one.Notes = append(one.Notes, v.P.T("desk.case.fell"))
		}
		if len(l.Uploads) == 0 {
			one.Notes = append(one.Notes, v.P.T("desk.case.nothing_sent"))
		}
		if o.Case.State == casefile.Received {
			one.Act = p.decision(v, f, o, l)
		}
		out = append(out, one)
	}
	return out
}

// ages says how old a paper is, and whether it will be too old.
func ages(p *locale.Printer, o casework.Opened, l casework.Line) []string {
	var out []string
	if !l.IssuedOn.IsZero() {
		out = append(out, p.T("desk.case.issued", locale.Str("date", p.Date(l.IssuedOn))))
	}
	if l.GoodUntil.IsZero() {
		return out
	}
	if l.GoodUntil.Before(o.Case.MustBy) {
		return append(out, p.T("desk.case.stale", locale.Str("date", p.Date(o.Case.MustBy))))
	}
	return append(out, p.T("desk.case.good_until", locale.Str("date", p.Date(l.GoodUntil))))
}

// file is one file of a paper. What is not ready is not shown.
func (p *Pages) file(v *page.Visit, o casework.Opened, l casework.Line, u application.Upload, n int) file {
	if u.State != application.UploadReady {
		standing := (application.Line{Uploads: []application.Upload{u}}).Standing()
		return file{Notes: []string{v.P.T("desk.case.not_ready", locale.Str("state", standingName(v.P, standing)))}}
	}
	at := pathOf(o.Case.ID) + "/uploads/" + string(u.ID)
	var out file
	if u.Scanned == application.Unscanned {
		out.Notes = append(out.Notes, v.P.T("desk.case.unscanned"))
	}
	for i := range u.Pages {
		if flaw := flawOf(o, u.ID, application.Picture, i+1); flaw != "" {
			out.Notes = append(out.Notes, flawText(v.P, "picture", flaw, l.Paper.Title, n, i+1))
			continue
		}
		out.Pictures = append(out.Pictures, picture{
			Src: at + "/pictures/" + strconv.Itoa(i+1),
			Alt: v.P.T("desk.case.picture", locale.Str("title", l.Paper.Title), locale.Num("file", n), locale.Num("page", i+1)),
		})
	}
	if flaw := flawOf(o, u.ID, application.Original, 0); flaw != "" {
		out.Notes = append(out.Notes, flawText(v.P, "original", flaw, l.Paper.Title, n, 0))
		return out
	}
	out.Original = &ui.Form{Action: at + "/original", Token: p.Tokens.Draw(v, at+"/original"), Button: v.P.T("desk.case.original"), Plain: true}
	return out
}

// flawOf is what is wrong with a stored file, "" when nothing is known.
func flawOf(o casework.Opened, id application.UploadID, part application.Part, n int) application.Flaw {
	for _, f := range o.Flawed {
		if f.Upload == id && f.Part == part && f.N == n {
			return f.Flaw
		}
	}
	return ""
}

// flawText says plainly what is wrong with a file, or a page of it.
//
//locale:uses desk.case.flawed_original desk.case.flawed_picture desk.case.flaw.*
func flawText(p *locale.Printer, what string, flaw application.Flaw, title string, file, page int) string {
	return p.T("desk.case.flawed_"+what, locale.Str("title", title), locale.Num("file", file), locale.Num("page", page),
		locale.Str("flaw", p.T("desk.case.flaw."+string(flaw))))
}

// decision are the forms of a paper.
func (p *Pages) decision(v *page.Visit, f *page.Form, o casework.Opened, l casework.Line) *decision {
	at := pathOf(o.Case.ID) + "/documents/" + l.Document
	out := &decision{
		Action: at, Token: p.Tokens.Draw(v, at), Version: versionText(l.Version), Undo: l.State != application.Open,
		Accept: l.State == application.Open && l.Standing == application.Uploaded,
	}
	var options []ui.Option
	for _, r := range application.Reasons() {
		options = append(options, ui.Option{Value: string(r), Text: reasonText(v.P, string(r))})
	}
	out.Next = nextAfter(o, l.Document)
	reason, note := "reason-"+l.Document, "note-"+l.Document
	out.Reason = f.Select(reason, v.P.T("desk.case.ask_reason"), v.P.T("desk.case.ask_choose"), options)
	out.Note = ui.Textarea{Field: f.Field(note, v.P.T("desk.case.ask_note"), v.P.T("desk.case.ask_note_hint")), Rows: 2, Value: f.Text(note)}
	out.Open = out.Reason.Wrong != "" || out.Note.Wrong != "" || out.Reason.Value != "" || out.Note.Value != ""
	return out
}

// undecided are the papers of a received case that can be looked at and of which nothing was said, in their order.
func undecided(o casework.Opened) []string {
	var out []string
	for _, l := range o.Lines {
		if o.Case.State == casefile.Received && l.State == application.Open && l.Standing == application.Uploaded && !l.Hidden {
			out = append(out, l.Document)
		}
	}
	return out
}

// nextAfter is the part of the page to go on to after a paper: the next that nobody decided about, from the start again after the last, else the box
// that takes the case on.
func nextAfter(o casework.Opened, document string) string {
	left := slices.DeleteFunc(undecided(o), func(id string) bool { return id == document })
	if len(left) == 0 {
		return "open"
	}
	place := func(id string) int {
		return slices.IndexFunc(o.Lines, func(l casework.Line) bool { return l.Document == id })
	}
	for _, id := range left {
		if place(id) > place(document) {
			return "doc-" + id
		}
	}
	return "doc-" + left[0]
}

// sticky says what stands in the way of a case.
func (p *Pages) sticky(v *page.Visit, o casework.Opened) sticky {
	var out sticky
	if o.Case.State != casefile.Received {
		return out
	}
	t, at := v.P.T, pathOf(o.Case.ID)
	for _, id := range o.Open {
		text := titleOf(o, id)
		if slices.ContainsFunc(o.Lines, func(l casework.Line) bool { return l.Document == id && l.State == application.Replace }) {
			text = t("desk.case.open_asked", locale.Str("title", text))
		}
		out.Open = append(out.Open, link{text, "#doc-" + id})
	}
	ready := &ui.Form{Action: at + "/ready", Token: p.Tokens.Draw(v, at+"/ready"), Plain: len(out.Open) == 0}
	for _, l := range o.Lines {
		if l.State == application.Open && l.Standing == application.Uploaded && !l.Hidden {
			ready.Hidden = append(ready.Hidden, [2]string{"line", l.Document + "=" + versionText(l.Version)})
		}
	}
	if n := len(ready.Hidden); n > 0 {
		ready.Button = t("desk.case.accept_ready", locale.Num("n", n))
		out.Ready = ready
	}
	if len(out.Open) == 0 {
		out.Accept = &ui.Form{
			Action: at + "/accept", Token: p.Tokens.Draw(v, at+"/accept"), Button: t("desk.case.accept"),
			Hidden: [][2]string{{"version", versionText(o.Case.Version)}},
		}
	}
	out.Back = at + "/return"
	return out
}
