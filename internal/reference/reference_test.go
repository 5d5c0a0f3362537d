package reference_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sejur/internal/reference"
)

const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestAReferenceIsReadHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for range 500 {
		want := reference.New()
		grouped := want.String()
		if len(grouped) != 17 || strings.Count(grouped, "-") != 2 {
			t.Fatalf("%q is not three groups of five", grouped)
		}
		cyrillic := strings.NewReplacer("A", "А", "B", "в", "E", "Е", "K", "к", "M", "М", "H", "н", "P", "р", "C", "С", "T", "т", "X", "х", "0", "О", "1", "і")
		for name, typed := range map[string]string{
			"as it is": string(want), "grouped": grouped, "small": strings.ToLower(grouped), "with spaces": " " + strings.ReplaceAll(grouped, "-", "  ") + "\n",
			"letters for digits": strings.NewReplacer("0", "o", "1", "l").Replace(grouped), "and others": strings.NewReplacer("0", "O", "1", "I").Replace(grouped),
			"long dashes": strings.ReplaceAll(grouped, "-", " – "), "each by itself": strings.Join(strings.Split(string(want), ""), " - "),
			"a Cyrillic keyboard": cyrillic.Replace(grouped), "marks that nobody sees": "\u200e" + grouped + "\u2060",
		} {
			got, err := reference.Parse(typed)
			if err != nil || got != want {
				t.Errorf("%s: %q is read as %q, %v", name, typed, got, err)
			}
		}
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	good := reference.New()
	for name, tt := range map[string]struct {
		typed string
		want  reference.Problem
	}{
		"nothing":            {"", reference.WrongLength},
		"one less":           {string(good[1:]), reference.WrongLength},
		"one more":           {string(good) + "0", reference.WrongLength},
		"a letter too few":   {good.String()[:16], reference.WrongLength},
		"U":                  {"U" + string(good[1:]), reference.NotASymbol},
		"a sign":             {"?" + string(good[1:]), reference.NotASymbol},
		"a letter elsewhere": {"Ж" + string(good[1:]), reference.NotASymbol},
		"no letter at all":   {"\xff\xfe" + string(good), reference.NotASymbol},
		"a book":             {strings.Repeat(" ", 1<<20) + string(good), reference.WrongLength},
		"its opposite":       {string(good[:14]) + other(good[14]), reference.WrongCheck},
	} {
		_, err := reference.Parse(tt.typed)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// other is another symbol than one.
func other(symbol byte) string {
	return string(symbols[(strings.IndexByte(symbols, symbol)+1)%len(symbols)])
}

func TestOneWrongSymbolIsAlwaysNoticed(t *testing.T) {
	t.Parallel()
	good := string(reference.New())
	for at := range good {
		for _, wrong := range strings.Split(symbols, "") {
			if wrong == good[at:at+1] {
				continue
			}
			_, err := reference.Parse(good[:at] + wrong + good[at+1:])
			if !errors.Is(err, reference.WrongCheck) {
				t.Fatalf("%s at %d of %s: %v", wrong, at, good, err)
			}
		}
	}
}

func TestTwoSymbolsThatChangedPlacesAreAlwaysNoticed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		good := []byte(reference.New())
		a, b := rapid.IntRange(0, len(good)-1).Draw(t, "a"), rapid.IntRange(0, len(good)-1).Draw(t, "b")
		if good[a] == good[b] {
			return
		}
		good[a], good[b] = good[b], good[a]
		_, err := reference.Parse(string(good))
		if !errors.Is(err, reference.WrongCheck) {
			t.Fatalf("%d and %d of %s: %v", a, b, good, err)
		}
	})
}

func TestReferencesAreNotMadeTwiceAndUseEverySymbol(t *testing.T) {
	t.Parallel()
	const n = 20000
	made, used := make(map[reference.Reference]bool), make(map[rune]int)
	for range n {
		r := reference.New()
		made[r] = true
		for _, symbol := range r {
			used[symbol]++
		}
	}
	if len(made) != n {
		t.Errorf("%d of %d are different", len(made), n)
	}
	for _, symbol := range symbols {
		if share := float64(used[symbol]) * float64(len(symbols)) / float64(15*n); share < 0.9 || share > 1.1 {
			t.Errorf("%c is used %.2f times as often as it should", symbol, share)
		}
	}
	if len(used) != len(symbols) {
		t.Errorf("%d symbols are used", len(used))
	}
}

func TestOnlyWhatIsWholeIsValid(t *testing.T) {
	t.Parallel()
	good := reference.New()
	for _, bad := range []reference.Reference{"", reference.Reference(good.String()), reference.Reference(strings.ToLower(string(good)) + " "), good[:14]} {
		if bad.Valid() {
			t.Errorf("%q is valid", string(bad))
		}
	}
	if !good.Valid() || good.Last() != string(good[12:]) || reference.Reference("").Last() != "" {
		t.Errorf("%s, at the end %s", good, good.Last())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "7K3MQ-2W9FD-X4N8T", "00000-00000-00000", "оооооооооооооо0", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := reference.Parse(typed)
		if err != nil {
			var p reference.Problem
			if !errors.As(err, &p) || got != "" {
				t.Fatalf("%q: %q, %v", typed, got, err)
			}
			return
		}
		again, err := reference.Parse(got.String())
		if err != nil || again != got || !got.Valid() {
			t.Fatalf("%q: %q is read again as %q, %v", typed, got, again, err)
		}
	})
}
