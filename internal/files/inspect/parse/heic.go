package parse

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse/heif"
)

// isHEIC tells whether a file begins as a HEIC does (ISO/IEC 23008-12, B.4): a box ftyp with one of the brands for pictures coded with HEVC.
func isHEIC(data []byte) bool {
	return len(data) >= 16 && string(data[4:8]) == "ftyp" && slices.Contains([]string{"heic", "heix", "heim", "heis", "mif1"}, string(data[8:12]))
}

// openHEIC opens the main picture of a HEIC, which turns it as the file says, and writes it as a JPEG: few programs of an office open HEIC.
func openHEIC(l inspect.Limits, data []byte) (opened, error) {
	width, height, ok := heicSize(data)
	if !ok {
		return opened{}, refused(inspect.Broken)
	}
	if err := fits(l, width, height); err != nil {
		return opened{}, err
	}
	picture, err := heif.Decode(context.Background(), data, l.Memory/2)
	if errors.Is(err, heif.ErrMissing) {
		return opened{}, refused(inspect.Type) // which asks for a JPEG
	}
	if err != nil {
		return opened{}, refused(inspect.Broken)
	}
	if b := picture.Bounds(); b.Dx()*b.Dy() > l.Pixels {
		return opened{}, refused(inspect.Pixels)
	}
	return photograph(picture), nil
}

// box is a part of a file of boxes (ISO/IEC 14496-12, 4.2).
type box struct {
	kind string
	body []byte
}

// boxes reads the boxes that data consist of, up to the first that is broken.
func boxes(data []byte) []box {
	var out []box
	for len(data) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch size {
		case 0:
			size = uint64(len(data)) // up to the end
		case 1:
			if len(data) < 16 {
				return out
			}
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return out
		}
		out = append(out, box{string(data[4:8]), data[head:size]})
		data = data[size:]
	}
	return out
}

// inside is the body of the first box of a kind; skip is how many bytes stand before the boxes in it.
func inside(data []byte, kind string, skip int) []byte {
	for _, b := range boxes(data) {
		if b.kind == kind && len(b.body) >= skip {
			return b.body[skip:]
		}
	}
	return nil
}

// heicSize is the size of the largest picture that a file speaks of (property ispe): the main one is a grid of smaller ones, or there is one alone.
func heicSize(data []byte) (width, height int, ok bool) {
	for _, b := range boxes(inside(inside(inside(data, "meta", 4), "iprp", 0), "ipco", 0)) {
		if b.kind != "ispe" || len(b.body) < 12 {
			continue
		}
		w, h := int(binary.BigEndian.Uint32(b.body[4:])), int(binary.BigEndian.Uint32(b.body[8:]))
		if uint64(w)*uint64(h) >= uint64(width)*uint64(height) { //nolint:gosec // G115: 32 bits each
			width, height, ok = w, h, true
		}
	}
	return width, height, ok
}
