// Package heif opens HEIC pictures (ISO/IEC 23008-12) with libheif and libde265, compiled to WebAssembly and run without a C compiler, without a
// library of the system and without any right: the module gets no file, no real clock, no output, and memory up to a limit.
//
// The module is lib/heif.wasm.gz of github.com/gen2brain/heic v0.4.5, unchanged, and scripts/heif.sh brings it before the program is built;
// docs/adr/0012-heic.md says why the module is used and that package is not. Its licences come with it.
package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed built
var built embed.FS

var (
	// ErrBroken says that the data are no picture that can be opened.
	ErrBroken = errors.New("no picture that can be opened")
	// ErrMissing says that the program was built without the module.
	ErrMissing = errors.New("this program was built without the module that opens HEIC: run scripts/heif.sh before")
)

// packed is the module as the program carries it.
func packed() ([]byte, error) {
	data, err := built.ReadFile("built/heif.wasm.gz")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	return data, err
}

// Carried tells whether the program has the module.
func Carried() bool {
	_, err := packed()
	return err == nil
}

// What libheif calls kinds of colour (heif_colorspace) and of samples (heif_chroma).
const (
	colourYCbCr = 0
	colourRGB   = 1
	colourGray  = 2

	chroma420 = 1
	chroma422 = 2
	chroma444 = 3
)

const (
	page      = 64 << 10 // of the memory of a module
	alignment = 16       // of the rows of a picture
)

// Decode opens the main picture of a file, turned as the file says. Its caller has looked how large the picture is. The memory of the module, in which the
// picture is opened, is at most memory bytes.
func Decode(ctx context.Context, data []byte, memory int64) (image.Image, error) {
	// The memory is taken once: growing by copying would take three times as much.
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(uint32(memory / page)).WithMemoryCapacityFromMax(true) //nolint:gosec // G115: limits are small
	r := wazero.NewRuntimeWithConfig(ctx, config)
	defer r.Close(ctx) //nolint:errcheck // it only has memory
	module, err := load(ctx, r)
	if err != nil {
		return nil, err
	}
	d := decoder{ctx: ctx, module: module}
	return d.picture(data)
}

// load starts the module.
func load(ctx context.Context, r wazero.Runtime) (api.Module, error) {
	data, err := packed()
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack the module: %w", err)
	}
	code, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("unpack the module: %w", err)
	}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return nil, fmt.Errorf("start the module: %w", err)
	}
	module, err := r.Instantiate(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("start the module: %w", err)
	}
	return module, nil
}

// decoder calls the module.
type decoder struct {
	ctx    context.Context //nolint:containedctx // of the one call of Decode
	module api.Module
}

// shape is what the module says of a picture: five numbers that it writes into its memory.
type shape struct{ Width, Height, Colour, Chroma, Premultiplied uint32 }

// picture has the module open data.
func (d decoder) picture(data []byte) (image.Image, error) {
	in, err := d.alloc(len(data))
	if err != nil {
		return nil, err
	}
	told, err := d.alloc(binary.Size(shape{}))
	if err != nil {
		return nil, err
	}
	if !d.module.Memory().Write(in, data) {
		return nil, ErrBroken
	}
	s, err := d.decode(in, len(data), told, 0)
	if err != nil {
		return nil, err
	}
	size, ok := s.size()
	if !ok {
		return nil, ErrBroken
	}
	out, err := d.alloc(size)
	if err != nil {
		return nil, err
	}
	again, err := d.decode(in, len(data), told, out)
	if err != nil || again != s {
		return nil, ErrBroken
	}
	pix, ok := d.module.Memory().Read(out, uint32(size)) //nolint:gosec // G115: size bounded it
	if !ok {
		return nil, ErrBroken
	}
	return s.image(bytes.Clone(pix)), nil // the memory goes with the module
}

// alloc takes memory of the module.
func (d decoder) alloc(size int) (uint32, error) {
	got, err := d.module.ExportedFunction("malloc").Call(d.ctx, uint64(size)) //nolint:gosec // G115: not negative
	if err != nil || len(got) != 1 || got[0] == 0 {
		return 0, errors.Join(ErrBroken, err)
	}
	return api.DecodeU32(got[0]), nil
}

// decode reads the shape of a picture, and when there is an out, the picture into it.
func (d decoder) decode(in uint32, length int, told, out uint32) (shape, error) {
	shapeOnly := uint64(0)
	if out == 0 {
		shapeOnly = 1
	}
	at := func(i uint32) uint64 { return uint64(told + 4*i) }
	got, err := d.module.ExportedFunction("decode").Call(d.ctx, uint64(in), uint64(length), shapeOnly, at(0), at(1), at(2), at(3), at(4), uint64(out)) //nolint:gosec // G115: not negative
	if err != nil || len(got) != 1 || api.DecodeI32(got[0]) == 0 {
		return shape{}, errors.Join(ErrBroken, err)
	}
	var s shape
	raw, ok := d.module.Memory().Read(told, uint32(binary.Size(s))) //nolint:gosec // G115: 20
	if !ok {
		return s, ErrBroken
	}
	_, err = binary.Decode(raw, binary.LittleEndian, &s)
	return s, err
}

// row is the length of a row of so many samples: libheif makes no plane narrower than 64, and begins rows at multiples of 16.
func row(samples, bytes int) int { return (max(samples, 64)*bytes + alignment - 1) &^ (alignment - 1) }

// coloured is how many samples of colour a picture has, across and down.
func (s shape) coloured() (across, down int) {
	width, height := int(s.Width), int(s.Height)
	switch s.Chroma {
	case chroma420:
		return (width + 1) / 2, (height + 1) / 2
	case chroma422:
		return (width + 1) / 2, height
	}
	return width, height
}

// size is how many bytes a picture takes; ok is false when it is none that is known, or far too large.
func (s shape) size() (size int, ok bool) {
	const most = 1 << 15 // pixels of a side
	if s.Width == 0 || s.Height == 0 || s.Width > most || s.Height > most {
		return 0, false
	}
	width, height := int(s.Width), int(s.Height)
	switch {
	case s.Colour == colourYCbCr && chroma420 <= s.Chroma && s.Chroma <= chroma444:
		across, down := s.coloured()
		return row(width, 1)*height + 2*row(across, 1)*down, true
	case s.Colour == colourGray:
		return row(width, 1) * height, true
	case s.Colour == colourRGB:
		return row(width, 4) * height, true
	}
	return 0, false
}

// image is the picture in pix.
func (s shape) image(pix []byte) image.Image {
	width, height := int(s.Width), int(s.Height)
	rect := image.Rect(0, 0, width, height)
	switch s.Colour {
	case colourYCbCr:
		across, down := s.coloured()
		y, c := row(width, 1)*height, row(across, 1)*down
		ratio := image.YCbCrSubsampleRatio444
		switch s.Chroma {
		case chroma420:
			ratio = image.YCbCrSubsampleRatio420
		case chroma422:
			ratio = image.YCbCrSubsampleRatio422
		}
		return &image.YCbCr{Y: pix[:y], Cb: pix[y : y+c], Cr: pix[y+c:], YStride: row(width, 1), CStride: row(across, 1), SubsampleRatio: ratio, Rect: rect}
	case colourGray:
		return &image.Gray{Pix: pix, Stride: row(width, 1), Rect: rect}
	}
	if s.Premultiplied == 1 {
		return &image.RGBA{Pix: pix, Stride: row(width, 4), Rect: rect}
	}
	return &image.NRGBA{Pix: pix, Stride: row(width, 4), Rect: rect}
}
