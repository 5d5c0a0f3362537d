package inspecttest

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
)

// Packed is a PDF whose objects, but streams, lie in an object stream, behind a cross-reference stream (ISO 32000-2, 7.5.7 and 7.5.8).
func Packed(objects ...Object) []byte {
	var b, heads, bodies bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	size := len(objects) + 3 // number 0, the object stream, the cross-reference stream
	rows := make([][3]int, size)
	rows[0] = [3]int{0, 0, 255}
	inside := 0
	for i, o := range objects {
		number := i + 1
		if strings.Contains(string(o), "endstream") {
			rows[number] = [3]int{1, b.Len(), 0}
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", number, o)
			continue
		}
		rows[number] = [3]int{2, len(objects) + 1, inside}
		fmt.Fprintf(&heads, "%d %d ", number, bodies.Len())
		bodies.WriteString(string(o) + "\n")
		inside++
	}
	rows[len(objects)+1] = [3]int{1, b.Len(), 0}
	packed := Flate(append(heads.Bytes(), bodies.Bytes()...))
	fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(objects)+1, Stream(fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", inside, heads.Len()), packed))
	start := b.Len()
	rows[len(objects)+2] = [3]int{1, start, 0}
	var table []byte
	for _, r := range rows {
		table = append(table, byte(r[0]))                          //nolint:gosec // G115: 0 to 2
		table = binary.BigEndian.AppendUint32(table, uint32(r[1])) //nolint:gosec // G115: short files
		table = append(table, byte(r[2]))                          //nolint:gosec // G115: short lists
	}
	fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(objects)+2, Stream(fmt.Sprintf("/Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Filter /FlateDecode", size), Flate(table)))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

// Update appends a later version of one object to a PDF, as an incremental update does.
func Update(pdf []byte, number int, o Object) []byte {
	b := bytes.NewBuffer(bytes.Clone(pdf))
	last := bytes.LastIndex(pdf, []byte("startxref\n"))
	var before int
	if _, err := fmt.Sscanf(string(pdf[last:]), "startxref\n%d", &before); err != nil {
		panic(err) // made above
	}
	at := b.Len()
	fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", number, o)
	start := b.Len()
	fmt.Fprintf(b, "xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 40 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", number, at, before, start)
	return b.Bytes()
}

// Flate packs data.
func Flate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		panic(err) // into memory
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Zeros packs so many bytes of nothing. One block of them is packed and repeated: packing all would take most of a test's time.
func Zeros(n int64) []byte {
	const block = 1 << 20
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is known
	}
	step := func(size int64, end func() error) []byte {
		b.Reset()
		if _, err := w.Write(make([]byte, size)); err != nil {
			panic(err) // into memory
		}
		if err := end(); err != nil {
			panic(err)
		}
		return bytes.Clone(b.Bytes())
	}
	out := []byte{0x78, 0x9c}
	if n >= 2*block {
		out = append(out, step(block, w.Flush)...)
		out = append(out, bytes.Repeat(step(block, w.Flush), int(n/block)-1)...)
		out = append(out, step(n%block, w.Close)...)
	} else {
		out = append(out, step(n, w.Close)...)
	}
	const modulus = 65521                                              // of Adler-32 (RFC 1950): of zeros it is their number above, one below
	return binary.BigEndian.AppendUint32(out, uint32(n%modulus)<<16|1) //nolint:gosec // G115: below the modulus
}
