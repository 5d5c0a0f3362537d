package zone_test

import (
	"fmt"
	"image"
	"image/draw"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/files/inspect/parse/zone"
	"sejur/internal/files/inspecttest"
)

func gray(picture image.Image) *image.Gray {
	out := image.NewGray(picture.Bounds())
	draw.Draw(out, out.Rect, picture, picture.Bounds().Min, draw.Src)
	return out
}

func TestAZoneIsFoundHoweverThePageLies(t *testing.T) {
	t.Parallel()
	passport := inspecttest.Passport(inspecttest.ZoneFont(), inspecttest.Specimen()...)
	card := inspecttest.Passport(inspecttest.ZoneFont(), inspecttest.SpecimenCard()...)
	for _, row := range []struct {
		name          string
		page          *image.RGBA
		photo         inspecttest.Photo
		lines, length int
	}{
		{"a scan", passport, inspecttest.Photo{}, 2, 44},
		{"a small one", passport, inspecttest.Photo{Width: 800}, 2, 44},
		{"askew and tilted", passport, inspecttest.Photo{Turned: 8, Tilt: 0.15, Desk: 0.1, Noise: 6}, 2, 44},
		{"to the other side, in the dark", passport, inspecttest.Photo{Turned: -6, Tilt: 0.1, Desk: 0.1, Dim: 0.8}, 2, 44},
		{"on its head", passport, inspecttest.Photo{Turned: 180, Desk: 0.1}, 2, 44},
		{"a card", card, inspecttest.Photo{Turned: 3, Desk: 0.1}, 3, 30},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			found := zone.Find(gray(row.photo.Taken(row.page)))
			if len(found) == 0 || found[0].Lines != row.lines || found[0].Length != row.length {
				t.Fatalf("%d found", len(found))
			}
		})
	}
}

func TestWhereNoZoneIsNoneIsFound(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // G404: noise
	noise := image.NewGray(image.Rect(0, 0, 900, 600))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.IntN(256)) //nolint:gosec // G115: below 256
	}
	dots := image.NewGray(image.Rect(0, 0, 1500, 1000))
	for i := range dots.Pix {
		dots.Pix[i] = 255
		if x, y := i%1500, i/1500; x%12 < 8 && y%12 < 8 {
			dots.Pix[i] = 0
		}
	}
	for name, picture := range map[string]*image.Gray{
		"a page without one": gray(inspecttest.Photo{}.Taken(inspecttest.Passport(inspecttest.ZoneFont()))),
		"noise":              noise,
		"nothing":            image.NewGray(image.Rect(0, 0, 0, 0)),
		"a pixel":            image.NewGray(image.Rect(0, 0, 1, 1)),
		"a thousand dots":    dots,
	} {
		if found := zone.Find(picture); len(found) > 0 {
			t.Errorf("%s: %d", name, len(found))
		}
	}
}

// boxes writes what a program would have read that read every character of a sheet rightly.
func boxes(t *testing.T, sheet zone.Sheet, lines []string) string {
	t.Helper()
	var out strings.Builder
	for _, c := range sheet.Places() {
		fmt.Fprintf(&out, "%c %d %d %d %d 0\n", lines[c.Line][c.K], c.At.X-10, sheet.Rect.Dy()-c.At.Y-15, c.At.X+10, sheet.Rect.Dy()-c.At.Y+15)
	}
	return out.String()
}

func TestMostReadingsDecideWhatACharacterIs(t *testing.T) {
	t.Parallel()
	lines := inspecttest.Specimen()
	found := zone.Find(gray(inspecttest.Photo{}.Taken(inspecttest.Passport(inspecttest.ZoneFont(), lines...))))
	if len(found) == 0 {
		t.Fatal("none is found")
	}
	sheet := found[0].Set()
	all := boxes(t, sheet, lines)
	unsure := []string{"?" + lines[0][1:], lines[1]}
	for _, row := range []struct {
		name string
		read string
		want []string
	}{
		{"all are right", all, lines},
		{"two of five are wrong", replaced(all, "P ", "R ", 2), lines},
		{"nobody knows", replaced(all, "P ", "", 3), unsure},
		{"a filler was read as a letter too", all + strings.ReplaceAll(all, "< ", "K "), lines},
		{"lines that are none", "P\n< 1\n" + all + "Q -1000000 5 7 9 0\nQ 99999999999999999999 1 1 1 0\n", lines},
	} {
		if diff := cmp.Diff(row.want, sheet.Lines(row.read)); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}

// replaced changes the beginning of the first lines that have it.
func replaced(text, from, to string, n int) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, from); ok && n > 0 {
			n--
			lines[i] = to + rest
		}
	}
	return strings.Join(lines, "\n")
}

func FuzzFind(f *testing.F) {
	f.Add(uint16(60), []byte("\x00\xff\xff\x00\xff"))
	f.Fuzz(func(_ *testing.T, width uint16, pix []byte) {
		w := int(width)%400 + 1
		p := &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, len(pix)/w)}
		for _, z := range zone.Find(p) {
			z.Set().Lines("P 1 2 3 4 0\n")
		}
	})
}
