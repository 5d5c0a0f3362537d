package law

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"sejur/internal/locale"
)

// languages are the languages of the law's texts, in the order of a text's messages; Pseudo is made from English.
func languages() []locale.Lang { return append(locale.All(), locale.Pseudo) }

const langCount = 4

// langIndex is the place of a language in a text.
func langIndex(lang locale.Lang) int {
	switch lang {
	case locale.RO:
		return 0
	case locale.EN:
		return 1
	case locale.UK:
		return 2
	case locale.Pseudo:
		return 3
	}
	return 0
}

// text is one text of the law in every language. A nil text is empty.
type text struct {
	key      string
	messages [langCount]locale.Message
	used     bool // some part of the law shows it; the check reports the others
}

func (t *text) in(lang int, args ...locale.Arg) string {
	if t == nil {
		return ""
	}
	return t.messages[lang].Format(args...)
}

// rawText is a text as written: a sentence, or its plural forms.
type rawText struct {
	plain  string
	plural map[string]string
}

// textFiles collects the texts of every language while the files are read.
type textFiles struct {
	byLang   map[string]map[string]rawText
	reviewed map[string]bool // language -> every file has been read by a speaker
}

func newTextFiles() *textFiles {
	return &textFiles{byLang: map[string]map[string]rawText{}, reviewed: map[string]bool{}}
}

// parseTexts flattens one file of nested maps into dotted keys.
func parseTexts(data []byte) (map[string]rawText, error) {
	var tree yaml.MapSlice
	decoder := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict(), yaml.UseOrderedMap())
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	flat := map[string]rawText{}
	if err := flatten(flat, "", tree); err != nil {
		return nil, err
	}
	if _, ok := flat["reviewed"]; !ok {
		return nil, fmt.Errorf("no `reviewed:` line: name the speaker who has read the texts, or none")
	}
	return flat, nil
}

func flatten(into map[string]rawText, prefix string, tree yaml.MapSlice) error {
	for _, item := range tree {
		name, ok := item.Key.(string)
		if !ok {
			return fmt.Errorf("%s%v: a key is a word", prefix, item.Key)
		}
		key := prefix + name
		if _, twice := into[key]; twice {
			return fmt.Errorf("text %q stands twice", key)
		}
		switch v := item.Value.(type) {
		case string:
			into[key] = rawText{plain: strings.TrimSpace(v)}
		case yaml.MapSlice:
			if forms, ok := pluralForms(v); ok {
				into[key] = rawText{plural: forms}
				continue
			}
			if err := flatten(into, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("text %q is %T, not a sentence: put it in quotes", key, item.Value)
		}
	}
	return nil
}

// pluralForms recognises a map whose keys are all CLDR plural categories.
func pluralForms(tree yaml.MapSlice) (map[string]string, bool) {
	forms := make(map[string]string, len(tree))
	for _, item := range tree {
		name, isName := item.Key.(string)
		form, isText := item.Value.(string)
		if !isName || !isText || !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, name) {
			return nil, false
		}
		forms[name] = form
	}
	_, other := forms["other"]
	return forms, other && len(forms) > 1
}

func (f *textFiles) add(lang string, flat map[string]rawText) error {
	if _, known := locale.ParseLang(lang); !known {
		return fmt.Errorf("no language %q", lang)
	}
	reviewed := flat["reviewed"].plain != "none"
	delete(flat, "reviewed")
	if was, seen := f.reviewed[lang]; seen {
		reviewed = reviewed && was
	}
	f.reviewed[lang] = reviewed
	if f.byLang[lang] == nil {
		f.byLang[lang] = make(map[string]rawText, 1024)
	}
	return addAll("text", f.byLang[lang], flat)
}

// compileTexts makes every key of any language one text; what a language lacks is a fault.
func compileTexts(f *textFiles, faults *faultList) map[string]*text {
	out := map[string]*text{}
	for _, lang := range locale.All() {
		for key := range f.byLang[string(lang)] {
			if out[key] == nil {
				out[key] = compileText(key, f, faults)
			}
		}
	}
	return out
}

func compileText(key string, f *textFiles, faults *faultList) *text {
	t := &text{key: key}
	var params []string
	known := false // whether an earlier language has said which values the text takes
	for _, lang := range languages() {
		from := lang
		if lang == locale.Pseudo {
			from = locale.EN
		}
		raw, ok := f.byLang[string(from)][key]
		if !ok {
			if lang != locale.Pseudo && (lang != locale.UK || !strings.HasPrefix(key, recordKey)) {
				faults.add("texts/%s: %q is missing", lang, key)
			}
			continue
		}
		msg, err := raw.parse(lang)
		if err != nil {
			faults.add("texts/%s: %s: %v", lang, key, err)
			continue
		}
		t.messages[langIndex(lang)] = msg
		got := slices.Sorted(slices.Values(msg.Params()))
		if lang != locale.Pseudo && known && !slices.Equal(got, params) {
			faults.add("texts/%s: %s: uses %v where another language uses %v", lang, key, got, params)
		}
		params, known = got, true
	}
	return t
}

func (r rawText) parse(lang locale.Lang) (locale.Message, error) {
	if r.plural == nil {
		if r.plain == "" {
			return locale.Message{}, fmt.Errorf("empty")
		}
		return locale.ParseMessage(lang, r.plain)
	}
	for form, words := range r.plural {
		if strings.TrimSpace(words) == "" {
			return locale.Message{}, fmt.Errorf("plural form %q is empty", form)
		}
	}
	return locale.ParsePlural(lang, r.plural)
}

// textIndex finds texts by key and remembers which are used.
type textIndex map[string]*text

// need finds a text that must exist.
func (t textIndex) need(key string, faults *faultList) *text {
	found := t.may(key)
	if found == nil {
		faults.add("texts: %q is missing in every language", key)
	}
	return found
}

// may finds a text that need not exist.
func (t textIndex) may(key string) *text {
	found := t[key]
	if found != nil {
		found.used = true
	}
	return found
}

// plain is the text without values, for a language.
func (t textIndex) plain(key string, lang locale.Lang) string {
	return t[key].in(langIndex(lang))
}
