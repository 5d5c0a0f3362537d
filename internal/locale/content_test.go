package locale

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// areas reads every file of messages by itself, by its folder and its language.
func areas(t *testing.T) map[string]map[Lang]file {
	t.Helper()
	out := make(map[string]map[Lang]file)
	names, err := fs.Glob(messageFiles, "messages/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		folder, base := path.Split(name)
		area, lang := path.Base(folder), Lang(strings.TrimSuffix(base, ".yaml"))
		source, err := fs.ReadFile(messageFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		f := file{messages: make(map[string]Message)}
		if err := f.read(lang, source); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if out[area] == nil {
			out[area] = make(map[Lang]file)
		}
		out[area][lang] = f
	}
	return out
}

func TestEveryAreaIsWrittenInItsLanguages(t *testing.T) {
	t.Parallel()
	for area, files := range areas(t) {
		want := slices.Sorted(slices.Values(languagesOf(area)))
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(files))); diff != "" {
			t.Errorf("%s: %s", area, diff)
		}
	}
}

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	t.Parallel()
	for area, files := range areas(t) {
		want := sortedKeys(files[EN].messages)
		for lang, f := range files {
			if diff := cmp.Diff(want, sortedKeys(f.messages)); diff != "" {
				t.Errorf("%s: %s against en: %s", area, lang, diff)
			}
		}
	}
}

func TestEveryLanguageHasTheSamePlaceholders(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for _, key := range c.For(EN).Keys() {
		want, _ := c.For(EN).Message(key)
		for _, lang := range All() {
			got, ok := c.For(lang).Message(key)
			if !ok {
				continue // another test says so
			}
			if want.Plural() != got.Plural() {
				t.Errorf("%s: %s has plural forms: %v, en: %v", key, lang, got.Plural(), want.Plural())
			}
			if diff := cmp.Diff(sorted(want.Params()), sorted(got.Params())); diff != "" {
				t.Errorf("%s: %s against en: %s", key, lang, diff)
			}
		}
	}
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

func TestPluralMessagesSayTheirNumber(t *testing.T) {
	t.Parallel()
	for lang, p := range catalogue(t).printers {
		for key, msg := range p.messages {
			if msg.plural == nil {
				continue
			}
			if len(msg.params) > 1 && !slices.Contains(msg.params, "n") {
				t.Errorf("%s: %s has the placeholders %v and none of them is n", lang, key, msg.params)
			}
			needed, err := categoriesOf(lang)
			if err != nil {
				t.Fatal(err)
			}
			for _, cat := range needed {
				// "one" alone may leave the number out, and only where it means nothing but 1.
				if cat == one && lang != UK {
					continue
				}
				if !msg.plural[cat].has(msg.params) {
					t.Errorf("%s: %s lacks a placeholder in the form %s", lang, key, cat)
				}
			}
		}
	}
}

// has tells whether a wording fills all of params.
func (p pattern) has(params []string) bool {
	for _, name := range params {
		if !slices.ContainsFunc(p.parts, func(p part) bool { return p.param == name }) {
			return false
		}
	}
	return true
}

func TestNoTextIsEmptyOrPadded(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for _, lang := range All() {
		for key, msg := range c.For(lang).messages {
			for _, text := range msg.texts() {
				if text == "" || strings.TrimSpace(text) != text {
					t.Errorf("%s: %s is %q", lang, key, text)
				}
				if strings.Contains(text, "  ") || strings.ContainsAny(text, "\n\t") {
					t.Errorf("%s: %s has a line break or two spaces: %q", lang, key, text)
				}
			}
		}
	}
}

func TestRomanianHasCommasBelowAndUkrainianHasApostrophes(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for lang, wrong := range map[Lang]string{RO: "şţŞŢ", UK: "ʼ'ыэъё"} {
		for key, msg := range c.For(lang).messages {
			for _, text := range msg.texts() {
				if strings.ContainsAny(text, wrong) {
					t.Errorf("%s: %s has one of %q: %q", lang, key, wrong, text)
				}
			}
		}
	}
}

// texts returns every wording of a message, with its placeholders visible.
func (m Message) texts() []string {
	if m.plural == nil {
		return []string{m.Format()}
	}
	var out []string
	needed, err := categoriesOf(m.lang)
	if err != nil {
		return nil
	}
	for _, cat := range needed {
		single := Message{lang: m.lang, only: m.plural[cat]}
		out = append(out, single.Format())
	}
	return out
}

// uses is what the sources say about keys.
type uses struct {
	asked    map[string]string // literal keys of T, which pages often call t, with a file that asks
	literals map[string]bool   // every string literal: a key that stands in one is used, whoever passes it on
	declared map[string]string // patterns of //locale:uses, with a file that declares them
}

func TestEveryKeyIsKnownAndUsed(t *testing.T) {
	t.Parallel()
	p := printer(t, EN)
	u := scan(t, os.DirFS("../.."), "internal", "cmd")
	for key, file := range u.asked {
		if !p.Has(key) {
			t.Errorf("%s asks for %s, which has no message", file, key)
		}
	}
	covered := make(map[string]bool)
	for pattern, file := range u.declared {
		match := keyPattern(pattern)
		used := false
		for _, key := range p.Keys() {
			if match.MatchString(key) {
				covered[key] = true
				used = true
			}
		}
		if !used {
			t.Errorf("%s declares %s, and no key is like that", file, pattern)
		}
	}
	for _, key := range p.Keys() {
		if !covered[key] && !u.literals[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// keyPattern reads the pattern of a //locale:uses comment: a key, in which each "*" stands for anything.
func keyPattern(pattern string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".+") + "$")
}

// scan reads the Go and templ sources below the folders; tests and what templ generates are left out.
func scan(t *testing.T, root fs.FS, folders ...string) uses {
	t.Helper()
	u := uses{asked: make(map[string]string), literals: make(map[string]bool), declared: make(map[string]string)}
	for _, folder := range folders {
		if _, err := fs.Stat(root, folder); err != nil {
			continue
		}
		err := fs.WalkDir(root, folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !isSource(name) {
				return err
			}
			source, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			u.read(name, string(source))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func isSource(name string) bool {
	if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
		return false
	}
	return path.Ext(name) == ".go" || path.Ext(name) == ".templ"
}

func (u uses) read(name, source string) {
	asks := regexp.MustCompile(`(?:\.T|\bt)\(\s*("(?:[^"\\\n]|\\.)*"|` + "`[^`\n]*`" + `)\s*([,)])`)
	for _, m := range asks.FindAllStringSubmatch(source, -1) {
		if key, err := strconv.Unquote(m[1]); err == nil {
			u.asked[key] = name
		}
	}
	literal := regexp.MustCompile("[\"`]([a-z0-9_-]+(?:\\.[a-z0-9_-]+)+)[\"`]")
	for _, m := range literal.FindAllStringSubmatch(source, -1) {
		u.literals[m[1]] = true
	}
	declares := regexp.MustCompile(`(?m)//locale:uses[ \t]+([^\r\n]+)`)
	for _, m := range declares.FindAllStringSubmatch(source, -1) {
		for _, pattern := range strings.Fields(m[1]) {
			u.declared[pattern] = name
		}
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	u := uses{asked: make(map[string]string), literals: make(map[string]bool), declared: make(map[string]string)}
	u.read("page.templ", `
//locale:uses page.steps.* error.*.title
<h1>{ p.T("page.title") }</h1>
{ p.T(
	"page.days", locale.Num("n", 3)) }
{ p.T("page." + step) }
{ t("page.note") } { part("page.part") }
@button("ui.save")
`)
	want := uses{
		asked:    map[string]string{"page.title": "page.templ", "page.days": "page.templ", "page.note": "page.templ"},
		literals: map[string]bool{"page.title": true, "page.days": true, "page.note": true, "page.part": true, "ui.save": true},
		declared: map[string]string{"page.steps.*": "page.templ", "error.*.title": "page.templ"},
	}
	if diff := cmp.Diff(want, u, cmp.AllowUnexported(uses{})); diff != "" {
		t.Error(diff)
	}
	if match := keyPattern("error.*.title"); !match.MatchString("error.a.b.title") || match.MatchString("error.title") || match.MatchString("xerror.a.title") {
		t.Error("a star does not stand for what is between dots")
	}
	for name, want := range map[string]bool{"a.go": true, "a.templ": true, "a_test.go": false, "a_templ.go": false, "a.yaml": false} {
		if isSource(name) != want {
			t.Errorf("%s is a source: %v", name, !want)
		}
	}
}
