package print

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// MaxSize is the largest file that is signed, or read as one that might be ours, in bytes. What is only drawn may be larger.
const MaxSize = 20 << 20

// Errors of files that we cannot have written.
var (
	errTooLarge = errors.New("larger than any file of ours")
	errNotOurs  = errors.New("not in the form in which we write a PDF")
)

// file is a PDF as fpdf and we write it: objects of generation 0, cross-reference tables (no streams), each revision at its end.
type file struct {
	data             []byte
	at               map[int]int // where the newest revision of an object begins
	bounds           []int       // where anything begins, ascending
	size, root, info int
	start            int // of the newest cross-reference table
}

// maxRevisions is more than we ever write: the drawing and one signature.
const maxRevisions = 8

// open reads a file that might be ours.
func open(pdf []byte) (*file, error) {
	if len(pdf) > MaxSize {
		return nil, errTooLarge
	}
	return tables(pdf)
}

// tables reads the tables at the end of a file, newest first. It reads only what we write; anything else is an error, never a panic.
func tables(pdf []byte) (*file, error) {
	at := bytes.LastIndex(pdf, []byte("startxref\n"))
	if at < 0 {
		return nil, errNotOurs
	}
	f := &file{data: pdf, at: map[int]int{}}
	start, ok := number(pdf[at+len("startxref\n"):])
	if !ok {
		return nil, errNotOurs
	}
	f.start = start
	for range maxRevisions {
		previous, err := f.table(start)
		if err != nil {
			return nil, err
		}
		if previous == 0 {
			slices.Sort(f.bounds)
			return f, nil
		}
		if previous >= start {
			break // a table comes after those before it
		}
		start = previous
	}
	return nil, errNotOurs
}

// table reads one cross-reference table and its trailer, and gives where the table before it begins, 0 when it is the first.
func (f *file) table(start int) (int, error) {
	if start >= len(f.data) {
		return 0, errNotOurs
	}
	f.bounds = append(f.bounds, start)
	rest, ok := bytes.CutPrefix(f.data[start:], []byte("xref\n"))
	for ok && !bytes.HasPrefix(rest, []byte("trailer\n")) {
		rest, ok = f.entries(rest)
	}
	trailer, _, whole := bytes.Cut(rest, []byte("startxref"))
	if !ok || !whole {
		return 0, errNotOurs
	}
	if f.root == 0 {
		f.size, f.root, f.info = entry(trailer, "/Size "), entry(trailer, "/Root "), entry(trailer, "/Info ")
	}
	return entry(trailer, "/Prev "), nil
}

// entries reads one run of a table: "first count", then 20 bytes an object.
func (f *file) entries(rest []byte) ([]byte, bool) {
	const width = 20
	head, rest, _ := bytes.Cut(rest, []byte("\n"))
	first, ok := number(head)
	_, second, both := bytes.Cut(head, []byte(" "))
	count, ok2 := number(second)
	if !ok || !ok2 || !both || count < 1 || count > len(rest)/width {
		return nil, false
	}
	for i := range count {
		line := rest[i*width : (i+1)*width]
		offset, ok := number(line)
		if !ok || offset >= len(f.data) {
			return nil, false
		}
		if line[17] != 'n' {
			continue
		}
		f.bounds = append(f.bounds, offset)
		if _, newer := f.at[first+i]; !newer {
			f.at[first+i] = offset
		}
	}
	return rest[count*width:], true
}

// object gives what stands between "n 0 obj" and "endobj".
func (f *file) object(n int) ([]byte, error) {
	at, known := f.at[n]
	if !known {
		return nil, fmt.Errorf("object %d: %w", n, errNotOurs)
	}
	next, _ := slices.BinarySearch(f.bounds, at+1)
	end := len(f.data)
	if next < len(f.bounds) {
		end = f.bounds[next]
	}
	body, ok := bytes.CutPrefix(f.data[at:end], []byte(strconv.Itoa(n)+" 0 obj\n"))
	last := bytes.LastIndex(body, []byte("\nendobj"))
	if !ok || last < 0 {
		return nil, fmt.Errorf("object %d: %w", n, errNotOurs)
	}
	return body[:last], nil
}

// entry is the whole number after a key of a dictionary, 0 when it is not there.
func entry(dictionary []byte, key string) int {
	_, after, _ := bytes.Cut(dictionary, []byte(key))
	n, _ := number(after)
	return n
}

// number reads the digits that b begins with.
func number(b []byte) (int, bool) {
	n, i := 0, 0
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		n = n*10 + int(b[i]-'0')
		if n > math.MaxInt32 {
			return 0, false
		}
		i++
	}
	return n, i > 0
}
