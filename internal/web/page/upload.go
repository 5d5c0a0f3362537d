package page

import "net/url"

// MaxFile is how large a file may be that comes with a form, in bytes.
const MaxFile = 20 << 20

// Sent is a form that may hold files.
type Sent struct {
	Form  url.Values
	Files map[string]Upload // by the name of the input
}

// Upload is a file that came with a form. It lies in memory alone and for the visit alone; the name that it had elsewhere is not kept.
type Upload struct {
	Data     []byte
	TooLarge bool // it had more than MaxFile bytes, of which none were kept
	Several  bool // the input held more than one; Data is the first
}

// Given tells whether anything was chosen: an input that nobody used sends an empty file.
func (u Upload) Given() bool { return len(u.Data) > 0 || u.TooLarge }
