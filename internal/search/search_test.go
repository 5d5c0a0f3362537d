package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/search"
)

// office is a small list of things an office hands out, in three languages.
func office() (*search.Index, []string) {
	names := []string{"study", "spouse", "long-term", "visa", "blue-card"}
	texts := []string{
		"Residence permit for studies|Permis de ședere pentru studii|Дозвіл на проживання для навчання|students pupils",
		"Residence permit for the spouse of a Romanian|Permis de ședere pentru soțul unui cetățean român|Дозвіл на проживання для подружжя|wife husband marriage",
		"Long-term residence|Drept de ședere pe termen lung|Право довгострокового проживання|permanent",
		"Short-stay visa|Viză de scurtă ședere|Короткострокова віза|tourist visit",
		"EU Blue Card|Cartea albastră a UE|Блакитна картка ЄС|highly qualified worker",
	}
	entries := make([][]search.Field, len(texts))
	for i, text := range texts {
		for _, part := range strings.Split(text, "|") {
			entries[i] = append(entries[i], search.Field{Text: part, Weight: 10})
		}
	}
	return search.New(entries), names
}

func TestFind(t *testing.T) {
	t.Parallel()
	index, names := office()
	for _, row := range []struct {
		name, query string
		want        string // the first that is found, "" for nothing
	}{
		{"a word", "visa", "visa"},
		{"big letters", "VISA", "visa"},
		{"the beginning of a word", "marr", "spouse"},
		{"another ending", "student", "study"},
		{"Romanian with its marks", "viză", "visa"},
		{"Romanian without them", "viza", "visa"},
		{"Romanian with the marks of old keyboards", "şedere soţ", "spouse"},
		{"a Romanian ending", "studiilor", "study"},
		{"Ukrainian", "віза", "visa"},
		{"Ukrainian in another case", "картки", "blue-card"},
		{"a letter too few", "spose", "spouse"},
		{"two letters exchanged", "qualifeid", "blue-card"},
		{"a letter wrong", "perminent", "long-term"},
		{"the rare word decides", "residence permit for my wife", "spouse"},
		{"a word that nothing has is passed over", "zzzz visa", "visa"},
		{"nothing", "", ""},
		{"signs alone", "?!…", ""},
		{"a word that nothing is like", "xylophone", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if hits := index.Find(row.query, 3); len(hits) > 0 {
				got = names[hits[0].Entry]
			}
			if got != row.want {
				t.Errorf("%q finds %q first, want %q", row.query, got, row.want)
			}
		})
	}
}

func TestFindGivesNoMoreThanAskedFor(t *testing.T) {
	t.Parallel()
	index, _ := office()
	if got := len(index.Find("residence", 2)); got != 2 {
		t.Errorf("%d found, want 2", got)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"Permis de ședere", "permis de sedere"},
		{"ŞŢ şţ ȘȚ șț ĂÂÎ", "st st st st aai"},
		{"м’язи, Ґанок, Київ", "мязи, ганок, киів"},
		{"Łódź Straße Ærø", "lodz strasse æro"},
		{"plain", "plain"},
	} {
		if got := search.Fold(row.text); got != search.Fold(row.want) {
			t.Errorf("%q folds to %q, want %q", row.text, got, search.Fold(row.want))
		}
	}
}

func TestWhateverIsTypedIsAnswered(t *testing.T) {
	t.Parallel()
	index, names := office()
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zșțіїє ]{0,300}`)).Draw(t, "query")
		hits := index.Find(query, 10)
		if again := index.Find(query, 10); !cmp.Equal(hits, again) {
			t.Errorf("%q finds %v, then %v", query, hits, again)
		}
		for i, h := range hits {
			if h.Entry < 0 || h.Entry >= len(names) || h.Score <= 0 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%q: hit %d is %v", query, i, h)
			}
		}
		if folded := search.Fold(query); utf8.ValidString(query) && search.Fold(folded) != folded {
			t.Errorf("%q folds to %q, and that to %q", query, folded, search.Fold(folded))
		}
		if slices.Contains(search.Words(query), "") {
			t.Errorf("%q has an empty word", query)
		}
	})
}
