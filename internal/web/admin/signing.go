package admin

import (
	"context"
	"time"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Signing shows by which certificates documents are verified, the last list of what is good no more, and what the last comparison found.
func Signing(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	certificates, err := p.Papers.Certificates(ctx)
	if err != nil {
		return page.Reply{}, err
	}
	list, err := p.Papers.LastList(ctx)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return page.Reply{}, err
	}
	books, err := p.Papers.LastReconciliation(ctx, v.By())
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{Page: v.Frame(t("admin.signing.title"), ""), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.signing.lead")}
	if len(books.Findings) > 0 {
		s.Notices = []notice{{Tone: ui.Red, Title: t("admin.signing.alarm"), Text: t("admin.signing.alarm_text")}}
	}
	s.Sections = []section{
		{ID: "certificates", Title: t("admin.signing.certificates"), Table: certificateTable(v.P, certificates), Empty: t("admin.signing.no_certificate")},
		{ID: "list", Title: t("admin.signing.list"), Rows: listRows(v, list)},
		{ID: "books", Title: t("admin.signing.books"), Rows: booksRows(v.P, books)},
		{ID: "findings", Title: t("admin.signing.findings"), Table: findingTable(v.P, books), Empty: t("admin.signing.none")},
	}
	return s.show(v), nil
}

func certificateTable(p *locale.Printer, all []issuing.Certificate) *ui.Table {
	out := &ui.Table{Caption: p.T("admin.signing.certificates"), Quiet: true, Head: []string{
		p.T("admin.paper.certificate"), p.T("admin.signing.signer"), p.T("letter.until"), p.T("admin.signing.registered"), p.T("admin.staff.state"),
	}}
	for _, c := range all {
		state := ui.Cell{Text: p.T("admin.signing.signs"), Chip: true, Tone: ui.Green}
		switch {
		case !c.Distrusted.IsZero():
			state = ui.Cell{Text: p.T("admin.signing.distrusted"), Chip: true, Tone: ui.Red}
		case !c.Retired.IsZero():
			state = ui.Cell{Text: p.T("admin.signing.retired"), Chip: true, Tone: ui.Line}
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: c.Reference}, {Text: c.Identifier}, {Text: page.Moment(p, c.NotAfter)}, {Text: page.Moment(p, c.Registered)}, state,
		})
	}
	return out
}

// listRows tell about the last list; one whose time is over says so.
func listRows(v *page.Visit, l issuing.List) []ui.Row {
	if l.Number == 0 {
		return []ui.Row{{Key: v.P.T("admin.signing.number"), Value: v.P.T("admin.signing.no_list")}}
	}
	next := page.Moment(v.P, l.Next)
	if v.Now.After(l.Next) {
		next = v.P.T("admin.signing.late", locale.Str("at", next))
	}
	return []ui.Row{
		{Key: v.P.T("admin.signing.number"), Value: v.P.Number(int(l.Number))}, {Key: v.P.T("admin.signing.issued"), Value: page.Moment(v.P, l.IssuedAt)},
		{Key: v.P.T("admin.signing.next"), Value: next},
	}
}

func booksRows(p *locale.Printer, r issuing.Reconciliation) []ui.Row {
	if r.At.IsZero() {
		return []ui.Row{{Key: p.T("admin.signing.compared"), Value: p.T("admin.signing.never")}}
	}
	return []ui.Row{
		{Key: p.T("admin.signing.compared"), Value: page.Moment(p, r.At)}, {Key: p.T("admin.signing.seals"), Value: p.Number(r.Seals)},
		{Key: p.T("admin.signing.released"), Value: p.Number(r.Released)}, {Key: p.T("admin.signing.tried"), Value: p.Number(r.Tried)},
	}
}

// findingTable names what does not agree.
//
//locale:uses admin.discord.*
func findingTable(p *locale.Printer, r issuing.Reconciliation) *ui.Table {
	out := &ui.Table{Caption: p.T("admin.signing.findings"), Quiet: true, Head: []string{p.T("admin.signing.document"), p.T("admin.signing.what")}}
	for _, f := range r.Findings {
		out.Rows = append(out.Rows, []ui.Cell{{Text: string(f.Document)}, {Text: p.T("admin.discord." + string(f.What))}})
	}
	return out
}

// comparedWithin is how old the last comparison may be before an administrator should look.
const comparedWithin = 48 * time.Hour

// signingTask says whether signatures and documents agree.
func signingTask(v *page.Visit, r issuing.Reconciliation) ui.Task {
	out := ui.Task{Text: v.P.T("admin.signing.books"), Href: pathSigning, State: v.P.T("admin.home.current"), Tone: ui.Green}
	switch {
	case r.At.IsZero():
		out.State, out.Tone = v.P.T("admin.home.never"), ui.Line
	case len(r.Findings) > 0:
		out.State, out.Tone = v.P.T("admin.signing.alarm"), ui.Red
	case v.Now.Sub(r.At) > comparedWithin:
		out.State, out.Tone = v.P.T("admin.home.late"), ui.Amber
	}
	return out
}
