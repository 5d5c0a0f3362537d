package inspecttest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// Scene is a picture of which every corner is known: red, green, blue and white, clockwise from the top left.
func Scene(width, height int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{255, 255, 255, 255}
			switch {
			case x < width/2 && y < height/2:
				c = color.NRGBA{255, 0, 0, 255}
			case y < height/2:
				c = color.NRGBA{0, 255, 0, 255}
			case x >= width/2:
				c = color.NRGBA{0, 0, 255, 255}
			}
			out.SetNRGBA(x, y, c)
		}
	}
	return out
}

// JPEG is a picture as JPEG.
func JPEG(picture image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}

// PNG is a picture as PNG.
func PNG(picture image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}

// Secret stands in all metadata that the kit writes: it may stand in nothing that is made out of a file.
const Secret = "Strada Secreta 7"

// WithExif puts into a JPEG what a phone does: how it was held, where it was, and a comment.
func WithExif(jpg []byte, orientation int) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08")
	tiff = binary.BigEndian.AppendUint16(tiff, 3)
	entry := func(tag, kind uint16, count, value uint32) {
		tiff = binary.BigEndian.AppendUint16(tiff, tag)
		tiff = binary.BigEndian.AppendUint16(tiff, kind)
		tiff = binary.BigEndian.AppendUint32(tiff, count)
		tiff = binary.BigEndian.AppendUint32(tiff, value)
	}
	const after = 8 + 2 + 3*12 + 4
	entry(0x010e, 2, uint32(len(Secret))+1, after) // description
	entry(0x0112, 3, 1, uint32(orientation)<<16)   //nolint:gosec // G115: 1 to 8
	entry(0x8825, 4, 1, after+uint32(len(Secret))+1)
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, Secret...)
	tiff = append(tiff, 0, 0, 1, 0, 0, 0, 1) // GPS: one entry
	tiff = append(tiff, 0, 0, 0, 4, 2, 3, 0, 0)
	return WithSegment(WithSegment(jpg, 0xe1, append([]byte("Exif\x00\x00"), tiff...)), 0xfe, []byte(Secret))
}

// WithSegment puts a segment behind the beginning of a JPEG.
func WithSegment(jpg []byte, marker byte, body []byte) []byte {
	out := append([]byte{}, jpg[:2]...)
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2)) //nolint:gosec // G115: short
	out = append(out, body...)
	return append(out, jpg[2:]...)
}

// Object is one object of a PDF, its number the place in the list, from 1.
type Object string

// PDF is a file of objects, of which the first is its catalogue. More goes into its trailer.
func PDF(trailer string, objects ...Object) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

// Stream is an object with data.
func Stream(dict string, data []byte) Object {
	return Object(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data))
}

// Page is a PDF of one page with a line of text; catalogue and page get what is given, and more objects follow from number 6 on.
func Page(catalogue, page string, more ...Object) []byte {
	return PDF("", append([]Object{
		Object("<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>"),
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> " + page + " >>"),
		Stream("", []byte("BT /F1 24 Tf 20 350 Td (Sejur) Tj ET")),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}, more...)...)
}
