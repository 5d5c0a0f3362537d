// Package verdicttest is an office of made-up people for tests: it seals papers, publishes its key and its list of revoked ones.
package verdicttest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"math/big"
	"testing"

	"sejur/internal/seal"
	"sejur/internal/seal/matrix"
	"sejur/internal/verdict"
)

// Today is the legal day of the tests.
const Today = "2026-11-20"

// Office seals papers.
type Office struct {
	Key               crypto.Signer // on P-256
	Signer, Reference string        // as the heads of seals and lists have it
	Ring              verdict.Keyring
}

// New opens an office with a key of its own.
func New(t testing.TB) *Office {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	const signer, reference = "ROSJ", "1A2B3"
	ring := verdict.Keyring{verdict.NewKey(signer, reference, key.Public(), "2026-01-01", "2027-02-28")}
	return &Office{Key: key, Signer: signer, Reference: reference, Ring: ring}
}

// Code is on the paper that Seal seals.
const Code = "7K3MQ2W9FDX4N8E"

// receipt is what the office seals of a receipt.
func (o *Office) receipt() seal.Content {
	return seal.Content{
		Kind: seal.Receipt, Country: "ROU", Signer: o.Signer, Certificate: o.Reference, Issued: "2026-11-02", Signed: "2026-11-02",
		Features: map[string]string{
			"CODE": Code, "NUMBER": "R04821733", "NAME": "POPESCU<<ANA<MARIA", "BIRTH_DATE": "1990-05-17", "KIND": "study-permit",
			"FACTS_HASH": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
		},
	}
}

// Seal seals a receipt, as change makes it; change may be nil.
func (o *Office) Seal(t testing.TB, change func(*seal.Content)) []byte {
	t.Helper()
	content := o.receipt()
	if change != nil {
		change(&content)
	}
	raw, err := seal.Sign(content, o.Key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Gone is a line of a list.
type Gone struct {
	Seal   string `json:"seal"`
	Status string `json:"status"`
	Since  string `json:"since"`
}

// Take takes a seal back.
func Take(t testing.TB, raw []byte, status, since string) Gone {
	t.Helper()
	s, err := seal.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(s.Signed())
	return Gone{hex.EncodeToString(sum[:]), status, since}
}

// List is a list as the office publishes it.
type List struct {
	Number       int64  `json:"number"`
	Issued       string `json:"issued"`
	Next         string `json:"next"`
	Entries      []Gone `json:"entries"`
	Kid, Alg, Of string `json:"-"` // of its head, "" = as the office writes them
}

// Fresh is a list of today.
func Fresh(gone ...Gone) List {
	return List{Number: 7, Issued: "2026-11-20T06:00:00Z", Next: "2026-11-21T18:00:00Z", Entries: gone}
}

// Publish signs a list.
func (o *Office) Publish(t testing.TB, l List) string {
	t.Helper()
	or := func(given, usual string) string {
		if given == "" {
			return usual
		}
		return given
	}
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	head := map[string]string{"alg": or(l.Alg, "ES256"), "typ": or(l.Of, "sejur-revocations"), "kid": or(l.Kid, o.Signer+"/"+o.Reference)}
	signed := part(head) + "." + part(l)
	sum := sha256.Sum256([]byte(signed))
	der, err := o.Key.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, 64)
	pair.R.FillBytes(signature[:32])
	pair.S.FillBytes(signature[32:])
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// Draw prints a seal: each module so many pixels wide.
func Draw(t testing.TB, raw []byte, wide int) image.Image {
	t.Helper()
	grid, err := matrix.Draw(raw)
	if err != nil {
		t.Fatal(err)
	}
	side := len(grid) * wide
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			if !grid[y/wide][x/wide] {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return picture
}
