package matrix

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// picture draws a grid with so many pixels a module.
func picture(grid Grid, scale int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, len(grid)*scale, len(grid)*scale))
	for y := range img.Rect.Max.Y {
		for x := range img.Rect.Max.X {
			if !grid[y/scale][x/scale] {
				img.SetGray(x, y, color.Gray{Y: 0xff})
			}
		}
	}
	return img
}

func undraw(t testing.TB, grid Grid) []byte {
	t.Helper()
	out, err := Undraw(len(grid)-2*Quiet, func(x, y int) bool { return grid[y+Quiet][x+Quiet] })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func counting(n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(i*7 + i/256)
	}
	return raw
}

func TestEverySizeIsReadBack(t *testing.T) {
	t.Parallel()
	sides := map[int]bool{}
	for n := 1; n <= MaxBytes; n += 1 + n/40 {
		grid, err := Draw(counting(n))
		if err != nil {
			t.Fatal(err)
		}
		sides[len(grid)-2*Quiet] = true
		if diff := cmp.Diff(counting(n), undraw(t, grid)); diff != "" {
			t.Errorf("%d bytes (-drawn +read):\n%s", n, diff)
		}
	}
	if len(sides) != len(Sides()) {
		t.Errorf("%d of %d sizes were drawn", len(sides), len(Sides()))
	}
	for _, raw := range [][]byte{nil, counting(MaxBytes + 1)} {
		if _, err := Draw(raw); err == nil {
			t.Errorf("%d bytes are drawn", len(raw))
		}
	}
}

// A seal of a residence permit must stand in 44 by 44 modules, at most 142 bytes of it (TR-03137 part 1, 8.1).
func TestAResidencePermitFitsThePlaceThatTheGuidelineGivesIt(t *testing.T) {
	t.Parallel()
	grid, err := Draw(counting(142))
	if err != nil || len(grid) != 44+2*Quiet {
		t.Errorf("%d modules, %v", len(grid), err)
	}
}

func TestDmtxreadReadsWhatWeDraw(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3, 60, 142, 144, 200, 249, 250, 251, 300, 600} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			grid, err := Draw(counting(n))
			if err != nil {
				t.Fatal(err)
			}
			var file bytes.Buffer
			if err := png.Encode(&file, picture(grid, 6)); err != nil {
				t.Fatal(err)
			}
			read := exec.CommandContext(t.Context(), "dmtxread", "-N1")
			read.Stdin = &file
			out, err := read.Output()
			if err != nil {
				t.Fatalf("dmtxread: %v", err)
			}
			if diff := cmp.Diff(counting(n), out); diff != "" {
				t.Errorf("(-drawn +read):\n%s", diff)
			}
		})
	}
}

// dmtxwrite lists the codewords that it draws: what it means by them is what went in.
func TestCodewordsOfDmtxwriteAreReadInEveryMode(t *testing.T) {
	t.Parallel()
	binary := string(counting(60)) + "\x80\xff\xfe"
	for _, tt := range []struct{ mode, text string }{
		{"a", "Hello 12345 \x1d~" + binary}, {"c", "HELLO world 123 `{|}~!_\x01" + binary}, {"t", "hello WORLD 123 `{|}~!_\x02" + binary},
		{"x", "HELLO>123*456 ABCDEF\r"}, {"e", "HELLO.WORLD-123/ABC^_?"}, {"8", binary}, {"b", "HELLO world 1234567890 " + binary},
		{"c", "A"}, {"c", "AB"}, {"c", "ABC"}, {"c", "ABCD"}, {"t", "abcde"}, {"e", "ABCDE"}, {"e", "ABCDEF"}, {"e", "ABCDEFG"}, {"e", "ABCDEFGH"},
		{"x", "ABCD"}, {"x", "ABCDE"},
	} {
		t.Run(fmt.Sprintf("%s %.12q", tt.mode, tt.text), func(t *testing.T) {
			t.Parallel()
			write := exec.CommandContext(t.Context(), "dmtxwrite", "-c", "-e", tt.mode, "-o", filepath.Join(t.TempDir(), "x.png"))
			write.Stdin = strings.NewReader(tt.text)
			list, err := write.CombinedOutput()
			if err != nil {
				t.Fatalf("dmtxwrite: %v\n%s", err, list)
			}
			out, err := Read(listed(t, string(list)))
			if err != nil || string(out) != tt.text {
				t.Errorf("read %q, %v", out, err)
			}
		})
	}
}

// listed are the data codewords of a listing: "d:230", one a line; those that check follow as "e:062".
func listed(t *testing.T, list string) []byte {
	t.Helper()
	var data []byte
	for line := range strings.Lines(list) {
		if number, ok := strings.CutPrefix(strings.TrimSpace(line), "d:"); ok {
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			data = append(data, byte(n&0xff))
		}
	}
	return data
}

func TestMisreadCodewordsAreMendedUpToHalfOfTheChecks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(shapes()[:20]).Draw(t, "shape")
		data := rapid.SliceOfN(rapid.Byte(), s.data, s.data).Draw(t, "data")
		word := s.correct(data)
		most := s.check / s.blocks / 2
		at := rapid.SliceOfNDistinct(rapid.IntRange(0, (len(word)-1)/s.blocks-1), 0, most, rapid.ID[int]).Draw(t, "at")
		for _, i := range at {
			word[i*s.blocks] ^= rapid.ByteRange(1, 255).Draw(t, "error")
		}
		if !s.mend(word) || !bytes.Equal(word[:s.data], data) {
			t.Fatalf("%d errors are not mended", len(at))
		}
	})
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	t.Parallel()
	for name, codewords := range map[string][]byte{
		"nothing":                    {0},
		"structured append":          {233, 1, 1, 1},
		"another alphabet":           {241, 27, 50},
		"a macro":                    {236, 66},
		"a shift into nothing":       {235},
		"a shift of a shift":         {235, 235},
		"a run longer than all":      {231, 50 + spread(2), 1},
		"C40 that ends in two zeros": {230, 0, 0},
	} {
		if out, err := Read(codewords); err == nil {
			t.Errorf("%s: read as %q", name, out)
		}
	}
	if out, err := Read([]byte{66, 129, 12, 13}); err != nil || string(out) != "A" {
		t.Errorf("fillers are read as %q, %v", out, err)
	}
}

func FuzzCodewords(f *testing.F) {
	f.Add(base256(counting(40)))
	f.Add(base256(counting(300)))
	f.Add([]byte{230, 0xeb, 0x11, 254, 69, 129, 7})
	f.Add([]byte{239, 10, 20, 30, 40, 254, 235, 100})
	f.Add([]byte{240, 1, 2, 3, 0x7c, 66})
	f.Add([]byte{238, 90, 91, 92, 254, 130})
	f.Fuzz(func(t *testing.T, codewords []byte) {
		out, err := Read(codewords)
		if err == nil && len(out) > 2*len(codewords) {
			t.Errorf("%d codewords became %d bytes", len(codewords), len(out))
		}
		if len(codewords) == 0 || len(codewords) > MaxBytes {
			return
		}
		grid, err := Draw(codewords)
		if err != nil || !slices.Equal(undraw(t, grid), codewords) {
			t.Errorf("not read back: %v", err)
		}
	})
}

func TestMain(m *testing.M) {
	for _, judge := range []string{"dmtxread", "dmtxwrite"} {
		if _, err := exec.LookPath(judge); err != nil {
			fmt.Fprintln(os.Stderr, "the package dmtx-utils is missing: run scripts/setup.sh")
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
