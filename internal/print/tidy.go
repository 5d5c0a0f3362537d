package print

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"sejur/internal/document"
	"sejur/internal/fault"
)

// tidy gives a copy of the sheet in which every text that is drawn has composed letters (one ș, not an s and a comma), no control
// characters and no space around it; a line feed stays. A letter that cannot be drawn is a fault, or its number: see document.Sheet.Lacking.
func tidy(sheet document.Sheet) (document.Sheet, error) {
	t := tidier{lenient: sheet.Lacking != ""}
	sheet.Title = t.text(sheet.Title)
	sheet.Sender = t.texts(sheet.Sender)
	sheet.Under, sheet.Foot, sheet.PageOf, sheet.Mark = t.text(sheet.Under), t.text(sheet.Foot), t.text(sheet.PageOf), t.text(sheet.Mark)
	blocks := make([]document.Block, len(sheet.Blocks))
	for i, b := range sheet.Blocks {
		blocks[i] = t.block(b)
	}
	sheet.Blocks = blocks
	if t.lacked {
		sheet.Blocks = slices.Insert(blocks, min(1, len(blocks)), t.block(document.Block{Kind: document.Notice, Text: sheet.Lacking}))
	}
	return sheet, t.err
}

type tidier struct {
	err     error
	lenient bool // letters that the fonts lack are drawn as their numbers
	lacked  bool // there were such letters
}

func (t *tidier) block(b document.Block) document.Block {
	b.Text, b.Head = t.text(b.Text), t.texts(b.Head)
	if b.Kind == document.Image {
		t.picture(b.Picture)
	}
	items := make([]document.Item, len(b.Items))
	for i, item := range b.Items {
		item.Text, item.Name, item.Note = t.text(item.Text), t.text(item.Name), t.text(item.Note)
		items[i] = item
	}
	rows := make([][]string, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = t.texts(row)
	}
	b.Items, b.Rows = items, rows
	if b.Other != nil {
		other := t.block(*b.Other)
		other.Other = nil
		b.Other = &other
	}
	return b
}

// picture refuses what is no JPEG that can be drawn.
func (t *tidier) picture(data []byte) {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err == nil && (size.Width == 0 || size.Height == 0) {
		err = errEmpty
	}
	if err != nil && t.err == nil {
		t.err = &fault.Error{Kind: fault.Invalid, Key: "print.picture", Cause: err}
	}
}

// errEmpty says that a picture shows nothing.
var errEmpty = errors.New("the picture has no size")

func (t *tidier) texts(list []string) []string {
	tidied := make([]string, len(list))
	for i, s := range list {
		tidied[i] = t.text(s)
	}
	return tidied
}

func (t *tidier) text(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' || has(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r): // soft hyphens, joiners, marks of direction
		case t.lenient:
			t.lacked = true
			fmt.Fprintf(&b, "[U+%04X]", r)
		case t.err == nil:
			t.err = fault.New(fault.Invalid, "print.letter", fault.Text("letter", string(r)), fault.Text("code", fmt.Sprintf("U+%04X", r)))
		}
	}
	return strings.TrimSpace(b.String())
}
