package mail

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/locale"
)

// TestEveryTemplateInEveryLanguage is the lint of the mails: whoever adds one is held to it.
func TestEveryTemplateInEveryLanguage(t *testing.T) {
	t.Parallel()
	p := post(t, new(kept))
	for name := range templates() {
		for _, lang := range append(locale.All(), locale.Pseudo) {
			t.Run(name+"/"+string(lang), func(t *testing.T) {
				t.Parallel()
				m, err := p.Render(example(name, lang))
				if err != nil {
					t.Fatal(err)
				}
				if m.Lang != lang || !strings.Contains(m.HTML, `<html lang="`+lang.Tag()+`" dir="`+lang.Dir()+`">`) {
					t.Error("it does not say its language and direction")
				}
				lintLines(t, m)
				lintLinks(t, m)
				lintParts(t, m)
			})
		}
	}
}

func lintLines(t *testing.T, m Message) {
	t.Helper()
	if m.Subject == "" || !oneLine(m.Subject) {
		t.Errorf("the subject is not one line: %q", m.Subject)
	}
	for text := range strings.Lines(m.Text) {
		if n := utf8.RuneCountInString(strings.TrimRight(text, "\n")); n > 78 {
			t.Errorf("a line of %d characters: %s", n, text)
		}
	}
}

// lintLinks finds links and everything that would be loaded from elsewhere. The host of the origin stands there as text.
func lintLinks(t *testing.T, m Message) {
	t.Helper()
	for _, part := range []string{m.Subject, m.Text, m.HTML} {
		if found := regexp.MustCompile(`(?i)https?:|//|www\.|href|src=|url\(|mailto:|tel:|<(a|img|link|script|form)\b`).FindString(part); found != "" {
			t.Errorf("there is a link: %s", found)
		}
		if strings.ContainsAny(part, "⟦⟧{}") {
			t.Errorf("there is an unfilled place: %s", part)
		}
	}
	if !strings.Contains(m.Text, "sejur.example") || !strings.Contains(m.HTML, "sejur.example") {
		t.Error("it does not say from which site it comes")
	}
}

// lintParts compares the two parts: the same words, in the same order.
func lintParts(t *testing.T, m Message) {
	t.Helper()
	text := m.Subject + " " + strings.Replace(m.Text, "-- \n", "", 1)
	body := regexp.MustCompile(`(?s)<body.*</body>`).FindString(m.HTML)
	html := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")
	html = strings.NewReplacer("&#39;", "'", "&amp;", "&").Replace(html)
	if diff := cmp.Diff(strings.Fields(text), strings.Fields(html)); diff != "" {
		t.Errorf("text and HTML say different things: %s", diff)
	}
}

// TestTemplatesUseOnlyTheValuesThatMailsMaySay: a new kind of value in mails is a decision, and this is where it is seen.
func TestTemplatesUseOnlyTheValuesThatMailsMaySay(t *testing.T) {
	t.Parallel()
	allowed := []string{"at", "code", "day", "failed", "hash", "minutes", "seq", "unsent"}
	p := config(t, new(kept)).Catalogue.For(locale.EN)
	for name, tmpl := range templates() {
		said := make(map[string]bool)
		for _, what := range append([]string{tmpl.subject}, tmpl.says...) {
			if value, ok := strings.CutPrefix(what, alone); ok {
				said[value] = true
				continue
			}
			msg, ok := p.Message(what)
			if !ok {
				t.Errorf("%s: there is no message %s", name, what)
			}
			for _, param := range msg.Params() {
				said[param] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(tmpl.args)), slices.Sorted(maps.Keys(said))); diff != "" {
			t.Errorf("%s takes other values than it says: %s", name, diff)
		}
		for value := range said {
			if !slices.Contains(allowed, value) {
				t.Errorf("%s says %s, which no mail may say", name, value)
			}
		}
		subject, _ := p.Message(tmpl.subject)
		if len(subject.Params()) > 0 {
			t.Errorf("%s has a value in its subject, which lock screens show", name)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 80)
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"a short line", "one two", "one two"},
		{"a full line stays one", strings.Repeat("a", 70) + " b", strings.Repeat("a", 70) + " b"},
		{"one letter more breaks it", strings.Repeat("a", 71) + " b", strings.Repeat("a", 71) + "\nb"},
		{"letters are counted, not bytes", strings.Repeat("ж", 70) + " ж", strings.Repeat("ж", 70) + " ж"},
		{"a long word stands alone", "a " + long + " b", "a\n" + long + "\nb"},
		{"a long word first", long + " b", long + "\nb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, wrap(tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
