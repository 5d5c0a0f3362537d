package parse

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"

	"sejur/internal/files/inspect"
)

// frame is what the head of a JPEG says that its decoder does not tell (ITU-T T.81, B.2).
type frame struct {
	progressive bool
	orientation int // of Exif, 1 to 8; 1 when it is not said
}

// maxScans bounds the passes of a progressive JPEG: a well-meant one has about ten, and each costs as much as a whole picture.
const maxScans = 64

// openJPEG turns a JPEG as its camera was held and writes it anew.
func openJPEG(l inspect.Limits, data []byte) (opened, error) {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return opened{}, refused(inspect.Broken)
	}
	if err := fits(l, size.Width, size.Height); err != nil {
		return opened{}, err
	}
	head := jpegFrame(data)
	if head.progressive && bytes.Count(data, []byte{0xff, startOfScan}) > maxScans {
		return opened{}, refused(inspect.Bomb)
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return opened{}, refused(inspect.Broken)
	}
	return photograph(turn(picture, head.orientation)), nil
}

// Markers of a JPEG.
const (
	startOfScan = 0xda
	endOfImage  = 0xd9
	appExif     = 0xe1
)

// segment is one segment before the first scan of a JPEG.
type segment struct {
	marker byte
	body   []byte
	at     int // of its 0xff
	end    int
}

// segments reads the segments of a JPEG up to its first scan; ok is false when it ends before that. What stands between segments is passed over, as decoders do.
func segments(data []byte) (list []segment, ok bool) {
	for at := 2; at+4 <= len(data); {
		marker := data[at+1]
		switch {
		case data[at] != 0xff, marker == 0xff:
			at++
			continue
		case marker <= 1, 0xd0 <= marker && marker <= 0xd8: // they stand alone
			at += 2
			continue
		}
		end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if end < at+4 || end > len(data) || marker == endOfImage {
			return list, false
		}
		list = append(list, segment{marker, data[at+4 : end], at, end})
		if marker == startOfScan {
			return list, true
		}
		at = end
	}
	return list, false
}

// jpegFrame reads the head of a JPEG.
func jpegFrame(data []byte) frame {
	list, _ := segments(data)
	f := frame{orientation: 1}
	for _, s := range list {
		switch {
		case s.marker == 0xc2:
			f.progressive = true
		case s.marker == appExif && bytes.HasPrefix(s.body, []byte("Exif\x00\x00")):
			f.orientation = orientation(s.body[6:])
		}
	}
	return f
}

// orientation reads how a camera was held from Exif (CIPA DC-008, tag 0x0112); 1 when it does not say, or says nonsense.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := order.Uint32(tiff[4:])
	if uint64(at)+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for n := order.Uint16(tiff[at:]); n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == 0x0112 && order.Uint16(entries[2:]) == 3 {
			if held := int(order.Uint16(entries[8:])); 1 <= held && held <= 8 {
				return held
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// fits tells whether a picture may be so large; it is asked before anything is made ready for the picture.
func fits(l inspect.Limits, width, height int) error {
	switch {
	case width <= 0 || height <= 0:
		return refused(inspect.Broken)
	case width > l.Side || height > l.Side || width > l.Pixels/height:
		return refused(inspect.Pixels)
	}
	return nil
}
