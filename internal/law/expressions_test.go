package law_test

import (
	"slices"
	"testing"
)

func TestExpressions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, src, answers, want string // want: holds | fails | open
	}{
		{"the same day", `event == date("2026-06-01")`, "", "holds"},
		{"another day", `event != date("2026-06-02")`, "", "holds"},
		{"today and the event are two days", `on > event`, "filing_date=2026-05-31", "holds"},
		{"before", `date("2026-01-31") < date("2026-02-01")`, "", "holds"},
		{"not before itself", `date("2026-01-31") < date("2026-01-31")`, "", "fails"},
		{"at the latest", `date("2026-01-31") <= date("2026-01-31")`, "", "holds"},
		{"at the earliest", `date("2026-01-30") >= date("2026-01-31")`, "", "fails"},
		{"a month from the last of January", `date("2026-01-31").plus(1, "months") == date("2026-02-28")`, "", "holds"},
		{"a month back from the last of March", `date("2024-03-31").minus(1, "months") == date("2024-02-29")`, "", "holds"},
		{"a year from a leap day", `date("2024-02-29").plus(1, "years") == date("2025-02-28")`, "", "holds"},
		{"days over a year's end", `date("2026-12-31").plus(1, "days") == date("2027-01-01")`, "", "holds"},
		{"days between", `days(date("2026-01-01"), date("2026-03-01")) == 59`, "", "holds"},
		{"days back", `days(date("2026-03-01"), date("2026-01-01")) == -59`, "", "holds"},
		{"years on the birthday", `years(date("2000-06-01"), event) == 26`, "", "holds"},
		{"years on the day before", `years(date("2000-06-02"), event) == 25`, "", "holds"},
		{"a fact in a list", `purpose in ["family", "study"]`, "", "holds"},
		{"a fact not in a list", `purpose in ["family"]`, "", "fails"},
		{"an unknown date", `title_expires > on`, "", "open"},
		{"an unknown date in a sum", `title_expires.plus(3, "months") > on`, "", "open"},
		{"an unknown fact beside a false one", `scholarship && purpose == "family"`, "", "fails"},
		{"an unknown fact beside a true one", `scholarship || purpose == "study"`, "", "holds"},
		{"an unknown fact that decides", `scholarship && purpose == "study"`, "", "open"},
		{"the denial of an unknown fact", `!scholarship`, "", "open"},
		{"an unknown choice in a list", `county in ["B", "CJ"]`, "", "open"},
		{"an unknown condition of two", `scholarship ? age > 18 : age > 19`, "", "open"},
		{"a yes or no whose question makes no sense", `!multilingual_extract`, "", "holds"},
		{"a choice whose question makes no sense", `document_issued_in == ""`, "", "holds"},
		{"a date whose question makes no sense", `entry_date < on`, "", "open"},
		{"an answer whose question makes no sense", `size(stays) == 0`, "stays=2026-01-01..2026-01-02", "open"},
		{"a default", `first_time`, "", "holds"},
		{"an answer instead of the default", `first_time`, "first_time=false", "fails"},
		{"a default that the person cannot confirm", `first_time`, "first_time=~", "open"},
		{"a state's group", `country(nationality).group == "third"`, "", "holds"},
		{"an attribute that the data does not have", `country(nationality).treaty == "none"`, "", "open"},
		{"a state's group on the day of the event", `country("GB").group == "eu"`, "", "fails"},
		{"a long stay", `continuous("eu-permanent", date("2021-06-01"), [], [], on)`, "", "holds"},
		{"a stay too short by a day", `continuous("eu-permanent", date("2021-06-02"), [], [], on)`, "", "fails"},
		{"a stay that has not begun", `continuous("long-term", date("2027-01-01"), [], [], on)`, "", "fails"},
		{"four years under protection", `continuous("long-term-protection", date("2022-06-01"), [], [], on)`, "", "holds"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l, err := load(plant(t, edit{studentFile, "if: age >= 16,", "if: '" + row.src + "',"}))
			if err != nil {
				t.Fatal(err)
			}
			p := ask(t, l, "2026-06-01", "nationality=IN aim=live purpose=study age=20 "+row.answers)
			got := "open"
			switch {
			case len(routes(p)) == 1:
				got = "holds"
			case excludedBy(p, "student-permit") != nil:
				got = "fails"
			}
			if got != row.want {
				t.Errorf("%s %s, want %s", row.src, got, row.want)
			}
		})
	}
}

func TestAnAbsenceIsLongerThanATermOnlyByAWholeDay(t *testing.T) {
	t.Parallel()
	const extension = "ro/procedures/visit-extension.yaml"
	for _, row := range []struct {
		name, away, want string // want: longer | not | open
	}{
		{"none", "none", "not"},
		{"exactly twelve months", "2024-01-10..2025-01-10", "not"},
		{"twelve months and a day", "2024-01-10..2025-01-11", "longer"},
		{"exactly twelve months from a leap day", "2024-02-29..2025-02-28", "not"},
		{"twelve months and a day from a leap day", "2024-02-29..2025-03-01", "longer"},
		{"two of eleven months with a day at home", "2023-01-01..2023-12-01,2023-12-02..2024-11-02", "not"},
		{"a short one and a long one", "2022-01-01..2022-01-31,2023-01-01..2024-01-02", "longer"},
		{"exactly twelve months, still away", "2025-06-01..", "not"},
		{"twelve months and a day, still away", "2025-05-31..", "longer"},
		{"away until a day to come, not yet too long", "2026-01-01..2027-06-01", "not"},
		{"not yet gone", "2026-09-01..2028-06-01", "not"},
		{"nobody knows", "~", "open"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l, err := load(plant(t, edit{extension, "shortStay(stays, on) <= 90", "!awayOver(stays, 12, 'months', on)"}))
			if err != nil {
				t.Fatal(err)
			}
			p := ask(t, l, "2026-06-01", "nationality=IN aim=visit age=70 county=CJ entry_date=2026-05-01 stays="+row.away)
			got := "open"
			switch {
			case slices.Contains(routes(p), "visit-extension"):
				got = "not"
			case excludedBy(p, "visit-extension") != nil:
				got = "longer"
			}
			if got != row.want {
				t.Errorf("%s is %s, want %s", row.away, got, row.want)
			}
		})
	}
}

func TestAnAbsenceWithAnImportantReasonDoesNotBreakPermanentResidence(t *testing.T) {
	t.Parallel()
	const extension = "ro/procedures/visit-extension.yaml"
	const none, named, only = "[], stays", "stays, stays", "stays, []"
	for _, row := range []struct {
		name, lists, away, want string // want: holds | fails
	}{
		{"six months", none, "2024-01-10..2024-07-10", "holds"},
		{"six months and a day", none, "2024-01-10..2024-07-11", "fails"},
		{"six months and a day, with a reason", named, "2024-01-10..2024-07-11", "holds"},
		{"the same, told only as one with a reason", only, "2024-01-10..2024-07-11", "holds"},
		{"twelve months, with a reason", named, "2023-01-10..2024-01-10", "holds"},
		{"twelve months and a day, with a reason", named, "2023-01-10..2024-01-11", "fails"},
		{"two of seven months, each with a reason", named, "2022-01-10..2022-08-10,2024-01-10..2024-08-10", "fails"},
		{"a year before the stay began", none, "2018-01-01..2019-06-01", "holds"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			rule := `continuous('eu-permanent', date('2020-01-01'), ` + row.lists + `, on)`
			l, err := load(plant(t, edit{extension, "shortStay(stays, on) <= 90", rule}))
			if err != nil {
				t.Fatal(err)
			}
			p := ask(t, l, "2026-06-01", "nationality=IN aim=visit age=70 county=CJ entry_date=2026-05-01 stays="+row.away)
			got := "open"
			switch {
			case slices.Contains(routes(p), "visit-extension"):
				got = "holds"
			case excludedBy(p, "visit-extension") != nil:
				got = "fails"
			}
			if got != row.want {
				t.Errorf("%s %s, want %s", row.away, got, row.want)
			}
		})
	}
}
