package verify

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/verdict"
	"sejur/internal/web/ui"
)

// answer is a verdict in words: what it is, what may be concluded from it and what not.
type answer struct {
	Key         string // of its words
	Tone        ui.Tone
	Title, Text string
	May         string // heading of Conclude
	Conclude    string
	Not         string
	FactsTitle  string
	FactsText   string
	Facts       []ui.Row
	About       []ui.Row
	Notes       []string
	Blank       bool // a script will fill it
}

// words are those of an answer, by their key, without what belongs to one paper.
//
//locale:uses verify.verdict.*.title verify.verdict.*.text verify.verdict.*.conclude verify.verdict.*.not
func words(p *locale.Printer, key string, status verdict.Status) answer {
	of := func(part string) string { return p.T("verify.verdict." + key + "." + part) }
	a := answer{
		Key: key, Tone: toneOf(status), Title: of("title"), Text: of("text"), Conclude: of("conclude"), Not: of("not"),
		May: p.T("verify.conclude"), FactsTitle: p.T("verify.facts"), FactsText: p.T("verify.facts_text"),
	}
	if key == specimen {
		a.Tone = ui.Amber // nobody may take it for a paper that is worth something
	}
	if key == string(verdict.Unreadable) {
		a.May = p.T("verify.do")
	}
	if !issued(status) {
		a.FactsTitle, a.FactsText = p.T("verify.claims"), p.T("verify.claims_text")
	}
	return a
}

// issued tells whether the office issued what is shown.
func issued(status verdict.Status) bool {
	switch status {
	case verdict.Genuine, verdict.Revoked, verdict.Lost, verdict.Expired:
		return true
	case verdict.Altered, verdict.Unknown:
	}
	return false
}

func toneOf(status verdict.Status) ui.Tone {
	switch status {
	case verdict.Genuine:
		return ui.Green
	case verdict.Altered, verdict.Revoked, verdict.Lost:
		return ui.Red
	case verdict.Expired, verdict.Unknown:
	}
	return ui.Amber
}

// specimen names the words of what is genuine and worth nothing.
const specimen = "specimen"

// keyOf names the words of a verdict. A code is easily copied onto another paper, so what it finds is said with other words than what a seal
// proves.
func keyOf(v verdict.Verdict, byCode bool) string {
	switch {
	case v.Why != "":
		return string(v.Why)
	case v.Status == verdict.Genuine && v.Has(verdict.Specimen):
		return specimen
	case v.Status == verdict.Genuine && byCode:
		return "genuine-code"
	}
	return string(v.Status)
}

// newAnswer says a verdict in a language.
func newAnswer(pr *locale.Printer, law Law, v verdict.Verdict, byCode bool) *answer {
	a := words(pr, keyOf(v, byCode), v.Status)
	said := a.Key == specimen
	say := sayer{pr, law}
	if v.Document != "" {
		a.Facts = append(a.Facts, say.row("document", v.Document))
	}
	for _, f := range v.Facts {
		a.Facts = append(a.Facts, say.row(f.Name, f.Value))
	}
	about := func(name, value string) {
		if value != "" {
			a.About = append(a.About, say.row(name, value))
		}
	}
	about("since_"+string(v.Status), v.Since)
	about("signed", v.Signed)
	about("signer", v.Signer)
	about("certificate", v.Certificate)
	if v.ListNumber > 0 {
		about("list_number", pr.Number(int(v.ListNumber)))
	}
	about("list_issued", v.ListIssued)
	about("list_next", v.ListNext)
	about("checked", v.On)
	for _, n := range v.Notes {
		if n == verdict.Specimen && said {
			continue
		}
		a.Notes = append(a.Notes, note(pr, n))
	}
	return &a
}

// Lines says a verdict as lines of text, for a terminal. What it is stands in the first two.
func Lines(p *locale.Printer, v verdict.Verdict, byCode bool) []string {
	a := newAnswer(p, nil, v, byCode)
	lines := append([]string{a.Title, a.Text}, a.Notes...)
	rows := func(title string, rows []ui.Row) {
		if len(rows) == 0 {
			return
		}
		lines = append(lines, "", title)
		for _, r := range rows {
			lines = append(lines, "  "+r.Key+": "+r.Value)
		}
	}
	lines = append(lines, "", a.May+": "+a.Conclude)
	rows(a.FactsTitle, a.Facts)
	lines = append(lines, "", p.T("verify.not_conclude")+": "+a.Not)
	rows(p.T("verify.about"), a.About)
	return lines
}

// note is the sentence of a note.
//
//locale:uses verify.note.*
func note(p *locale.Printer, n verdict.Note) string { return p.T("verify.note." + string(n)) }

// sayer writes facts for a reader.
type sayer struct {
	*locale.Printer
	law Law
}

// row is a fact with its name.
//
//locale:uses verify.fact.*
func (s sayer) row(name, value string) ui.Row {
	key := name // of a seal whose definition we have no words for
	if s.Has("verify.fact." + name) {
		key = s.T("verify.fact." + name)
	}
	return ui.Row{Key: key, Value: s.value(name, value)}
}

// value is a value as the paper has it in this language.
//
//locale:uses verify.document.* verify.outcome.*
func (s sayer) value(name, value string) string {
	switch name {
	case "document", "outcome":
		if key := "verify." + name + "." + strings.ToLower(value); s.Has(key) {
			return s.T(key)
		}
	case "nationality":
		if locale.IsCountry(value) {
			return s.Country(value)
		}
	case "kind":
		if s.law == nil {
			break
		}
		if title, ok := s.law.Title(value, s.Lang()); ok {
			return title
		}
	}
	if day, err := calendar.Parse(value); err == nil {
		return s.Date(day)
	}
	return value
}
