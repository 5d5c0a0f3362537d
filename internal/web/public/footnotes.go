package public

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// Footnotes number the sources of a page in the order in which its statements name them, each once.
type Footnotes struct {
	p      *locale.Printer
	number map[*law.Source]int
	list   []ui.Source
}

// NewFootnotes starts the sources of one page.
func NewFootnotes(p *locale.Printer) *Footnotes {
	return &Footnotes{p: p, number: make(map[*law.Source]int)}
}

// Refs returns the numbers of the sources of one statement.
func (f *Footnotes) Refs(sources []*law.Source) []int {
	if len(sources) == 0 {
		return nil
	}
	out := make([]int, len(sources))
	for i, s := range sources {
		n, ok := f.number[s]
		if !ok {
			n = len(f.list) + 1
			f.number[s] = n
			f.list = append(f.list, f.source(s, n))
		}
		out[i] = n
	}
	return out
}

// List returns every source named so far, for the foot of the page.
func (f *Footnotes) List() []ui.Source { return f.list }

func (f *Footnotes) source(s *law.Source, n int) ui.Source {
	act := s.ActName
	if strings.HasPrefix(s.Title, act) {
		act = "" // the title says it
	}
	if s.Article != "" {
		act = strings.TrimPrefix(act+", "+s.Article, ", ")
	}
	checked := s.Checked
	if d, err := calendar.Parse(s.Checked); err == nil {
		checked = f.p.Date(d)
	}
	return ui.Source{
		N: n, Act: act, Title: s.Title, URL: s.URL,
		Checked: f.p.T("ui.checked", locale.Str("date", checked)), Grade: gradeName(f.p, s.Grade),
	}
}

// gradeName says in a word how well a statement is founded.
func gradeName(p *locale.Printer, g law.Grade) string {
	switch g {
	case law.Official:
		return p.T("ui.grade.official")
	case law.Secondary:
		return p.T("ui.grade.secondary")
	case law.Unverified:
	}
	return p.T("ui.grade.unverified")
}
