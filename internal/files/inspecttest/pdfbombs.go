package inspecttest

import (
	"bytes"
	"fmt"
	"strings"

	"sejur/internal/files/inspect"
)

// pdfBombs are PDFs that unpack, or count, to far more than their files.
func pdfBombs() []Case {
	lazy := func(name string, make func() []byte, want ...string) Case { return Case{name, make, want} }
	content := func(filter string, data []byte) []byte {
		return Page("", "/Contents 6 0 R", Stream("/Filter "+filter, data))
	}
	const half = 300 << 20
	twice := func() []byte { return Flate(Zeros(half)) }
	long := func(n int) []byte {
		objects := []Object{"<< /Type /Catalog /Pages 2 0 R >>", Object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", refs(3, n), n))}
		for range n {
			objects = append(objects, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
		}
		return PDF("", objects...)
	}
	return []Case{
		lazy("a page that unpacks to 300 MB", func() []byte { return content("/FlateDecode", Zeros(half)) }, inspect.Bomb),
		lazy("a page that is packed twice", func() []byte { return content("[/FlateDecode /FlateDecode]", twice()) }, inspect.Bomb),
		lazy("a page that is packed three times", func() []byte { return content("[/FlateDecode /FlateDecode /FlateDecode]", Flate(twice())) }, inspect.Bomb),
		lazy("a page packed with LZW", func() []byte { return content("/LZWDecode", bytes.Repeat([]byte{0x80, 0x0b, 0x60, 0x50}, 1<<20)) }, Harmless, inspect.TooHeavy),
		lazy("a page of repeated runs", func() []byte { return content("/RunLengthDecode", bytes.Repeat([]byte{129, 'q'}, 2<<20)) }, Harmless, inspect.TooHeavy),
		lazy("a page that is packed in every way", func() []byte {
			return content("[/ASCIIHexDecode /ASCII85Decode /FlateDecode]", []byte(strings.Repeat("41", 1<<20)+">"))
		}, Harmless),
		lazy("an image of 60,000 by 60,000", func() []byte {
			return Page("", "/Contents 6 0 R /Resources << /XObject << /I 7 0 R >> >>", Stream("", []byte("q 300 0 0 300 0 0 cm /I Do Q")),
				Stream("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", Zeros(half)))
		}, inspect.Bomb),
		lazy("an image of 60,000 by 60,000 and nothing behind", func() []byte {
			return Page("", "/Contents 6 0 R /Resources << /XObject << /I 7 0 R >> >>", Stream("", []byte("q 300 0 0 300 0 0 cm /I Do Q")),
				Stream("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", Zeros(1<<20)))
		}, Harmless, inspect.TooHeavy),
		lazy("a JPEG of 65,500 by 65,500 on a page", func() []byte {
			return Page("", "/Contents 6 0 R /Resources << /XObject << /I 7 0 R >> >>", Stream("", []byte("q 300 0 0 300 0 0 cm /I Do Q")),
				Stream("/Type /XObject /Subtype /Image /Width 65500 /Height 65500 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", Frame(65500, 65500, 0xc0)))
		}, Harmless, inspect.TooHeavy),
		lazy("an object stream that unpacks to 300 MB", func() []byte {
			return bytes.Replace(Packed("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R >>", Stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", Zeros(half))), []byte("/Type /XRef"), []byte("/Type /XRef"), 1)
		}, inspect.Bomb, inspect.Broken),
		lazy("an object stream of a million objects", func() []byte {
			return Packed("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R >>", Stream("/Type /ObjStm /N 1000000 /First 9 /Filter /FlateDecode", Flate([]byte("1 0 null"))))
		}, Harmless, inspect.Bomb, inspect.Broken),
		lazy("a table of 100 million objects", func() []byte {
			return PDF("/Size 100000000", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
		}, Harmless, inspect.Bomb, inspect.Broken),
		lazy("a stream of tables of 100 million objects", func() []byte {
			return bytes.Replace(Packed("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R >>"), []byte("/W [1 4 1]"), []byte("/Index [0 100000000] /W [1 4 1]"), 1)
		}, Harmless, inspect.Bomb, inspect.Broken),
		lazy("three hundred thousand objects", func() []byte {
			objects := []Object{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}
			for range 300_000 {
				objects = append(objects, "0")
			}
			return PDF("", objects...)
		}, inspect.Bomb),
		lazy("201 pages", func() []byte { return long(201) }, inspect.Pages),
		lazy("20,000 pages", func() []byte { return long(20_000) }, inspect.Pages),
		lazy("a list in a list, a hundred thousand times", func() []byte { return Page("/A "+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000), "") }, inspect.Broken, inspect.Bomb, inspect.TooHeavy),
		lazy("a dictionary in a dictionary, ten thousand times", func() []byte { return Page("/A "+strings.Repeat("<</A ", 10_000)+"0"+strings.Repeat(">>", 10_000), "") }, inspect.Broken, inspect.Bomb, inspect.TooHeavy),
		lazy("a text of a million open brackets", func() []byte { return Page("/A "+strings.Repeat("(", 1_000_000), "") }, inspect.Broken, inspect.Bomb, inspect.TooHeavy),
		lazy("a name of ten million letters", func() []byte { return Page("/A /"+strings.Repeat("A", 10_000_000), "") }, Harmless, inspect.Broken, inspect.Bomb, inspect.TooHeavy),
		lazy("a page of a million commands", func() []byte {
			return content("/FlateDecode", Flate(bytes.Repeat([]byte("q 1 0 0 1 0 0 cm Q\n"), 1_000_000)))
		}, Harmless, inspect.TooHeavy),
		lazy("a billion laughs", laughs, Harmless, inspect.TooHeavy),
		one("a page as wide as the earth", bytes.ReplaceAll(Page("", ""), []byte("[0 0 300 400]"), []byte("[0 0 99999999999 400]")), Harmless, inspect.TooHeavy),
		one("a page of no size", bytes.ReplaceAll(Page("", ""), []byte("[0 0 300 400]"), []byte("[0 0 0 0]")), Harmless),
		one("a page whose unit is huge", Page("", "/UserUnit 1e30"), Harmless, inspect.TooHeavy),
		one("a function of a function", Page("", "/Contents 6 0 R /Resources << /Shading << /S << /ShadingType 1 /ColorSpace /DeviceRGB /Function 7 0 R >> >> >>",
			Stream("", []byte("/S sh")), Stream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", []byte("{"+strings.Repeat("dup mul ", 200)+"dup dup}"))), Harmless, inspect.TooHeavy),
	}
}

// laughs is a page that draws a form which draws ten forms, and so on.
func laughs() []byte {
	more := []Object{Stream("", []byte("/X Do"))}
	for i := range 10 {
		body := "/X Do "
		if i == 9 {
			body = "0 0 1 1 re f "
		}
		more = append(more, Stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << /XObject << /X %d 0 R >> >>", 8+i), []byte(strings.Repeat(body, 10))))
	}
	return Page("", "/Contents 6 0 R /Resources << /XObject << /X 7 0 R >> >>", more...)
}

// refs are references to n objects.
func refs(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d 0 R ", first+i)
	}
	return b.String()
}

// pdfLoops are PDFs that lead in circles.
func pdfLoops() []Case {
	tree := func(kids string, more ...Object) []byte {
		return PDF("", append([]Object{"<< /Type /Catalog /Pages 2 0 R >>", Object("<< /Type /Pages /Kids [" + kids + "] /Count 1 >>"), "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}, more...)...)
	}
	good := Page("", "")
	start := bytes.LastIndex(good, []byte("xref\n0 "))
	deep := []Object{}
	for i := range 5000 {
		deep = append(deep, Object(fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", 5+i)))
	}
	dag := []Object{}
	for i := range 30 {
		dag = append(dag, Object(fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 2 >>", 5+i, 5+i)))
	}
	return []Case{
		one("pages that are their own parent", tree("2 0 R"), inspect.Broken),
		one("pages that lead in a circle", tree("4 0 R", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), inspect.Broken),
		one("a page that comes twice", tree("3 0 R 3 0 R"), inspect.Broken),
		one("pages that double thirty times", tree("4 0 R", dag...), inspect.Broken),
		one("pages five thousand deep", tree("4 0 R", deep...), inspect.Broken, inspect.Bomb),
		one("no page", tree(""), inspect.Broken, Harmless),
		one("pages that are none", tree("9 0 R (a) 1"), inspect.Broken),
		one("a page that is a number", tree("4 0 R", "7"), inspect.Broken),
		one("no catalogue", PDF("/Root 9 0 R", "<< >>"), inspect.Broken),
		one("a reference to itself", Page("/A 6 0 R", "", "6 0 R"), Harmless, inspect.Broken),
		one("references in a circle", Page("/A 6 0 R", "", "7 0 R", "6 0 R"), Harmless, inspect.Broken),
		one("a length that is its own stream", Page("", "/Contents 6 0 R", "<< /Length 6 0 R >>\nstream\nq Q\nendstream"), Harmless, inspect.Broken),
		one("a length that is longer than the file", Page("", "/Contents 6 0 R", "<< /Length 99999999 >>\nstream\nq Q\nendstream"), Harmless, inspect.Broken, inspect.Bomb),
		one("a length below nothing", Page("", "/Contents 6 0 R", "<< /Length -5 >>\nstream\nq Q\nendstream"), Harmless, inspect.Broken),
		one("a form that draws itself", Page("", "/Contents 6 0 R /Resources << /XObject << /X 7 0 R >> >>", Stream("", []byte("/X Do")), Stream("/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >>", []byte("/X Do"))), Harmless),
		one("a table whose former one is itself", bytes.Replace(good, []byte("trailer\n<< "), []byte(fmt.Sprintf("trailer\n<< /Prev %d ", start)), 1), Harmless, inspect.Broken),
		one("two tables that lead to each other", cat(good, "xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev ", fmt.Sprint(len(good)), " >>\nstartxref\n", fmt.Sprint(len(good)), "\n%%EOF"), Harmless, inspect.Broken),
		one("no table", cat(good[:start], "startxref\n0\n%%EOF"), Harmless, inspect.Broken),
		one("a table behind the end", bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n9"), 1), Harmless, inspect.Broken),
		one("a table below nothing", bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n-"), 1), Harmless, inspect.Broken),
		one("places that are wrong", bytes.ReplaceAll(good, []byte(" 00000 n"), []byte(" 00007 n")), Harmless, inspect.Broken),
		one("only a head", []byte("%PDF-1.7\n"), inspect.Broken),
		one("a head and zeros", cat("%PDF-1.7\n", make([]byte, 1<<20)), inspect.Broken),
		one("a version that there is not", bytes.Replace(good, []byte("1.7"), []byte("9.9"), 1), Harmless, inspect.Broken),
		one("nothing but heads", bytes.Repeat([]byte("%PDF-1.7\n"), 100_000), inspect.Broken),
		one("nothing but ends of objects", cat("%PDF-1.7\n", bytes.Repeat([]byte("1 0 obj endobj\n"), 100_000), "startxref\n0\n%%EOF"), inspect.Broken, inspect.TooHeavy),
	}
}
