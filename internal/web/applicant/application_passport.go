package applicant

import (
	"context"

	"sejur/internal/fault"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// inZone is the input of the lines at the foot of a passport.
const inZone = "mrz"

// Passport reads the lines for machines of a passport, as somebody types them, into the fields that they fill. What they filled is looked at
// afterwards on its own page; whoever has no such lines types into that page instead.
func (p *Applications) Passport(ctx context.Context, v *page.Visit) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	pages := zonePages(o)
	if len(pages) == 0 {
		return page.Reply{}, notFound()
	}
	first := v.Href(applicationPath(o.Application.ID, "pages", pages[0].ID), "")
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		key, err := p.Tokens.Key(v, v.Path)
		if err == nil {
			err = p.readZone(ctx, v, pages, key, f.Text(inZone))
		}
		if err == nil {
			return page.SeeOtherDone(first, "passport-read"), nil
		}
		if !f.Take(err) {
			return page.Reply{}, err
		}
	}
	t := v.P.T
	pg := &formPage{
		Page: v.Frame(t("filing.passport.title"), ""), Back: v.Href(applicationPath(o.Application.ID), ""), Lead: t("filing.passport.lead"),
		Form: ui.Form{
			Action: v.Href(v.Path, ""), Token: p.Tokens.Draw(v, v.Path), Button: t("filing.passport.read"), Cancel: t("filing.passport.skip"), CancelTo: first,
		},
	}
	pg.Slim = true
	if o.PhotoOf != "" {
		to := linePath(filing.OneUpload{Application: o.Application.ID, Document: o.PhotoOf})
		pg.Fields = append(pg.Fields, photoFirst(v.P, v.Href(to, "")))
	}
	pg.Fields = append(pg.Fields,
		ui.ZonePicture(v.P),
		ui.TextareaField(v.P, ui.Textarea{Field: f.Field(inZone, t("filing.passport.lines"), t("filing.passport.lines_hint")), Value: f.Text(inZone), Rows: 3, Exact: true}),
	)
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	return page.Reply{Body: formTemplate(pg), Status: f.Status()}, nil
}

// readZone fills the pages that can be read from a zone, each once.
func (p *Applications) readZone(ctx context.Context, v *page.Visit, pages []filing.PageState, key, zone string) error {
	for _, at := range pages {
		_, err := p.Desk.ReadPassport(ctx, v.By(), filing.Asked{Request: v.Request, Key: key + "." + at.ID}, filing.ReadPassport{
			Application: applicationOf(v), Page: at.ID, Version: at.Version, Zone: zone, Lang: v.P.Lang(),
		})
		if err != nil && fault.KindOf(err) != fault.Conflict { // somebody fills that page in at this moment: theirs stays
			return err
		}
	}
	return nil
}

// zonePages are the pages with a field that can be read from a zone.
func zonePages(o filing.Opened) []filing.PageState {
	var out []filing.PageState
	for i, p := range o.Form.Pages {
		if i < len(o.Pages) && p.HasZone() {
			out = append(out, o.Pages[i])
		}
	}
	return out
}
