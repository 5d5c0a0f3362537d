package applicant

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"sejur/internal/application"
	"sejur/internal/document"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
)

// Paper gives the application as a PDF: in Romanian, to sign at the counter, beside the language of the reader so that nobody signs what they
// cannot read. A draft says on every page that it is one.
func (p *Applications) Paper(ctx context.Context, v *page.Visit) (page.Reply, error) {
	ro, err := p.Desk.Review(ctx, v.By(), v.Request, applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	data, err := p.Draw(p.sheet(v, ro))
	if err != nil {
		return page.Reply{}, fmt.Errorf("draw the application: %w", err)
	}
	return page.Reply{File: &page.File{Name: "application-" + v.Today.String() + ".pdf", Type: "application/pdf", Data: data}, Private: true}, nil
}

// Export gives the application as JSON: everything that was asked and answered.
func (p *Applications) Export(ctx context.Context, v *page.Visit) (page.Reply, error) {
	r, err := p.Desk.Review(ctx, v.By(), v.Request, applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	data, err := json.MarshalIndent(form.ExportOf(r.Form, form.Answers(r.Answers)), "", "  ")
	if err != nil {
		return page.Reply{}, fmt.Errorf("export the application: %w", err)
	}
	return page.Reply{File: &page.File{Name: "application-" + v.Today.String() + ".json", Type: "application/json", Data: append(data, '\n')}, Private: true}, nil
}

// applicationSheet writes an application in two languages, block by block.
type applicationSheet struct {
	ro, own *locale.Printer
	blocks  []document.Block
}

// add writes a block in Romanian and, where the reader has another language, beside it.
func (s *applicationSheet) add(make func(*locale.Printer) document.Block) {
	b := make(s.ro)
	if s.own.Lang() != locale.RO {
		other := make(s.own)
		other.Lang = s.own.Lang().Tag()
		b.Other = &other
	}
	s.blocks = append(s.blocks, b)
}

// say writes a text of some kind.
func (s *applicationSheet) say(kind document.BlockKind, key string, args ...locale.Arg) {
	s.add(func(p *locale.Printer) document.Block { return document.Block{Kind: kind, Text: p.T(key, args...)} })
}

func (p *Applications) sheet(v *page.Visit, r filing.Reviewed) document.Sheet {
	s := applicationSheet{ro: p.Words(locale.RO), own: v.P}
	title := func(q *locale.Printer) string {
		if q.Lang() == locale.RO {
			return r.Form.TitleRO
		}
		return r.Form.Title
	}
	s.say(document.Small, "filing.paper.kind")
	s.add(func(q *locale.Printer) document.Block { return document.Block{Kind: document.Title, Text: title(q)} })
	if r.Application.State != application.Draft {
		s.add(func(q *locale.Printer) document.Block {
			return document.Block{Kind: document.Facts, Rows: [][]string{
				{q.T("filing.sent.reference"), r.Application.Reference.String()}, {q.T("filing.file.sent"), page.Moment(q, r.Application.SubmittedAt)},
			}}
		})
	}
	record := r.Form.InRecord() // the office keeps the paper
	for i := range record.Pages {
		s.add(func(q *locale.Printer) document.Block {
			return document.Block{Kind: document.Heading, Text: form.Show(q, record, form.Answers(r.Answers))[i].Title}
		})
		s.add(func(q *locale.Printer) document.Block {
			return document.Block{Kind: document.Facts, Rows: answerRows(q, form.Show(q, record, form.Answers(r.Answers))[i])}
		})
	}
	s.say(document.Heading, "filing.check.papers")
	s.add(func(q *locale.Printer) document.Block {
		var items []document.Item
		for _, l := range r.Lines {
			text := l.Paper.Title
			if q.Lang() == locale.RO && l.Paper.TitleRO != "" {
				text = l.Paper.TitleRO
			}
			items = append(items, document.Item{Text: text})
		}
		return document.Block{Kind: document.Checklist, Items: items}
	})
	s.say(document.Small, "filing.paper.sign_text")
	// It is signed once, whatever languages stand above.
	s.blocks = append(s.blocks, document.Block{
		Kind: document.Signature, Items: []document.Item{{Text: s.ro.T("filing.paper.sign", locale.Str("name", r.Name.String()))}},
	})
	return s.bound(r, title(s.ro), v.Now)
}

// answerRows are the fields of a page with their answers; what was left empty is left out.
func answerRows(p *locale.Printer, section form.Section) [][]string {
	var out [][]string
	for _, row := range section.Rows {
		text := strings.Join(row.Lines, "\n")
		if text == "" {
			text = p.T("filing.paper.empty")
		}
		out = append(out, []string{row.Label, text})
	}
	return out
}

// bound makes the sheet. It bears the moment of sending, so that the same application gives the same file; of a draft the day.
func (s *applicationSheet) bound(r filing.Reviewed, title string, now time.Time) document.Sheet {
	out := document.Sheet{
		Title: title, Lang: locale.RO.Tag(), At: r.Application.SubmittedAt.UTC(), Blocks: s.blocks, Foot: s.ro.T("filing.paper.foot"),
		PageOf: s.ro.T("letter.page", locale.Str("n", "{n}"), locale.Str("total", "{total}")),
	}
	if r.Application.State == application.Draft {
		out.At, out.Mark = now.UTC().Truncate(24*time.Hour), s.ro.T("filing.paper.draft")
	}
	return out
}
