package inspect_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"image"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/document"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse/heif"
	"sejur/internal/files/inspecttest"
	"sejur/internal/print"
)

// corners are the colours in the corners of a picture, clockwise from the top left.
func corners(t *testing.T, data []byte) string {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := picture.Bounds()
	out := ""
	for _, at := range []image.Point{{2, 2}, {b.Dx() - 3, 2}, {b.Dx() - 3, b.Dy() - 3}, {2, b.Dy() - 3}} {
		r, g, bl, _ := picture.At(b.Min.X+at.X, b.Min.Y+at.Y).RGBA()
		switch high := func(v uint32) bool { return v > 0x8000 }; {
		case high(r) && high(g) && high(bl):
			out += "w"
		case high(r):
			out += "r"
		case high(g):
			out += "g"
		case high(bl):
			out += "b"
		}
	}
	return fmt.Sprintf("%s %dx%d", out, b.Dx(), b.Dy())
}

func TestAPhotoIsTurnedAsItsCameraWasHeldAndSaysNothingMore(t *testing.T) {
	t.Parallel()
	photo := inspecttest.JPEG(inspecttest.Scene(64, 48))
	for held, want := range map[int]string{
		1: "rgbw 64x48", 2: "grwb 64x48", 3: "bwrg 64x48", 4: "wbgr 64x48", 5: "rwbg 48x64", 6: "wrgb 48x64", 7: "bgrw 48x64", 8: "gbwr 48x64",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			got := made(t, inspecttest.WithExif(photo, held))
			for _, wrong := range got.Harmless() {
				t.Error(wrong)
			}
			if diff := cmp.Diff([]string{want, want}, []string{corners(t, got.Clean()), corners(t, got.Pictures()[0])}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAHEICBecomesAJPEG(t *testing.T) {
	t.Parallel()
	if !heif.Carried() {
		t.Fatal(heif.ErrMissing)
	}
	got := made(t, inspecttest.HEIC())
	if diff := cmp.Diff("rgbw 64x48", corners(t, got.Clean())); diff != "" || got.Findings.Kind != application.HEIC {
		t.Error(diff)
	}
}

func TestALargeScanIsAJPEGWithASmallPicture(t *testing.T) {
	t.Parallel()
	got := made(t, inspecttest.PNG(inspecttest.Scene(2480, 3508)))
	if diff := cmp.Diff([]string{"rgbw 2480x3508", "rgbw 1131x1600"}, []string{corners(t, got.Clean()), corners(t, got.Pictures()[0])}); diff != "" {
		t.Error(diff)
	}
}

// run runs a program of the system in a folder.
func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, said)
	}
}

func TestPDFsOfSeveralProducersAreAccepted(t *testing.T) {
	t.Parallel()
	drawn, err := print.Draw(sheet())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("drawn.pdf", drawn)
	write("small.pdf", inspecttest.Page("", ""))
	write("page.html", []byte("<h1>Cerere</h1><p>ștampilă, Дозвіл</p><a href='https://example.org/'>more</a>"))
	run(t, dir, "qpdf", "--linearize", "drawn.pdf", "linear.pdf")
	run(t, dir, "qpdf", "--object-streams=generate", "drawn.pdf", "packed.pdf")
	run(t, dir, "qpdf", "--encrypt", "", "owner", "256", "--print=none", "--", "drawn.pdf", "forbids.pdf")
	run(t, dir, "qpdf", "--encrypt", "user", "owner", "256", "--", "drawn.pdf", "locked.pdf")
	run(t, dir, "pdfunite", "drawn.pdf", "small.pdf", "united.pdf")
	run(t, dir, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "chromium"), "--print-to-pdf="+filepath.Join(dir, "printed.pdf"), "file://"+filepath.Join(dir, "page.html"))
	for name, want := range map[string]application.Findings{
		"drawn.pdf": {Kind: application.PDF, Pages: 1}, "linear.pdf": {Kind: application.PDF, Pages: 1}, "packed.pdf": {Kind: application.PDF, Pages: 1},
		"united.pdf": {Kind: application.PDF, Pages: 2}, "printed.pdf": {Kind: application.PDF, Pages: 1}, "forbids.pdf": {Kind: application.PDF, Pages: 1},
		"locked.pdf": {Kind: application.PDF, Refused: inspect.Password},
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got := made(t, data)
		if diff := cmp.Diff(want, got.Findings); diff != "" {
			t.Errorf("%s: %s", name, diff)
			continue
		}
		if want.Refused != "" {
			continue
		}
		if len(got.Pictures()) != want.Pages {
			t.Errorf("%s has %d pictures", name, len(got.Pictures()))
		}
		write("clean-"+name, got.Clean())
		run(t, dir, "qpdf", "--check", "clean-"+name)
		if blank(t, got.Pictures()[0]) {
			t.Errorf("%s: the picture shows nothing", name)
		}
	}
}

// blank tells whether a picture has one colour.
func blank(t *testing.T, data []byte) bool {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := picture.Bounds()
	first := picture.At(b.Min.X, b.Min.Y)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if picture.At(x, y) != first {
				return false
			}
		}
	}
	return true
}

// sheet is a page of ours.
func sheet() document.Sheet {
	return document.Sheet{
		Title: "Cerere", Lang: "ro", At: time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC), PageOf: "{n}/{total}",
		Blocks: []document.Block{{Kind: document.Title, Text: "Cerere"}, {Kind: document.Paragraph, Text: "Subsemnata Ana Exemplu solicit prelungirea dreptului de ședere."}},
	}
}

func TestASignedPDFKeepsItsBytes(t *testing.T) {
	t.Parallel()
	drawn, err := print.Draw(sheet())
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Specimen"}, NotBefore: at.AddDate(-1, 0, 0), NotAfter: at.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := print.Sign(drawn, print.Signer{Key: key, Chain: []*x509.Certificate{certificate}}, print.Signing{At: at, Field: "Semnătura", Reason: "Emitere"})
	if err != nil {
		t.Fatal(err)
	}
	got := made(t, signed)
	if diff := cmp.Diff(application.Findings{Kind: application.PDF, Pages: 1, Signed: true}, got.Findings); diff != "" {
		t.Error(diff)
	}
	if got.Clean() != nil || len(got.Pictures()) != 1 {
		t.Errorf("%d pieces; its own bytes are kept, and its page drawn", len(got.Pieces))
	}
}
