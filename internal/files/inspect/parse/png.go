package parse

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"

	"sejur/internal/files/inspect"
)

// smallPNG is up to how many pixels a PNG in full colour stays one: a larger one is a photograph, and as PNG ten times as long.
const smallPNG = 4_000_000

// openPNG writes a PNG anew: with few colours or small as PNG, else as JPEG.
func openPNG(l inspect.Limits, data []byte) (opened, error) {
	head, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return opened{}, refused(inspect.Broken)
	}
	if err := fits(l, head.Width, head.Height); err != nil {
		return opened{}, err
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return opened{}, refused(inspect.Broken)
	}
	switch p := picture.(type) {
	case *image.Paletted, *image.Gray:
		return lineArt(p), nil
	}
	if head.Width*head.Height <= smallPNG {
		return lineArt(eight(picture)), nil
	}
	return photograph(flat(picture)), nil
}

// eight gives a picture eight bits a channel.
func eight(picture image.Image) image.Image {
	switch p := picture.(type) {
	case *image.NRGBA, *image.RGBA:
		return p
	case *image.Gray16:
		gray := image.NewGray(p.Rect)
		for i := range gray.Pix {
			gray.Pix[i] = p.Pix[2*i]
		}
		return gray
	}
	out := image.NewNRGBA(picture.Bounds())
	draw.Draw(out, out.Rect, picture, out.Rect.Min, draw.Src)
	return out
}
