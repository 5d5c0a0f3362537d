package mail

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"sejur/internal/fault"
	"sejur/internal/locale"
)

// width is how long a line of text becomes before it is broken; RFC 5322 wants at most 78.
const width = 72

// sheet is a letter written out, before it becomes text and HTML.
type sheet struct {
	lang    locale.Lang
	subject string
	lines   []line
	foot    []string
}

// line is a sentence, or a value that stands alone.
type line struct {
	text  string
	form  form // of the value
	value bool
}

// Render writes a letter out. An address that cannot be one is ParseAddress's fault; an unknown template, a value too few or too many
// or in the wrong form, and an ID that is not made of letters, digits and hyphens are errors of the caller.
func (p *Post) Render(l Letter) (Message, error) {
	to, err := ParseAddress(l.To)
	if err != nil {
		return Message{}, fmt.Errorf("letter %s: %w", fault.Clip(l.ID), err)
	}
	if !plainID(l.ID) {
		return Message{}, fmt.Errorf("letter %q: this is not an ID", fault.Clip(l.ID))
	}
	s, err := p.write(l)
	if err != nil {
		return Message{}, fmt.Errorf("letter %s: template %q: %w", l.ID, fault.Clip(l.Template), err)
	}
	var html strings.Builder
	if err := page(s).Render(context.Background(), &html); err != nil {
		return Message{}, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	return Message{
		ID: p.messageID(l.ID), From: p.from, To: netmail.Address{Address: to}, Date: p.now(), Lang: s.lang,
		Subject: s.subject, Text: s.text(), HTML: html.String(),
	}, nil
}

// write finds the sentences of a letter.
func (p *Post) write(l Letter) (sheet, error) {
	t, known := templates()[l.Template]
	if !known {
		return sheet{}, fmt.Errorf("there is no such template")
	}
	printer := p.catalogue.For(l.Lang)
	values, err := t.values(printer, l.Args)
	if err != nil {
		return sheet{}, err
	}
	say := func(key string) string { return sentence(printer, key, values) }
	s := sheet{lang: printer.Lang(), subject: say(t.subject)}
	for _, what := range t.says {
		if name, ok := strings.CutPrefix(what, alone); ok {
			s.lines = append(s.lines, line{text: t.args[name].grouped(l.Args[name]), form: t.args[name], value: true})
			continue
		}
		s.lines = append(s.lines, line{text: say(what)})
	}
	s.foot = []string{printer.T("mail.foot.site", locale.Str("site", p.site)), printer.T("mail.foot.answer")}
	if note := printer.ReviewNote(); note != "" {
		s.foot = append(s.foot, note)
	}
	return s, nil
}

// sentence fills a message with those values that it names: the only number among them chooses the plural.
func sentence(p *locale.Printer, key string, values map[string]locale.Arg) string {
	msg, _ := p.Message(key) // the content test knows that it is there
	var args []locale.Arg
	for _, name := range msg.Params() {
		if arg, ok := values[name]; ok {
			args = append(args, arg)
		}
	}
	return msg.Format(args...)
}

// text is the letter as plain text: paragraphs with an empty line between them, and the foot below the mark that mail programs know.
func (s sheet) text() string {
	var out strings.Builder
	for _, l := range s.lines {
		if l.value {
			out.WriteString("    " + l.text + "\n\n")
			continue
		}
		out.WriteString(wrap(l.text) + "\n\n")
	}
	out.WriteString("-- \n")
	for _, foot := range s.foot {
		out.WriteString(wrap(foot) + "\n")
	}
	return out.String()
}

// wrap breaks a sentence into lines. A word that is longer than a line stands alone on its own.
func wrap(text string) string {
	var out strings.Builder
	room := width
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case n+1 > room:
			out.WriteByte('\n')
			room = width
		default:
			out.WriteByte(' ')
			room--
		}
		out.WriteString(word)
		room -= n
	}
	return out.String()
}

// plainID tells whether an ID may stand in a header and in the name of a file.
func plainID(id string) bool {
	return len(id) <= 64 && made(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")
}

// made tells whether s is made of those letters alone, and of at least one.
func made(s, of string) bool {
	return s != "" && strings.Trim(s, of) == ""
}

// oneLine tells whether s is free of control characters and of the marks that begin a new line: in a header, each of them could
// begin another header.
func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}
