package inspecttest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"strings"

	"sejur/internal/files/inspect"
)

// Chunk is a chunk of a PNG.
func Chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body))) //nolint:gosec // G115: short
	out = append(out, kind...)
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// WithChunk puts a chunk behind the head of a PNG.
func WithChunk(pic []byte, kind string, body []byte) []byte {
	const head = 8 + 25
	return cat(pic[:head], Chunk(kind, body), pic[head:])
}

// RawPNG is a PNG of a size and a kind of colour, whose data are packed already.
func RawPNG(width, height uint32, depth, colour, interlace byte, packed []byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	head = append(head, depth, colour, 0, 0, interlace)
	return cat("\x89PNG\r\n\x1a\n", Chunk("IHDR", head), Chunk("IDAT", packed), Chunk("IEND", nil))
}

// Frame is a JPEG of which there is no more than its frame; sof is its kind.
func Frame(width, height uint16, sof byte) []byte {
	out := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, sof, 0, 17, 8}
	out = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(out, height), width)
	return append(out, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0)
}

// HEIC is Scene(64, 48) as Debian's heif-enc writes it.
func HEIC() []byte {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(heic), ""))
	if err != nil {
		panic(err) // it stands below
	}
	return data
}

const heic = `
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAA
EGlkYXQAAAAAAEAAMAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAA1QACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5m
ZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEM
Af//A3AAAAMAkAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAA
AAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAADAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGlt
ZwACAAEAAQAAAN1tZGF0AAAA0SgBrwngIzhH/+Cff/3+Gh9pDbxVd+U3lb1Hiu16P/i3ZT5T14amHybz/1f//2+7O5bSq85/3QuP5gxOlFNf2Xl6ohuhDysM
qYrrveNHTmQI8Jl2AEjxqdi/KzLFotb/OpshtVO+miVF7y9rzoxzD+Bw0147Rgi/ghvf/goLvgIQwb8YHHy3ATcRdzJ7hivQB8/IGHM2nc1WUTcSlRy8YxIg
by1rZbl+OMsixCMDeB8exV04F76aBZ/PwkdeKPWvEl19a90GMMODv8rRo0/uGyeS
`

// Box is a box of a HEIC.
func Box(kind string, bodies ...any) []byte {
	body := cat(bodies...)
	return cat(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind, body) //nolint:gosec // G115: short
}

// pictures are odd pictures of every kind.
func pictures() []Case {
	jpg, pic := JPEG(Scene(64, 48)), PNG(Scene(64, 48))
	var out []Case
	for held := range 10 {
		out = append(out, one(fmt.Sprintf("a JPEG with a place, held as %d", held), WithExif(jpg, held), Harmless))
	}
	gray := image.NewGray16(image.Rect(0, 0, 9, 7))
	deep := image.NewNRGBA64(image.Rect(0, 0, 9, 7))
	few := image.NewPaletted(image.Rect(0, 0, 9, 7), color.Palette{color.Black, color.Transparent})
	frame := cat(make([]byte, 12), make([]byte, 14))
	loop := WithSegment(jpg, 0xe1, []byte("Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00\x69\x87\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00\x08\x00\x00\x00"))
	heic := HEIC()
	return append(out,
		one("a JPEG whose Exif points behind its end", WithSegment(jpg, 0xe1, []byte("Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")), Harmless),
		one("a JPEG whose Exif points at itself", loop, Harmless),
		one("a JPEG whose Exif is cut", WithSegment(jpg, 0xe1, []byte("Exif\x00\x00MM")), Harmless),
		one("a JPEG whose Exif has too many entries", WithSegment(jpg, 0xe1, []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\xff\xff\x01\x12")), Harmless),
		one("a JPEG with 200 profiles", bytes.Join([][]byte{jpg[:2], bytes.Repeat(WithSegment(jpg[:2], 0xe2, []byte("ICC_PROFILE\x00\xff\xff"+strings.Repeat("x", 60000)))[2:], 200), jpg[2:]}, nil), Harmless),
		one("a JPEG of two frames", cat(jpg[:2], Frame(4, 4, 0xc0)[8:19], jpg[2:]), Harmless, inspect.Broken),
		one("a JPEG of no width", Frame(0, 9, 0xc0), inspect.Broken),
		one("a lossless JPEG", Frame(9, 9, 0xc3), inspect.Broken),
		one("an arithmetic JPEG", Frame(9, 9, 0xc9), inspect.Broken),
		one("a PNG of 16 gray bits", PNG(gray), Harmless),
		one("a PNG of 64 bits", PNG(deep), Harmless),
		one("a PNG of two colours, one of them none", PNG(few), Harmless),
		one("a moving PNG", WithChunk(WithChunk(pic, "fcTL", frame), "acTL", []byte{0, 0, 0, 9, 0, 0, 0, 0}), Harmless),
		one("a PNG with a wrong sum", cat(pic[:29], "\x00\x00\x00\x00", pic[33:]), inspect.Broken),
		one("a PNG without data", cat(pic[:33], Chunk("IEND", nil)), inspect.Broken),
		one("a PNG with a chunk longer than the file", cat(pic[:33], "\x7f\xff\xff\xffIDAT", "x"), inspect.Broken),
		one("a HEIC", heic, Harmless),
		one("a HEIC with a ZIP behind it", cat(heic, Zip("a", nil)), Harmless),
		one("the head of a HEIC", heic[:28], inspect.Broken),
		one("a HEIC with random data", cat(heic[:len(heic)-150], bytes.Repeat([]byte{0xa5, 0x17}, 75)), Harmless, inspect.Broken),
		one("a HEIC of 60,000 by 60,000", bytes.ReplaceAll(heic, []byte{0, 0, 0, 64, 0, 0, 0, 48}, []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60}), inspect.Pixels),
		one("a HEIC of no size", bytes.ReplaceAll(heic, []byte("ispe"), []byte("free")), inspect.Broken),
		one("a HEIC in which a box is longer than the file", cat(Box("ftyp", "heic", "\x00\x00\x00\x00", "mif1heic"), "\xff\xff\xff\xf0meta"), inspect.Broken),
		one("a HEIC in which a box has no length", cat(Box("ftyp", "heic", "\x00\x00\x00\x00", "mif1heic"), bytes.Repeat([]byte{0, 0, 0, 0, 'm', 'e', 't', 'a'}, 1000)), inspect.Broken),
		one("a HEIC of a million boxes", cat(Box("ftyp", "heic", "\x00\x00\x00\x00", "mif1heic"), bytes.Repeat(Box("free"), 1_000_000)), inspect.Broken),
		one("a HEIC of boxes in boxes", cat(Box("ftyp", "heic", "\x00\x00\x00\x00", "mif1heic"), nested(200)), inspect.Broken),
		one("an AVIF", cat(Box("ftyp", "avif", "\x00\x00\x00\x00", "mif1avif"), Box("meta")), inspect.Type),
		one("a film", cat(Box("ftyp", "isom", "\x00\x00\x02\x00", "isommp41"), Box("moov")), inspect.Type),
		one("a GIF", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"), inspect.Type),
		one("a TIFF", []byte("II\x2a\x00\x08\x00\x00\x00\x00\x00"), inspect.Type),
		one("a moving WebP", []byte("RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00ANIM"), inspect.Type),
		one("an icon", []byte("\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00"), inspect.Type),
	)
}

func nested(depth int) []byte {
	out := []byte{}
	for range depth {
		out = Box("meta", "\x00\x00\x00\x00", out)
	}
	return out
}

// pictureBombs are pictures that are far larger than their files.
func pictureBombs() []Case {
	jpg := JPEG(Scene(64, 48))
	lazy := func(name string, make func() []byte, want ...string) Case { return Case{name, make, want} }
	return []Case{
		one("a PNG of 60,000 by 60,000", RawPNG(60000, 60000, 8, 6, 0, Zeros(1000)), inspect.Pixels),
		one("a PNG as large as numbers go", RawPNG(1<<31-1, 1<<31-1, 8, 6, 0, nil), inspect.Pixels, inspect.Broken),
		one("a PNG of no height", RawPNG(9, 0, 8, 6, 0, nil), inspect.Broken),
		one("a PNG one pixel high and very long", RawPNG(50_000_001, 1, 1, 0, 0, Zeros(6_250_002)), inspect.Pixels),
		lazy("a PNG of 49 megapixels of nothing", func() []byte { return RawPNG(7000, 7000, 8, 6, 0, Zeros(7000*28001)) }, Harmless, inspect.TooHeavy),
		lazy("a PNG of 49 megapixels of 64 bits", func() []byte { return RawPNG(7000, 7000, 16, 6, 0, Zeros(7000*56001)) }, Harmless, inspect.TooHeavy),
		lazy("a PNG whose data go on for 300 MB", func() []byte { return RawPNG(100, 100, 8, 6, 0, Zeros(300<<20)) }, inspect.Broken, inspect.TooHeavy, inspect.Bomb),
		lazy("a PNG with a profile of 300 MB", func() []byte { return WithChunk(PNG(Scene(9, 9)), "iCCP", cat("a\x00\x00", Zeros(300<<20))) }, Harmless),
		lazy("a PNG with a text of 300 MB", func() []byte { return WithChunk(PNG(Scene(9, 9)), "zTXt", cat("a\x00\x00", Zeros(300<<20))) }, Harmless),
		lazy("a PNG of a hundred thousand chunks", func() []byte {
			return cat(PNG(Scene(9, 9))[:33], bytes.Repeat(Chunk("zzZz", nil), 100_000), PNG(Scene(9, 9))[33:])
		}, Harmless),
		one("a JPEG of 65,500 by 65,500", Frame(65500, 65500, 0xc0), inspect.Pixels),
		one("a JPEG of 65,535 by 1", Frame(65535, 1, 0xc0), inspect.Pixels),
		one("a JPEG of 49 megapixels and nothing behind", Frame(7000, 7000, 0xc0), inspect.Broken),
		one("a progressive JPEG of 49 megapixels and nothing behind", Frame(7000, 7000, 0xc2), inspect.Broken, inspect.TooHeavy),
		one("a progressive JPEG of 5,000 passes", cat(Frame(7000, 7000, 0xc2), bytes.Repeat([]byte{0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0}, 5000)), inspect.Bomb),
		lazy("a JPEG with a million fillers", func() []byte { return cat(jpg[:2], bytes.Repeat([]byte{0xff}, 1_000_000), jpg[2:]) }, Harmless, inspect.Broken),
		lazy("a JPEG with a million restarts", func() []byte { return cat(jpg[:2], bytes.Repeat([]byte{0xff, 0xd0}, 1_000_000), jpg[2:]) }, Harmless, inspect.Broken),
	}
}
