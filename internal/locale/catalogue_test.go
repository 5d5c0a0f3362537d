package locale

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestParseFile(t *testing.T) {
	t.Parallel()
	f := file{messages: make(map[string]Message), reviewed: true}
	err := f.read(EN, []byte(`reviewed: translator
page:
  start:
    title: Start
    days: {one: one day, other: "{n} days"}
    choice: {yes: "Yes", other: Something else, no-answer: Rather not}
ui:
  long: >-
    Two lines
    become one.
`))
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for key, msg := range f.messages {
		got[key] = msg.Format(Num("n", 2))
	}
	want := map[string]string{
		"page.start.title":            "Start",
		"page.start.days":             "2 days",
		"page.start.choice.yes":       "Yes",
		"page.start.choice.other":     "Something else",
		"page.start.choice.no-answer": "Rather not",
		"ui.long":                     "Two lines become one.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !f.reviewed {
		t.Error("nobody reviewed it")
	}
}

func TestFilesOfOneLanguageStandTogether(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second   string
		reviewed bool
		refused  bool
	}{
		"other keys below the same one": {"reviewed: translator\npage: {b: B}", true, false},
		"one that nobody has checked":   {"reviewed: none\npage: {b: B}", false, false},
		"a message of the first":        {"reviewed: translator\npage: {a: B}", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := file{messages: make(map[string]Message), reviewed: true}
			if err := f.read(EN, []byte("reviewed: translator\npage: {a: A}")); err != nil {
				t.Fatal(err)
			}
			err := f.read(EN, []byte(tt.second))
			if (err != nil) != tt.refused || f.reviewed != tt.reviewed {
				t.Errorf("error %v, reviewed %t", err, f.reviewed)
			}
			if _, ok := f.messages["page.b"]; !ok && !tt.refused {
				t.Error("the second file was not read")
			}
		})
	}
}

func TestParseFileRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, source, says string }{
		{"a file that does not say who checked it", "ui: {a: b}", "reviewed"},
		{"an empty file", "", "reviewed"},
		{"a reviewer that is no text", "reviewed: 2\nui: {a: b}", "reviewed"},
		{"a file without messages", "reviewed: none", "empty"},
		{"an empty map", "reviewed: none\nui: {}", "ui"},
		{"a number as a text", "reviewed: none\nui: {a: 2}", "ui.a"},
		{"a truth value as a text", "reviewed: none\nui: {a: true}", "ui.a"},
		{"nothing as a text", "reviewed: none\nui: {a: }", "ui.a"},
		{"a list", "reviewed: none\nui: {a: [b]}", "ui.a"},
		{"a key with a capital", "reviewed: none\nui: {Save: b}", "Save"},
		{"a key with a dot", "reviewed: none\nui.save: b", "ui.save"},
		{"a key that stands twice", "reviewed: none\nui:\n  a: b\n  a: c", "already defined"},
		{"a plural form that is missing", "reviewed: none\nui: {a: {other: b}}", "ui.a"},
		{"a plural form of another language", "reviewed: none\nui: {a: {one: b, two: c, other: d}}", "ui.a"},
		{"a brace that is not closed", "reviewed: none\nui: {a: 'b {c'}", "ui.a"},
		{"what is no YAML", "reviewed: none\n\tui: [", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := file{messages: make(map[string]Message)}
			err := f.read(EN, []byte(tt.source))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want an error about %q", err, tt.says)
			}
		})
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	t.Parallel()
	good := &fstest.MapFile{Data: []byte("reviewed: none\nui: {a: b}")}
	bad := &fstest.MapFile{Data: []byte("reviewed: none\nui: {a: '{'}")}
	for _, tt := range []struct {
		name  string
		files fstest.MapFS
	}{
		{"a file is missing", fstest.MapFS{"messages/ui/ro.yaml": good, "messages/ui/en.yaml": good}},
		{"a file is wrong", fstest.MapFS{"messages/ui/ro.yaml": good, "messages/ui/en.yaml": good, "messages/ui/uk.yaml": bad}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(tt.files)
			if err == nil || !strings.Contains(err.Error(), "messages/ui/uk.yaml") {
				t.Errorf("got %v, want an error about messages/ui/uk.yaml", err)
			}
		})
	}
}

func TestAreasOfStaffSpeakTheLanguagesOfStaff(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("reviewed: none\n" + text)} }
	c, err := load(fstest.MapFS{
		"messages/ui/ro.yaml": file("ui: {a: b}"), "messages/ui/en.yaml": file("ui: {a: b}"), "messages/ui/uk.yaml": file("ui: {a: b}"),
		"messages/desk/ro.yaml": file("desk: {a: b}"), "messages/desk/en.yaml": file("desk: {a: b}"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[Lang]bool{RO: true, EN: true, UK: false, Pseudo: true} {
		if got := c.For(lang).Has("desk.a"); got != want {
			t.Errorf("%s has the messages of the desk: %t", lang, got)
		}
		if !c.For(lang).Has("ui.a") {
			t.Errorf("%s lacks the messages of all", lang)
		}
	}
}
