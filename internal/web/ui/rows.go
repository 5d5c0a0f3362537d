package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// Group asks for one thing in several inputs: an address, an amount with its currency. The parts name themselves.
type Group struct {
	Field
	Parts  []templ.Component
	Beside bool // the parts are short and stand beside each other
}

func (g Group) parts() string {
	if g.Beside {
		return "parts beside"
	}
	return "parts"
}

// Rows asks for a list of things, each in inputs of its own. A button adds a row and each row can be taken away, without scripts: the form
// is sent and comes back with its rows, and nothing that was typed is lost.
type Rows struct {
	Field
	Rows   []RowOf
	Max    int    // rows that the form offers at most
	Add    string // text of the button that adds one; it sends Name+"-more"
	Remove string // text of the button that takes one away; it sends Name+"-drop" with the row's number, from 1
	None   string // what is said while there is no row
}

// RowOf is one row of a list.
type RowOf struct {
	Legend  string
	Parts   []templ.Component
	Settled *SettledRow // instead of Parts: the row is shown in a line until somebody wants to change it
}

// SettledRow is a row that was filled in. Its inputs go along unseen.
type SettledRow struct {
	Text   string
	Hidden [][2]string
	Change string // text of the button that opens it; it sends the list's Name+"-open" with the row's number, from 1
}

func (r Rows) more() string { return strconv.Itoa(len(r.Rows) + 1) }
