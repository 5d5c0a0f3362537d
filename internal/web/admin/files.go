package admin

import (
	"context"
	"time"

	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// checkedWithin is how long a file may wait to be looked into before an administrator should look.
const checkedWithin = 15 * time.Minute

// Files shows how the store of applicants' files stands, and which files are not what was stored. Of an application it shows the end of its
// reference alone.
func Files(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	stock, err := p.Files.Stock(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	after := v.Query.Get("before") // the list goes on behind a place
	flawed, err := p.Files.Flawed(ctx, v.By(), after)
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	next := ""
	if len(flawed) == filing.FlawedOnPage {
		next = flawed[len(flawed)-1].Place
	}
	s := &sheet{
		Page: v.Frame(t("admin.files.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.files.lead"),
		Pager: older(pathFiles, v.Query, after, next),
	}
	if stock.Flawed > 0 {
		s.Notices = append(s.Notices, notice{Tone: ui.Red, Title: t("admin.files.alarm"), Text: t("admin.files.alarm_text")})
	}
	if late(v, stock) {
		s.Notices = append(s.Notices, notice{Tone: ui.Amber, Title: t("admin.files.late"), Text: t("admin.files.late_text")})
	}
	s.Sections = []section{
		{ID: "stock", Title: t("admin.files.stock"), Rows: []ui.Row{
			{Key: t("admin.files.files"), Value: v.P.Number(stock.Files)}, {Key: t("admin.files.megabytes"), Value: v.P.Number(int(stock.Bytes >> 20))},
			{Key: t("admin.files.counted"), Value: page.Moment(v.P, stock.At)}, {Key: t("admin.files.checking"), Value: v.P.Number(stock.Checking)},
			{Key: t("admin.files.waiting"), Value: v.P.Number(stock.Waiting)}, {Key: t("admin.files.oldest"), Value: orNone(v.P, page.Moment(v.P, stock.Oldest))},
			{Key: t("admin.files.flawed"), Value: v.P.Number(stock.Flawed)},
		}},
		{ID: "flawed", Title: t("admin.files.flawed"), Table: flawedTable(v.P, flawed), Empty: t("admin.files.none")},
	}
	return s.show(v), nil
}

// late tells that files wait too long to be looked into.
func late(v *page.Visit, s filing.Stock) bool {
	return !s.Oldest.IsZero() && v.Now.Sub(s.Oldest) > checkedWithin
}

// flawedTable lists files that are not what was stored.
//
//locale:uses admin.flaw.* admin.file_part.*
func flawedTable(p *locale.Printer, files []filing.FlawedFile) *ui.Table {
	out := &ui.Table{Caption: p.T("admin.files.flawed"), Quiet: true, Head: []string{
		p.T("admin.files.place"), p.T("admin.files.part"), p.T("admin.files.what"), p.T("admin.files.application"), p.T("admin.files.weighed"),
	}}
	for _, f := range files {
		reference := f.Reference
		if reference == "" {
			reference = p.T("admin.files.draft")
		}
		out.Rows = append(out.Rows, []ui.Cell{
			{Text: f.Place}, {Text: p.T("admin.file_part." + string(f.Part))}, {Text: p.T("admin.flaw." + string(f.Flaw)), Chip: true, Tone: ui.Red},
			{Text: reference}, {Text: page.Moment(p, f.WeighedAt)},
		})
	}
	return out
}

// filesTask says whether stored files are what was stored.
func filesTask(v *page.Visit, s filing.Stock) ui.Task {
	out := ui.Task{Text: v.P.T("admin.files.title"), Href: pathFiles, State: v.P.T("admin.home.current"), Tone: ui.Green}
	switch {
	case s.Flawed > 0:
		out.State, out.Tone = v.P.T("admin.files.alarm"), ui.Red
	case late(v, s):
		out.State, out.Tone = v.P.T("admin.files.late"), ui.Amber
	}
	return out
}
