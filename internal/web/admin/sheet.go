package admin

import (
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// sheet is a page that shows something and leads on; most pages of the administrators are one.
type sheet struct {
	ui.Page
	Back     *anchor
	Eyebrow  string
	Lead     string
	Done     *told
	Notices  []notice
	Filter   *filter
	Sections []section
	Pager    ui.Pager
}

// anchor is a link.
type anchor struct {
	Text, Href string
	Main       bool // the one main action
}

// notice is a box that must not be missed.
type notice struct {
	Tone        ui.Tone
	Title, Text string
}

// told says that something was done, and how it is undone where that makes sense.
type told struct {
	Title, Text string
	Link        *anchor
	Undo        *undo
}

// undo is a small form that brings back what was.
type undo struct {
	Action, Token, Text string
	Hidden              [][2]string
}

// filter is the form over a list.
type filter struct {
	Action, Clear string
	Fields        []templ.Component
	Post          bool // somebody's name may be typed, and belongs in no address
}

func (f filter) method() string {
	if f.Post {
		return "post"
	}
	return "get"
}

// section is one part of a sheet. What is empty is not shown.
type section struct {
	ID, Title, Lead string
	Empty           string // instead of a table without rows
	Tasks           []ui.Task
	Rows            []ui.Row
	Table           *ui.Table
	Week            *ui.Week
	Events          []ui.Event
	Lines           []string
	Links           []anchor
}

// show answers with a sheet, and with what was done just before.
func (s *sheet) show(v *page.Visit) page.Reply {
	return v.TellDone(page.Reply{Body: sheetTemplate(s)})
}

// older leads to the part of a list behind a key, and back to its start.
func older(path string, query url.Values, before, next string) ui.Pager {
	address := func(key string) string {
		q := url.Values{}
		for name, values := range query {
			if name != "before" {
				q[name] = values
			}
		}
		if key != "" {
			q.Set("before", key)
		}
		if len(q) == 0 {
			return path
		}
		return path + "?" + q.Encode()
	}
	var out ui.Pager
	if before != "" {
		out.Newer = address("")
	}
	if next != "" {
		out.Older = address(next)
	}
	return out
}
