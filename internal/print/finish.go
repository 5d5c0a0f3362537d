package print

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// finish takes what fpdf wrote apart and writes it anew with everything that fpdf does not know: the structure tree, links as annotations
// that belong to it, the language, what a catalogue needs for PDF/UA, fonts with their proper names.
func (p *paper) finish(drawn []byte) ([]byte, error) {
	f, err := tables(drawn)
	if err != nil {
		return nil, fmt.Errorf("what fpdf wrote: %w", err)
	}
	objs := make(objects, f.size)
	for n := 1; n < f.size; n++ {
		if objs[n], err = f.object(n); err != nil {
			return nil, fmt.Errorf("what fpdf wrote: %w", err)
		}
	}
	catalogue := objs[f.root]
	fonts(objs)
	p.structure(&objs, f.root)
	objs[f.info] = []byte(p.info())
	metadata := objs.add(stream("/Type /Metadata /Subtype /XML ", []byte(p.xmp())))
	marks := ""
	if outlines := entry(catalogue, "/Outlines "); outlines > 0 {
		marks = "/Outlines " + ref(outlines) + " "
	}
	objs[f.root] = fmt.Appendf(objs[f.root], "/Type /Catalog /Pages 1 0 R %s/Metadata %s /Lang %s /ViewerPreferences <</DisplayDocTitle true>>>>",
		marks, ref(metadata), byteString(p.sheet.Lang))
	return objs.write(f.root, f.info), nil
}

// structure writes the tree, makes the pages point into it, and begins the catalogue. ISO 32000-1, 14.7.
func (p *paper) structure(objs *objects, catalogue int) {
	w := &treeWriter{objs: objs, parents: make([][]int, len(p.pages)), annots: make([][]int, len(p.pages))}
	root := objs.reserve()
	document := w.element(p.tree.root, root)
	var nums strings.Builder
	for i, list := range w.parents {
		fmt.Fprintf(&nums, "%d [%s] ", i, refs(list))
	}
	for i, n := range w.linkNodes {
		fmt.Fprintf(&nums, "%d %s ", len(p.pages)+i, ref(n))
	}
	parents := objs.add("<</Nums [" + nums.String() + "]>>")
	(*objs)[root] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K [%s] /ParentTree %s /ParentTreeNextKey %d>>",
		ref(document), ref(parents), len(p.pages)+len(w.linkNodes))
	for i, annots := range w.annots {
		page := &(*objs)[pageObject(i+1)]
		extra := fmt.Sprintf("/StructParents %d /Tabs /S /Annots [%s]\n/Contents", i, refs(annots))
		*page = bytes.Replace(*page, []byte("/Contents"), []byte(extra), 1)
	}
	(*objs)[catalogue] = fmt.Appendf(nil, "<</StructTreeRoot %s /MarkInfo <</Marked true>> ", ref(root))
}

// pageObject is the number that fpdf gives to a page: the pages follow the root of pages and the resources, each with its content.
func pageObject(page int) int { return 1 + 2*page }

// treeWriter writes nodes as objects.
type treeWriter struct {
	objs      *objects
	parents   [][]int // of each page, by the number of the mark: the node
	annots    [][]int // of each page
	linkNodes []int   // of each annotation: the node
}

// element writes a node and all below it, and gives its number.
func (w *treeWriter) element(n *node, up int) int {
	own := w.objs.reserve()
	kids := make([]string, 0, len(n.kids)+len(n.marks))
	page := 0
	for _, m := range n.marks {
		if page == 0 {
			page = m.page
		}
		if m.page == page {
			kids = append(kids, fmt.Sprint(m.id))
		} else {
			kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %s /MCID %d>>", ref(pageObject(m.page)), m.id))
		}
		list := &w.parents[m.page-1]
		for len(*list) <= m.id {
			*list = append(*list, own)
		}
		(*list)[m.id] = own
	}
	for _, l := range n.links {
		kids = append(kids, fmt.Sprintf("<</Type /OBJR /Obj %s /Pg %s>>", ref(w.annotation(l, own)), ref(pageObject(l.page))))
	}
	for _, kid := range n.kids {
		kids = append(kids, ref(w.element(kid, own)))
	}
	body := fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %s", n.tag, ref(up))
	if page > 0 {
		body = fmt.Appendf(body, " /Pg %s", ref(pageObject(page)))
	}
	if n.lang != "" {
		body = fmt.Appendf(body, " /Lang %s", byteString(n.lang))
	}
	if n.alt != "" {
		body = fmt.Appendf(body, " /Alt %s", textString(n.alt))
	}
	if n.actual != "" {
		body = fmt.Appendf(body, " /ActualText %s", textString(n.actual))
	}
	if n.attrs != "" {
		body = fmt.Appendf(body, " /A <<%s>>", n.attrs)
	}
	(*w.objs)[own] = fmt.Appendf(body, " /K [%s]>>", strings.Join(kids, " "))
	return own
}

// annotation is a place to press. ISO 32000-1, 12.5.6.5; what it says stands in Contents for PDF/UA.
func (w *treeWriter) annotation(l linkArea, own int) int {
	key := len(w.parents) + len(w.linkNodes)
	w.linkNodes = append(w.linkNodes, own)
	n := w.objs.add(fmt.Sprintf("<</Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f] /Border [0 0 0] /F 4 /A <</S /URI /URI %s>> "+
		"/Contents %s /StructParent %d>>", l.x0, l.y0, l.x1, l.y1, byteString(l.target), textString(l.text), key))
	w.annots[l.page-1] = append(w.annots[l.page-1], n)
	return n
}

// fonts gives fonts the names that they have, with the mark of a subset (ISO 32000-1, 9.6.4), and a map back to letters in ranges as the
// format wants them: fpdf writes one range over everything.
func fonts(objs objects) {
	hash := sha256.New()
	for _, body := range objs {
		if bytes.Contains(body, []byte("/Length1 ")) {
			hash.Write(body)
		}
	}
	subset := make([]byte, 6)
	for i, b := range hash.Sum(nil)[:6] {
		subset[i] = 'A' + b%26
	}
	names := strings.NewReplacer("/utf8"+family+"B", "/"+string(subset)+"+DejaVuSans-Bold", "/utf8"+family, "/"+string(subset)+"+DejaVuSans")
	for n, body := range objs {
		switch {
		case bytes.Contains(body, []byte("stream\n/CIDInit")):
			objs[n] = []byte(stream("", []byte(toUnicode())))
		case bytes.HasPrefix(body, []byte("<</Type /Font")):
			objs[n] = []byte(names.Replace(string(body)))
		}
	}
}

// toUnicode says that the code of a letter is its number in Unicode.
func toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	high := map[rune]bool{}
	var ranges []string
	for _, s := range letters() {
		for h := s.first >> 8; h <= s.last>>8; h++ {
			if !high[h] {
				high[h] = true
				ranges = append(ranges, fmt.Sprintf("<%02X00> <%02XFF> <%02X00>\n", h, h, h))
			}
		}
	}
	fmt.Fprintf(&b, "%d beginbfrange\n%sendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend", len(ranges), strings.Join(ranges, ""))
	return b.String()
}

// sealKey is the entry of the information dictionary that holds the raw seal in hex, so that a program need not read the picture.
const sealKey = "/SejurSeal"

// info is the information dictionary: ISO 32000-1, 14.3.3.
func (p *paper) info() string {
	at := "(" + p.sheet.At.UTC().Format(dateForm) + ")"
	seal := ""
	if p.sheet.Seal != nil {
		seal = " " + sealKey + " <" + hex.EncodeToString(p.sheet.Seal) + ">"
	}
	return fmt.Sprintf("<</Title %s /Producer (Sejur) /CreationDate %s /ModDate %s%s>>", textString(p.sheet.Title), at, at, seal)
}
