package law_test

import (
	"testing"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	data "sejur/law"
)

func BenchmarkLoad(b *testing.B) {
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := law.Load(data.Files, catalogue); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	l, err := law.Load(data.Files, catalogue)
	if err != nil {
		b.Fatal(err)
	}
	cases := []struct {
		name  string
		facts map[string][]string
	}{
		{"all facts", map[string][]string{
			"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "age": {"27"}, "scholarship": {"false"}, "romanian_origin": {"false"},
			"first_application": {"true"}, "title_expires": {"2026-12-31"}, "county": {"B"}, "studies_end": {"2028-07-01"}, "planned_stay_days": {"400"},
		}},
		{"8 facts", map[string][]string{
			"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "scholarship": {"false"}, "romanian_origin": {"false"},
			"title_expires": {"2026-12-31"}, "county": {"B"},
		}},
		{"nothing", map[string][]string{}},
		{"nationality", map[string][]string{"nationality": {"IN"}}},
	}
	on := calendar.On(2026, 11, 20)
	for _, c := range cases {
		facts, faults := l.ReadFacts(c.facts, on)
		if len(faults) > 0 {
			b.Fatal(faults)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Plan(law.Query{On: on, Lang: locale.EN, Facts: facts}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkForm(b *testing.B) {
	l := realLaw(b)
	on := calendar.On(2026, 11, 20)
	cases := []struct {
		name, procedure string
		facts           map[string][]string
	}{
		{"a study permit", "study-permit", map[string][]string{
			"nationality": {"IN"}, "aim": {"live"}, "purpose": {"study"}, "enrolled": {"true"}, "age": {"27"}, "scholarship": {"false"}, "romanian_origin": {"false"},
			"first_application": {"true"}, "title_expires": {"2026-12-31"}, "county": {"B"}, "studies_end": {"2028-07-01"}, "planned_stay_days": {"400"},
		}},
		{"nothing known", "single-permit-initial", nil},
		{"a family card", "eu-family-residence-card", map[string][]string{
			"nationality": {"IN"}, "aim": {"live"}, "purpose": {"family"}, "sponsor": {"eu-citizen"}, "tie": {"spouse"}, "county": {"CJ"}, "entry_date": {"2026-10-01"},
		}},
	}
	for _, c := range cases {
		facts, faults := l.ReadFacts(c.facts, on)
		if len(faults) > 0 {
			b.Fatal(faults)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Form(law.FormQuery{Procedure: c.procedure, On: on, Lang: locale.EN, Facts: facts}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
