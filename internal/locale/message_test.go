package locale

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParseMessage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		raw  string
		args []Arg
		want string
	}{
		{"plain text stays as it is", "Hello", nil, "Hello"},
		{"an empty text is empty", "", nil, ""},
		{"a text fills its placeholder", "Until {date}.", []Arg{Str("date", "today")}, "Until today."},
		{"a placeholder may stand first and last", "{a}{b}", []Arg{Str("b", "2"), Str("a", "1")}, "12"},
		{"the same placeholder may stand twice", "{a}, {a}", []Arg{Str("a", "x")}, "x, x"},
		{"a missing argument leaves the placeholder visible", "Until {date}.", nil, "Until {date}."},
		{"an unknown argument is ignored", "Until {date}.", []Arg{Str("day", "x")}, "Until {date}."},
		{"an unknown argument does not disturb plain text", "Hello", []Arg{Str("day", "x")}, "Hello"},
		{"a number is grouped", "{n} pages", []Arg{Num("n", 12345)}, "12,345 pages"},
		{"a value with braces is not read again", "{a}", []Arg{Str("a", "{b}"), Str("b", "x")}, "{b}"},
		{"doubled braces are literal", "a {{n}} {{", []Arg{Str("n", "x")}, "a {n} {"},
		{"a literal brace may follow a placeholder", "{a}}}", []Arg{Str("a", "x")}, "x}"},
		{"a long text outgrows the first buffer", "{a}" + strings.Repeat("ă", 500), []Arg{Str("a", "x")}, "x" + strings.Repeat("ă", 500)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			msg, err := ParseMessage(EN, tt.raw)
			if err != nil {
				t.Fatal(err)
			}
			if got := msg.Format(tt.args...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseMessageRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, raw string }{
		{"a brace that is not closed", "Until {date"},
		{"a brace that was not opened", "Until date}"},
		{"a placeholder without a name", "Until {}"},
		{"a placeholder with a space", "Until { date }"},
		{"a placeholder that begins with a digit", "{1st}"},
		{"a placeholder in another alphabet", "{număr}"},
		{"a placeholder in a placeholder", "{a{b}}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseMessage(EN, tt.raw)
			if !errors.Is(err, ErrMessage) {
				t.Errorf("got %v, want ErrMessage", err)
			}
		})
	}
}

func TestParams(t *testing.T) {
	t.Parallel()
	msg, err := ParseMessage(RO, "{b} {a} {b} {{c}}")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a"}, msg.Params()); diff != "" {
		t.Error(diff)
	}
	msg, err = ParsePlural(EN, map[string]string{"one": "one day from {date}", "other": "{n} days from {date}"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"date", "n"}, msg.Params()); diff != "" {
		t.Error(diff)
	}
}

// categoryForms gives every category of a language its own name as its text.
func categoryForms(t *testing.T, lang Lang) map[string]string {
	t.Helper()
	list, err := categoriesOf(lang)
	if err != nil {
		t.Fatal(err)
	}
	forms := make(map[string]string)
	for _, c := range list {
		forms[c.String()] = c.String()
	}
	return forms
}

func TestPluralCategories(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang    Lang
		want    string
		numbers []int
	}{
		{EN, "one", []int{1, -1}},
		{EN, "other", []int{0, 2, 5, 11, 21, 101, 1001, 10_000_001}},
		{Pseudo, "one", []int{1}},
		{Pseudo, "other", []int{0, 2}},
		{RO, "one", []int{1, -1}},
		{RO, "few", []int{0, 2, 19, 101, 119, 1001, 10_000_001, -2}},
		{RO, "other", []int{20, 21, 99, 100, 120, 1000, 1_000_020, 10_000_000}},
		{UK, "one", []int{1, 21, 101, 1001, 10_000_001}},
		{UK, "few", []int{2, 3, 4, 22, 104, 1002}},
		{UK, "many", []int{0, 5, 11, 12, 14, 20, 111, 112, 10_000_000, -5}},
	} {
		msg, err := ParsePlural(tt.lang, categoryForms(t, tt.lang))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range tt.numbers {
			want := tt.want
			if tt.lang == Pseudo {
				want = pseudoText(want)
			}
			if got := msg.Format(Num("n", n)); got != want {
				t.Errorf("%s %d: got %q, want %q", tt.lang, n, got, want)
			}
		}
	}
}

func TestPluralChoosesItsNumber(t *testing.T) {
	t.Parallel()
	msg, err := ParsePlural(EN, map[string]string{"one": "{n} {days} one", "other": "{n} {days} other"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []Arg
		want string
	}{
		{"n decides beside another number", []Arg{Num("days", 5), Num("n", 1)}, "1 5 one"},
		{"the only number decides without n", []Arg{Num("days", 1), Str("n", "x")}, "x 1 one"},
		{"a text is no number", []Arg{Str("n", "1")}, "1 {days} other"},
		{"two numbers without n are no choice", []Arg{Num("days", 1), Num("weeks", 1)}, "{n} 1 other"},
		{"no argument is no choice", nil, "{n} {days} other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := msg.Format(tt.args...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParsePluralRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		lang  Lang
		forms map[string]string
	}{
		{"Romanian without few", RO, map[string]string{"one": "a", "other": "b"}},
		{"English with few", EN, map[string]string{"one": "a", "few": "b", "other": "c"}},
		{"Ukrainian without other", UK, map[string]string{"one": "a", "few": "b", "many": "c"}},
		{"no form at all", EN, nil},
		{"a form that is no category", EN, map[string]string{"one": "a", "other": "b", "some": "c"}},
		{"a form with an open brace", EN, map[string]string{"one": "a", "other": "{n"}},
		{"a language that is not ours", "de", map[string]string{"one": "a", "other": "b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParsePlural(tt.lang, tt.forms)
			if !errors.Is(err, ErrMessage) {
				t.Errorf("got %v, want ErrMessage", err)
			}
		})
	}
}

func TestZeroMessageIsEmpty(t *testing.T) {
	t.Parallel()
	if got := (Message{}).Format(Num("n", 1)); got != "" {
		t.Errorf("got %q", got)
	}
}

//nolint:paralleltest // AllocsPerRun counts the allocations of every goroutine
func TestPlainTextIsNotCopied(t *testing.T) {
	msg, err := ParseMessage(EN, "Hello")
	if err != nil {
		t.Fatal(err)
	}
	p := printer(t, EN)
	if allocs := testing.AllocsPerRun(100, func() { _ = msg.Format() }); allocs != 0 {
		t.Errorf("Format allocates %v times", allocs)
	}
	if allocs := testing.AllocsPerRun(100, func() { _ = p.T("locale.unreviewed") }); allocs != 0 {
		t.Errorf("T allocates %v times", allocs)
	}
}

func TestAnyTextCanBeEscaped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		raw := strings.NewReplacer("{", "{{", "}", "}}").Replace(text)
		msg, err := ParseMessage(UK, raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := msg.Format(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}

func FuzzParseMessage(f *testing.F) {
	for _, seed := range []string{"", "a {b} c", "{{", "}", "{", "{a}}}", "{{a}} {b}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		for _, lang := range append(All(), Pseudo) {
			msg, err := ParseMessage(lang, raw)
			if err != nil {
				if !errors.Is(err, ErrMessage) {
					t.Errorf("%v does not wrap ErrMessage", err)
				}
				continue
			}
			out := msg.Format()
			for _, name := range msg.Params() {
				if !strings.Contains(out, "{"+name+"}") {
					t.Errorf("%q hides the placeholder %s: %q", raw, name, out)
				}
			}
		}
	})
}
