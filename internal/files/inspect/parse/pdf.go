package parse

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"sejur/internal/application"
	"sejur/internal/files/inspect"
)

// openPDF reads a PDF whole, object streams and earlier versions of the file included, and refuses what does something by itself or holds something that
// is not shown. One without a signature is written anew, which leaves out what no page leads to, whatever stands before, between and behind,
// and what the file says about its making. Of one with a signature every byte counts: it is kept as it is, or refused.
//
// A PDF that opens without a password and only forbids something (to copy, to print) is accepted: its owner hands it in. The clean copy is not encrypted.
func openPDF(l inspect.Limits, data []byte) (opened, error) {
	doc, err := readPDF(l, data)
	if err != nil {
		return opened{}, err
	}
	look := &looking{doc: doc, limits: l, ctx: context.Background(), left: 4 * l.Unpack}
	if err := look.all(); err != nil {
		return opened{}, err
	}
	pages, err := look.pages()
	if err != nil {
		return opened{}, err
	}
	found := application.Findings{Pages: pages, Signed: look.signed}
	clean := data
	if look.signed {
		if err := whole(data); err != nil {
			return opened{}, err
		}
	} else if clean, err = writePDF(doc); err != nil {
		return opened{}, err
	}
	return opened{found, func(a *inspect.Answer) error { return handPDF(l, a, clean, look.signed, pages) }}, nil
}

// readPDF reads a PDF into memory.
func readPDF(l inspect.Limits, data []byte) (*model.Context, error) {
	doc, err := pdfcpu.Read(bytes.NewReader(data), &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, Eol: types.EolLF, WriteObjectStream: true, WriteXRefStream: true,
		Cmd: model.OPTIMIZE, RemoveEncryption: true, Offline: true, Limits: model.ResourceLimits{
			MaxStreamBytes: l.Bytes, MaxDecodeBytes: l.Unpack, MaxImagePixels: int64(l.Pixels), MaxImageBytes: l.Unpack, MaxObjectCount: l.Objects,
			MaxObjectStreamCount: l.Objects, MaxObjectStreamFirst: l.Bytes, MaxXRefEntries: l.Objects, MaxRecursionDepth: maxDepth,
		},
	})
	switch {
	case err == nil && len(doc.Table) > l.Objects:
		return nil, refused(inspect.Bomb)
	case err == nil && doc.Root == nil:
		return nil, refused(inspect.Broken)
	case err == nil && doc.Encrypt == nil && locked(data):
		return nil, refused(inspect.Password) // in a way that the library does not see
	case err == nil:
		return doc, nil
	case errors.Is(err, pdfcpu.ErrWrongPassword), errors.Is(err, pdfcpu.ErrPermissionDenied), locked(data):
		return nil, refused(inspect.Password)
	case bytes.Contains([]byte(err.Error()), []byte("limit")):
		return nil, refused(inspect.Bomb)
	}
	return nil, refused(inspect.Broken)
}

// locked tells whether a PDF says that it is encrypted.
func locked(data []byte) bool {
	plain := unescaped(data)
	for {
		at := bytes.Index(plain, []byte("/Encrypt"))
		if at < 0 {
			return false
		}
		plain = plain[at+len("/Encrypt"):]
		if len(plain) > 0 && bytes.IndexByte([]byte(" \x00\t\n\f\r<"), plain[0]) >= 0 {
			return true
		}
	}
}

// writePDF writes a PDF anew. What the file said of its making was taken out before.
func writePDF(doc *model.Context) ([]byte, error) {
	doc.Info, doc.AdditionalStreams, doc.Signatures = nil, nil, nil
	doc.Encrypt, doc.E = nil, nil
	var out bytes.Buffer
	doc.Write.Writer = bufio.NewWriter(&out)
	err := pdfcpu.WriteContext(doc)
	if err == nil {
		err = doc.Write.Flush()
	}
	if err != nil {
		return nil, refused(inspect.Broken)
	}
	return out.Bytes(), nil
}

// handPDF hands on the clean copy and the pictures of the pages.
func handPDF(l inspect.Limits, a *inspect.Answer, clean []byte, signed bool, pages int) error {
	if !signed {
		w, err := a.Part(application.Clean, 0, "application/pdf")
		if err == nil {
			_, err = w.Write(clean)
		}
		if err != nil {
			return fmt.Errorf("hand on the clean copy: %w", err)
		}
	}
	return drawPages(l, Draw, clean, pages, func(number int, picture []byte) error {
		w, err := a.Part(application.Picture, number, "image/jpeg")
		if err == nil {
			_, err = w.Write(picture)
		}
		return err
	})
}

// maxTail is how many bytes a signed PDF may have behind its end: line ends and padding.
const maxTail = 1024

// whole tells whether a PDF that is kept as it is ends where it says, and holds no earlier version with something that is refused: a viewer that
// mends files could find it.
func whole(data []byte) error {
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if end < 0 || len(data)-end > maxTail || len(bytes.Trim(data[end+5:], "\x00\t\n\f\r ")) > 0 {
		return refused(inspect.Broken)
	}
	plain := unescaped(data)
	for name, why := range map[string]string{
		"/JavaScript": inspect.Script, "/Launch": inspect.Launch, "/EmbeddedFile": inspect.Embedded, "/RichMedia": inspect.RichMedia, "/XFA": inspect.Form,
	} {
		if len(name) > 4 && bytes.Contains(plain, []byte(name)) {
			return refused(why)
		}
	}
	return nil
}

// unescaped is data with what #xx stands for in names (ISO 32000-2, 7.3.5).
func unescaped(data []byte) []byte {
	if bytes.IndexByte(data, '#') < 0 {
		return data
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] == '#' && i+2 < len(data) {
			high, low := hex(data[i+1]), hex(data[i+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low)) //nolint:gosec // G115: two digits
				i += 2
				continue
			}
		}
		out = append(out, data[i])
	}
	return out
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
