package admin

import (
	"context"
	"time"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	desk "sejur/internal/office/admin"
	"sejur/internal/office/issuing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// How long something may take before an administrator should look at it.
const (
	sealedWithin   = time.Minute
	exportedWithin = 15 * time.Minute
)

// Overview shows what needs attention, and leads to the rest.
func Overview(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	o, err := p.Desk.Overview(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	books, err := p.books(ctx, v)
	if err != nil {
		return page.Reply{}, err
	}
	s := &sheet{Page: v.Frame(t("admin.home.title"), ""), Lead: t("admin.home.lead")}
	s.Sections = []section{
		{ID: "state", Title: t("admin.home.state"), Tasks: []ui.Task{
			jobsTask(v.P, o), waitingTask(v.P, o), refusedTask(v.P, o), sealTask(v, o.Chain), exportTask(v, o.Chain), schemaTask(v.P, o),
			{Text: t("admin.home.law"), Hint: t("admin.home.law_version", locale.Str("version", o.Law)), Href: pathLaw, State: t("admin.home.loaded"), Tone: ui.Green},
		}},
		{ID: "work", Title: t("admin.home.work"), Lead: t("admin.home.staff", locale.Str("n", count(v.P, o.Staff))), Links: []anchor{
			{Text: t("admin.staff.title"), Href: pathStaff}, {Text: t("admin.invitations.title"), Href: pathInvitations},
			{Text: t("admin.offices.title"), Href: pathOffices}, {Text: t("admin.settings.title"), Href: pathSettings},
			{Text: t("admin.mail.title"), Href: pathOutbox + "/test"}, {Text: t("admin.audit.title"), Href: pathAudit},
		}},
	}
	if p.Papers != nil {
		s.Sections[0].Tasks = append(s.Sections[0].Tasks, signingTask(v, books))
	}
	if p.Files != nil {
		stock, err := p.Files.Stock(ctx, v.By())
		if err != nil {
			return page.Reply{}, err
		}
		s.Sections[0].Tasks = append(s.Sections[0].Tasks, filesTask(v, stock))
	}
	return s.show(v), nil
}

// books is the last comparison of signatures and documents; the zero value when there was none yet.
func (p *Pages) books(ctx context.Context, v *page.Visit) (issuing.Reconciliation, error) {
	if p.Papers == nil {
		return issuing.Reconciliation{}, nil
	}
	r, err := p.Papers.LastReconciliation(ctx, v.By())
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return issuing.Reconciliation{}, nil
	}
	return r, err
}

// counted is a task that is about how many there are: none is good.
func counted(p *locale.Printer, text, href string, c desk.Count, tone ui.Tone) ui.Task {
	if c.N == 0 {
		return ui.Task{Text: text, Href: href, State: p.T("admin.home.none"), Tone: ui.Green}
	}
	return ui.Task{Text: text, Href: href, State: count(p, c), Tone: tone}
}

func jobsTask(p *locale.Printer, o desk.Overview) ui.Task {
	return counted(p, p.T("admin.home.jobs"), pathJobs+"?state="+string(office.JobFailed), o.Jobs[office.JobFailed], ui.Red)
}

func waitingTask(p *locale.Printer, o desk.Overview) ui.Task {
	return counted(p, p.T("admin.home.letters"), pathOutbox+"?state="+string(office.LetterWaiting), o.Letters[office.LetterWaiting], ui.Amber)
}

func refusedTask(p *locale.Printer, o desk.Overview) ui.Task {
	return counted(p, p.T("admin.home.refused"), pathOutbox+"?state="+string(office.LetterRefused), o.Letters[office.LetterRefused], ui.Amber)
}

// sealTask says how far the record is sealed.
func sealTask(v *page.Visit, c desk.Chain) ui.Task {
	out := ui.Task{Text: v.P.T("admin.home.sealed"), State: v.P.T("admin.home.current"), Tone: ui.Green}
	if c.Seq > 0 {
		out.Hint = v.P.T("admin.home.sealed_to", locale.Str("n", v.P.Number(int(c.Seq))), locale.Str("at", page.Moment(v.P, c.SealedTo)))
	}
	if !c.Oldest.IsZero() && v.Now.Sub(c.Oldest) > sealedWithin {
		out.State, out.Tone = v.P.T("admin.home.pending", locale.Str("n", count(v.P, c.Pending))), ui.Red
	}
	return out
}

// exportTask says when the last signed head left the house.
func exportTask(v *page.Visit, c desk.Chain) ui.Task {
	out := ui.Task{Text: v.P.T("admin.home.head"), State: v.P.T("admin.home.unknown"), Tone: ui.Line, Hint: v.P.T("admin.home.head_elsewhere")}
	switch {
	case c.HeadState == desk.NotKnown:
	case c.HeadState == desk.Unreadable:
		out.State, out.Tone, out.Hint = v.P.T("admin.home.unreadable"), ui.Red, ""
	case c.Head.Seq == 0:
		out.State, out.Tone, out.Hint = v.P.T("admin.home.never"), ui.Amber, ""
	default:
		out.State, out.Tone = v.P.T("admin.home.current"), ui.Green
		out.Hint = v.P.T("admin.home.sealed_to", locale.Str("n", v.P.Number(int(c.Head.Seq))), locale.Str("at", page.Moment(v.P, c.Head.At)))
		if c.Head.Seq < c.Seq && v.Now.Sub(c.Head.At) > exportedWithin {
			out.State, out.Tone = v.P.T("admin.home.late"), ui.Amber
		}
	}
	return out
}

// schemaTask says whether the database fits the program.
func schemaTask(p *locale.Printer, o desk.Overview) ui.Task {
	out := ui.Task{Text: p.T("admin.home.schema"), State: p.T("admin.home.current"), Tone: ui.Green}
	switch {
	case o.SchemaState == desk.NotKnown:
		out.State, out.Tone = p.T("admin.home.unknown"), ui.Line
	case o.SchemaState == desk.Unreadable:
		out.State, out.Tone = p.T("admin.home.unreadable"), ui.Red
	case len(o.Schema.Missing) > 0:
		out.State, out.Tone, out.Hint = p.T("admin.home.behind"), ui.Red, p.And(o.Schema.Missing)
	case len(o.Schema.Newer) > 0:
		out.State, out.Tone, out.Hint = p.T("admin.home.newer"), ui.Amber, p.And(o.Schema.Newer)
	}
	return out
}
