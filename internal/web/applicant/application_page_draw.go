package applicant

import (
	"encoding/json"
	"net/url"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// draw shows the page with what stands in its inputs.
func (d formDraw) draw(f *page.Form, in url.Values) page.Reply { return d.drawn(f, in, nil) }

// drawn shows the page; rivals is nil unless somebody else was faster.
func (d formDraw) drawn(f *page.Form, in url.Values, rivals [][]ui.Cell) page.Reply {
	t, v := d.v.P.T, d.v
	pg := &pagePage{
		Page: v.Frame(d.view.Page.Title, ""), Back: v.Href(applicationPath(d.view.Application), ""), BackText: d.view.Form.Title, Why: whyLines(d.view.Page),
		Form: ui.Form{Action: v.Href(v.Path, ""), Token: d.p.Tokens.Draw(v, v.Path), Button: t("filing.page.next")},
	}
	pg.Slim = true
	pg.Step, pg.Lead = d.step(), d.lead()
	version := d.view.Version
	if d.next > 0 {
		version = d.next
	}
	pg.Hidden = [][2]string{{inVersion, versionText(version)}}
	if rivals == nil && d.next == 0 && v.Form.Get(inVersion) != "" {
		pg.Hidden[0][1] = v.Form.Get(inVersion) // still the one that the reader saw
	}
	pg.Fields = fields{v: v, f: f, in: in, from: d.origins()}.all(d.view.Page.Fields)
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	pg.Lists = slices.ContainsFunc(d.view.Page.Fields, func(f law.PlanField) bool { return form.MaxRows(f.Kind) > 0 })
	if d.view.Correction != "" {
		pg.Button, pg.Mend = t("filing.page.save"), d.again()
	} else if d.view.Page.HasZone() {
		pg.Passport = v.Href(applicationPath(d.view.Application, "passport"), "")
	}
	if !d.view.SavedAt.IsZero() {
		pg.Save = t("filing.page.saved_on", locale.Str("at", page.Moment(v.P, d.view.SavedAt)))
	}
	reply := page.Reply{Status: f.Status(), Asks: true}
	if rivals != nil {
		pg.Rivals = rivalsTable(v.P, rivals)
	}
	reply.Body = pageTemplate(pg)
	return reply
}

// step says which page this is of how many; a page of a correction stands alone.
func (d formDraw) step() string {
	i := slices.IndexFunc(d.view.Form.Pages, func(p law.PlanFormPage) bool { return p.ID == d.view.Page.ID })
	if i < 0 || d.view.Correction != "" {
		return ""
	}
	return d.v.P.T("filing.page.step", locale.Num("n", i+1), locale.Num("of", len(d.view.Form.Pages)))
}

// again says why the page is asked again, in whose words, and until when.
func (d formDraw) again() string {
	t, asked := d.v.P.T, d.view.Asked
	text := reasonText(d.v.P, asked.Reason)
	if asked.Note != "" {
		text = sentencesOf(text, t("filing.event.words", locale.Str("words", asked.Note)))
	}
	return sentencesOf(text, t("filing.mend.until", locale.Str("date", d.v.P.DateWeekday(asked.Until))))
}

// lead says whom the page is about, where that is not the applicant.
func (d formDraw) lead() string {
	if d.view.Page.Who == "applicant" {
		return ""
	}
	return d.v.P.T("filing.who." + d.view.Page.Who)
}

// origins say where each value that nobody has confirmed yet is known from.
//
//locale:uses filing.origin.*
func (d formDraw) origins() map[string]string {
	if d.v.Form != nil {
		return nil // it was seen and sent
	}
	out := make(map[string]string, len(d.view.Suggested))
	for field, from := range d.view.Suggested {
		out[field] = d.v.P.T("filing.origin." + string(from))
	}
	return out
}

// whyLines say why the fields of a page are asked, each reason once.
func whyLines(p law.PlanFormPage) []whyLine {
	var out []whyLine
	for _, f := range p.Fields {
		i := slices.IndexFunc(out, func(w whyLine) bool { return w.Why == f.Why })
		if i < 0 {
			out = append(out, whyLine{Fields: f.Label, Why: f.Why})
			continue
		}
		out[i].Fields += ", " + f.Label
	}
	return out
}

// autosave is what the script is told of a page that saved itself.
type autosave struct {
	Version string `json:"version,omitempty"`
	Token   string `json:"token,omitempty"`
	Saved   string `json:"saved,omitempty"` // words, with the time
	Wrong   string `json:"wrong,omitempty"` // words: it was not saved, and why
}

// told answers the script.
func (d formDraw) told(a autosave) page.Reply {
	data, err := json.Marshal(a)
	if err != nil {
		panic("autosave: " + err.Error()) // four strings
	}
	return page.Reply{File: &page.File{Name: "saved.json", Type: "application/json", Data: data}, Private: true}
}

// clock is the time of day on the clocks of the office.
func clock(v *page.Visit) string { return v.Now.In(calendar.Bucharest()).Format("15:04") }

// rivalsTable shows two values of each line that two people wrote at once.
func rivalsTable(p *locale.Printer, rows [][]ui.Cell) *ui.Table {
	return &ui.Table{
		Caption: p.T("persons.rivals_table"), Rows: rows,
		Head: []string{p.T("persons.rivals_field"), p.T("persons.rivals_typed"), p.T("persons.rivals_kept")},
	}
}
