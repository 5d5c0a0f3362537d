package parse

import (
	"bytes"

	"sejur/internal/files/inspect"
)

// isHEIC tells whether a file begins as a HEIC does (ISO/IEC 23008-12, B.4): a box ftyp with one of the brands for pictures coded with HEVC.
func isHEIC(data []byte) bool {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return false
	}
	for _, brand := range []string{"heic", "heix", "heim", "heis", "mif1"} {
		if bytes.Equal(data[8:12], []byte(brand)) {
			return true
		}
	}
	return false
}

func openHEIC(inspect.Limits, []byte) (opened, error) {
	return opened{}, refused(inspect.Type)
}
