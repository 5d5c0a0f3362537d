package parse

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"sejur/internal/files/inspect"
)

// drawerName is the program that draws pages of PDFs: of Debian's package poppler-utils.
const drawerName = "pdftoppm"

// Drawer is where the program is that draws pages, "" when it is not installed: then files have no pictures.
func Drawer() string { return installed(drawerName) }

// installed is where a program of the system is, "" when it is not there.
func installed(name string) string {
	for _, dir := range []string{"/usr/bin/", "/usr/local/bin/", "/bin/"} {
		if info, err := os.Stat(dir + name); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return dir + name
		}
	}
	return ""
}

// drawing is the command line of the program: all pages of the PDF on standard input as JPEG, one behind the other, to standard output.
func drawing() []string {
	return []string{drawerName, "-q", "-jpeg", "-jpegopt", "quality=" + strconv.Itoa(pictureQuality), "-scale-to", strconv.Itoa(pictureSide), "-"}
}

// drawingFirst draws the first page alone, in gray and larger: what is printed small is read on it.
func drawingFirst() []string {
	return []string{drawerName, "-q", "-f", "1", "-l", "1", "-gray", "-jpeg", "-jpegopt", "quality=" + strconv.Itoa(cleanQuality), "-scale-to", strconv.Itoa(zoneSide), "-"}
}

const maxPicture = 16 << 20

// drawPages draws the pages of a PDF, with Draw or DrawFirst, until the time for it is over and hands each picture to keep. A page that takes more than half of that time by itself is refused as
// too heavy; one that cannot be drawn, and those behind it, have no picture.
func drawPages(l inspect.Limits, as Step, pdf []byte, pages int, keep func(number int, picture []byte) error) error {
	if Drawer() == "" {
		return nil
	}
	pictures, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	defer pictures.Close()                     //nolint:errcheck // a program that still draws is told so, and the kernel ends it with this process
	cmd := exec.Command(self, again(as, l)...) //nolint:gosec // G204: this program
	cmd.Env = []string{}
	cmd.Stdin = bytes.NewReader(pdf)
	cmd.Stdout = write
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	_ = write.Close()
	end := time.Now().Add(l.Draw)
	r := bufio.NewReaderSize(pictures, 64<<10)
	for number := 1; number <= pages; number++ {
		alone := time.Now().Add(l.Draw / 2)
		last := alone.Before(end)
		if err := pictures.SetReadDeadline(earlier(alone, end)); err != nil {
			return fmt.Errorf("draw: %w", err)
		}
		picture, err := nextJPEG(r)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded) && last:
			return refused(inspect.TooHeavy)
		case err != nil:
			return nil //nolint:nilerr // the time is over, or the program cannot draw this
		}
		if err := keep(number, picture); err != nil {
			return err
		}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// nextJPEG reads one JPEG of several that stand one behind the other. It ends where its last scan does.
func nextJPEG(r *bufio.Reader) ([]byte, error) {
	var out bytes.Buffer
	scanning := false
	for out.Len() < maxPicture {
		b, err := r.ReadByte()
		if err != nil {
			return nil, err
		}
		out.WriteByte(b)
		if b != 0xff {
			if !scanning && out.Len() > 2 {
				return nil, errNotJPEG
			}
			continue
		}
		marker, err := r.ReadByte()
		if err != nil {
			return nil, err
		}
		out.WriteByte(marker)
		switch {
		case marker == endOfImage:
			return out.Bytes(), nil
		case marker == 0xd8 || scanning && (marker == 0 || 0xd0 <= marker && marker <= 0xd7):
			continue
		}
		scanning = marker == startOfScan
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return nil, err
		}
		out.Write(length[:])
		if _, err := io.CopyN(&out, r, int64(length[0])<<8+int64(length[1])-2); err != nil {
			return nil, err
		}
	}
	return nil, errNotJPEG
}

var errNotJPEG = errors.New("no JPEG")
