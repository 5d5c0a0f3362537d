package applicant

import (
	"context"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// sentPage says that an application was sent, and what to keep of it.
type sentPage struct {
	ui.Page
	Reference string
	When      string
	Means     []string
	Receipt   receiptView
	Next      []string
	Checked   []string // papers that are still looked into
	File      string   // address of the file page
	List      string
}

// receiptView is the receipt: to fetch, or being made.
type receiptView struct {
	There bool
	Fetch ui.Form // of one that can be fetched
}

// Sent says that the application was sent: what to keep, and what comes next.
func (p *Applications) Sent(ctx context.Context, v *page.Visit) (page.Reply, error) {
	file, err := p.Desk.File(ctx, v.By(), applicationOf(v), v.P.Lang())
	if fault.KindOf(err) == fault.NotFound {
		_, err = p.Desk.Open(ctx, v.By(), applicationOf(v), v.P.Lang())
		return page.SeeOther(v.Href(applicationPath(applicationOf(v)), "")), err // it is not sent yet
	}
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	sent := calendar.Today(file.Application.SubmittedAt)
	pg := &sentPage{
		Page: v.Frame(t("filing.sent.title"), ""), Reference: file.Case.Reference.String(), Means: meansOf(v.P, file.Opened),
		When: t("filing.sent.when", locale.Str("at", page.Moment(v.P, file.Application.SubmittedAt))), Receipt: receiptOf(v, file),
		File: v.Href(applicationPath(file.Application.ID), ""), List: v.Href(ApplicationsPath, ""),
	}
	pg.Slim = true
	pg.Next = []string{t("filing.sent.next_look"), t("filing.sent.next_news"), t("filing.sent.next_visit")}
	if visit := file.Visit; visit.After(sent) {
		pg.Next = append(pg.Next, t("filing.tasks.visit", locale.Str("date", v.P.Date(visit))))
	}
	for _, l := range file.Lines {
		switch l.Standing {
		case application.Checking, application.Waiting, application.Receiving:
			pg.Checked = append(pg.Checked, l.Paper.Title)
		case application.ToReplace, application.Refusal, application.Missing, application.Uploaded, application.Approved:
		}
	}
	return page.Reply{Body: sentTemplate(pg)}, nil
}

// receiptOf is the receipt of what was sent.
func receiptOf(v *page.Visit, file filing.File) receiptView {
	if !file.Released {
		return receiptView{There: file.Receipt != ""}
	}
	return receiptView{There: true, Fetch: ui.Form{Action: documentFile(v, file.Receipt), Plain: true, Button: v.P.T("filing.sent.receipt")}}
}

// documentFile is the address to which one posts for the file of a document.
func documentFile(v *page.Visit, id document.ID) string {
	return v.Href(DocumentsPath+"/"+string(id)+"/file", "")
}
