package application

// Stored is a file as the store of files keeps it.
type Stored struct {
	Place    string // its random name there
	Size     int64  // plain bytes
	Digest   string // SHA-256 of the plain bytes, in hex
	Kept     string // SHA-256 of the stored bytes, in hex
	KeptSize int64
}
