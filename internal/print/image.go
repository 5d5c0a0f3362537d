package print

import (
	"bytes"
	"image/jpeg"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"sejur/internal/document"
)

// headingRoom is what is left above a picture that fills its page, for its heading, mm.
const headingRoom = 16.0

// image is a picture as large as the column and the page let it. Its bytes go into the file as they are; the tidier saw that they are a JPEG.
func (c column) image(b document.Block) []unit {
	size, err := jpeg.DecodeConfig(bytes.NewReader(b.Picture))
	if err != nil {
		return nil
	}
	width := c.width
	height := width * float64(size.Height) / float64(size.Width)
	if most := c.bottom - top - headingRoom; height > most {
		width, height = width*most/height, most
	}
	figure := c.tagged("Figure")
	figure.alt = b.Text
	name := strconv.Itoa(figure.seq)
	return []unit{{{before: 3, height: height, runs: []run{{figure, func(p *pen, y, _ float64) {
		figure.attrs = bbox(c.x, y, width, height)
		kind := fpdf.ImageOptions{ImageType: "JPG"}
		p.pdf.RegisterImageOptionsReader(name, kind, bytes.NewReader(b.Picture))
		p.pdf.ImageOptions(name, c.x, y, width, height, false, kind, 0, "")
	}}}}}}
}
