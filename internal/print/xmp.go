package print

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// xmp is the metadata as XML (ISO 16684-1). It says that the file follows PDF/UA-1 when the sheet has what that needs: a title, a
// language, and words for the seal.
func (p *paper) xmp() string {
	ua := ""
	if s := p.sheet; s.Title != "" && s.Lang != "" && (s.Seal == nil || s.SealText != "") {
		ua = "<pdfuaid:part>1</pdfuaid:part>"
	}
	at := p.sheet.At.UTC().Format("2006-01-02T15:04:05Z")
	return fmt.Sprintf(`<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>Sejur</pdf:Producer>%s</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`, "\uFEFF", escaped(p.sheet.Title), escaped(p.sheet.Lang), at, at, ua)
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
