package public

import "sejur/internal/web/ui"

// textPage is a page of paragraphs under headings.
type textPage struct {
	ui.Page
	Lead  string
	Parts []textPart
}

// textPart is a heading and its paragraphs.
type textPart struct {
	ID, Title string
	Text      []string
	Links     []linkView
}

// part is a heading with its paragraphs, and nothing to follow.
func part(id, title string, text ...string) textPart {
	return textPart{ID: id, Title: title, Text: text}
}
