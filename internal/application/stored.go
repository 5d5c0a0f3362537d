package application

import "sejur/internal/fault"

// Stored is a file as the store of files keeps it.
type Stored struct {
	Place    string // its random name there
	Size     int64  // plain bytes
	Digest   string // SHA-256 of the plain bytes, in hex
	Kept     string // SHA-256 of the stored bytes, in hex
	KeptSize int64
}

// The keys of the faults by which the store of files and the scanner refuse. A desk knows neither and tells the faults apart by these.
const (
	FileTooLarge = "upload.too-large" // Invalid: more bytes than may be sent
	StoreFull    = "upload.no-space"  // Unavailable: there is no room, or what is left is kept for other things
	StoreDown    = "upload.store"     // Unavailable: the store does not answer, or its disk fails
	ScannerDown  = "upload.scanner"   // Unavailable: the scanner does not answer, or not as it should
	FileLost     = "upload.lost"      // NotFound: nothing lies at this place
	FileAltered  = "upload.altered"   // Internal: what lies there is not what was stored
)

// Damaged tells whether an error says that one stored file is gone or spoiled, and not that the store of files does not answer.
func Damaged(err error) bool {
	for _, told := range fault.All(err) {
		if told.Key == FileLost || told.Key == FileAltered {
			return true
		}
	}
	return false
}
