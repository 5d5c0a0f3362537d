package public

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

// footnotes number the sources of a page in the order in which its statements name them, each once.
type footnotes struct {
	p      *locale.Printer
	number map[*law.Source]int
	list   []ui.Source
}

// newFootnotes starts the sources of one page.
func newFootnotes(p *locale.Printer) *footnotes {
	return &footnotes{p: p, number: make(map[*law.Source]int)}
}

// Refs returns the numbers of the sources of one statement.
func (f *footnotes) Refs(sources []*law.Source) []int {
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
func (f *footnotes) List() []ui.Source { return f.list }

func (f *footnotes) source(s *law.Source, n int) ui.Source {
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
		Checked: f.p.T("ui.checked", locale.Str("date", checked)), Grade: s.Grade.Name(f.p),
	}
}
