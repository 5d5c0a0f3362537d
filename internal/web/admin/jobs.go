package admin

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/office"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

func jobStates() []office.JobState {
	return []office.JobState{office.JobFailed, office.JobRunning, office.JobReady, office.JobDone}
}

// jobState names the state of a job.
//
//locale:uses admin.job_state.*
func jobState(p *locale.Printer, s office.JobState) string {
	return p.T("admin.job_state." + string(s))
}

// Jobs lists what the service does by itself.
func Jobs(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	state, before := office.JobState(v.Query.Get("state")), v.Query.Get("before")
	if !slices.Contains(jobStates(), state) {
		state = office.JobFailed
	}
	list, err := p.Desk.ListJobs(ctx, v.By(), state, before)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	f := page.NewForm(v.P, map[string][]string{"state": {string(state)}})
	var options []ui.Option
	for _, s := range jobStates() {
		text := jobState(v.P, s)
		if s != office.JobDone { // nobody counts those
			text = t("admin.jobs.counted", locale.Str("state", text), locale.Str("n", count(v.P, list.Counts[s])))
		}
		options = append(options, ui.Option{Value: string(s), Text: text})
	}
	s := &sheet{
		Page: v.Frame(t("admin.jobs.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.jobs.lead"),
		Filter: &filter{Action: pathJobs, Fields: []templ.Component{ui.RadioField(v.P, f.Radios("state", t("admin.staff.state"), "", options))}},
		Pager:  older(pathJobs, v.Query, before, list.Next),
	}
	if what, _ := v.Done(); what == doneJob {
		s.Done = &told{Title: t("admin.done.job")}
	}
	table := &ui.Table{Caption: t("admin.jobs.title"), Quiet: true, Head: []string{
		t("admin.jobs.kind"), t("admin.jobs.made"), t("admin.jobs.due"), t("admin.jobs.tries"), t("admin.jobs.error"),
	}}
	for _, j := range list.Rows {
		table.Rows = append(table.Rows, []ui.Cell{
			{Text: j.Kind, Href: pathJobs + "/" + j.ID}, {Text: page.Moment(v.P, j.CreatedAt)}, {Text: page.Moment(v.P, j.RunAt)},
			{Text: v.P.Number(j.Tries), N: true}, {Text: j.Error},
		})
	}
	s.Sections = []section{{Table: table, Empty: t("admin.jobs.none")}}
	return s.show(v), nil
}

const doneJob = "job"

// Job shows one job. One that has failed can be started again.
func Job(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := v.Part("id")
	f := page.NewForm(v.P, v.Form)
	what, err := p.try(v, f, func(slip desk.Slip) error {
		_, err := p.Desk.RestartJob(ctx, v.By(), desk.RestartJob{Slip: slip, ID: id})
		return err
	})
	if err != nil {
		return page.Reply{}, err
	}
	if what == done {
		return page.SeeOtherDone(pathJobs, doneJob), nil
	}
	j, err := p.Desk.OpenJob(ctx, v.By(), id)
	if err != nil {
		return page.Reply{}, err
	}
	rows := jobRows(v.P, j)
	if j.State == office.JobFailed {
		pg := p.newForm(v, j.Kind, anchor{Text: v.P.T("admin.jobs.title"), Href: pathJobs})
		pg.Facts, pg.Lead, pg.Button = rows, v.P.T("admin.job.lead"), v.P.T("admin.job.restart")
		return pg.show(f), nil
	}
	s := &sheet{Page: v.Frame(j.Kind, ""), Back: &anchor{Text: v.P.T("admin.jobs.title"), Href: pathJobs}}
	if what == clash {
		s.Notices = []notice{{Tone: ui.Amber, Title: v.P.T("admin.clash.title"), Text: v.P.T("admin.job.clash")}}
	}
	s.Sections = []section{{ID: "job", Rows: rows}}
	reply := s.show(v)
	if what == clash {
		reply.Status = http.StatusConflict
	}
	return reply, nil
}

func jobRows(p *locale.Printer, j office.Ticket) []ui.Row {
	return []ui.Row{
		{Key: p.T("admin.staff.state"), Value: jobState(p, j.State)}, {Key: p.T("admin.jobs.made"), Value: page.Moment(p, j.CreatedAt)},
		{Key: p.T("admin.jobs.due"), Value: page.Moment(p, j.RunAt)}, {Key: p.T("admin.jobs.tries"), Value: p.Number(j.Tries)},
		{Key: p.T("admin.jobs.ended"), Value: orNone(p, page.Moment(p, j.EndedAt))}, {Key: p.T("admin.jobs.error"), Value: orNone(p, j.Error)},
		{Key: p.T("admin.jobs.key"), Value: j.Key},
	}
}
