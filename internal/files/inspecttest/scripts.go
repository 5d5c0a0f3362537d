package inspecttest

import (
	"bytes"
	"fmt"
	"strings"

	"sejur/internal/files/inspect"
)

// placed is a way in which a PDF leads to an action: what stands in its catalogue, on its page, and in one more object. %s is the action.
type placed struct{ name, catalogue, page, more string }

func places() []placed {
	return []placed{
		{"at the opening", "/OpenAction %s", "", "0"},
		{"at the opening, elsewhere", "/OpenAction 6 0 R", "", "%s"},
		{"at the closing", "/AA << /WC %s >>", "", "0"},
		{"when the page is seen", "", "/AA << /O %s >>", "0"},
		{"on a button", "", "/Annots [<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /A %s >>]", "0"},
		{"when the mouse comes by", "", "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /AA << /E %s >> >>]", "0"},
		{"in a field", "/AcroForm << /Fields [<< /FT /Tx /T (a) /AA << /C %s >> >>] >>", "", "0"},
		{"in a bookmark", "/Outlines << /First << /Title (a) /A %s >> >>", "", "0"},
		{"as the next action", "/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next %s >>", "", "0"},
		{"where no page leads to", "", "", "%s"},
	}
}

// hidden is a way of writing an action so that whoever looks for words does not see it.
type hidden struct {
	name string
	make func(p placed, action string) []byte
}

func ways() []hidden {
	fill := func(p placed, action string) (catalogue, page string, more Object) {
		put := func(s string) string { return strings.ReplaceAll(s, "%s", action) }
		return put(p.catalogue), put(p.page), Object(put(p.more))
	}
	objects := func(p placed, action string) []Object {
		catalogue, page, more := fill(p, action)
		return []Object{
			Object("<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>"), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			Object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R " + page + " >>"), Stream("", []byte("q Q")), "0", more,
		}
	}
	return []hidden{
		{"", func(p placed, a string) []byte { return PDF("", objects(p, a)...) }},
		{", packed", func(p placed, a string) []byte { return Packed(objects(p, a)...) }},
		{", added later", func(p placed, a string) []byte {
			list := objects(p, a)
			pdf := Page("", "", "0")
			for _, number := range []int{6, 3, 1} {
				pdf = Update(pdf, number, list[number-1])
			}
			return pdf
		}},
	}
}

// scripts are PDFs with JavaScript: every place, every way of hiding it, several spellings.
func scripts() []Case {
	spelled := []struct{ name, action string }{
		{"a script", "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"},
		{"a script with other letters", "<< /#53 /J#61vaScript /#4a#53 <6170702e616c657274283129> >>"},
	}
	var out []Case
	for _, s := range spelled {
		for _, p := range places() {
			for _, h := range ways() {
				out = append(out, Case{fmt.Sprintf("%s %s%s", s.name, p.name, h.name), func() []byte { return h.make(p, s.action) }, []string{inspect.Script}})
			}
		}
	}
	named := "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS 6 0 R >>] >> >>"
	signed := Page("/A << /ByteRange [0 1 2 3] >>", "")
	return append(out,
		one("a script with a name", Page(named, "", Stream("/Filter /FlateDecode", Flate([]byte("app.alert(1)")))), inspect.Script),
		one("a script that was taken out again", Update(Page("/OpenAction "+spelled[0].action, ""), 1, "<< /Type /Catalog /Pages 2 0 R >>"), Harmless),
		one("a signed file with a script that was taken out again", Update(Page("/OpenAction "+spelled[1].action, ""), 1, "<< /Type /Catalog /Pages 2 0 R /A << /ByteRange [0 1 2 3] >> >>"), inspect.Script),
		one("a signed file with a ZIP behind it", cat(signed, Zip("a", nil)), inspect.Broken),
		one("a signed file without its end", bytes.TrimSuffix(signed, []byte("%%EOF\n")), inspect.Broken),
	)
}

// actions are PDFs that do something else by themselves, or hold something else.
func actions() []Case {
	var out []Case
	add := func(name, action, want string) {
		for _, p := range places()[:5] {
			for _, h := range ways()[:2] {
				out = append(out, Case{fmt.Sprintf("%s %s%s", name, p.name, h.name), func() []byte { return h.make(p, action) }, []string{want}})
			}
		}
	}
	add("a program", "<< /S /Launch /F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >> >>", inspect.Launch)
	add("a form sent away", "<< /S /SubmitForm /F (http://203.0.113.1/) >>", inspect.Launch)
	add("another file", "<< /S /GoToR /F (\\\\\\\\203.0.113.1\\\\a.pdf) /D [0 /Fit] >>", inspect.Launch)
	for _, p := range places()[:4] {
		out = append(out, Case{"an address " + p.name, func() []byte { return ways()[0].make(p, "<< /S /URI /URI (http://203.0.113.1/) >>") }, []string{inspect.Launch}})
	}
	annotation := func(kind, more string) []byte {
		return Page("", "/Annots [<< /Type /Annot /Subtype /"+kind+" /Rect [0 0 9 9] "+more+" >>]", Stream("/Type /EmbeddedFile", []byte("MZ\x90\x00")))
	}
	file := "<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>"
	embedded := Stream("/Type /EmbeddedFile", []byte("MZ\x90\x00"))
	return append(out,
		one("an address to click", Page("", "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://203.0.113.1/) >> >>]"), Harmless),
		one("data from elsewhere", Page("/OpenAction << /S /ImportData /F (a.fdf) >>", ""), inspect.Launch),
		one("a file in a file, opened", Page("/OpenAction << /S /GoToE /T << /R /C /N (a) >> >>", ""), inspect.Launch),
		one("a film that is shown", Page("/OpenAction << /S /Rendition /OP 0 >>", ""), inspect.Script, inspect.RichMedia),
		one("a page whose text is in another file", Page("", "/Contents 6 0 R", Stream("/F (http://203.0.113.1/a)", nil)), inspect.Launch),
		one("a file pinned to a page", annotation("FileAttachment", "/FS "+file), inspect.Embedded),
		one("a file in a file", Page("/Names << /EmbeddedFiles << /Names [(a) "+file+"] >> >>", "", embedded), inspect.Embedded),
		one("a file in a file that nothing leads to", Page("", "", embedded), inspect.Embedded),
		one("a file beside a page", Page("/AF ["+file+"]", "", embedded), inspect.Embedded),
		one("a folder of files", Page("/Collection << /View /D >>", "", embedded), inspect.Embedded),
		one("a list of files without one", Page("/Names << /EmbeddedFiles << /Names [] >> >>", ""), Harmless),
		one("moving pictures", annotation("RichMedia", "/RichMediaContent << >>"), inspect.RichMedia),
		one("something in three dimensions", annotation("3D", "/3DD 6 0 R"), inspect.RichMedia, inspect.Embedded),
		one("a film on a page", annotation("Movie", "/Movie << /F (a.avi) >>"), inspect.RichMedia, inspect.Embedded),
		one("a sound", annotation("Sound", "/Sound 6 0 R"), inspect.RichMedia, inspect.Embedded),
		one("a screen", annotation("Screen", ""), inspect.RichMedia, inspect.Embedded),
		one("a dynamic form", Page("/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true", "", Stream("", []byte("<xdp:xdp/>"))), inspect.Form),
		one("a dynamic form in pieces", Page("/AcroForm << /Fields [] /XFA [(template) 6 0 R] >>", "", Stream("", []byte("<xdp:xdp/>"))), inspect.Form),
		one("a password", PDF("/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <"+strings.Repeat("28", 32)+"> /U <"+strings.Repeat("5a", 32)+"> >> /ID [<00> <00>]",
			"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"), inspect.Password),
		one("a lock that nobody knows", PDF("/Encrypt << /Filter /Adobe.PubSec /V 4 >> /ID [<00> <00>]", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R >>"), inspect.Password),
		one("a place in its metadata", Page("/Metadata 6 0 R", "", Stream("/Type /Metadata /Subtype /XML", []byte("<x>"+Secret+"</x>"))), Harmless),
		one("a place in what a program kept for itself", Page("/PieceInfo << /A << /Private ("+Secret+") >> >>", ""), Harmless),
		one("a place in what the file says of its making", bytes.Replace(Page("", "", Object("<< /Author ("+Secret+") >>")), []byte("trailer\n<< "), []byte("trailer\n<< /Info 6 0 R "), 1), Harmless),
		one("a photo with a place on a page", Page("", "/Contents 6 0 R /Resources << /XObject << /I 7 0 R >> >>", Stream("", []byte("q 300 0 0 300 0 0 cm /I Do Q")),
			Stream("/Type /XObject /Subtype /Image /Width 64 /Height 48 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", WithExif(JPEG(Scene(64, 48)), 1))), Harmless),
	)
}
