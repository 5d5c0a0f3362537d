package stay_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// periods reads "study 2019-11-20..2023-11-19 work 2023-11-20..".
func periods(s string) []stay.Period {
	list := []stay.Period{}
	words := strings.Fields(s)
	for i := 0; i+1 < len(words); i += 2 {
		from, to, _ := strings.Cut(words[i+1], "..")
		p := stay.Period{Title: words[i], From: day(from)}
		if to != "" {
			p.To = ptr(day(to))
		}
		list = append(list, p)
	}
	return list
}

// absences reads "2025-01-01..2025-07-01 2026-01-01..2026-09-01:important".
func absences(s string) []stay.Absence {
	list := []stay.Absence{}
	for word := range strings.FieldsSeq(s) {
		word, reason, _ := strings.Cut(word, ":")
		out, in, _ := strings.Cut(word, "..")
		a := stay.Absence{Out: day(out), Reason: reason}
		if in != "" {
			a.In = ptr(day(in))
		}
		list = append(list, a)
	}
	return list
}

func keys(list []stay.Reason) string {
	var words []string
	for _, r := range list {
		words = append(words, strings.TrimPrefix(r.Key, "stay/"))
	}
	return strings.Join(words, " ")
}

type continuousRow struct {
	name, periods, absences string
	rule                    stay.Rule
	on                      string
	eligible                bool
	from                    string
	reasons                 string
}

func continuousRows() []continuousRow {
	const (
		work     = "work 2021-11-20.."
		lt, ltp  = stay.LongTerm, stay.LongTermProtection
		eu       = stay.EUPermanent
		on       = "2026-11-20"
		longWork = "work 2015-01-01.."
	)
	return []continuousRow{
		{"five years to the day", work, "", lt, on, true, on, "long-enough"},
		{"five years less a day", "work 2021-11-21..", "", lt, on, false, "2026-11-21", "too-short"},
		{"a refugee for four years", "refugee 2022-11-20..", "", ltp, on, true, on, "long-enough"},
		{"a refugee for four years less a day", "refugee 2022-11-21..", "", ltp, on, false, "2026-11-21", "too-short"},
		{"four years are too few without protection", "work 2022-11-20..", "", lt, on, false, "2027-11-20", "too-short"},
		{"come on a leap day, the anniversary is 28 February", "work 2024-02-29..", "", lt, "2029-02-28", true, "2029-02-28", "long-enough"},
		{"eligible since long ago", longWork, "", lt, on, true, "2020-01-01", "long-enough"},
		{"a permit renewed on the day after", "work 2021-11-20..2022-11-19 work 2022-11-20..", "", lt, on, true, on, "long-enough"},
		{"a permit renewed on its last day", "work 2021-11-20..2022-11-19 family 2022-11-19..", "", lt, on, true, on, "long-enough"},
		{"a day without a permit starts the count again", "work 2018-01-01..2022-11-18 work 2022-11-20..", "", lt, on, false, "2027-11-20", "restarted-gap too-short"},
		{"the last day of the permit still counts as holding it", "work 2021-11-20..2026-11-20", "", lt, on, true, on, "long-enough"},
		{"the permit ended yesterday", "work 2021-11-19..2026-11-19", "", lt, on, false, "", "no-title too-short"},
		{"no permit at all", "", "", lt, on, false, "", "no-title too-short"},
		{"a permit that begins later", "work 2027-01-01..", "", lt, on, false, "2032-01-01", "no-title too-short"},

		{"4 years of study and 3 of work", "study 2019-11-20..2023-11-19 work 2023-11-20..", "", lt, on, true, on, "long-enough title-half"},
		{"the same over another leap year", "study 2021-03-01..2025-02-28 work 2025-03-01..", "", lt, "2028-03-01", true, "2028-03-01", "long-enough title-half"},
		{"4 years of study and 2 years 11 months of work", "study 2019-12-20..2023-12-19 work 2023-12-20..", "", lt, on, false, "2026-12-20", "too-short title-half"},
		{"study now, six years of it", "study 2020-11-20..", "", lt, on, false, "", "title-bars too-short title-half"},
		{"study now, after ten years of work", "work 2014-01-01..2023-12-31 study 2024-01-01..", "", lt, on, false, "", "title-bars title-half"},
		{"study now, work later", "work 2014-01-01..2023-12-31 study 2024-01-01..2027-06-30 work 2027-07-01..", "", lt, on, false, "2027-07-01", "title-bars title-half"},
		{"temporary protection", "temporary-protection 2020-03-01..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"an asylum seeker", "asylum 2020-03-01..", "", ltp, on, false, "", "title-bars too-short title-nothing"},
		{"a diplomat for six years", "diplomatic 2020-11-20..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"a service visa for six years", "service 2020-11-20..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"a seasonal worker", "seasonal 2020-11-20..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"an au pair", "au-pair 2020-11-20..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"a short stay", "short-stay 2026-11-01..", "", lt, on, false, "", "title-bars too-short title-nothing"},
		{"seasonal work adds nothing and breaks nothing", "work 2019-11-20..2022-11-19 seasonal 2022-11-20..2024-11-19 work 2024-11-20..", "", lt, on, true, on, "long-enough title-nothing"},
		{"asylum first, then protection: from the decision", "asylum 2021-06-01..2022-11-19 refugee 2022-11-20..", "", ltp, on, true, on, "long-enough title-nothing"},
		{"a title nobody listed counts, and is said", "beekeeping 2021-11-20..", "", lt, on, true, on, "long-enough title-unknown"},

		{"away for exactly 6 months", work, "2025-01-01..2025-07-01", lt, on, true, on, "long-enough absence-at-limit"},
		{"away for 6 months and a day", work, "2025-01-01..2025-07-02", lt, on, false, "2030-07-02", "restarted-absence too-short"},
		{"away for 6 months that end in February", work, "2024-08-31..2025-02-28", lt, on, true, on, "long-enough absence-at-limit"},
		{"away long before the time that counts", longWork, "2016-01-01..2018-01-01", lt, on, true, "2023-01-01", "long-enough"},
		{"away for exactly 10 months in all", work, "2022-01-01..2022-06-01 2024-03-01..2024-08-01", lt, on, true, on, "long-enough absence-total-at-limit"},
		{"away for 10 months and a day in all", work, "2022-01-01..2022-06-01 2024-03-01..2024-08-02", lt, on, false, "2027-01-03", "absence-total"},
		{"ten absences of a month, short months and long", work, "2022-01-01..2022-02-01 2022-03-01..2022-04-01 2022-05-01..2022-06-01 2022-07-01..2022-08-01 2022-10-01..2022-11-01 2023-01-01..2023-02-01 2023-03-01..2023-04-01 2023-05-01..2023-06-01 2023-07-01..2023-08-01 2023-12-01..2024-01-01", lt, on, true, on, "long-enough absence-total-at-limit"},
		{"old absences have dropped out of the total", longWork, "2017-01-01..2017-06-01 2019-01-01..2019-06-01 2025-01-01..2025-02-01", lt, on, true, "2020-01-01", "long-enough"},
		{"a day trip has no length", work, "2022-01-01..2022-01-01 2025-01-01..2025-07-01", lt, on, true, on, "long-enough absence-at-limit"},
		{"left two months ago and not back", longWork, "2026-09-20..", lt, on, true, "2020-01-01", "long-enough"},
		{"left seven months ago and not back", longWork, "2026-04-20..", lt, on, false, "", "restarted-absence too-short"},
		{"too short, and not back", "work 2021-12-20..", "2026-11-01..", lt, on, false, "", "too-short"},
		{"away for long, the return known", longWork, "2026-04-20..2027-01-10", lt, on, false, "2032-01-10", "restarted-absence too-short"},
		{"an absence planned for later does no harm in its first months", "work 2021-12-20..", "2026-12-01..2027-08-01", lt, on, false, "2026-12-20", "too-short"},
		{"an absence planned for later breaks the stay later", "work 2022-06-20..", "2026-12-01..2027-08-01", lt, on, false, "2032-08-01", "too-short"},
		{"the part abroad before the first permit is no absence", work, "2021-01-01..2021-12-20", lt, on, true, on, "long-enough"},
		{"an important reason does not help here", work, "2025-01-01..2025-07-02:important", lt, on, false, "2030-07-02", "restarted-absence too-short"},

		{"an EU citizen, five years", "eu 2021-11-20..", "", eu, on, true, on, "long-enough"},
		{"study counts in full for an EU citizen", "study 2021-11-20..", "", eu, on, true, on, "long-enough"},
		{"an EU citizen away for exactly 6 months in a year", "eu 2021-11-20..", "2024-01-01..2024-04-01 2024-06-01..2024-09-01", eu, on, true, on, "long-enough absence-year-at-limit"},
		{"and a day more", "eu 2021-11-20..", "2024-01-01..2024-04-01 2024-06-01..2024-09-02", eu, on, false, "2029-09-02", "restarted-year too-short"},
		{"6 months in each of two years, more than a year apart", "eu 2021-11-20..", "2022-01-01..2022-06-01 2023-06-01..2023-11-01 2024-11-01..2025-04-01", eu, on, true, on, "long-enough"},
		{"a year away for a good reason", "eu 2021-11-20..", "2023-01-01..2024-01-01:important", eu, on, true, on, "long-enough absence-excused"},
		{"a year and a day for a good reason", "eu 2021-11-20..", "2023-01-01..2024-01-02:important", eu, on, false, "2029-01-02", "restarted-year too-short"},
		{"a good reason works once", "eu 2018-11-20..", "2022-01-01..2022-10-01:important 2024-01-01..2024-10-01:important", eu, on, false, "2029-10-01", "restarted-year too-short"},
		{"a short absence does not use it up", "eu 2021-11-20..", "2022-01-01..2022-03-01:important 2024-01-01..2024-10-01:important", eu, on, true, on, "long-enough absence-excused"},
		{"it heals a sum as well", "eu 2021-11-20..", "2024-01-01..2024-05-01:important 2024-06-01..2024-09-01", eu, on, true, on, "long-enough absence-excused"},
		{"military service of two years", "eu 2021-11-20..", "2023-01-01..2025-01-01:military", eu, on, true, on, "long-enough absence-excused"},
		{"more than two years break everything", "eu 2018-11-20..", "2023-01-01..2025-01-02:military", eu, on, false, "2030-01-02", "restarted-two-years too-short"},
		{"away for three years", "eu 2018-11-20..", "2021-01-01..2024-01-01", eu, on, false, "2029-01-01", "restarted-two-years too-short"},
		{"ten months in all are no limit here", "eu 2021-11-20..", "2022-01-01..2022-05-01 2023-06-01..2023-10-01 2024-11-01..2025-03-01", eu, on, true, on, "long-enough"},
	}
}

func TestContinuous(t *testing.T) {
	t.Parallel()
	for _, row := range continuousRows() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := stay.Continuous(stay.ContinuousInput{
				Rule: row.rule, On: day(row.on), Periods: periods(row.periods), Absences: absences(row.absences),
			})
			if err != nil {
				t.Fatal(err)
			}
			have := row
			have.eligible, have.from, have.reasons = got.Eligible, text(got.EligibleFrom), keys(got.Reasons)
			if diff := cmp.Diff(row, have, cmp.AllowUnexported(continuousRow{})); diff != "" {
				t.Errorf("counted %d of %d (-want +got)\n%s", got.CountedDays, got.Needed, diff)
			}
		})
	}
}

func TestReasonsCarryTheirFacts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, periods, absences string
		want                    []stay.Reason
	}{
		{
			"a day lacking", "work 2021-11-21..", "",
			[]stay.Reason{{Key: stay.WhyTooShort, Date: day("2026-11-21"), Days: 1}},
		},
		{
			"restarted on the day of return", "work 2021-11-20..", "2025-01-01..2025-07-02",
			[]stay.Reason{
				{Key: stay.WhyAbsence, Date: day("2025-07-02"), Days: 182},
				{Key: stay.WhyTooShort, Date: day("2030-07-02"), Days: 1826 - 506},
			},
		},
		{
			"at the limit, still eligible", "work 2021-11-20..", "2025-01-01..2025-07-01",
			[]stay.Reason{
				{Key: stay.WhyLongEnough, Date: day("2026-11-20"), Days: 1826},
				{Key: stay.WarnAbsence, Warning: true, Date: day("2025-01-01"), Days: 181},
			},
		},
		{
			"half of four years is two years", "study 2019-11-20..2023-11-19 work 2023-11-20..", "",
			[]stay.Reason{
				{Key: stay.WhyLongEnough, Date: day("2026-11-20"), Days: 1826},
				{Key: stay.WarnHalf, Warning: true, Days: 1461, Title: "study"},
			},
		},
		{
			"a gap says how long it was", "work 2015-01-01..2022-11-09 work 2022-11-20..", "",
			[]stay.Reason{
				{Key: stay.WhyGap, Date: day("2022-11-20"), Days: 10},
				{Key: stay.WhyTooShort, Date: day("2027-11-20"), Days: 1826 - 1461},
			},
		},
		{
			"still away", "work 2015-01-01..", "2026-04-20..",
			[]stay.Reason{{Key: stay.WhyAbsence, Days: 214}, {Key: stay.WhyTooShort, Days: 1826}},
		},
		{
			"a title that bars, and the days that it adds", "work 2014-01-01..2023-12-31 study 2024-01-01..", "",
			[]stay.Reason{
				{Key: stay.WhyTitleBars, Date: day("2024-01-01"), Title: "study"},
				{Key: stay.WarnHalf, Warning: true, Days: 1054, Title: "study"},
			},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := stay.Continuous(stay.ContinuousInput{
				Rule: stay.LongTerm, On: day("2026-11-20"), Periods: periods(row.periods), Absences: absences(row.absences),
			})
			if err != nil {
				t.Fatal(err)
			}
			same := cmp.Comparer(func(a, b calendar.Date) bool { return a == b })
			if diff := cmp.Diff(row.want, got.Reasons, same); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestContinuousRefuses(t *testing.T) {
	t.Parallel()
	on := day("2026-11-20")
	ask := func(p, a string) stay.ContinuousInput {
		return stay.ContinuousInput{Rule: stay.LongTerm, On: on, Periods: periods(p), Absences: absences(a)}
	}
	for _, row := range []struct {
		name string
		in   stay.ContinuousInput
		want stay.Error
	}{
		{"no rule", stay.ContinuousInput{On: on}, stay.Error{Field: "rule", Key: stay.KeyRule}},
		{"no day", stay.ContinuousInput{Rule: stay.LongTerm}, stay.Error{Field: "on", Key: stay.KeyOnMissing}},
		{
			"no title where it decides", stay.ContinuousInput{Rule: stay.LongTerm, On: on, Periods: []stay.Period{{From: on}}},
			stay.Error{Field: "periods[0].title", Key: stay.KeyTitleMissing},
		},
		{
			"no first day", stay.ContinuousInput{Rule: stay.LongTerm, On: on, Periods: []stay.Period{{Title: "work"}}},
			stay.Error{Field: "periods[0].from", Key: stay.KeyEntryMissing},
		},
		{
			"no day of leaving", stay.ContinuousInput{Rule: stay.LongTerm, On: on, Absences: make([]stay.Absence, 1)},
			stay.Error{Field: "absences[0].out", Key: stay.KeyEntryMissing},
		},
		{"a period that ends first", ask("work 2022-01-02..2022-01-01", ""), stay.Error{Field: "periods[0].to", Key: stay.KeyExitFirst}},
		{"a return before leaving", ask("", "2022-01-01..2022-01-03 2022-03-02..2022-03-01"), stay.Error{Field: "absences[1].in", Key: stay.KeyExitFirst}},
		{"periods that overlap", ask("work 2022-01-01..2022-06-02 study 2022-06-01..", ""), stay.Error{Field: "periods[1].from", Key: stay.KeyOverlap}},
		{"absences that overlap", ask("", "2022-05-01..2022-08-01 2022-01-01..2022-06-01"), stay.Error{Field: "absences[0].out", Key: stay.KeyOverlap}},
		{"two periods that go on", ask("work 2022-01-01.. study 2023-01-01..", ""), stay.Error{Field: "periods[1].to", Key: stay.KeyTwoOpen}},
		{"an unknown reason", ask("", "2022-01-01..2022-02-01:weather"), stay.Error{Field: "absences[0].reason", Key: stay.KeyAbsence}},
		{"more than a hundred years", ask("work 1920-01-01..", ""), stay.Error{Field: "periods", Key: stay.KeySpan}},
		{"too many periods", stay.ContinuousInput{Rule: stay.LongTerm, On: on, Periods: make([]stay.Period, 201)}, stay.Error{Field: "periods", Key: stay.KeyTooMany}},
		{"too many absences", stay.ContinuousInput{Rule: stay.LongTerm, On: on, Absences: make([]stay.Absence, 201)}, stay.Error{Field: "absences", Key: stay.KeyTooMany}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := stay.Continuous(row.in)
			if !errors.Is(err, row.want) {
				t.Errorf("error %v, want %v", err, row.want)
			}
		})
	}
}

func TestContinuousJSON(t *testing.T) {
	t.Parallel()
	var in stay.ContinuousInput
	question := `{"rule":"long-term","on":"2026-11-20","periods":[{"title":"work","from":"2021-11-20"}],"absences":[{"out":"2026-01-01","in":"2026-02-01"}]}`
	if err := json.Unmarshal([]byte(question), &in); err != nil {
		t.Fatal(err)
	}
	res, err := stay.Continuous(in)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"eligible":true,"eligible_from":"2026-11-20","counted_days":1826,"needed":1826,` +
		`"reasons":[{"key":"stay/long-enough","warning":false,"date":"2026-11-20","days":1826}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTitlesAreKnown(t *testing.T) {
	t.Parallel()
	for _, name := range stay.Titles() {
		res, err := stay.Continuous(stay.ContinuousInput{
			Rule: stay.LongTerm, On: day("2026-11-20"), Periods: []stay.Period{{Title: name, From: day("2020-01-01")}},
		})
		if err != nil || strings.Contains(keys(res.Reasons), "title-unknown") {
			t.Errorf("%s: %v, %s", name, err, keys(res.Reasons))
		}
	}
}
