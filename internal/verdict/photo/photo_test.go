package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"sejur/internal/fault"
	"sejur/internal/verdict/photo"
)

// header is a PNG of which there is no more than its head.
func header(width, height uint32, depth byte) []byte {
	var body bytes.Buffer
	body.WriteString("IHDR")
	_ = binary.Write(&body, binary.BigEndian, []uint32{width, height})
	body.Write([]byte{depth, 6, 0, 0, 0})
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, body.Bytes()...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body.Bytes()))
}

// frame is a JPEG of which there is no more than its frame; sof is its kind.
func frame(width, height uint16, sof byte) []byte {
	out := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, sof, 0, 17, 8}
	out = binary.BigEndian.AppendUint16(out, height)
	out = binary.BigEndian.AppendUint16(out, width)
	return append(out, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 2)
}

func encoded(t *testing.T, write func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, image.NewGray(image.Rect(0, 0, 8, 6))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, i image.Image) error  { return png.Encode(b, i) }
func asJPEG(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) }
func asGIF(b *bytes.Buffer, i image.Image) error  { return gif.Encode(b, i, nil) }

func TestWhichPicturesAreOpened(t *testing.T) {
	t.Parallel()
	whole := encoded(t, asPNG)
	for _, row := range []struct {
		name string
		data []byte
		want string // key of the fault, "" = it is opened
	}{
		{"a PNG", whole, ""},
		{"a JPEG", encoded(t, asJPEG), ""},
		{"something behind the picture", append(encoded(t, asJPEG), "%PDF-1.7 <script>"...), ""},
		{"nothing", nil, photo.NoPicture},
		{"a GIF", encoded(t, asGIF), photo.NoPicture},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), photo.NoPicture},
		{"a picture behind something", append([]byte("<html>"), whole...), photo.NoPicture},
		{"the beginning of a PNG", whole[:20], photo.Broken},
		{"half a PNG", whole[:len(whole)-20], photo.Broken},
		{"a PNG of 60,000 by 60,000", header(60000, 60000, 8), photo.TooLarge},
		{"a PNG as wide as numbers go", header(1<<31-1, 1<<31-1, 8), photo.Broken},
		{"a PNG of no height", header(10, 0, 8), photo.Broken},
		{"50 megapixels of 16 bits", header(10000, 5000, 16), photo.TooLarge},
		{"50 megapixels and nothing behind", header(10000, 5000, 8), photo.Broken},
		{"a JPEG of 65,000 by 65,000", frame(65000, 65000, 0xc0), photo.TooLarge},
		{"a progressive JPEG of 50 megapixels", frame(10000, 5000, 0xc2), photo.TooLarge},
		{"a JPEG of 50 megapixels and nothing behind", frame(10000, 5000, 0xc0), photo.Broken},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			picture, err := photo.Read(row.data)
			var told *fault.Error
			switch {
			case row.want == "" && (err != nil || picture.Bounds().Dx() != 8):
				t.Errorf("%v", err)
			case row.want != "" && (!errors.As(err, &told) || told.Key != row.want || told.Kind != fault.Invalid):
				t.Errorf("%v, want %s", err, row.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{header(8, 8, 8), frame(8, 8, 0xc0), frame(8, 8, 0xc2), []byte("\xff\xd8\xff\xff\xff")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		picture, err := photo.Read(data)
		if err == nil && picture.Bounds().Dx()*picture.Bounds().Dy() > photo.MaxPixels {
			t.Error("larger than it may be")
		}
	})
}
