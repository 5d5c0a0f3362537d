package print

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// objects are what a PDF is made of, by number; number 0 is nothing.
type objects [][]byte

// add takes one more object and gives its number.
func (o *objects) add(body string) int {
	*o = append(*o, []byte(body))
	return len(*o) - 1
}

// reserve gives the number of an object that is written later.
func (o *objects) reserve() int { return o.add("null") }

// write gives the file. Its ID is a hash of what it holds: ISO 32000-1, 14.4.
func (o objects) write(root, info int) []byte {
	var b bytes.Buffer
	room := 4096
	for _, body := range o {
		room += len(body) + 64
	}
	b.Grow(room)                                   // so that writing it all moves nothing: it may be large
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") // four bytes above 127: no text file
	offsets := make([]int, len(o))
	for n := 1; n < len(o); n++ {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", n)
		b.Write(o[n])
		b.WriteString("\nendobj\n")
	}
	id := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(o))
	for _, at := range offsets[1:] {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(o), root, info, id[:16], id[:16], start)
	return b.Bytes()
}

func ref(n int) string { return strconv.Itoa(n) + " 0 R" }

// refs are references as an array's inside.
func refs(numbers []int) string {
	all := make([]string, len(numbers))
	for i, n := range numbers {
		all[i] = ref(n)
	}
	return strings.Join(all, " ")
}

// textString is a string for people: UTF-16, in hex so that no byte of it means anything.
func textString(s string) string {
	units := append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...)
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = binary.BigEndian.AppendUint16(raw, u)
	}
	return "<" + hex.EncodeToString(raw) + ">"
}

// byteString is a string for programs: an address, a language.
func byteString(s string) string {
	var b strings.Builder
	b.WriteByte('(')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c <= ' ' || c > '~': // an address is ASCII: ISO 32000-1, 12.6.4.7
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte(')')
	return b.String()
}

func stream(dictionary string, data []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dictionary, len(data), data)
}
