package parse

import (
	"bytes"
	"compress/zlib"
	"context"
	"io"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"sejur/internal/files/inspect"
)

// maxDepth bounds how deep objects lie in each other.
const maxDepth = 100

// looking looks through every object of a PDF, whether a page leads to it or not.
type looking struct {
	doc    *model.Context
	ctx    context.Context //nolint:containedctx // the library asks for one
	limits inspect.Limits
	left   int64 // bytes that all streams together may still unpack to
	signed bool
}

// all looks at every object, in the order of their numbers so that the same file always gets the same answer.
func (k *looking) all() error {
	for _, number := range slices.Sorted(maps.Keys(k.doc.Table)) {
		entry := k.doc.Table[number]
		if entry == nil || entry.Free || entry.Object == nil {
			continue
		}
		if lazy, ok := entry.Object.(types.LazyObjectStreamObject); ok {
			object, err := lazy.DecodedObject(k.ctx)
			if err != nil {
				return refused(inspect.Broken)
			}
			entry.Object = object
		}
		object, err := k.object(entry.Object, 0)
		if err != nil {
			return err
		}
		entry.Object = object
	}
	return nil
}

// object looks at one object with all that lies in it, and returns it without what is taken out.
func (k *looking) object(object types.Object, depth int) (types.Object, error) {
	if depth > maxDepth {
		return nil, refused(inspect.Bomb)
	}
	switch o := object.(type) {
	case types.Dict:
		return o, k.dict(o, depth)
	case types.StreamDict:
		return k.stream(o, depth)
	case types.ObjectStreamDict:
		return o, k.unpack(&o.StreamDict)
	case types.XRefStreamDict:
		return o, nil
	case types.Array:
		for i, one := range o {
			inner, err := k.object(one, depth+1)
			if err != nil {
				return nil, err
			}
			o[i] = inner
		}
		return o, nil
	}
	return object, nil
}

// silent are the entries that show nothing: what the file says about its making, what programs keep in it for themselves, and what happens
// by itself, of which only harmless things are left by then, and lists of files that name none.
func silent() []string {
	return []string{"Metadata", "PieceInfo", "LastModified", "AA", "OpenAction", "EmbeddedFiles"}
}

// dict looks at a dictionary.
func (k *looking) dict(d types.Dict, depth int) error {
	if err := k.forbidden(d); err != nil {
		return err
	}
	if _, ok := d["ByteRange"]; ok {
		k.signed = true
	}
	for _, key := range slices.Sorted(maps.Keys(d)) {
		inner, err := k.object(d[key], depth+1)
		if err != nil {
			return err
		}
		d[key] = inner
	}
	for _, key := range silent() {
		delete(d, key)
	}
	return nil
}

// forbidden tells whether a dictionary says something for which the file is refused.
func (k *looking) forbidden(d types.Dict) error {
	for key, why := range map[string]string{
		"JS": inspect.Script, "JavaScript": inspect.Script, "EF": inspect.Embedded, "Collection": inspect.Embedded,
		"XFA": inspect.Form, "RichMediaContent": inspect.RichMedia, "RichMediaSettings": inspect.RichMedia, "3DD": inspect.RichMedia,
	} {
		if _, ok := d[key]; ok {
			return refused(why)
		}
	}
	for _, key := range []string{"Type", "Subtype", "S"} {
		if why := kinds()[k.name(d[key])]; why != "" {
			return refused(why)
		}
	}
	if why := k.byItself(d["OpenAction"]); why != "" {
		return refused(why)
	}
	if more, ok := k.resolved(d["AA"]).(types.Dict); ok {
		for _, action := range more {
			if why := k.byItself(action); why != "" {
				return refused(why)
			}
		}
	}
	return nil
}

// kinds are the names of actions, annotations and things for which a file is refused.
func kinds() map[string]string {
	return map[string]string{
		"JavaScript": inspect.Script, "Rendition": inspect.Script,
		"Launch": inspect.Launch, "SubmitForm": inspect.Launch, "ImportData": inspect.Launch, "GoToR": inspect.Launch, "GoToE": inspect.Launch,
		"EmbeddedFile": inspect.Embedded, "FileAttachment": inspect.Embedded,
		"RichMedia": inspect.RichMedia, "RichMediaExecute": inspect.RichMedia, "3D": inspect.RichMedia, "GoTo3DView": inspect.RichMedia,
		"Movie": inspect.RichMedia, "Sound": inspect.RichMedia, "Screen": inspect.RichMedia,
	}
}

// name is the text of a name, followed when it lies elsewhere.
func (k *looking) name(object types.Object) string {
	name, _ := k.resolved(object).(types.Name)
	return string(name)
}

// resolved follows a reference.
func (k *looking) resolved(object types.Object) types.Object {
	if _, ok := object.(types.IndirectRef); !ok {
		return object
	}
	object, err := k.doc.Dereference(object)
	if err != nil {
		return nil
	}
	return object
}

// byItself is why an action that nobody asks for is refused: it does more than lead to a place within the file.
func (k *looking) byItself(object types.Object) string {
	action, ok := k.resolved(object).(types.Dict)
	if !ok {
		return "" // a destination, or nothing
	}
	kind := k.name(action["S"])
	switch why := kinds()[kind]; {
	case why != "":
		return why
	case kind == "GoTo", kind == "Named", kind == "":
		return ""
	}
	return inspect.Launch
}

// stream looks at a stream: what it says of itself, where its data lie, and how much they unpack to.
func (k *looking) stream(s types.StreamDict, depth int) (types.Object, error) {
	if err := k.dict(s.Dict, depth); err != nil {
		return nil, err
	}
	if _, ok := s.Dict["F"]; ok {
		return nil, refused(inspect.Launch) // the data lie in another file
	}
	if len(s.FilterPipeline) == 1 && s.FilterPipeline[0].Name == "DCTDecode" {
		s.Raw = bare(s.Raw)
		length := int64(len(s.Raw))
		s.StreamLength = &length
		s.Dict["Length"] = types.Integer(length)
	}
	return s, k.unpack(&s)
}

// unpack counts what a stream unpacks to, one filter after the other, without keeping it. It counts Flate, which everybody uses and which grows a
// thousandfold; whoever draws the pages has limits of its own for the rest.
func (k *looking) unpack(s *types.StreamDict) error {
	var r io.Reader = bytes.NewReader(s.Raw)
	for _, filter := range s.FilterPipeline {
		if filter.Name != "FlateDecode" {
			return nil
		}
		unpacked, err := zlib.NewReader(r)
		if err != nil {
			return nil //nolint:nilerr // not readable, so nothing comes out of it
		}
		counted := &io.LimitedReader{R: unpacked, N: min(k.limits.Unpack, k.left) + 1}
		r = counted
		defer func() { _ = unpacked.Close() }()
	}
	n, _ := io.Copy(io.Discard, r) // what is broken ends here, as it does for whoever reads it
	k.left -= n
	if n > k.limits.Unpack || k.left < 0 {
		return refused(inspect.Bomb)
	}
	return nil
}

// pages counts the pages by walking their tree, in which nothing may come twice.
func (k *looking) pages() (int, error) {
	root, err := k.doc.Catalog()
	if err != nil || root == nil {
		return 0, refused(inspect.Broken)
	}
	count, seen := 0, make(map[int]bool)
	todo := []types.Object{root["Pages"]}
	for len(todo) > 0 {
		object := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		ref, ok := object.(types.IndirectRef)
		if !ok || seen[ref.ObjectNumber.Value()] {
			return 0, refused(inspect.Broken)
		}
		seen[ref.ObjectNumber.Value()] = true
		node, ok := k.resolved(ref).(types.Dict)
		if !ok {
			return 0, refused(inspect.Broken)
		}
		kids, ok := k.resolved(node["Kids"]).(types.Array)
		if !ok {
			count++
		}
		todo = append(todo, kids...)
		if count > k.limits.Pages {
			return 0, refused(inspect.Pages)
		}
	}
	if count == 0 {
		return 0, refused(inspect.Broken)
	}
	return count, nil
}

// bare is a JPEG without what its camera and its programs said about it: the segments of applications, but that of JFIF and the one of Adobe that says
// how its colours are meant, and comments.
func bare(data []byte) []byte {
	list, ok := segments(data)
	if !ok || !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return data
	}
	out := append(make([]byte, 0, len(data)), data[:2]...)
	for _, s := range list {
		if 0xe1 <= s.marker && s.marker <= 0xed || s.marker == 0xef || s.marker == 0xfe {
			continue
		}
		out = append(out, data[s.at:s.end]...)
	}
	return append(out, data[list[len(list)-1].end:]...)
}
