package bench

import (
	"os"
	"testing"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

func on() calendar.Date { return calendar.On(2026, 11, 20) }

func load(b *testing.B) *law.Law {
	b.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	l, err := law.Load(os.DirFS("../law"), catalogue)
	if err != nil {
		b.Fatal(err)
	}
	return l
}

func query(b *testing.B, l *law.Law, answers map[string][]string) law.Query {
	b.Helper()
	facts, faults := l.ReadFacts(answers, on())
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	return law.Query{On: on(), Lang: locale.EN, Facts: facts}
}

// student has answered everything: one route with its papers, fees, dates and reasons.
func student() map[string][]string {
	return map[string][]string{
		"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "age": {"23"}, "scholarship": {"false"},
		"romanian_origin": {"false"}, "title_expires": {"2027-03-31"}, "county": {"B"}, "document_issued_in": {"IN"},
		"translated_in": {"RO"}, "multilingual_extract": {"false"},
	}
}

// spouse has answered eight questions and has some before them.
func spouse() map[string][]string {
	return map[string][]string{
		"nationality": {"MD"}, "aim": {"live"}, "purpose": {"family"}, "sponsor": {"romanian"}, "tie": {"spouse"},
		"married_in": {"RO"}, "lives_together": {"true"}, "county": {"IS"},
	}
}

func BenchmarkPlanAllFactsKnown(b *testing.B) { plan(b, student(), law.Complete) }

func BenchmarkPlanEightFactsKnown(b *testing.B) { plan(b, spouse(), law.NeedsAnswers) }

// The next question is the first of Plan.Next: the page of a question asks for the same plan.
func BenchmarkNextQuestionFirst(b *testing.B) { plan(b, nil, law.NeedsAnswers) }

func BenchmarkNextQuestionAfterNationality(b *testing.B) {
	plan(b, map[string][]string{"nationality": {"IN"}}, law.NeedsAnswers)
}

func BenchmarkNextQuestionAfterAim(b *testing.B) {
	plan(b, map[string][]string{"nationality": {"IN"}, "aim": {"live"}}, law.NeedsAnswers)
}

// plan measures the plan for the answers; want makes sure that the situation still is what its name says.
func plan(b *testing.B, answers map[string][]string, want law.Status) {
	b.Helper()
	l := load(b)
	q := query(b, l, answers)
	first, err := l.Plan(q)
	if err != nil {
		b.Fatal(err)
	}
	if first.Status != want || want == law.Complete && len(first.Routes) == 0 {
		b.Fatalf("status %s with %d routes, want %s; left to ask: %v", first.Status, len(first.Routes), want, first.Next)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := l.Plan(q)
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadFacts(b *testing.B) {
	l := load(b)
	answers := student()
	b.ReportAllocs()
	for b.Loop() {
		_, faults := l.ReadFacts(answers, on())
		if len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}

// BenchmarkLoad is most of what passes between the start of the service and its first answer.
func BenchmarkLoad(b *testing.B) {
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := law.Load(os.DirFS("../law"), catalogue)
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadCatalogue(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, err := locale.Load()
		if err != nil {
			b.Fatal(err)
		}
	}
}
