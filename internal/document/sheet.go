// Package document is about the papers that the office hands out: what a paper says, which number and code it bears, what is sealed on
// it, what became of it since.
package document

import "time"

// Sheet is what a paper says, block by block, before anybody draws it. Whoever knows the words writes a sheet; package print draws any.
// The same sheet is always drawn to the same bytes.
type Sheet struct {
	Title    string    // of the file; the first block is usually a Heading that says the same
	Lang     string    // BCP 47: of everything that does not say otherwise
	Sender   []string  // the head of the letter, line by line; nil = none
	At       time.Time // the moment that the file bears
	Specimen bool      // the word SPECIMEN across every page
	Mark     string    // another word across every page, "" = none: that this is a preview, say
	Blocks   []Block
	Seal     []byte // drawn as a Data Matrix; nil = none
	SealText string // what the seal is, for a reader who cannot see it
	Under    string // beside the seal: the code, and where it is checked
	Foot     string // at the foot of every page
	PageOf   string // "page {n} of {total}", in the sheet's language
	// Lacking is a note that some letters cannot be drawn and stand as their numbers. With it such letters are no fault: each is drawn as
	// [U+0E01], and the note stands below the title. "" = they are, as on every paper that the office issues.
	Lacking string
}

// BlockKind is what a block of a sheet is; it becomes the tag that a screen reader speaks.
type BlockKind string

// The kinds of blocks.
const (
	Title     BlockKind = "title"     // the first heading; one a sheet
	Heading   BlockKind = "heading"   // also a bookmark
	Heading2  BlockKind = "heading-2" // below a heading; also a bookmark
	Paragraph BlockKind = "paragraph"
	Notice    BlockKind = "notice" // a paragraph that must not be overlooked
	Small     BlockKind = "small"  // a paragraph in small print: the law, a source
	List      BlockKind = "list"   // Items
	Checklist BlockKind = "checks" // Items, each with a box to tick
	Table     BlockKind = "table"  // Head and Rows
	Facts     BlockKind = "facts"  // Rows of a name and a value
	Signature BlockKind = "sign"   // Items: who signs, below a line for the hand
	Image     BlockKind = "image"  // Picture, as large as the page lets it; Text says what it shows to those who cannot see it
)

// Block is one thing on a sheet.
type Block struct {
	Kind  BlockKind
	Lang  string // "" = the sheet's
	Text  string
	Link  string // where the text leads, "" = nowhere
	Items []Item
	Head  []string
	Rows  [][]string
	Apart bool // begins on a new page
	// Picture is a JPEG.
	Picture []byte
	Other   *Block // the same in a second language, drawn beside it; never has an Other of its own
}

// Item is a line of a list, with what stands below it in small print.
type Item struct {
	Text     string
	Name     string // what it is called in another language
	NameLang string // that language
	Note     string
	Link     string // where the note leads, "" = nowhere
}
