//go:build demo

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/mrz"
	"sejur/internal/office/filing"
	"sejur/internal/person"
)

// sendDemoPassport sends the photo of a passport of Utopia, of whose lines its owner need type none where they are read.
func (h *house) sendDemoPassport(ctx context.Context, by access.Actor, id application.ID, of person.Person) error {
	photo, err := demoPassport(of, calendar.Today(h.store.Now()).AddYears(5))
	if err != nil {
		return fmt.Errorf("draw a passport: %w", err)
	}
	_, err = h.desks.uploads.Receive(ctx, by, filing.Asked{}, filing.NewUpload{
		Application: id, Document: "passport", Name: "passport.jpg", Size: int64(len(photo)),
	}, bytes.NewReader(photo))
	return err
}

// demoPassport draws the page of a passport that there cannot be: its state is the one of the examples of ICAO 9303.
func demoPassport(of person.Person, until calendar.Date) ([]byte, error) {
	short := func(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "")[2:] }
	sex := map[person.Sex]string{person.Female: "F", person.Male: "M"}[of.Sex]
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "UTO", DocumentNumber: "UT1234567", BirthDate: short(of.BirthDate), Sex: sex, ExpiryDate: short(until),
		Nationality: "UTO", Surname: of.Names.Surname, GivenNames: of.Names.Given,
	}, mrz.Spelling{})
	if err != nil {
		return nil, err
	}
	const width, height, edge = 1800, 1268, 90
	ink, paper := color.RGBA{0x1c, 0x1e, 0x28, 255}, color.RGBA{0xe6, 0xea, 0xdf, 255}
	page := image.NewRGBA(image.Rect(0, 0, width, height))
	box := func(r image.Rectangle, c color.Color) {
		draw.Draw(page, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	box(page.Rect, paper)
	box(image.Rect(edge, 240, 560, 850), color.RGBA{0x8d, 0x96, 0xa6, 255})
	box(image.Rect(230, 380, 420, 640), color.RGBA{0xd2, 0xb4, 0xa0, 255})
	typeface, err := opentype.Parse(gomono.TTF)
	if err != nil {
		return nil, err
	}
	write := func(text string, x, y int, size float64) error {
		face, err := opentype.NewFace(typeface, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			return err
		}
		pen := font.Drawer{Dst: page, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(x, y)}
		pen.DrawString(text)
		return nil
	}
	for i, text := range []string{
		"UTOPIA  PASSPORT  SPECIMEN", strings.ToUpper(of.Names.Surname), strings.ToUpper(of.Names.Given), of.BirthDate.String(), until.String(),
	} {
		if err := write(text, 640, 160+130*i, 46); err != nil {
			return nil, err
		}
	}
	for i, line := range lines { // 44 letters, each three fifths as wide as they are high
		if err := write(line, edge, height-200+100*i, float64(width-2*edge)/44/0.6); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, page, &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}
