package print

// node is one element of the structure tree: what a screen reader calls a heading, a cell, an item. ISO 32000-1, 14.7 and 14.8.
type node struct {
	tag    string
	lang   string // "" = its parent's
	alt    string // said instead of what is drawn
	actual string // what the drawn thing means as text
	attrs  string // attribute dictionary, without its brackets
	up     *node
	kids   []*node
	seq    int        // the place in reading order
	marks  []mark     // what of it is drawn where
	links  []linkArea // where it can be pressed
}

// mark is one piece of a page that belongs to a node.
type mark struct{ page, id int }

// linkArea is a rectangle of a page, in points from its lower left corner, that leads to an address.
type linkArea struct {
	page           int
	x0, y0, x1, y1 float64
	target, text   string
}

// tree makes nodes and numbers them as they are made, which is the order in which they are read.
type tree struct {
	root *node
	made int
}

func newTree() *tree { return &tree{root: &node{tag: "Document"}} }

// add makes a node below another.
func (t *tree) add(up *node, tag string) *node {
	t.made++
	n := &node{tag: tag, up: up, seq: t.made}
	up.kids = append(up.kids, n)
	return n
}

// attributes of nodes: ISO 32000-1, 14.8.5.
const (
	scopeColumn  = "/O /Table /Scope /Column"
	scopeRow     = "/O /Table /Scope /Row"
	bulleted     = "/O /List /ListNumbering /Disc"
	unnumbered   = "/O /List /ListNumbering /None"
	boxToTick    = "☐"
	bulletOfList = "•"
)
