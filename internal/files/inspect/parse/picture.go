package parse

import (
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
)

const (
	cleanQuality   = 88
	pictureQuality = 80
	pictureSide    = 1600 // pixels of the longer side of a page's picture
)

// photograph hands a picture on as a JPEG without anything but the picture, and smaller as that of its only page.
func photograph(picture image.Image) opened {
	return opened{application.Findings{Pages: 1}, func(a *inspect.Answer) error {
		w, err := a.Part(application.Clean, 0, "image/jpeg")
		if err == nil {
			err = jpeg.Encode(w, picture, &jpeg.Options{Quality: cleanQuality})
		}
		if err != nil {
			return err
		}
		return handPicture(a, picture)
	}}
}

// lineArt hands a picture with few colours on as a PNG: a JPEG would blur its lines.
func lineArt(picture image.Image) opened {
	return opened{application.Findings{Pages: 1}, func(a *inspect.Answer) error {
		w, err := a.Part(application.Clean, 0, "image/png")
		if err == nil {
			err = (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, picture)
		}
		if err != nil {
			return err
		}
		return handPicture(a, flat(picture))
	}}
}

func handPicture(a *inspect.Answer, picture image.Image) error {
	w, err := a.Part(application.Picture, 1, "image/jpeg")
	if err != nil {
		return err
	}
	return writePicture(w, picture)
}

func writePicture(w io.Writer, picture image.Image) error {
	return jpeg.Encode(w, shrink(picture, pictureSide), &jpeg.Options{Quality: pictureQuality})
}

// flat lays a picture on white paper.
func flat(picture image.Image) image.Image {
	switch p := picture.(type) {
	case *image.Gray, *image.YCbCr:
		return p
	case *image.RGBA:
		if p.Opaque() {
			return p
		}
	}
	paper := image.NewRGBA(image.Rect(0, 0, picture.Bounds().Dx(), picture.Bounds().Dy()))
	draw.Draw(paper, paper.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(paper, paper.Rect, picture, picture.Bounds().Min, draw.Over)
	return paper
}

// plane is a rectangle of samples, each of some bytes.
type plane struct {
	pix           []byte
	stride        int
	width, height int
	bytes         int // of a sample
}

// at is where a sample begins.
func (p plane) at(x, y int) int { return y*p.stride + x*p.bytes }

func newPlane(width, height, bytes int) plane {
	return plane{make([]byte, width*height*bytes), width * bytes, width, height, bytes}
}

// planes takes a picture apart; of what is neither gray, YCbCr nor RGBA it makes RGBA. build puts such planes together again.
func planes(picture image.Image) (parts []plane, build func([]plane) image.Image) {
	b := picture.Bounds()
	switch p := picture.(type) {
	case *image.Gray:
		return []plane{{p.Pix, p.Stride, b.Dx(), b.Dy(), 1}}, func(done []plane) image.Image {
			return &image.Gray{Pix: done[0].pix, Stride: done[0].stride, Rect: image.Rect(0, 0, done[0].width, done[0].height)}
		}
	case *image.YCbCr:
		across, down := subsampling(p.SubsampleRatio)
		cw, ch := (b.Dx()+across-1)/across, (b.Dy()+down-1)/down
		return []plane{{p.Y, p.YStride, b.Dx(), b.Dy(), 1}, {p.Cb, p.CStride, cw, ch, 1}, {p.Cr, p.CStride, cw, ch, 1}}, together
	}
	p, ok := flat(picture).(*image.RGBA)
	if !ok {
		return nil, nil // flat makes nothing else
	}
	return []plane{{p.Pix, p.Stride, b.Dx(), b.Dy(), 4}}, func(done []plane) image.Image {
		return &image.RGBA{Pix: done[0].pix, Stride: done[0].stride, Rect: image.Rect(0, 0, done[0].width, done[0].height)}
	}
}

// together makes a picture of its three planes.
func together(done []plane) image.Image {
	y, cb, cr := done[0], done[1], done[2]
	across, down := (y.width+cb.width-1)/cb.width, (y.height+cb.height-1)/cb.height
	ratio := image.YCbCrSubsampleRatio444
	switch [2]int{across, down} {
	case [2]int{2, 2}:
		ratio = image.YCbCrSubsampleRatio420
	case [2]int{2, 1}:
		ratio = image.YCbCrSubsampleRatio422
	case [2]int{1, 2}:
		ratio = image.YCbCrSubsampleRatio440
	case [2]int{4, 1}:
		ratio = image.YCbCrSubsampleRatio411
	case [2]int{4, 2}:
		ratio = image.YCbCrSubsampleRatio410
	}
	return &image.YCbCr{Y: y.pix, Cb: cb.pix, Cr: cr.pix, YStride: y.stride, CStride: cb.stride, SubsampleRatio: ratio, Rect: image.Rect(0, 0, y.width, y.height)}
}

// subsampling is how many pixels share one sample of colour, across and down.
func subsampling(ratio image.YCbCrSubsampleRatio) (across, down int) {
	switch ratio {
	case image.YCbCrSubsampleRatio444:
		return 1, 1
	case image.YCbCrSubsampleRatio422:
		return 2, 1
	case image.YCbCrSubsampleRatio420:
		return 2, 2
	case image.YCbCrSubsampleRatio440:
		return 1, 2
	case image.YCbCrSubsampleRatio411:
		return 4, 1
	case image.YCbCrSubsampleRatio410:
		return 4, 2
	}
	return 1, 1
}
