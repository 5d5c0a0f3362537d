package admin

import (
	"context"

	"sejur/internal/locale"
	desk "sejur/internal/office/admin"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Settings shows with what this node was started, and where each setting comes from.
//
//locale:uses admin.source.*
func Settings(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	list, err := p.Desk.Settings(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := &sheet{
		Page: v.Frame(t("admin.settings.title"), ""), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.settings.lead"),
	}
	table := &ui.Table{Caption: t("admin.settings.title"), Quiet: true, Head: []string{
		t("admin.settings.name"), t("admin.settings.value"), t("admin.settings.source"),
	}}
	for _, set := range list {
		table.Rows = append(table.Rows, []ui.Cell{{Text: "--" + set.Name}, {Text: set.Value}, {Text: t("admin.source." + string(set.Source))}})
	}
	s.Sections = []section{{Table: table, Empty: t("admin.settings.none")}}
	return s.show(v), nil
}

// Law shows which law is loaded and, when it is asked for, what a check of it says.
func Law(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	t := v.P.T
	s := &sheet{
		Page: v.Frame(t("admin.law.title"), v.Query.Encode()), Back: &anchor{Text: t("admin.home.title"), Href: pathHome}, Lead: t("admin.law.lead"),
	}
	s.Sections = []section{{
		ID: "law", Rows: []ui.Row{{Key: t("admin.law.version"), Value: p.Law.Version()}},
		Links: []anchor{{Text: t("admin.law.check"), Href: pathLaw + "?check=yes", Main: true}, {Text: t("admin.law.changes"), Href: "/" + string(v.P.Lang()) + "/changes"}},
	}}
	if v.Query.Get("check") == "" {
		return s.show(v), nil
	}
	report, err := p.Desk.CheckLaw(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	s.Sections = append(s.Sections, lawReport(v.P, report))
	return s.show(v), nil
}

func lawReport(p *locale.Printer, r desk.LawReport) section {
	out := section{ID: "report", Title: p.T("admin.law.holds"), Lead: p.T("admin.law.counts",
		locale.Str("procedures", p.Number(r.Procedures)), locale.Str("documents", p.Number(r.Documents)), locale.Str("personas", p.Number(r.Personas)))}
	if len(r.Faults) > 0 {
		out.Title, out.Lead, out.Lines = p.T("admin.law.faults", locale.Num("n", len(r.Faults))), p.T("admin.law.faults_lead"), r.Faults
	}
	return out
}
