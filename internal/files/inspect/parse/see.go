package parse

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse/zone"
	"sejur/internal/mrz"
)

// readerName is the program that reads printed letters: of Debian's package tesseract-ocr.
const readerName = "tesseract"

// Reader is where the program is that reads, "" when it is not installed: then nobody's zone is read from a picture.
func Reader() string { return installed(readerName) }

// seeing is the command line of the program: the picture on standard input as one block of text, in the letters of a zone, each with its box, to standard output.
func seeing() []string {
	return []string{
		readerName, "-", "-", "--psm", "6", "-l", "eng",
		"-c", "tessedit_create_boxfile=1", "-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
	}
}

const (
	zoneSide = 3000    // pixels of the longer side of a picture in which a zone is looked for
	maxBoxes = 1 << 20 // bytes of what is read
	tries    = 2       // of what looks like a zone, each way that the picture is turned
)

// readZone reads the zone on a picture, or on the first page of a PDF, that was made by this program, and answers with its lines.
func readZone(l inspect.Limits, stdin io.Reader, stdout io.Writer) error {
	answer := inspect.NewAnswer(stdout)
	if err := answer.Greet(); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(stdin, l.Answer))
	if err != nil {
		return fmt.Errorf("read the picture: %w", err)
	}
	if Reader() == "" {
		return answer.EndZone(nil)
	}
	end := time.Now().Add(l.Zone)
	picture, err := onlyPicture(l, data)
	if err != nil {
		return answer.EndZone(nil)
	}
	lines, err := lookForZone(l, picture, end)
	if err != nil {
		return err
	}
	return answer.EndZone(lines)
}

// onlyPicture is a picture in gray, or that of the first page of a PDF.
func onlyPicture(l inspect.Limits, data []byte) (*image.Gray, error) {
	kind, err := sniff(l, data)
	if err != nil {
		return nil, err
	}
	if kind == application.PDF {
		pdf := data
		data = nil
		err := drawPages(l, DrawFirst, pdf, 1, func(_ int, picture []byte) error {
			data = picture
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	decode, config := jpeg.Decode, jpeg.DecodeConfig
	if kind == application.PNG {
		decode, config = png.Decode, png.DecodeConfig
	}
	size, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if err := fits(l, size.Width, size.Height); err != nil {
		return nil, err
	}
	picture, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return gray(picture), nil
}

// gray is a picture in gray, no larger than a zone is looked for in.
func gray(picture image.Image) *image.Gray {
	switch p := picture.(type) {
	case *image.YCbCr: // its brightness is a plane of its own
		picture = &image.Gray{Pix: p.Y, Stride: p.YStride, Rect: image.Rect(0, 0, p.Rect.Dx(), p.Rect.Dy())}
	case *image.Gray:
	default:
		picture = flat(picture)
	}
	picture = shrink(picture, zoneSide)
	if p, ok := picture.(*image.Gray); ok {
		return p
	}
	out := image.NewGray(image.Rect(0, 0, picture.Bounds().Dx(), picture.Bounds().Dy()))
	draw.Draw(out, out.Rect, picture, picture.Bounds().Min, draw.Src)
	return out
}

// lookForZone looks for a zone on a picture that may have been taken from any side, until the time is over.
func lookForZone(l inspect.Limits, picture *image.Gray, end time.Time) ([]string, error) {
	for _, held := range []int{1, 6, 8, 3} { // orientations of Exif: upright, a quarter to either side, on its head
		turned, ok := turn(picture, held).(*image.Gray)
		if !ok {
			return nil, nil // of gray comes gray
		}
		found := zone.Find(turned)
		for _, z := range found[:min(len(found), tries)] {
			sheet := z.Set()
			boxes, err := see(l, sheet.Gray, end)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			if _, lines, ok := mrz.Seen(sheet.Lines(boxes)); ok {
				return lines, nil
			}
		}
	}
	return nil, nil
}

// see has the program read a picture until the time is over.
func see(l inspect.Limits, picture *image.Gray, end time.Time) (string, error) {
	boxes, write, err := os.Pipe()
	if err != nil {
		return "", fmt.Errorf("see: %w", err)
	}
	defer boxes.Close() //nolint:errcheck // as of a program that draws
	head := fmt.Sprintf("P5 %d %d 255\n", picture.Rect.Dx(), picture.Rect.Dy())
	cmd := exec.Command(self, again(See, l)...) //nolint:gosec // G204: this program
	cmd.Env = []string{}
	cmd.Stdin = io.MultiReader(bytes.NewReader([]byte(head)), bytes.NewReader(picture.Pix))
	cmd.Stdout = write
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("see: %w", err)
	}
	_ = write.Close()
	if err := boxes.SetReadDeadline(end); err != nil {
		return "", fmt.Errorf("see: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(boxes, maxBoxes))
	if err != nil {
		return "", err
	}
	_ = cmd.Wait() // how it ended says nothing that its answer does not
	return string(text), nil
}
