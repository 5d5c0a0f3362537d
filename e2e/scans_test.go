//go:build e2e

package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// noise is a picture that cannot be made small, as photographs cannot.
func noise(width, height int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	r := rand.New(rand.NewPCG(1, uint64(width))) //nolint:gosec // G404, G115: always the same
	for y := range height {
		for x := range width {
			out.SetRGBA(x, y, color.RGBA{96 + uint8(r.UintN(128)), 96 + uint8(r.UintN(128)), 96 + uint8(r.UintN(128)), 255}) //nolint:gosec // G115: below 128
		}
	}
	return out
}

// papers are files on the disk of somebody: a photograph of two megabytes, a small one, and a PDF.
type papers struct{ large, small, pdf string }

func newPapers(t *testing.T) papers {
	t.Helper()
	folder := t.TempDir()
	save := func(name string, write func(io.Writer) error) string {
		var out bytes.Buffer
		file := filepath.Join(folder, name)
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return papers{
		save("large.png", func(w io.Writer) error { return png.Encode(w, noise(900, 1200)) }),
		save("small.jpg", func(w io.Writer) error { return jpeg.Encode(w, noise(600, 800), nil) }),
		save("scan.pdf", func(w io.Writer) error { _, err := w.Write(onePage()); return err }),
	}
}

// onePage is a PDF of one page.
func onePage() []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>", "<</Length 24>>stream\n72 72 400 600 re 0.8 g f \nendstream",
	} {
		at = append(at, out.Len())
		out.WriteString(strconv.Itoa(i+1) + " 0 obj" + object + "endobj\n")
	}
	xref := out.Len()
	out.WriteString("xref\n0 5\n0000000000 65535 f \n")
	for _, n := range at {
		out.WriteString(strings.Repeat("0", 10-len(strconv.Itoa(n))) + strconv.Itoa(n) + " 00000 n \n")
	}
	out.WriteString("trailer<</Size 5/Root 1 0 R>>\nstartxref\n" + strconv.Itoa(xref) + "\n%%EOF\n")
	return out.Bytes()
}
