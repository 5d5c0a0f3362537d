package print

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Signer is who signs: a key, wherever it lies, and its certificate with those that issued it.
type Signer struct {
	Key   crypto.Signer
	Chain []*x509.Certificate // the key's own first
}

// Signing is what a signature says beside who made it.
type Signing struct {
	At     time.Time // when it was made; the file vouches for nothing else about time
	Field  string    // what the signature is, for a reader who cannot see it
	Reason string    // why it was made, "" = not said
}

// dateForm is how a PDF writes a moment of UTC (ISO 32000-1, 7.9.4).
const dateForm = "D:20060102150405Z"

// Errors of Sign, for programs: a wrong key is no fault of somebody's input.
var (
	ErrKey    = errors.New("no ECDSA key on P-256 or P-384 with its own certificate")
	ErrSigned = errors.New("signed already")
)

// Sign adds a signature to a file that Draw gave: PAdES B-B (ETSI EN 319 142-1), as an incremental update, so that what was drawn stays
// byte for byte. It cannot be seen on the page; what a person sees of it is the seal.
func Sign(pdf []byte, s Signer, about Signing) ([]byte, error) {
	if len(s.Chain) == 0 || s.Key == nil || !strong(s.Key.Public()) {
		return nil, ErrKey
	}
	if own, ok := s.Chain[0].PublicKey.(*ecdsa.PublicKey); !ok || !own.Equal(s.Key.Public()) {
		return nil, ErrKey
	}
	f, err := open(pdf)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	room := 1536 // names, hashes, a signature: about 700 bytes
	for _, c := range s.Chain {
		room += len(c.Raw)
	}
	u := &update{file: f, bodies: map[int]string{}, next: f.size}
	if err := u.signature(about, room); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return fill(u.write(), s)
}

// fill writes the ranges and the signature into the room left for them.
func fill(pdf []byte, s Signer) ([]byte, error) {
	at := bytes.LastIndex(pdf, []byte(byteRange))
	gap := at + bytes.Index(pdf[at:], []byte("/Contents <")) + len("/Contents ")
	end := gap + bytes.IndexByte(pdf[gap:], '>') + 1
	copy(pdf[at:], ranges(gap, end, len(pdf)-end))
	cms, err := signCMS(covered(pdf, gap, end), s)
	if err != nil {
		return nil, err
	}
	if hex.EncodedLen(len(cms)) > end-gap-2 {
		return nil, errors.New("sign: the signature is larger than the room left for it")
	}
	hex.Encode(pdf[gap+1:], cms)
	return pdf, nil
}

// covered is the hash of all but the gap.
func covered(pdf []byte, gap, end int) []byte {
	h := sha256.New()
	h.Write(pdf[:gap])
	h.Write(pdf[end:])
	return h.Sum(nil)
}

// byteRange begins the two ranges that are signed: from the start to the gap, from its end to the end. Their text is of fixed width.
const byteRange = "/ByteRange [0 "

func ranges(gap, end, rest int) string {
	return fmt.Sprintf(byteRange+"%10d %10d %10d]", gap, end, rest)
}

// update is what is added to a file: objects new and changed.
type update struct {
	*file
	bodies map[int]string
	next   int
}

func (u *update) add(body string) int {
	u.bodies[u.next] = body
	u.next++
	return u.next - 1
}

// signature adds the signature, its field on the first page, and the field's place in the structure tree.
func (u *update) signature(about Signing, room int) error {
	catalogue, err := u.object(u.root)
	if err != nil {
		return err
	}
	if bytes.Contains(catalogue, []byte("/AcroForm")) {
		return ErrSigned
	}
	root := entry(catalogue, "/StructTreeRoot ")
	tree, err := u.object(root)
	if err != nil {
		return err
	}
	document, parents, key := entry(tree, "/K ["), entry(tree, "/ParentTree "), entry(tree, "/ParentTreeNextKey ")
	reason := ""
	if about.Reason != "" {
		reason = " /Reason " + textString(about.Reason)
	}
	signature := u.add(fmt.Sprintf("<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached%s /M (%s) %s /Contents <%s>>>",
		reason, about.At.UTC().Format(dateForm), ranges(0, 0, 0), strings.Repeat("0", 2*room)))
	page, form := pageObject(1), u.next+1
	field := u.add(fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /TU %s /V %s /P %s /F 132 /Rect [0 0 0 0] /StructParent %d>>",
		textString(about.Field), ref(signature), ref(page), key))
	u.add(fmt.Sprintf("<</Type /StructElem /S /Form /P %s /K [<</Type /OBJR /Obj %s /Pg %s>>]>>", ref(document), ref(field), ref(page)))
	for _, change := range []struct {
		object      int
		before, put string
	}{
		{u.root, ">>", " /AcroForm <</Fields [" + ref(field) + "] /SigFlags 3>>"},
		{page, "]\n/Contents", " " + ref(field)},
		{root, ">>", fmt.Sprintf(" /ParentTreeNextKey %d", key+1)},
		{document, "]>>", " " + ref(form)},
		{parents, "]>>", fmt.Sprintf("%d %s ", key, ref(form))},
	} {
		if err := u.insert(change.object, change.before, change.put); err != nil {
			return err
		}
	}
	u.bodies[root] = strings.Replace(u.bodies[root], fmt.Sprintf(" /ParentTreeNextKey %d", key), "", 1)
	return nil
}

// insert puts something into an object, before the last place where a text stands.
func (u *update) insert(n int, before, put string) error {
	body, err := u.object(n)
	if err != nil {
		return err
	}
	at := bytes.LastIndex(body, []byte(before))
	if at < 0 {
		return fmt.Errorf("object %d: %w", n, errNotOurs)
	}
	u.bodies[n] = string(body[:at]) + put + string(body[at:])
	return nil
}

// write gives the file with the update at its end (ISO 32000-1, 7.5.6).
func (u *update) write() []byte {
	var b bytes.Buffer
	b.Grow(len(u.data) + 16<<10)
	b.Write(u.data)
	numbers := slices.Sorted(maps.Keys(u.bodies))
	var table strings.Builder
	for i, n := range numbers {
		if i == 0 || numbers[i-1] != n-1 {
			run := 1
			for i+run < len(numbers) && numbers[i+run] == n+run {
				run++
			}
			fmt.Fprintf(&table, "%d %d\n", n, run)
		}
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, u.bodies[n])
	}
	start := b.Len()
	id := sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "xref\n%strailer\n<</Size %d /Root %s /Info %s /Prev %d /ID [%s <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		&table, u.next, ref(u.root), ref(u.info), u.start, u.id(), id[:16], start)
	return b.Bytes()
}

// id is the first half of the file's ID, which stays what it was.
func (u *update) id() string {
	_, after, _ := bytes.Cut(u.data[u.start:], []byte("/ID ["))
	first, _, _ := bytes.Cut(after, []byte(" "))
	return string(first)
}
