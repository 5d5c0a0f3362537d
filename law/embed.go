// Package law holds the law as data: the folder that internal/law loads (see docs/writing-law.md).
package law

import "embed"

// Files is the law that the program was built with. The folder ro is the law in force in Romania, personas are the readable
// scenarios that test it.
//
//go:embed ro personas
var Files embed.FS
