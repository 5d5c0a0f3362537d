package inspecttest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/jpeg" // read below
	_ "image/png"
	"slices"

	"sejur/internal/application"
)

// Harmless says what is wrong with what was made out of a file that was accepted; nil when nothing is: every piece is of its type and of nothing else, ends where it
// ends, says nothing about its making, and holds none of the marks.
func (m Made) Harmless() []string {
	var wrong []string
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	f := m.Findings
	if (m.Clean() == nil) != f.Signed || f.Pages < 1 {
		add("%d pieces for %+v", len(m.Pieces), f)
	}
	if f.Kind != application.PDF && len(m.Pictures()) != 1 {
		add("%d pictures of one", len(m.Pictures()))
	}
	for _, p := range m.Pieces {
		for _, mark := range Marks() {
			if bytes.Contains(p.Data, []byte(mark)) {
				add("%s %d holds %q", p.Part, p.N, mark)
			}
		}
		switch p.Type {
		case "image/jpeg":
			if said := bareJPEG(p.Data); said != "" {
				add("%s %d: %s", p.Part, p.N, said)
			}
		case "image/png":
			if said := barePNG(p.Data); said != "" {
				add("%s %d: %s", p.Part, p.N, said)
			}
		case "application/pdf":
			if !bytes.HasPrefix(p.Data, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(p.Data), []byte("%%EOF")) {
				add("%s is no PDF alone", p.Part)
			}
			continue
		default:
			add("%s %d is %s", p.Part, p.N, p.Type)
		}
		if _, _, err := image.Decode(bytes.NewReader(p.Data)); err != nil {
			add("%s %d: %v", p.Part, p.N, err)
		}
	}
	return wrong
}

// bareJPEG says what stands in a JPEG beside the picture, "" when nothing does.
func bareJPEG(data []byte) string {
	at := 2
	for at+4 <= len(data) && data[at] == 0xff {
		marker := data[at+1]
		if marker != 0xe0 && marker >= 0xe1 && marker <= 0xef || marker == 0xfe {
			return fmt.Sprintf("a segment %x", marker)
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda {
			if end := bytes.Index(data[at:], []byte{0xff, 0xd9}); end != len(data)-at-2 {
				return "something behind its end"
			}
			return ""
		}
	}
	return "no scan"
}

// barePNG is the same of a PNG.
func barePNG(data []byte) string {
	for at := 8; at+12 <= len(data); {
		kind := string(data[at+4 : at+8])
		if !slices.Contains([]string{"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}, kind) {
			return "a chunk " + kind
		}
		at += 12 + int(binary.BigEndian.Uint32(data[at:]))
		if kind == "IEND" {
			if at != len(data) {
				return "something behind its end"
			}
			return ""
		}
	}
	return "no end"
}
