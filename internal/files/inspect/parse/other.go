package parse

import (
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"sejur/internal/files/inspect"
)

// other says what to do with a file that is none of ours, by what it is.
func other(data []byte) error {
	for kind := mimetype.Detect(data); kind != nil; kind = kind.Parent() {
		name := kind.String()
		switch {
		case strings.Contains(name, "officedocument"), strings.Contains(name, "opendocument"), strings.HasPrefix(name, "application/vnd.ms-"),
			kind.Is("application/msword"), kind.Is("application/x-ole-storage"), kind.Is("text/rtf"):
			return refused(inspect.Office)
		case kind.Is("application/zip"), kind.Is("application/x-rar-compressed"), kind.Is("application/x-7z-compressed"), kind.Is("application/gzip"),
			kind.Is("application/x-tar"), kind.Is("application/x-xz"), kind.Is("application/x-bzip2"):
			return refused(inspect.Archive)
		}
	}
	return refused(inspect.Type)
}
