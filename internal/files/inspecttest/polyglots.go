package inspecttest

import (
	"archive/zip"
	"bytes"
	"strings"

	"sejur/internal/files/inspect"
)

// Zip is an archive with one file.
func Zip(name string, data []byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}

// Marks stand in what is hidden in the polyglots: they may stand in nothing that is made out of a file.
func Marks() []string {
	return []string{"PK\x03\x04", "<script", "<?php", "/JavaScript", "/JS", "/Launch", Secret, "MZ\x90\x00"}
}

const (
	html = "<html><script>alert(1)</script></html>"
	php  = "<?php system($_GET['c']); ?>"
)

func cat(parts ...any) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b.WriteString(p)
		case []byte:
			b.Write(p)
		}
	}
	return b.Bytes()
}

// polyglots are two kinds of files in one.
func polyglots() []Case {
	jpg, pic, pdf, jar := JPEG(Scene(64, 48)), PNG(Scene(64, 48)), Page("", ""), Zip("META-INF/MANIFEST.MF", []byte("Main-Class: A"))
	gif := "GIF89a\x01\x00\x01\x00\x00\x00\x00;"
	return []Case{
		one("a PDF with a ZIP behind it", cat(pdf, jar), Harmless),
		one("a PDF with a ZIP in the middle", cat(pdf[:15], jar, "\n", pdf[15:]), Harmless, inspect.Broken),
		one("a PDF with HTML in a comment", cat(pdf[:15], "%"+html+"\n", pdf[15:]), Harmless, inspect.Broken),
		one("a PDF with HTML behind it", cat(pdf, html), Harmless),
		one("a PDF with a JPEG behind it", cat(pdf, jpg), Harmless),
		one("a PDF with a PDF behind it", cat(pdf, pdf), Harmless, inspect.Broken),
		one("a PDF with PHP where no page leads to", Page("", "", Stream("", []byte("% "+php+"\n"))), Harmless),
		one("a ZIP with a PDF in it", Zip("a.pdf", pdf), inspect.Archive),
		one("a ZIP with a PDF behind it", cat(jar, pdf), inspect.Archive, inspect.Type),
		one("a GIF that is a script", cat("GIF89a/*\x00\x00\x00\x00*/=1;alert(1)//;"), inspect.Type),
		one("a GIF with a JAR behind it", cat(gif, jar), inspect.Type),
		one("a GIF with a PDF behind it", cat(gif, pdf), inspect.Type),
		one("HTML with a PDF behind it", cat(html, pdf), inspect.Type),
		one("spaces before a PDF", cat("\n\n", pdf), inspect.Type),
		one("a PDF after a thousand bytes", cat(strings.Repeat("x", 1000), pdf), inspect.Type),
		one("a program with a PDF behind it", cat("MZ\x90\x00", strings.Repeat("\x00", 60), pdf), inspect.Type),
		one("a script with a PDF behind it", cat("#!/bin/sh\nrm -rf /\n", pdf), inspect.Type),
		one("an ELF with a JPEG behind it", cat("\x7fELF\x02\x01\x01", strings.Repeat("\x00", 57), jpg), inspect.Type),
		one("a BMP that is a script", cat("BM=1;alert(1)//", strings.Repeat("\x00", 60)), inspect.Type),
		one("a JPEG with a ZIP behind it", cat(jpg, jar), Harmless),
		one("a JPEG with HTML behind it", cat(jpg, html), Harmless),
		one("a JPEG with a PDF behind it", cat(jpg, pdf), Harmless),
		one("a JPEG with a JPEG behind it", cat(jpg, jpg), Harmless),
		one("a JPEG with HTML in a comment", WithSegment(jpg, 0xfe, []byte(html)), Harmless),
		one("a JPEG with PHP in its Exif", WithSegment(jpg, 0xe1, []byte("Exif\x00\x00"+php)), Harmless),
		one("a JPEG with a script in its length", WithSegment(jpg, 0xfe, []byte(strings.Repeat(html, 700))), Harmless),
		one("a JPEG with a ZIP in a segment", WithSegment(jpg, 0xed, jar), Harmless),
		one("a PNG with a ZIP behind it", cat(pic, jar), Harmless),
		one("a PNG with PHP behind it", cat(pic, php), Harmless),
		one("a PNG with PHP in a chunk", WithChunk(pic, "tEXt", []byte("Comment\x00"+php)), Harmless),
		one("a PNG with a place in its Exif", WithChunk(pic, "eXIf", []byte("MM\x00\x2a"+Secret)), Harmless),
		one("a PNG with a PDF behind it", cat(pic, pdf), Harmless),
		one("a PNG with a ZIP in a private chunk", WithChunk(pic, "zzZz", jar), Harmless),
	}
}
