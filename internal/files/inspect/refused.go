package inspect

import "slices"

// Why a file is refused: keys of messages that also say what to do.
const (
	Empty     = "upload.refused.empty"     // no bytes
	Large     = "upload.refused.large"     // more bytes than a file may have
	Type      = "upload.refused.type"      // neither PDF, JPEG, PNG nor HEIC
	Office    = "upload.refused.office"    // a text or a table of an office program, to be saved as PDF
	Archive   = "upload.refused.archive"   // a ZIP or the like, to be handed in file by file
	Pixels    = "upload.refused.pixels"    // a picture larger than it may be
	Broken    = "upload.refused.broken"    // begins like one of the kinds and cannot be opened
	Bomb      = "upload.refused.bomb"      // unpacks to more than it may
	TooHeavy  = "upload.refused.too-heavy" // takes more time or memory than a file may
	Pages     = "upload.refused.pages"     // a PDF of too many pages
	Password  = "upload.refused.password"  // a PDF that is locked
	Script    = "upload.refused.script"    // a PDF that runs something of its own
	Launch    = "upload.refused.launch"    // a PDF that starts programs, sends forms or opens other files
	Embedded  = "upload.refused.embedded"  // a PDF with files inside
	Form      = "upload.refused.form"      // a PDF that is a dynamic form (XFA)
	RichMedia = "upload.refused.media"     // a PDF with films, sound or 3D
)

// Refusals are all keys.
func Refusals() []string {
	return []string{Empty, Large, Type, Office, Archive, Pixels, Broken, Bomb, TooHeavy, Pages, Password, Script, Launch, Embedded, Form, RichMedia}
}

func refusal(key string) bool { return slices.Contains(Refusals(), key) }
