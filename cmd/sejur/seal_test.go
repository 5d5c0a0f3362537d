package main

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"strings"

	"sejur/internal/seal/matrix"

	"github.com/rogpeppe/go-internal/testscript"
)

// drawSeal draws the bytes of a file in hexadecimal digits as a picture, or a white one when there are none: draw FILE PICTURE
func drawSeal(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: draw FILE PICTURE")
	}
	const scale = 4
	raw, err := hex.DecodeString(strings.Join(strings.Fields(ts.ReadFile(args[0])), ""))
	ts.Check(err)
	grid := make(matrix.Grid, 0)
	if len(raw) > 0 {
		grid, err = matrix.Draw(raw)
		ts.Check(err)
	}
	side := max(1, len(grid)) * scale
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if len(grid) == 0 || !grid[y/scale][x/scale] {
				img.SetGray(x, y, color.Gray{Y: 0xff})
			}
		}
	}
	var file bytes.Buffer
	ts.Check(png.Encode(&file, img))
	ts.Check(writeFile(ts.MkAbs(args[1]), file.String()))
}
