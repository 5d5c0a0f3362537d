package verdict

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"

	"sejur/internal/seal"
)

// List says which seals are good no more. The office signs one after each change and every so often; whoever checks without a network
// takes the last one along.
type List struct {
	Number int64            // counts up; 0 = there is no list
	Issued string           // RFC 3339, in UTC
	Next   string           // by when the next one is there
	Gone   map[string]Entry // by the digest of the seal
}

// Entry is a seal that is good no more.
type Entry struct {
	Status Status
	Since  string
}

// Errors of a list that is not believed.
var (
	ErrNoList     = errors.New("this is no list of revoked documents")
	ErrListSigner = errors.New("the list of revoked documents is signed by nobody whose key is published")
	ErrListForged = errors.New("the list of revoked documents is not as it was signed")
	ErrListOlder  = errors.New("the list of revoked documents is older than one that is known already")
)

// ListType is the type that the head of a list names, so that no other signed text can stand for one.
const ListType = "sejur-revocations"

// Kid names in the head of a list the certificate that signed it.
func Kid(signer, reference string) string { return signer + "/" + reference }

// listHead is the head of a list (JWS in its compact form, RFC 7515).
type listHead struct {
	Alg  string   `json:"alg"`
	Type string   `json:"typ"`
	Kid  string   `json:"kid"`  // see Kid: "ROSJ/1A2B3"
	Crit []string `json:"crit"` // what must be understood: nothing is, beyond this
}

// listBody is what a list says.
type listBody struct {
	Number int64      `json:"number"`
	Issued string     `json:"issued"`
	Next   string     `json:"next"`
	Gone   []listLine `json:"entries"`
}

// listLine is what it says of one seal.
type listLine struct {
	Seal   string `json:"seal"`
	Status Status `json:"status"`
	Since  string `json:"since"`
}

// Body is what is signed of a list. Equal lists have equal bodies.
func (l List) Body() ([]byte, error) {
	body := listBody{Number: l.Number, Issued: l.Issued, Next: l.Next, Gone: make([]listLine, 0, len(l.Gone))}
	for _, digest := range slices.Sorted(maps.Keys(l.Gone)) {
		body.Gone = append(body.Gone, listLine{digest, l.Gone[digest].Status, l.Gone[digest].Since})
	}
	return json.Marshal(body)
}

// ListSigner is the certificate with which a list says that it is signed, see Kid; "" for what is no list. Whether that is true, ReadList says.
func ListSigner(compact string) string {
	var head listHead
	first, _, _ := strings.Cut(compact, ".")
	if !decode(first, &head) || head.Type != ListType {
		return ""
	}
	return head.Kid
}

// ReadList reads a list and believes it only when it is signed by a published key. Its errors are those above.
func ReadList(compact string, keys Keyring) (List, error) {
	parts := strings.Split(strings.TrimSpace(compact), ".")
	if len(parts) != 3 {
		return List{}, ErrNoList
	}
	var head listHead
	var body listBody
	if !decode(parts[0], &head) || head.Alg != "ES256" || head.Type != ListType || len(head.Crit) > 0 {
		return List{}, ErrNoList
	}
	signer, reference, _ := strings.Cut(head.Kid, "/")
	key, ok := keys.find(signer, reference)
	public := key.public()
	if !ok || public == nil || public.Curve != elliptic.P256() {
		return List{}, ErrListSigner
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return List{}, ErrListForged
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return List{}, ErrListForged
	}
	if !decode(parts[1], &body) || body.Number <= 0 || len(day(body.Issued)) != 10 || len(day(body.Next)) != 10 {
		return List{}, ErrNoList
	}
	list := List{Number: body.Number, Issued: body.Issued, Next: body.Next, Gone: make(map[string]Entry, len(body.Gone))}
	for _, g := range body.Gone {
		status := g.Status
		if status != Lost {
			status = Revoked // a word that we do not know is no reason to accept the paper
		}
		list.Gone[strings.ToLower(g.Seal)] = Entry{Status: status, Since: g.Since}
	}
	return list, nil
}

func decode(part string, into any) bool {
	data, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(data, into) == nil
}

// After refuses a list that is older than one that is known: somebody kept back what was revoked since.
func (l List) After(known List) (List, error) {
	if l.Number < known.Number {
		return known, ErrListOlder
	}
	return l, nil
}

// find looks a seal up: by what is signed of it. Not by all of its bytes, for a signature of ECDSA has a twin that is as good.
func (l List) find(s seal.Seal) (Entry, bool) {
	sum := sha256.Sum256(s.Signed())
	entry, ok := l.Gone[hex.EncodeToString(sum[:])]
	return entry, ok
}
