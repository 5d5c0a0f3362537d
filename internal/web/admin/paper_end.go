package admin

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/access"
	"sejur/internal/document"
	desk "sejur/internal/office/admin"
	"sejur/internal/office/issuing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// RevokePaper asks why a document shall be good no more.
func RevokePaper(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	return p.endPaper(ctx, v, paperEnd{
		fate: document.Revoked, do: p.Papers.Revoke, title: v.P.T("admin.revoke_paper.title"), warning: v.P.T("admin.revoke_paper.warning"), done: donePaperRevoked,
	})
}

// LostPaper asks how a document was lost.
func LostPaper(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	return p.endPaper(ctx, v, paperEnd{
		fate: document.Lost, do: p.Papers.ReportLost, title: v.P.T("admin.lost_paper.title"), warning: v.P.T("admin.lost_paper.warning"), done: donePaperLost,
	})
}

// paperEnd is one way in which a document ends.
type paperEnd struct {
	fate           document.FateKind
	do             func(context.Context, access.Actor, issuing.Asked, issuing.Ending) error
	title, warning string
	done           string
}

func (p *Pages) endPaper(ctx context.Context, v *page.Visit, end paperEnd) (page.Reply, error) {
	id := document.ID(v.Part("id"))
	f := page.NewForm(v.P, v.Form)
	what, err := p.try(v, f, func(slip desk.Slip) error {
		return end.do(ctx, v.By(), issuing.Asked{Request: slip.Request, Key: slip.Key}, issuing.Ending{
			Document: id, Version: version(f), Reason: document.Reason(f.Text("reason")),
		})
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathPapers+"/"+string(id), end.done), nil
	}
	d, err := p.released(ctx, v, id)
	if err != nil {
		return page.Reply{}, err
	}
	pg := p.paperForm(v, end.title, d)
	pg.Warning, pg.Button, pg.Danger = end.warning, end.title, true
	pg.Facts = paperRows(v.P, d)
	if what == clash {
		pg.clashes(nil)
	}
	var options []ui.Option
	for _, r := range end.fate.Reasons() {
		options = append(options, ui.Option{Value: string(r), Text: v.P.T("admin.paper_reason." + string(r))})
	}
	pg.Fields = []templ.Component{ui.RadioField(v.P, f.Radios("reason", v.P.T("admin.paper.reason"), "", options))}
	return pg.show(f), nil
}
