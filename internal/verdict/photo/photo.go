// Package photo opens the pictures that strangers send, JPEG and PNG, and no larger ones than this machine can bear.
package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"sejur/internal/fault"
)

// MaxPixels is how many pixels a picture may have. What takes more memory for each of them may have fewer: see maxBytes.
const MaxPixels = 50_000_000

// maxBytes bounds the memory in which a picture is opened.
const maxBytes = 4 * MaxPixels

// The keys of faults: what is wrong with a picture.
const (
	NoPicture = "verify.kind"   // neither JPEG nor PNG
	TooLarge  = "verify.pixels" // too many pixels
	Broken    = "verify.broken" // begins like a picture and is none
)

// Read opens a picture. What it is, its first bytes say, never its name; how large it is, its head says, before anything is made ready for
// it. A picture that is refused is a fault of kind Invalid with one of the keys above.
func Read(data []byte) (image.Image, error) {
	var size func(data []byte) (image.Config, int, error)
	var open func(data []byte) (image.Image, error)
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		size = sizeJPEG
		open = func(data []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(data)) }
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		size = sizePNG
		open = func(data []byte) (image.Image, error) { return png.Decode(bytes.NewReader(data)) }
	default:
		return nil, fault.New(fault.Invalid, NoPicture)
	}
	head, perPixel, err := size(data)
	if err != nil || head.Width <= 0 || head.Height <= 0 {
		return nil, fault.New(fault.Invalid, Broken)
	}
	if head.Width > MaxPixels/head.Height || head.Width*head.Height > maxBytes/perPixel {
		return nil, fault.New(fault.Invalid, TooLarge)
	}
	picture, err := open(data)
	if err != nil {
		return nil, fault.New(fault.Invalid, Broken)
	}
	return picture, nil
}

// sizePNG says how large a picture is and how many bytes each pixel takes while it is opened.
func sizePNG(data []byte) (image.Config, int, error) {
	head, err := png.DecodeConfig(bytes.NewReader(data))
	if head.ColorModel == color.NRGBA64Model || head.ColorModel == color.RGBA64Model {
		return head, 8, err
	}
	return head, 4, err
}

func sizeJPEG(data []byte) (image.Config, int, error) {
	head, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if progressive(data) {
		return head, 16, err // all of its coefficients are kept until the last one is read, four bytes each
	}
	return head, 4, err
}

// progressive tells whether the frame of a JPEG is a progressive one (ITU-T T.81, B.1: markers up to the first frame).
func progressive(data []byte) bool {
	for at := 2; at+4 <= len(data); {
		if data[at] != 0xff {
			at++ // what stands between segments is passed over, as decoders do
			continue
		}
		switch marker := data[at+1]; {
		case marker == 0xc2:
			return true
		case marker == 0xc0, marker == 0xc1, marker == 0xda:
			return false
		case marker == 0xff, marker == 0, marker == 1, 0xd0 <= marker && marker <= 0xd9:
			at++
		default:
			at += 2 + int(data[at+2])<<8 + int(data[at+3])
		}
	}
	return false
}
