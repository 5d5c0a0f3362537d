package ui

// Table is a table of things, one a row, which become cards where the screen is narrow.
type Table struct {
	Caption string   // is always there for those who listen
	Quiet   bool     // a heading above says it already: the caption is not shown
	Head    []string // one for each column; the first column names the row
	Rows    [][]Cell
}

// number tells whether a column holds numbers.
func (t Table) number(column int) bool {
	return len(t.Rows) > 0 && column < len(t.Rows[0]) && t.Rows[0][column].N
}

// Cell is one value of a table. An empty cell says so with a dash.
type Cell struct {
	Text string
	Href string // the text is a link
	Note string // in small letters below
	Tone Tone   // of a chip, if Chip
	Chip bool   // the text is a chip
	N    bool   // a number: it stands at the end
}

func (c Cell) class() string {
	if c.N {
		return "n"
	}
	return ""
}

// Task is one line of a task list.
type Task struct {
	Text, Hint string
	Href       string   // "" = it cannot be begun yet
	State      string   // in words: "Done", "To do"
	Tone       Tone     // of the state
	Notes      []string // a few words each, below
}

// Pager leads through a long list by where a page begins and ends; nobody counts the pages.
type Pager struct {
	Newer, Older string // addresses, "" = there is none
}
