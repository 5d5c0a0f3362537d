// Package scan finds a Data Matrix in a picture and reads it: a scan, a photo of a paper, a rendered page. It takes square symbols of ECC 200,
// turned, seen from aside, blurred within reason, dark on light or light on dark.
//
// How: the picture is made grey and smaller, and split into dark and light by what is around each pixel. Every connected dark patch of a
// fitting form is taken for a symbol: a quadrilateral is laid around it, and for each possible size and turn the borders, which are
// the same in every symbol, say how well it fits. The best are moved until they fit best, and their modules read. Error correction
// decides: what cannot be mended was no symbol. The number of tries is bounded.
package scan

import (
	"errors"
	"fmt"
	"image"
)

// MaxPixels is how large a picture may be.
const MaxPixels = 50_000_000

// ErrNone is a picture without a symbol that can be read; ErrTooLarge one that is not looked at.
var (
	ErrNone     = errors.New("no Data Matrix can be read in the picture")
	ErrTooLarge = fmt.Errorf("the picture has more than %d million pixels", MaxPixels/1_000_000)
)

func fits(width, height int) bool {
	return width > 0 && height > 0 && width <= MaxPixels/height
}

// sizes are the longer sides, in pixels, to which a picture is made smaller, one after the other: the symbol may be all of it or a
// corner of a page.
func sizes() []int { return []int{900, 1800, 450, 3000} }

// maxTries bounds how many patches are looked at closely, dark on light and light on dark.
const maxTries = 30

// Read reads the symbol in a picture: the first that can be read, largest first. ErrNone when there is none.
func Read(img image.Image) ([]byte, error) {
	bounds := img.Bounds()
	if !fits(bounds.Dx(), bounds.Dy()) {
		return nil, ErrTooLarge
	}
	p := greyOf(img)
	for range 2 {
		if out, ok := search(p); ok {
			return out, nil
		}
		p = p.invert()
	}
	return nil, ErrNone
}

// search looks for a symbol that is dark on light.
func search(whole *grey) ([]byte, bool) {
	left := maxTries
	seen := map[int]bool{}
	for _, size := range sizes() {
		p := whole.shrink(size)
		if seen[p.w] {
			continue
		}
		seen[p.w] = true
		for _, dark := range []*mask{p.local(), p.global()} {
			for _, patch := range dark.patches() {
				if left--; left < 0 {
					return nil, false
				}
				for _, f := range fittings(p, patch) {
					if out, ok := f.read(p); ok {
						return out, true
					}
				}
			}
		}
	}
	return nil, false
}
