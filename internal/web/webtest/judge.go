package webtest

import (
	"slices"
	"strings"
	"testing"

	"sejur/internal/locale"
)

// Judge says everything that is wrong with a page, whatever it shows: language and direction, landmarks, headings,
// labels, ids, texts without translation, styles and scripts of its own, things loaded from elsewhere.
func Judge(t *testing.T, lang locale.Lang, page string) {
	t.Helper()
	all, err := Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	judgeFrame(t, lang, all, page)
	judgeHeadings(t, all)
	judgeIDs(t, all)
	judgeInputs(t, all)
	judgeLinks(t, all)
}

func judgeFrame(t *testing.T, lang locale.Lang, all []*Element, page string) {
	t.Helper()
	if strings.Contains(page, "⟦") {
		i := strings.Index(page, "⟦")
		t.Errorf("a text is missing: %.60s", page[i:])
	}
	if !strings.HasPrefix(strings.ToLower(page), "<!doctype html>") {
		t.Error("the page has no doctype")
	}
	html := Find(all, "html")
	if len(html) != 1 || html[0].Attr["lang"] != lang.Tag() || html[0].Attr["dir"] != lang.Dir() {
		t.Errorf("the page does not say that it is written in %s, %s", lang.Tag(), lang.Dir())
	}
	for _, name := range []string{"main", "header", "footer", "title"} {
		if n := len(Find(all, name)); n != 1 && name != "title" || n < 1 {
			t.Errorf("%d elements %s", n, name)
		}
	}
	if len(Class(all, "skip")) != 1 {
		t.Error("no link leads past the header")
	}
	for _, e := range all {
		if e.Has("style") || e.Name == "style" {
			t.Errorf("%s has a style of its own, which the content policy forbids", e.Name)
		}
		if e.Name == "script" && (e.Attr["src"] == "" || strings.TrimSpace(e.Text) != "") {
			t.Error("a script stands in the page")
		}
		for name := range e.Attr {
			if strings.HasPrefix(name, "on") {
				t.Errorf("%s has the handler %s", e.Name, name)
			}
		}
	}
}

func judgeHeadings(t *testing.T, all []*Element) {
	t.Helper()
	if n := len(Find(all, "h1")); n != 1 {
		t.Errorf("%d headings h1, want 1", n)
	}
	last := 1
	for _, e := range all {
		level := slices.Index([]string{"", "h1", "h2", "h3", "h4"}, e.Name)
		if level < 1 {
			continue
		}
		if strings.TrimSpace(e.Text) == "" {
			t.Errorf("an empty %s", e.Name)
		}
		// The box of errors stands above the h1 by design.
		if level > last+1 && !e.Inside("aside") {
			t.Errorf("%s %q follows an h%d", e.Name, e.Text, last)
		}
		last = level
	}
}

func judgeIDs(t *testing.T, all []*Element) {
	t.Helper()
	ids := make(map[string]bool)
	for _, e := range all {
		id, ok := e.Attr["id"]
		if !ok {
			continue
		}
		if id == "" || ids[id] || strings.ContainsAny(id, " \t") {
			t.Errorf("id %q is empty, twice or broken", id)
		}
		ids[id] = true
	}
	for _, e := range all {
		for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "data-copy", "data-share"} {
			for id := range strings.FieldsSeq(e.Attr[name]) {
				if !ids[id] {
					t.Errorf("%s of %s names %q, which is not there", name, e.Name, id)
				}
			}
		}
		if target, ok := strings.CutPrefix(e.Attr["href"], "#"); ok && !ids[target] {
			t.Errorf("a link leads to #%s, which is not there", target)
		}
	}
}

func judgeInputs(t *testing.T, all []*Element) {
	t.Helper()
	labelled := make(map[string]bool)
	for _, e := range Find(all, "label") {
		if strings.TrimSpace(e.Text) == "" {
			t.Errorf("an empty label for %q", e.Attr["for"])
		}
		labelled[e.Attr["for"]] = true
	}
	for _, e := range all {
		switch e.Name {
		case "input", "select", "textarea":
			if e.Attr["type"] != "hidden" && !labelled[e.Attr["id"]] && e.Attr["aria-label"] == "" {
				t.Errorf("%s %q has no label", e.Name, e.Attr["name"])
			}
		case "button", "summary", "a":
			if strings.TrimSpace(e.Text) == "" && e.Attr["aria-label"] == "" {
				t.Errorf("%s says nothing: %v", e.Name, e.Attr)
			}
		case "fieldset":
		}
	}
	if n, m := len(Find(all, "fieldset")), len(Find(all, "legend")); n != m {
		t.Errorf("%d groups of inputs and %d legends", n, m)
	}
}

func judgeLinks(t *testing.T, all []*Element) {
	t.Helper()
	for _, e := range all {
		for _, name := range []string{"src", "href", "action"} {
			value, ok := e.Attr[name]
			if !ok {
				continue
			}
			outside := strings.Contains(value, "://") || strings.HasPrefix(value, "//")
			switch {
			case e.Name == "a" && outside:
				if !strings.HasPrefix(value, "http") {
					t.Errorf("a link leads to %q", value)
				}
			case outside, strings.HasPrefix(value, "about:"):
				t.Errorf("%s loads or sends to %q", e.Name, value)
			}
		}
	}
}
