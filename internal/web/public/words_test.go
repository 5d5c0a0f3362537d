package public

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/ui"
)

func printer(t *testing.T, lang locale.Lang) *locale.Printer {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.For(lang)
}

func TestPeriodsOfAForm(t *testing.T) {
	t.Parallel()
	from, to := ui.DateValue{Day: "1", Month: "2", Year: "2024"}, ui.DateValue{Day: "3", Month: "3", Year: "2024"}
	for name, row := range map[string]struct {
		rows []ui.Period
		want string
		bad  int
	}{
		"nothing":                  {nil, "", 0},
		"empty rows":               {[]ui.Period{{}, {}}, "", 0},
		"one period":               {[]ui.Period{{From: from, To: to}}, "2024-02-01..2024-03-03", 0},
		"one that goes on":         {[]ui.Period{{From: from}}, "2024-02-01..", 0},
		"an empty row between":     {[]ui.Period{{From: from, To: to}, {}, {From: to}}, "2024-02-01..2024-03-03,2024-03-03..", 0},
		"an end without beginning": {[]ui.Period{{From: from, To: to}, {To: to}}, "2024-02-01..2024-03-03,--..2024-03-03", 2},
		"a day that is none":       {[]ui.Period{{From: ui.DateValue{Day: "31", Month: "2", Year: "2024"}}}, "2024-02-31..", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, bad := joinPeriods(row.rows)
			if got != row.want || bad != row.bad {
				t.Errorf("%q, row %d; want %q, row %d", got, bad, row.want, row.bad)
			}
		})
	}
}

func TestPeriodsGoToTheFormAndBack(t *testing.T) {
	t.Parallel()
	const value = "2024-02-01..2024-03-03,2026-09-09.."
	got, bad := joinPeriods(splitPeriods(value))
	if got != value || bad != 0 {
		t.Errorf("%q, row %d; want %q", got, bad, value)
	}
}

func TestTheFormHasNeverMoreThanTwelveRows(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{-5, 0, 1, 12, 13, 1 << 30} {
		if n := len(typedPeriods(url.Values{}, "absences", rows)); n < 1 || n > maxPeriods {
			t.Errorf("%d rows asked, %d shown", rows, n)
		}
	}
	if n := len(splitPeriods(strings.Repeat("2024-01-01..,", 60))); n > maxPeriods {
		t.Errorf("%d rows shown", n)
	}
}

func TestIsoPeriodsInWords(t *testing.T) {
	t.Parallel()
	p := printer(t, locale.EN)
	for period, want := range map[string]string{
		"P5Y": "5 years", "P1Y": "1 year", "P6M": "6 months", "P90D": "90 days",
		"P": "P", "": "", "PT5H": "PT5H", "P1Y6M": "P1Y6M",
	} {
		if got := periodWords(p, period); got != want {
			t.Errorf("%s: %q, want %q", period, got, want)
		}
	}
}

func TestTotals(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		amounts []string
		want    string
		ok      bool
	}{
		"whole amounts":     {[]string{"120", "80"}, "200.00", true},
		"with decimals":     {[]string{"120.50", "0.5"}, "121.00", true},
		"nothing":           {nil, "0.00", true},
		"three decimals":    {[]string{"1.005"}, "", false},
		"letters":           {[]string{"ten"}, "", false},
		"less than nothing": {[]string{"-1"}, "", false},
		"no amount":         {[]string{""}, "0.00", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := total(row.amounts)
			if got != row.want || ok != row.ok {
				t.Errorf("%q, %v; want %q, %v", got, ok, row.want, row.ok)
			}
		})
	}
}

func TestOnlyCertainFeesAreAdded(t *testing.T) {
	t.Parallel()
	amount := func(s string) *string { return &s }
	got := sumFees(printer(t, locale.EN), []law.Fee{
		{ID: "a", Amount: amount("120.00"), Currency: "EUR", Grade: law.Official},
		{ID: "b", Amount: amount("30.00"), Currency: "EUR", Grade: law.Secondary},
		{ID: "c", Amount: amount("265.00"), Currency: "RON", Grade: law.Unverified},
		{ID: "d", Currency: "RON", Grade: law.Official},
		{ID: "e", Amount: amount("7.00"), Currency: "RON", Grade: law.Official, Open: []string{"age"}},
	})
	want := feeSum{Sums: []string{"€150"}, Added: 2, Unknown: 1, Open: 1, Unsure: []string{"265\u00a0lei"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTelephoneLinks(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"021-2128007": "tel:+40212128007", "021/303.70.80": "tel:+40213037080", "+40 21 303 70 80": "tel:+40213037080",
		"021/303.70.80 int. 30461": "", "0251-407500, 0251-407501": "", "": "", "112": "",
	} {
		if got := telephone(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}

// unfold undoes the folding of RFC 5545, section 3.1.
func unfold(s string) string { return strings.ReplaceAll(s, "\r\n ", "") }

func TestFoldedLinesAreShortAndLoseNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := strings.NewReplacer("\r", "", "\n", "").Replace(rapid.String().Draw(t, "line"))
		var b strings.Builder
		foldLine(&b, line)
		for part := range strings.SplitSeq(b.String(), "\r\n") {
			if len(part) > 75 {
				t.Fatalf("a line of %d bytes", len(part))
			}
		}
		if got := strings.TrimSuffix(unfold(b.String()), "\r\n"); got != strings.ToValidUTF8(line, "\uFFFD") {
			t.Fatalf("%q became %q", line, got)
		}
	})
}

func TestTextInCalendarsIsEscaped(t *testing.T) {
	t.Parallel()
	if got, want := escapeText("a;b,c\\d\ne"), `a\;b\,c\\d\ne`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestHowLongADocumentIsValid(t *testing.T) {
	t.Parallel()
	p := printer(t, locale.EN)
	term := func(key, period string) string {
		return p.T("page.plan."+key, locale.Str("term", periodWords(p, period)))
	}
	three, five, one := "P3Y", "P5Y", "P1Y"
	end, rule := calendar.On(2028, 3, 31), "until it ends"
	for name, row := range map[string]struct {
		in   law.Validity
		want string
	}{
		"not said":               {law.Validity{}, ""},
		"up to a length":         {law.Validity{AtMost: &five}, term("valid_at_most", five)},
		"between two lengths":    {law.Validity{AtMost: &five, AtLeast: &one}, p.And([]string{term("valid_at_most", five), term("valid_at_least", one)})},
		"exactly for one length": {law.Validity{AtMost: &three, AtLeast: &three}, term("valid_for", three)},
		"a day that is earlier":  {law.Validity{AtMost: &three, Until: &end}, "valid until 31 March 2028"},
		"as long as a contract":  {law.Validity{Rule: &rule}, "valid until it ends"},
		"that, but not for ever": {law.Validity{AtMost: &three, Rule: &rule}, "valid until it ends, but for at most 3 years"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := validityWords(p, row.in); got != row.want {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}
