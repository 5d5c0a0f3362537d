package public

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Names in the query that are no facts.
const (
	queryOn        = "on"        // the day whose law is asked
	queryChange    = "change"    // a fact to ask again
	queryAnswering = "answering" // the fact whose question this form showed
	queryMore      = "more"      // rows wanted in a list of periods
	queryKeep      = "keep"      // sensitive facts to leave in a shared link
)

// unknown is the value of a fact that was asked and that the person does not know.
const unknown = law.DontKnow

func reserved(name string) bool {
	switch name {
	case queryOn, queryChange, queryAnswering, queryMore, queryKeep:
		return true
	}
	return strings.HasPrefix(name, queryOn+"-")
}

// answers are the facts of a query and the day they are asked for.
type answers struct {
	law.Query
	today  calendar.Date
	faults fault.List
}

// readAnswers reads every fact of the query but those of the form's own question, which may still be in pieces.
// What cannot be read is in faults; the rest is kept.
func (p *Pages) readAnswers(v *page.Visit, answering string) answers {
	a := answers{today: v.Today}
	a.Lang, a.On = v.P.Lang(), v.Today
	if s, wrong := dateFrom(v.Query, queryOn); s != "" || wrong {
		d, err := calendar.Parse(s)
		if err != nil {
			a.faults = append(a.faults, fault.Field(queryOn, "not-a-date"))
		} else {
			a.On = d
		}
	}
	in := make(map[string][]string, len(v.Query))
	for name, values := range v.Query {
		if reserved(name) || answering != "" && partOf(name, answering) {
			continue
		}
		in[name] = values
	}
	facts, faults := p.Law.ReadFacts(in, a.On)
	a.Facts = facts
	a.faults = append(a.faults, faults...)
	return a
}

// partOf tells whether an input belongs to the question about a fact: its own name, or a part of a date or a list.
func partOf(name, fact string) bool {
	rest, ok := strings.CutPrefix(name, fact)
	return ok && (rest == "" || rest[0] == '-')
}

// query writes the answers as a query, with the day if it is not today. The order is that of asking.
func (a answers) query() string { return a.queryOf(a.Facts) }

func (a answers) queryOf(facts law.Facts) string {
	var b strings.Builder
	for _, pair := range facts.Pairs() {
		appendPair(&b, pair[0], pair[1])
	}
	if a.On != a.today {
		appendPair(&b, queryOn, a.On.String())
	}
	return b.String()
}

// changing is the query that asks a fact again and keeps all answers.
func (a answers) changing(fact string) string {
	q := a.query()
	if q != "" {
		q += "&"
	}
	return q + queryChange + "=" + url.QueryEscape(fact)
}

func appendPair(b *strings.Builder, name, value string) {
	if b.Len() > 0 {
		b.WriteByte('&')
	}
	b.WriteString(url.QueryEscape(name))
	b.WriteByte('=')
	b.WriteString(url.QueryEscape(value))
}

// rawQuery writes a query again without the names that drop picks, for pages that cannot read it whole.
func rawQuery(in url.Values, drop func(name string) bool) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if drop(name) {
			continue
		}
		for _, value := range in[name] {
			appendPair(&b, name, value)
		}
	}
	return b.String()
}

// ofWhom is the question of a fact. A host, an employer and whoever brings family are asked for
// the citizenship of somebody else, and the question says so.
func ofWhom(p *locale.Printer, facts law.Facts, fact, question string) string {
	if fact != "nationality" {
		return question
	}
	switch aim, _ := facts.Value("aim"); aim {
	case "invite":
		return p.T("page.check.guest")
	case "hire":
		return p.T("page.check.worker")
	case "reunite":
		return p.T("page.check.relative")
	}
	return question
}

// rows is the summary list of the answers, each with the link that changes it.
func (p *Pages) rows(v *page.Visit, a answers) []ui.Row {
	given := p.Law.Answers(a.Query)
	rows := make([]ui.Row, 0, len(given))
	for _, answer := range given {
		rows = append(rows, ui.Row{
			Key: ofWhom(v.P, a.Facts, answer.Fact, answer.Question), Value: answer.Text,
			Href: v.Href("/check", a.changing(answer.Fact)), Action: v.P.T("ui.change"),
		})
	}
	return rows
}
