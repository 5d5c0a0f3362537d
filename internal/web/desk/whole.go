package desk

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
)

// Whole hands over a case as one file: contents, answers in Romanian, and a picture of every page. It is a look of its own.
func Whole(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	id := caseOf(v)
	if _, err := p.Tokens.Key(v, v.Path); err != nil {
		return page.SeeOther(pathOf(id)), nil
	}
	whole, err := p.Desk.WholeFile(ctx, v.By(), casework.Opening{Case: id, Lang: locale.RO, Request: v.Request})
	if err != nil && fault.KindOf(err) == fault.Invalid {
		return page.SeeOther(pathOf(id)), nil // the page asks for the reason
	}
	if err != nil {
		return page.Reply{}, err
	}
	pdf, err := p.Draw(wholeSheet(p.Catalogue.For(locale.RO), whole, page.Moment(p.Catalogue.For(locale.RO), v.Now), v.Viewer.Name))
	if err != nil {
		return page.Reply{}, fmt.Errorf("draw case %s: %w", id, err)
	}
	return page.Reply{File: &page.File{Name: "dosar-" + string(whole.Case.Reference) + ".pdf", Type: "application/pdf", Data: pdf}, Private: true}, nil
}

// wholeSheet writes a case block by block, in Romanian.
func wholeSheet(ro *locale.Printer, w casework.Whole, at, name string) document.Sheet {
	title := ro.T("desk.whole.title", locale.Str("reference", w.Case.Reference.String()))
	sheet := document.Sheet{
		Title: title, Lang: locale.RO.Tag(), At: w.Case.ReceivedAt, PageOf: ro.T("letter.page", locale.Str("n", "{n}"), locale.Str("total", "{total}")),
		Lacking: ro.T("desk.whole.lacking"), Foot: ro.T("desk.whole.made", locale.Str("at", at), locale.Str("name", name)),
		Blocks: []document.Block{
			{Kind: document.Title, Text: title}, {Kind: document.Paragraph, Text: w.Title},
			{Kind: document.Facts, Rows: [][]string{
				{ro.T("desk.case.name"), w.Person.Names.Surname + " " + w.Person.Names.Given}, {ro.T("desk.case.birth"), day(ro, w.Person.BirthDate)},
				{ro.T("desk.case.nationality"), ro.Country(w.Person.Nationality)}, {ro.T("desk.case.state"), stateName(ro, w.Case.State)},
				{ro.T("desk.case.received"), page.Moment(ro, w.Case.ReceivedAt)}, {ro.T("desk.case.law"), w.Application.Law},
			}},
			{Kind: document.Heading, Text: ro.T("desk.whole.index")}, contents(ro, w),
			{Kind: document.Heading, Text: ro.T("desk.whole.answers"), Apart: true},
		},
	}
	for _, s := range sections(ro, w.Opened) {
		sheet.Blocks = append(sheet.Blocks, document.Block{Kind: document.Heading2, Text: s.Title}, document.Block{Kind: document.Facts, Rows: answerRows(ro, s)})
	}
	for _, one := range w.Papers {
		sheet.Blocks = append(sheet.Blocks, paperBlocks(ro, one)...)
	}
	return sheet
}

// paperBlocks are the pages of a paper. What is missing of it stands on the first.
func paperBlocks(ro *locale.Printer, one casework.WholePaper) []document.Block {
	out := []document.Block{{Kind: document.Heading, Text: one.Title, Apart: true}}
	missing := missingOf(ro, one)
	if len(one.Pictures) == 0 {
		missing = pagesOf(ro, one)
	}
	if len(missing) > 0 {
		out = append(out, document.Block{Kind: document.Paragraph, Text: strings.Join(missing, "; ")})
	}
	for i, picture := range one.Pictures {
		out = append(out, document.Block{
			Kind: document.Image, Picture: picture.JPEG, Text: ro.T("desk.whole.picture", locale.Str("title", one.Title), locale.Num("page", picture.N)), Apart: i > 0,
		})
	}
	return out
}

// contents is the table of what the file holds.
func contents(ro *locale.Printer, w casework.Whole) document.Block {
	out := document.Block{Kind: document.Table, Head: []string{ro.T("desk.whole.number"), ro.T("desk.whole.what"), ro.T("desk.whole.pages")}}
	add := func(what, pages string) {
		out.Rows = append(out.Rows, []string{strconv.Itoa(len(out.Rows) + 1), what, pages})
	}
	add(ro.T("desk.whole.answers"), "")
	for _, one := range w.Papers {
		add(one.Title, strings.Join(pagesOf(ro, one), "; "))
	}
	return out
}

// pagesOf says how many pictures of a paper the file holds, and what is missing of it.
func pagesOf(ro *locale.Printer, one casework.WholePaper) []string {
	if one.Hidden {
		return missingOf(ro, one)
	}
	first := strconv.Itoa(len(one.Pictures))
	if len(one.Pictures) == 0 {
		first = ro.T("desk.whole.none")
	}
	return append([]string{first}, missingOf(ro, one)...)
}

// missingOf says what is missing of a paper, and why.
func missingOf(ro *locale.Printer, one casework.WholePaper) (out []string) {
	if one.Hidden {
		return []string{ro.T("desk.whole.hidden")}
	}
	if one.LeftOut > 0 {
		out = append(out, ro.T("desk.whole.left_out", locale.Num("n", one.LeftOut)))
	}
	if one.Damaged > 0 {
		out = append(out, ro.T("desk.whole.damaged", locale.Num("n", one.Damaged)))
	}
	if one.NotReady > 0 {
		out = append(out, ro.T("desk.whole.not_ready", locale.Num("n", one.NotReady)))
	}
	return out
}

// answerRows are answers as a table of names and values.
func answerRows(ro *locale.Printer, s section) [][]string {
	var out [][]string
	for _, a := range s.Rows {
		value := strings.Join(a.Lines, "; ")
		if value == "" {
			value = ro.T("desk.case.no_answer")
		}
		out = append(out, []string{a.Label, value})
	}
	return out
}
