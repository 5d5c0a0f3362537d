package parse

import (
	"bufio"
	"bytes"
	"errors"
	"slices"
	"testing"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
)

// What is looked at before anything is decoded: kinds, heads of pictures, names of PDFs.
func FuzzSniff(f *testing.F) {
	for _, seed := range [][]byte{
		inspecttest.WithExif(inspecttest.JPEG(inspecttest.Scene(8, 8)), 6), inspecttest.PNG(inspecttest.Scene(8, 8)), inspecttest.HEIC(), inspecttest.Page("", ""),
		inspecttest.Frame(9, 9, 0xc2), []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"), inspecttest.Zip("a", nil),
	} {
		f.Add(seed)
	}
	limits := inspect.DefaultLimits()
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := sniff(limits, data)
		var why refused
		if err == nil && !slices.Contains(application.FileKinds(), kind) || err != nil && (!errors.As(err, &why) || !slices.Contains(inspect.Refusals(), string(why))) {
			t.Errorf("%q, %v", kind, err)
		}
		if held := orientation(data); held < 1 || held > 8 {
			t.Errorf("held as %d", held)
		}
		if _, ok := segments(data); ok && len(bare(data)) > len(data) {
			t.Error("what is taken out makes it longer")
		}
		if w, h, ok := heicSize(data); ok && (w < 0 || h < 0) {
			t.Errorf("%d by %d", w, h)
		}
		_, _ = whole(data), locked(data)
		if len(unescaped(data)) > len(data) {
			t.Error("names became longer")
		}
	})
}

// Whatever a page's drawing is, it is read as so many whole JPEGs, or not.
func FuzzNextJPEG(f *testing.F) {
	picture := inspecttest.JPEG(inspecttest.Scene(8, 8))
	f.Add(picture)
	f.Add(append(bytes.Clone(picture), picture...))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bufio.NewReader(bytes.NewReader(data))
		for range 10 {
			got, err := nextJPEG(r)
			if err != nil {
				return
			}
			if len(got) > len(data) || !bytes.HasSuffix(got, []byte{0xff, endOfImage}) {
				t.Error("more than there was, or no end")
			}
		}
	})
}
