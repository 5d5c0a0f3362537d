package main

import (
	"fmt"
	"slices"
	"strings"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// sheet is a plan on its way to becoming text: lines, and the sources as numbered notes at the end.
type sheet struct {
	text    strings.Builder
	p       *locale.Printer
	sources []*law.Source
}

// planText writes a plan for a person, in the order in which it is used: what to answer next, the routes, the rest.
func planText(p *locale.Printer, plan law.Plan) string {
	s := &sheet{p: p}
	s.line("", p.T("page.plan.eyebrow", locale.Str("date", p.Date(plan.On))))
	if len(plan.Next) > 0 {
		s.question(plan.Next[0], len(plan.Next))
	}
	if plan.Status == law.NoRoute {
		s.head(p.T("page.plan.no_route"))
		s.line("", p.T("page.plan.no_route_text"))
		s.line("", p.T("page.plan.no_route_ask"))
	}
	for i := range plan.Routes {
		s.route(&plan.Routes[i])
	}
	if len(plan.Possible) > 0 {
		s.head(p.T("page.plan.may"))
		for _, possible := range plan.Possible {
			title := possible.Title + " (" + possible.Procedure + ")"
			if len(possible.Undecided) > 0 {
				title += ": " + strings.Join(possible.Undecided, ", ")
			}
			s.line("- ", title)
			for _, reason := range possible.Because {
				s.line("  ", reason.Text+s.cite(reason.Sources))
			}
		}
	}
	if len(plan.Excluded) > 0 {
		s.head(p.T("page.plan.not_fitting"))
		for _, excluded := range plan.Excluded {
			s.line("- ", excluded.Title+" ("+excluded.Procedure+")")
			for _, reason := range excluded.Because {
				s.line("  ", reason.Text+s.cite(reason.Sources))
			}
		}
	}
	s.notes()
	s.line("", "")
	s.line("", p.T("page.plan.law_version", locale.Str("version", plan.Law)))
	return s.text.String()
}

func (s *sheet) line(indent, text string) { s.text.WriteString(indent + text + "\n") }

func (s *sheet) head(text string) { s.text.WriteString("\n" + text + "\n") }

// cite numbers sources, each once in the whole text: " [1, 4]".
func (s *sheet) cite(sources []*law.Source) string {
	var numbers []string
	for _, source := range sources {
		at := slices.Index(s.sources, source)
		if at < 0 {
			at = len(s.sources)
			s.sources = append(s.sources, source)
		}
		numbers = append(numbers, fmt.Sprint(at+1))
	}
	if len(numbers) == 0 {
		return ""
	}
	return " [" + strings.Join(numbers, ", ") + "]"
}

func (s *sheet) notes() {
	if len(s.sources) == 0 {
		return
	}
	s.head(s.p.T("page.plan.sources"))
	for i, source := range s.sources {
		words := []string{}
		for _, part := range []string{strings.TrimSpace(source.ActName + " " + source.Article), source.Title, source.URL, source.Grade.Name(s.p)} {
			if part != "" {
				words = append(words, part)
			}
		}
		s.line(fmt.Sprintf("[%d] ", i+1), strings.Join(words, "; "))
	}
}

// question shows the one question to answer next, and how its answers are called.
func (s *sheet) question(q law.Question, left int) {
	s.head(s.p.T("page.plan.left", locale.Num("n", left)))
	s.line("", q.Fact+": "+q.Text)
	if q.Hint != "" {
		s.line("  ", q.Hint)
	}
	for _, o := range q.Options {
		s.line("  ", o.ID+": "+o.Text)
	}
}

func (s *sheet) route(r *law.Route) {
	s.head(strings.ToUpper(r.Title) + " (" + r.Procedure + ")")
	if r.Summary != "" {
		s.line("", r.Summary)
	}
	s.reasons(s.p.T("page.plan.why"), r.Why)
	s.apply(r.Apply)
	s.dates(r.Dates)
	s.documents(r.Documents)
	s.fees(r.Fees)
	s.processing(r.Processing)
	if r.Output != nil {
		s.head(s.p.T("page.plan.output"))
		s.line("- ", r.Output.Title+" ("+r.Output.Document+")"+s.cite(r.Output.Sources))
	}
	if len(r.Offices) > 0 || r.AuthorityName != "" {
		s.head(s.p.T("page.plan.where"))
		s.line("", strings.TrimSpace(r.AuthorityName+" "+strings.Join(r.Offices, ", ")))
	}
	s.list(s.p.T("page.plan.steps"), r.Steps)
	s.list(s.p.T("page.plan.mind"), r.Warnings)
	s.list(s.p.T("page.plan.duties"), r.Duties)
	s.reasons(s.p.T("page.plan.grounds"), r.Grounds)
	s.contest(r.Contest)
}

func (s *sheet) reasons(title string, all []law.Reason) {
	if len(all) == 0 {
		return
	}
	s.head(title)
	for _, reason := range all {
		s.line("- ", reason.Text+s.cite(reason.Sources))
	}
}

func (s *sheet) list(title string, all []law.Note) {
	if len(all) == 0 {
		return
	}
	s.head(title)
	for _, note := range all {
		s.line("- ", note.Text+s.founded(note.Grade)+s.cite(note.Sources))
	}
}

func (s *sheet) apply(a *law.Apply) {
	if a == nil {
		return
	}
	s.head(s.p.T("page.plan.apply_by"))
	if a.AdvisedBy != nil {
		s.line("", s.p.DateWeekday(*a.AdvisedBy))
	}
	if a.By != nil {
		s.line("", s.p.T("page.plan.law_day", locale.Str("date", s.p.Date(*a.By))))
	}
	if a.RollsTo != nil {
		s.line("", s.p.T("page.plan.rolls_to", locale.Str("date", s.p.Date(*a.RollsTo))))
	}
	s.line("", a.Basis+s.cite(a.Sources)+s.open(a.Open))
}

// founded says that a line rests on less than the law or an authority.
func (s *sheet) founded(g law.Grade) string {
	if g == law.Official || g == "" {
		return ""
	}
	return " (" + g.Name(s.p) + ")"
}

// open names the facts that an item depends on.
func (s *sheet) open(facts []string) string {
	if len(facts) == 0 {
		return ""
	}
	return " (" + s.p.T("page.plan.fee_open") + " " + strings.Join(facts, ", ") + ")"
}

func (s *sheet) dates(all []law.PlanDate) {
	if len(all) == 0 {
		return
	}
	s.head(s.p.T("page.plan.dates"))
	for _, d := range all {
		s.line("", d.Date.String()+"  "+d.Text)
	}
}

func (s *sheet) documents(all []law.PlanDocument) {
	if len(all) == 0 {
		return
	}
	s.head(s.p.T("page.plan.papers"))
	for _, d := range all {
		forms := []string{}
		for _, form := range append(slices.Clone(d.Forms), d.Formalities...) {
			forms = append(forms, law.PaperWord(s.p, form))
		}
		s.line("[ ] ", d.Title+" ("+strings.Join(forms, ", ")+")"+s.founded(d.Grade)+s.cite(d.Sources)+s.open(d.Open))
		if d.Because != "" {
			s.line("    ", d.Because)
		}
		if d.FreshUntil != nil {
			s.line("    ", s.p.T("page.plan.fresh_until", locale.Str("date", s.p.Date(*d.FreshUntil))))
		}
	}
}

func (s *sheet) fees(all []law.Fee) {
	if len(all) == 0 {
		return
	}
	s.head(s.p.T("page.plan.fees"))
	for _, fee := range all {
		amount := s.p.T("page.plan.ask_office")
		if fee.Amount != nil {
			amount = s.p.Money(*fee.Amount, fee.Currency)
		}
		s.line("- ", fee.Title+": "+amount+s.founded(fee.Grade)+s.cite(fee.Sources)+s.open(fee.Open))
	}
}

func (s *sheet) processing(r *law.Processing) {
	if r == nil {
		return
	}
	s.head(s.p.T("page.plan.decision"))
	if r.SameDay {
		s.line("", s.p.T("page.plan.same_day")+s.cite(r.Sources))
		return
	}
	s.line("", s.p.T("page.plan.within", locale.Str("term", s.p.Term(r.Days, r.Unit)))+s.cite(r.Sources)+s.open(r.Open))
	if r.ExtensionDays > 0 {
		s.line("", s.p.T("page.plan.extension", locale.Str("term", s.p.Term(r.ExtensionDays, r.Unit))))
	}
}

func (s *sheet) contest(c *law.Contest) {
	if c == nil {
		return
	}
	s.head(s.p.T("page.plan.refused"))
	if c.Where == "none" {
		s.line("", s.p.T("page.plan.contest_none")+s.cite(c.Sources))
		return
	}
	text := s.p.T("page.plan.contest_no_term", locale.Str("court", c.WhereName))
	if c.Days > 0 {
		text = s.p.T("page.plan.contest", locale.Str("court", c.WhereName), locale.Str("term", s.p.Term(c.Days, c.Unit)))
	}
	s.line("", text+s.cite(c.Sources))
	if c.SafeBy != nil {
		s.line("", s.p.T("page.plan.contest_safe", locale.Str("date", s.p.Date(*c.SafeBy))))
	}
}
