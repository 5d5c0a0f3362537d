package scan

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // how dmtxwrite writes
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"sejur/internal/seal/matrix"

	"github.com/google/go-cmp/cmp"
)

func bytesOf(n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte((i*37 + 11) & 0xff)
	}
	raw[0] = 0xdc
	return raw
}

// shot is how a symbol is put into a picture.
type shot struct {
	bytes   int
	w, h    int   // of the picture
	corners quad  // where the corners of the quiet zone come to lie
	blur    int   // radius of three box blurs
	noise   int   // of grey, up and down
	shadow  bool  // from the left dark to the right light
	dark    uint8 // of the ink
	light   uint8 // of the paper
	text    bool  // lines of bars around, as of writing
	jpeg    int   // quality; 0 = none
}

func square(x, y, side, degrees float64) quad {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	var q quad
	for i, c := range []point{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		q[i] = point{x + side/2*(c.x*cos-c.y*sin), y + side/2*(c.x*sin+c.y*cos)}
	}
	return q
}

// take takes the picture.
func (s shot) take(t testing.TB) image.Image {
	t.Helper()
	grid, err := matrix.Draw(bytesOf(s.bytes))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same noise every time
	n := len(grid)
	back := inverse(laid(s.corners, n))
	img := image.NewGray(image.Rect(0, 0, s.w, s.h))
	for y := range s.h {
		for x := range s.w {
			sum := 0
			for _, by := range []point{{.25, .25}, {.75, .25}, {.25, .75}, {.75, .75}} {
				mx, my := back.at(float64(x)+by.x, float64(y)+by.y)
				inside := mx >= 0 && my >= 0 && mx < float64(n) && my < float64(n)
				ink := inside && grid[int(my)][int(mx)]
				if !inside && s.text {
					ink = y%14 < 7 && (x*2654435761>>3)%5 < 2 && (x/60+y/14)%7 != 0
				}
				if ink {
					sum += int(s.dark)
				} else {
					sum += int(s.light)
				}
			}
			grey := sum / 4
			if s.shadow {
				grey = grey * (40 + 60*x/s.w) / 100
			}
			img.Pix[y*s.w+x] = uint8(grey)
		}
	}
	for range 3 {
		img = blurred(img, s.blur)
	}
	for i, v := range img.Pix {
		if s.noise > 0 {
			img.Pix[i] = uint8(max(0, min(255, int(v)+random.IntN(2*s.noise+1)-s.noise)))
		}
	}
	if s.jpeg == 0 {
		return img
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: s.jpeg}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func blurred(img *image.Gray, radius int) *image.Gray {
	if radius == 0 {
		return img
	}
	p := greyOf(img)
	sums := p.sums()
	out := image.NewGray(img.Rect)
	for y := range p.h {
		for x := range p.w {
			l, r, a, b := max(0, x-radius), min(p.w, x+radius+1), max(0, y-radius), min(p.h, y+radius+1)
			sum := sums[b*(p.w+1)+r] - sums[a*(p.w+1)+r] - sums[b*(p.w+1)+l] + sums[a*(p.w+1)+l]
			out.Pix[y*p.w+x] = uint8(sum / ((b - a) * (r - l)) & 0xff)
		}
	}
	return out
}

func inverse(l laying) laying {
	a, b, c, d, e, f, g, h := l.a, l.b, l.c, l.d, l.e, l.f, l.g, l.h
	det := a*e - b*d
	return laying{
		(e - f*h) / det, (c*h - b) / det, (b*f - c*e) / det,
		(f*g - d) / det, (a - c*g) / det, (c*d - a*f) / det,
		(d*h - e*g) / det, (b*g - a*h) / det,
	}
}

func shots() map[string]shot {
	plain := shot{bytes: 144, w: 400, h: 400, corners: square(200, 200, 300, 0), light: 255}
	with := func(change func(*shot)) shot { s := plain; change(&s); return s }
	all := map[string]shot{
		"as drawn":           plain,
		"small modules":      with(func(s *shot) { s.w, s.h, s.corners = 160, 160, square(80, 80, 110, 0) }),
		"very small modules": with(func(s *shot) { s.w, s.h, s.corners = 120, 120, square(60, 60, 100, 3) }),
		"large":              with(func(s *shot) { s.w, s.h, s.corners = 3000, 4000, square(1500, 2000, 2600, 12) }),
		"short":              with(func(s *shot) { s.bytes = 3; s.corners = square(200, 200, 120, 20) }),
		"long":               with(func(s *shot) { s.bytes = 600; s.w, s.h, s.corners = 1200, 1200, square(600, 600, 900, 7) }),
		"blurred":            with(func(s *shot) { s.blur = 2 }),
		"blurred much":       with(func(s *shot) { s.w, s.h, s.corners, s.blur = 800, 800, square(400, 400, 600, 10), 4 }),
		"noisy":              with(func(s *shot) { s.noise = 50 }),
		"grey on grey":       with(func(s *shot) { s.dark, s.light, s.noise = 100, 160, 8 }),
		"a shadow":           with(func(s *shot) { s.shadow, s.dark = true, 30 }),
		"light on dark":      with(func(s *shot) { s.dark, s.light = 240, 20 }),
		"a poor JPEG":        with(func(s *shot) { s.jpeg = 20; s.blur = 1; s.corners = square(200, 200, 330, 8) }),
		"from the side":      with(func(s *shot) { s.corners = quad{{60, 70}, {330, 40}, {350, 360}, {40, 320}} }),
		"from far aside":     with(func(s *shot) { s.w, s.h, s.corners = 900, 900, quad{{150, 250}, {720, 120}, {800, 780}, {120, 600}} }),
		"upside down, aside": with(func(s *shot) { s.corners = quad{{350, 360}, {40, 320}, {60, 70}, {330, 40}} }),
		"corner of a page":   with(func(s *shot) { s.w, s.h, s.corners, s.text = 1240, 1754, square(1050, 1580, 230, 0), true }),
		"corner, turned":     with(func(s *shot) { s.w, s.h, s.corners, s.text = 1240, 1754, square(1000, 1500, 260, 31), true }),
		"photo of a page": with(func(s *shot) {
			s.w, s.h, s.text, s.shadow, s.blur, s.noise, s.jpeg, s.dark, s.light = 3000, 4000, true, true, 3, 12, 60, 40, 235
			s.corners = quad{{1800, 2700}, {2480, 2760}, {2400, 3420}, {1760, 3330}}
		}),
	}
	for degrees := 0; degrees < 360; degrees += 30 {
		all[fmt.Sprintf("turned by %d", degrees)] = with(func(s *shot) { s.corners = square(200, 200, 270, float64(degrees)) })
	}
	return all
}

func TestASymbolIsReadFromAPicture(t *testing.T) {
	t.Parallel()
	for name, s := range shots() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := Read(s.take(t))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(bytesOf(s.bytes), out); diff != "" {
				t.Errorf("(-drawn +read):\n%s", diff)
			}
		})
	}
}

func TestPicturesOfDmtxwriteAreRead(t *testing.T) {
	t.Parallel()
	forms := []string{"PNG", "JPG"}
	for i, mode := range []string{"8", "a", "b"} {
		for j, degrees := range []string{"0", "33", "200"} {
			form := forms[(i+j)%len(forms)]
			t.Run(mode+" "+degrees+" "+form, func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(t.TempDir(), "x")
				write := exec.CommandContext(t.Context(), "dmtxwrite", "-e", mode, "-R", degrees, "-f", form, "-o", file)
				write.Stdin = bytes.NewReader(bytesOf(120))
				if out, err := write.CombinedOutput(); err != nil {
					t.Fatalf("dmtxwrite: %v\n%s", err, out)
				}
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				picture, _, err := image.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				out, err := Read(picture)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(bytesOf(120), out); diff != "" {
					t.Errorf("(-written +read):\n%s", diff)
				}
			})
		}
	}
}

func TestAPictureWithoutASymbolIsSaidToHaveNone(t *testing.T) {
	t.Parallel()
	white := image.NewRGBA(image.Rect(0, 0, 300, 200))
	noise := image.NewGray(image.Rect(0, 0, 700, 700))
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same noise every time
	for i := range noise.Pix {
		noise.Pix[i] = uint8(random.IntN(256) & 0xff)
	}
	page := shot{bytes: 3, w: 1240, h: 1754, corners: square(-500, -500, 10, 0), light: 255, text: true}.take(t)
	for name, img := range map[string]image.Image{
		"nothing at all": image.NewGray(image.Rect(0, 0, 0, 0)), "a point": image.NewGray(image.Rect(0, 0, 1, 1)), "white": white,
		"black": image.NewGray(image.Rect(0, 0, 300, 200)), "noise": noise, "a page of text": page,
		"a line": image.NewGray(image.Rect(0, 0, 5000, 1)),
	} {
		if out, err := Read(img); err == nil {
			t.Errorf("%s: read as %x", name, out)
		}
	}
}

func TestALargePictureIsNotLookedAt(t *testing.T) {
	t.Parallel()
	if _, err := Read(image.NewUniform(color.White)); err != ErrTooLarge { //nolint:errorlint // returned as it is
		t.Errorf("got %v", err)
	}
}

func FuzzPicture(f *testing.F) {
	s := shots()["very small modules"]
	small := greyOf(s.take(f))
	f.Add(uint8(small.w&0xff), small.pix)
	f.Add(uint8(40), bytes.Repeat([]byte{0, 255, 255}, 700))
	f.Fuzz(func(t *testing.T, width uint8, pixels []byte) {
		const most = 120 * 120 // Go gives an input ten seconds, on a busy machine too
		w := max(1, int(width))
		h := min(len(pixels), most) / w
		if h == 0 {
			return
		}
		img := &image.Gray{Pix: pixels[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
		if out, err := Read(img); err == nil && len(out) == 0 {
			t.Error("nothing was read, and no error says so")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"as drawn", "photo of a page"} {
		img := shots()[name].take(b)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	page := shot{bytes: 3, w: 2480, h: 3508, corners: square(-500, -500, 10, 0), light: 255, text: true}.take(b)
	b.Run("a page without a symbol", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(page); err == nil {
				b.Fatal("a symbol was read")
			}
		}
	})
}
