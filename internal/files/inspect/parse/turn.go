package parse

import "image"

// turn turns a picture as its camera was held (CIPA DC-008, orientation 1 to 8), so that it needs no word beside it.
func turn(picture image.Image, orientation int) image.Image {
	if orientation <= 1 || orientation > 8 {
		return picture
	}
	if p, ok := picture.(*image.YCbCr); ok && orientation >= 5 {
		if across, down := subsampling(p.SubsampleRatio); across > 2 || down > 2 {
			picture = rgba(p) // turned by a quarter, its samples of colour would stand in no order that there is
		}
	}
	parts, build := planes(picture)
	for i, p := range parts {
		parts[i] = p.turn(orientation)
	}
	return build(parts)
}

// turn copies a plane, turned and mirrored.
func (p plane) turn(orientation int) plane {
	width, height := p.width, p.height
	if orientation >= 5 {
		width, height = height, width
	}
	out := newPlane(width, height, p.bytes)
	for y := range p.height {
		for x := range p.width {
			tx, ty := target(orientation, x, y, p.width-1, p.height-1)
			copy(out.pix[out.at(tx, ty):][:p.bytes], p.pix[p.at(x, y):])
		}
	}
	return out
}

// target is where the sample at x, y comes to lie; right and bottom are the last column and row.
func target(orientation, x, y, right, bottom int) (int, int) {
	switch orientation {
	case 2:
		return right - x, y
	case 3:
		return right - x, bottom - y
	case 4:
		return x, bottom - y
	case 5:
		return y, x
	case 6:
		return bottom - y, x
	case 7:
		return bottom - y, right - x
	case 8:
		return y, right - x
	}
	return x, y
}

// shrink makes a picture as small as its longer side says, every sample the mean of those that it stands for. A smaller picture stays as it is.
func shrink(picture image.Image, side int) image.Image {
	width, height := picture.Bounds().Dx(), picture.Bounds().Dy()
	longer := max(width, height)
	if longer <= side {
		return picture
	}
	toWidth, toHeight := max(1, width*side/longer), max(1, height*side/longer)
	parts, build := planes(picture)
	for i, p := range parts {
		parts[i] = p.shrink(toWidth, toHeight) // the samples of colour come to as many as the others
	}
	return build(parts)
}

// shrink is a smaller copy of a plane, or a larger one of a plane of colours that had few samples.
func (p plane) shrink(width, height int) plane {
	out := newPlane(width, height, p.bytes)
	for y := range height {
		top, bottom := span(y, height, p.height)
		for x := range width {
			left, right := span(x, width, p.width)
			for b := range p.bytes {
				sum := 0
				for row := top; row < bottom; row++ {
					for at := p.at(left, row) + b; at < p.at(right, row); at += p.bytes {
						sum += int(p.pix[at])
					}
				}
				count := (bottom - top) * (right - left)
				out.pix[out.at(x, y)+b] = byte((sum + count/2) / count) //nolint:gosec // G115: a mean of bytes
			}
		}
	}
	return out
}

// span is which of many samples the i-th of few stands for: at least one.
func span(i, few, many int) (from, to int) {
	from = i * many / few
	return from, max(from+1, (i+1)*many/few)
}

// rgba is a picture as RGBA.
func rgba(p *image.YCbCr) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy()))
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			out.Set(x, y, p.YCbCrAt(p.Rect.Min.X+x, p.Rect.Min.Y+y))
		}
	}
	return out
}
