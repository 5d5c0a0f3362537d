package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrMessage is wrapped by every error of ParseMessage and ParsePlural.
var ErrMessage = errors.New("message is not well formed")

// Message is a text in one language, parsed once and then formatted any number of times. It has either one
// wording or one for each plural category of its language. The zero Message formats to "".
type Message struct {
	lang   Lang
	only   pattern   // the wording of a message without plural forms
	plural *wordings // nil for a message without plural forms
	params []string
}

// wordings holds a pattern for each plural category.
type wordings [categories]pattern

// pattern is a wording. A pattern without placeholders has no parts, only text.
type pattern struct {
	text  string
	parts []part
}

// part is either literal text or the name of a placeholder.
type part struct {
	text  string
	param string
}

// Arg is a value for a placeholder. Make one with Str or Num.
type Arg struct {
	name, text string
	n          int
	number     bool
}

// Str gives the placeholder called name a text, which is shown as it is.
func Str(name, value string) Arg {
	return Arg{name: name, text: value}
}

// Num gives the placeholder called name a whole number. It is shown with the grouping of the message's
// language, so years and numbers of papers are passed with Str. A plural message chooses its form by the Num
// called "n", or by the only Num if none has that name.
func Num(name string, n int) Arg {
	return Arg{name: name, n: n, number: true}
}

// ParseMessage reads a text with placeholders: "{days} left". A placeholder's name is made of ASCII letters,
// digits and underscores and does not begin with a digit. Literal braces are written twice: "{{" and "}}". In
// Pseudo, raw is English. Errors wrap ErrMessage and name the place.
func ParseMessage(lang Lang, raw string) (Message, error) {
	only, params, err := parsePattern(lang, raw)
	if err != nil {
		return Message{}, err
	}
	return Message{lang: lang, only: only, params: params}, nil
}

// ParsePlural reads one text for each plural category of CLDR that the language uses: "one" and "other" in
// English, "one", "few" and "other" in Romanian, "one", "few", "many" and "other" in Ukrainian. A category
// that is missing, or that the language does not have, is an error; errors wrap ErrMessage. The forms need not
// use the same placeholders ("one day", "{n} days").
func ParsePlural(lang Lang, forms map[string]string) (Message, error) {
	needed, err := categoriesOf(lang)
	if err != nil {
		return Message{}, err
	}
	for name := range forms {
		c, ok := parseCategory(name)
		if !ok || !slices.Contains(needed, c) {
			return Message{}, fmt.Errorf("%w: plural form %q does not exist in %q", ErrMessage, name, lang)
		}
	}
	msg := Message{lang: lang, plural: new(wordings)}
	for _, c := range needed {
		raw, ok := forms[c.String()]
		if !ok {
			return Message{}, fmt.Errorf("%w: plural form %q is missing in %q", ErrMessage, c, lang)
		}
		pat, params, err := parsePattern(lang, raw)
		if err != nil {
			return Message{}, fmt.Errorf("plural form %q: %w", c, err)
		}
		msg.plural[c] = pat
		for _, name := range params {
			if !slices.Contains(msg.params, name) {
				msg.params = append(msg.params, name)
			}
		}
	}
	return msg, nil
}

// Params returns the names of the message's placeholders, each once, in the order in which they first appear.
func (m Message) Params() []string {
	return slices.Clone(m.params)
}

// Plural tells whether the message has plural forms.
func (m Message) Plural() bool {
	return m.plural != nil
}

// Format returns the text with its placeholders filled. A placeholder without an argument stays visible as
// {name}; an argument without a placeholder is ignored. A plural message without a number to choose by uses
// its "other" form. A text without placeholders is returned as it is stored, without allocating.
func (m Message) Format(args ...Arg) string {
	return m.format(args)
}

func (m *Message) format(args []Arg) string {
	pat := &m.only
	if m.plural != nil {
		pat = &m.plural[m.category(args)]
	}
	if pat.parts == nil {
		return pat.text
	}
	var room [256]byte
	out := room[:0]
	for i := range pat.parts {
		p := &pat.parts[i]
		out = append(out, p.text...)
		if p.param != "" {
			out = appendArg(out, m.lang, p.param, args)
		}
	}
	return string(out)
}

// category finds the number that chooses the plural form, and its category.
func (m *Message) category(args []Arg) category {
	chosen, numbers := 0, 0
	for i := range args {
		if !args[i].number {
			continue
		}
		if args[i].name == "n" {
			return categoryOf(m.lang, args[i].n)
		}
		chosen = i
		numbers++
	}
	if numbers != 1 {
		return other
	}
	return categoryOf(m.lang, args[chosen].n)
}

func appendArg(out []byte, lang Lang, name string, args []Arg) []byte {
	for i := range args {
		arg := &args[i]
		if arg.name != name {
			continue
		}
		if arg.number {
			return appendNumber(out, lang, arg.n)
		}
		return append(out, arg.text...)
	}
	out = append(out, '{')
	out = append(out, name...)
	return append(out, '}')
}

// parsePattern reads a wording and lists its placeholders.
func parsePattern(lang Lang, raw string) (pattern, []string, error) {
	parts, err := splitParts(raw)
	if err != nil {
		return pattern{}, nil, err
	}
	if lang == Pseudo {
		parts = pseudoParts(parts)
	}
	var params []string
	for _, p := range parts {
		if p.param != "" && !slices.Contains(params, p.param) {
			params = append(params, p.param)
		}
	}
	if params != nil {
		return pattern{parts: parts}, params, nil
	}
	var text string
	if len(parts) > 0 {
		text = parts[0].text // without a placeholder there is never a second part
	}
	return pattern{text: text}, nil, nil
}

// splitParts cuts raw at its placeholders. A part holds the text before a placeholder and the placeholder; the
// last part may hold text alone.
func splitParts(raw string) ([]part, error) {
	var parts []part
	var text strings.Builder
	for i := 0; i < len(raw); i++ {
		ch := raw[i]
		if ch != '{' && ch != '}' {
			text.WriteByte(ch)
			continue
		}
		if i+1 < len(raw) && raw[i+1] == ch {
			text.WriteByte(ch)
			i++
			continue
		}
		if ch == '}' {
			return nil, fmt.Errorf("%w: %q closes a brace at byte %d that nothing opened", ErrMessage, raw, i)
		}
		end := strings.IndexByte(raw[i:], '}')
		if end < 0 {
			return nil, fmt.Errorf("%w: %q opens a brace at byte %d and never closes it", ErrMessage, raw, i)
		}
		name := raw[i+1 : i+end]
		if !isName(name) {
			return nil, fmt.Errorf("%w: %q has a placeholder called %q", ErrMessage, raw, name)
		}
		parts = append(parts, part{text: text.String(), param: name})
		text.Reset()
		i += end
	}
	if text.Len() > 0 {
		parts = append(parts, part{text: text.String()})
	}
	return parts, nil
}

// isName tells whether s may name a placeholder.
func isName(s string) bool {
	for i, r := range []byte(s) {
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		digit := '0' <= r && r <= '9'
		if !letter && r != '_' && (!digit || i == 0) {
			return false
		}
	}
	return s != ""
}
