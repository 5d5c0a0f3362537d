package inspect_test

import (
	"context"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"testing"

	"golang.org/x/sync/errgroup"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
)

// photo writes a noisy photo of a size to a file and returns its path and its length. It is made without the picture in memory.
func photo(t *testing.T, width, height int) (string, int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "photo.jpg")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // its size is asked below
	picture := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range picture.Y {
		picture.Y[i] = byte(i*7919>>3) ^ byte(i/width) //nolint:gosec // G115: noise
	}
	if err := jpeg.Encode(f, picture, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return path, info.Size()
}

// resident is how many bytes of this process lie in memory now, and lay at most since it was last asked.
func resident(t *testing.T) (now, most int64) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	read := func(field string) int64 {
		m := regexp.MustCompile(field + `:\s+(\d+) kB`).FindSubmatch(status)
		if m == nil {
			t.Fatalf("the kernel does not tell %s", field)
		}
		n, err := strconv.ParseInt(string(m[1]), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n << 10
	}
	now, most = read("VmRSS"), read("VmHWM")
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
	return now, most
}

// atOnce has a file opened so many times at once, and returns by how much this process grew meanwhile.
func atOnce(t *testing.T, times, turns int, path string, size int64) int64 {
	t.Helper()
	limits := inspect.DefaultLimits()
	i := inspect.New(inspect.Config{Command: inspecttest.Command(t), Turns: turns, Limits: limits})
	debug.FreeOSMemory()
	before, _ := resident(t)
	group, ctx := errgroup.WithContext(t.Context())
	for range times {
		group.Go(func() error {
			src := application.Source{Size: size, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
			found, err := i.Inspect(ctx, src, func(_ context.Context, p application.Piece) error {
				_, err := io.Copy(io.Discard, p.Data)
				return err
			})
			if found.Refused != "" {
				t.Errorf("refused: %s", found.Refused)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	_, most := resident(t)
	return most - before
}

// Alone in its process: what other tests make would be counted too.
func TestPhotosAtOnceTakeLittleOfTheServer(t *testing.T) { //nolint:paralleltest // it measures this process
	path, size := photo(t, 3000, 2000)
	if grew := atOnce(t, 8, 2, path, size); grew > 64<<20 {
		t.Errorf("it grew by %d MB", grew>>20)
	}
}
