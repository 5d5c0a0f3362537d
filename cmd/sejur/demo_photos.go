//go:build demo

package main

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
)

// sendDemoPapers sends a picture for every paper without which an application cannot be sent in.
func (h *house) sendDemoPapers(ctx context.Context, by access.Actor, id application.ID) error {
	o, err := h.desks.filing.Open(ctx, by, id, locale.EN)
	if err != nil {
		return err
	}
	for i, l := range o.Lines {
		if l.Need != application.Required {
			continue
		}
		photo, err := demoPhoto(i)
		if err != nil {
			return err
		}
		_, err = h.desks.uploads.Receive(ctx, by, filing.Asked{}, filing.NewUpload{
			Application: id, Document: l.Document, Name: l.Document + ".jpg", Size: int64(len(photo)),
		}, bytes.NewReader(photo))
		if err != nil {
			return err
		}
	}
	return nil
}

// demoPhoto draws the photo of a made-up paper on a table: lines where there would be words. Its kind makes no two alike.
func demoPhoto(kind int) ([]byte, error) {
	const width, height, edge = 900, 1200, 60
	table, paper, ink := color.RGBA{0x6b, 0x5a, 0x48, 255}, color.RGBA{0xf6, 0xf4, 0xee, 255}, color.RGBA{0x55, 0x5a, 0x66, 255}
	stamp := color.RGBA{0x2f, 0x4d, 0x9c, 255}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	box := func(x0, y0, x1, y1 int, c color.Color) {
		draw.Draw(picture, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	box(0, 0, width, height, table)
	box(edge, edge, width-edge, height-edge, paper)
	box(3*edge, 3*edge, width-4*edge, 3*edge+30, ink)
	for i, y := 0, 6*edge; y < height-5*edge; i, y = i+1, y+44 {
		long := width - 7*edge - (i*(kind+5)*37)%260
		if (i+kind)%6 == 5 { // between paragraphs
			continue
		}
		box(2*edge, y, 2*edge+long, y+10, ink)
	}
	const radius = 75
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if r := x*x + y*y; r <= radius*radius && r >= (radius-10)*(radius-10) {
				picture.Set(width-4*edge+x, height-4*edge+y, stamp)
			}
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
