package inspecttest

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Photo says how somebody takes a picture of a page. Its zero value is a flat scan of the page alone.
type Photo struct {
	Turned  float64 // degrees, clockwise
	Tilt    float64 // how much smaller the far edge is than the near one: 0.1 = a tenth
	Desk    float64 // how much of the picture's width is desk on each side of the page
	Width   int     // pixels, before it is turned; default 1600
	Dim     float64 // how much light is missing at the far corner: 0.5 = half of it
	Blur    int     // pixels around each that flow into it
	Noise   float64 // the deviation of each pixel's brightness
	Quality int     // of the JPEG; default 85
	Seed    uint64
}

// pageWidth and pageHeight are those of a passport's page (ID-3, 125 mm by 88 mm), in pixels.
const pageWidth, pageHeight = 2000, 1408

// ZoneFont is the font of zones where it is installed (Debian's fonts-ocr-b, whose licence keeps it out of this tree); otherwise Go Mono has to do.
func ZoneFont() []byte {
	if body, err := os.ReadFile("/usr/share/fonts/opentype/ocr-b/OCRBS.otf"); err == nil {
		return body
	}
	return gomono.TTF
}

// Passport draws the page of a passport with a photograph, made up as far as it has lines for its zone.
func Passport(typeface []byte, lines ...string) *image.RGBA {
	page := image.NewRGBA(image.Rect(0, 0, pageWidth, pageHeight))
	for y := range pageHeight {
		for x := range pageWidth { // the fine waves that such pages have
			wave := 14 * math.Sin(float64(x)/3+9*math.Sin(float64(y)/70))
			page.SetRGBA(x, y, color.RGBA{byte(222 + wave), byte(228 - wave/2), byte(215 + wave/2), 255})
		}
	}
	draw.Draw(page, image.Rect(90, 260, 600, 930), image.NewUniform(color.RGBA{120, 105, 100, 255}), image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(210, 400, 480, 760), image.NewUniform(color.RGBA{215, 180, 160, 255}), image.Point{}, draw.Src)
	ink := color.RGBA{25, 25, 35, 255}
	for i, label := range []string{"PASSPORT / PASSEPORT", "Surname / Nom", "Given names / Prénoms", "Nationality / Nationalité", "Date of birth / Date de naissance", "Authority / Autorité"} {
		write(page, gomono.TTF, label, image.Pt(680, 150+140*i), 18*len([]rune(label)), ink)
	}
	for i, line := range lines {
		write(page, typeface, line, image.Pt(90, pageHeight-95-110*(len(lines)-1-i)), pageWidth-180, ink)
	}
	return page
}

// write writes a line as wide as it is told.
func write(on draw.Image, typeface []byte, line string, at image.Point, width int, ink color.Color) {
	parsed, err := opentype.Parse(typeface)
	if err != nil {
		panic(err) // it came with its module, or with the system
	}
	const first = 100
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: first, DPI: 72})
	if err != nil {
		panic(err)
	}
	wide := font.MeasureString(face, line).Ceil()
	face, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: first * float64(width) / float64(max(wide, 1)), DPI: 72})
	if err != nil {
		panic(err)
	}
	pen := font.Drawer{Dst: on, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(at.X, at.Y)}
	pen.DrawString(line)
}

// Taken is a page as somebody took a picture of it.
func (p Photo) Taken(page *image.RGBA) image.Image {
	if p.Width == 0 {
		p.Width = 1600
	}
	b := page.Bounds()
	inner := float64(p.Width) * (1 - 2*p.Desk)
	tall := inner * float64(b.Dy()) / float64(b.Dx())
	angle := p.Turned * math.Pi / 180
	sin, cos := math.Sincos(angle)
	border := float64(p.Width) * p.Desk
	w := math.Abs(cos)*(inner+2*border) + math.Abs(sin)*(tall+2*border)
	h := math.Abs(sin)*(inner+2*border) + math.Abs(cos)*(tall+2*border)
	out := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	random := rand.New(rand.NewPCG(p.Seed, 7)) //nolint:gosec // G404: noise
	scale := float64(b.Dx()) / inner
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			dx, dy := float64(x)-w/2, float64(y)-h/2
			u, v := cos*dx+sin*dy, -sin*dx+cos*dy
			near := 1 + p.Tilt*v/tall // the lower edge is near
			u, v = u/near, v/near
			c := sample(page, u*scale+float64(b.Dx())/2, v*scale+float64(b.Dy())/2)
			light := 1 - p.Dim*(float64(x)/w+float64(y)/h)/2
			grain := random.NormFloat64() * p.Noise
			out.SetRGBA(x, y, color.RGBA{lit(c[0], light, grain), lit(c[1], light, grain), lit(c[2], light, grain), 255})
		}
	}
	return blurred(out, p.Blur)
}

func lit(v, light, grain float64) byte { return byte(max(0, min(255, v*light+grain))) }

// sample is what a page has between its pixels; around it is a dark desk.
func sample(page *image.RGBA, x, y float64) [3]float64 {
	left, top := int(math.Floor(x)), int(math.Floor(y))
	if left < 0 || top < 0 || left+1 >= page.Rect.Dx() || top+1 >= page.Rect.Dy() {
		return [3]float64{70, 50, 40}
	}
	right, lower := x-float64(left), y-float64(top)
	var out [3]float64
	at := page.PixOffset(left, top)
	for i := range out {
		upper := (1-right)*float64(page.Pix[at+i]) + right*float64(page.Pix[at+4+i])
		under := (1-right)*float64(page.Pix[at+page.Stride+i]) + right*float64(page.Pix[at+page.Stride+4+i])
		out[i] = (1-lower)*upper + lower*under
	}
	return out
}

// blurred is a picture out of focus: every pixel the mean of those around it, across and then down.
func blurred(in *image.RGBA, by int) *image.RGBA {
	if by == 0 {
		return in
	}
	for _, step := range []int{4, in.Stride} {
		out := image.NewRGBA(in.Rect)
		for i := range in.Pix {
			sum, n := 0, 0
			for at := max(i%step, i-by*step); at <= i+by*step && at < len(in.Pix); at += step {
				sum, n = sum+int(in.Pix[at]), n+1
			}
			out.Pix[i] = byte(sum / n) //nolint:gosec // G115: a mean of bytes
		}
		in = out
	}
	return in
}

// JPEG is the picture of a page as a phone keeps it.
func (p Photo) JPEG(page *image.RGBA) []byte {
	quality := p.Quality
	if quality == 0 {
		quality = 85
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p.Taken(page), &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // into memory
	}
	return out.Bytes()
}

// Specimen is the zone of the passport that is the example of ICAO (Doc 9303-4), of a state that there is not.
func Specimen() []string {
	return []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
}

// SpecimenCard is the zone of the card of the same person (Doc 9303-5).
func SpecimenCard() []string {
	return []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}
}
