// Package passkeytest plays the part of a person's phone or computer that keeps passkeys: it answers what a page asks of a browser, as
// Web Authentication (level 3) describes it, with ES256 keys and no attestation. Tests of browsers have the browser's own.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Authenticator keeps passkeys. The zero Authenticator keeps none yet and recognises its person.
type Authenticator struct {
	Origin  string // of the page, as the browser reports it
	Unsure  bool   // it does not recognise its person: it only feels a touch
	Counts  bool   // it counts its uses
	Passkey []*Passkey
}

// Passkey is one key.
type Passkey struct {
	ID     []byte
	Site   string // the relying party
	User   []byte // the handle that the site gave
	Uses   uint32
	secret *ecdsa.PrivateKey
}

// The bits of an authenticator's flags (section 6.1).
const (
	present  = 1 << 0
	verified = 1 << 2
	attested = 1 << 6
)

type creation struct {
	Challenge string `json:"challenge"`
	Site      struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

// Create answers navigator.credentials.create: it makes a key and returns the browser's JSON.
func (a *Authenticator) Create(options []byte) ([]byte, error) {
	var in creation
	if err := json.Unmarshal(options, &in); err != nil {
		return nil, fmt.Errorf("read the options: %w", err)
	}
	user, err := base64.RawURLEncoding.DecodeString(in.User.ID)
	if err != nil {
		return nil, fmt.Errorf("read the handle: %w", err)
	}
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	key := &Passkey{ID: []byte(rand.Text()), Site: in.Site.ID, User: user, secret: secret}
	public, err := coseKey(&secret.PublicKey)
	if err != nil {
		return nil, err
	}
	data := a.data(key, attested)
	data = append(data, make([]byte, 16)...)                        // AAGUID: none
	data = binary.BigEndian.AppendUint16(data, uint16(len(key.ID))) //nolint:gosec // G115: 26
	data = append(append(data, key.ID...), public...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		return nil, fmt.Errorf("write the attestation: %w", err)
	}
	a.Passkey = append(a.Passkey, key)
	return answer(key, map[string]any{
		"clientDataJSON": a.client("webauthn.create", in.Challenge), "attestationObject": object, "transports": []string{"internal"},
	})
}

type request struct {
	Challenge string `json:"challenge"`
	Site      string `json:"rpId"`
	Allow     []struct {
		ID string `json:"id"`
	} `json:"allowCredentials"`
}

// Get answers navigator.credentials.get with the latest key that fits, and returns the browser's JSON.
func (a *Authenticator) Get(options []byte) ([]byte, error) {
	var in request
	if err := json.Unmarshal(options, &in); err != nil {
		return nil, fmt.Errorf("read the options: %w", err)
	}
	var key *Passkey
	for _, k := range a.Passkey {
		if k.Site == in.Site && in.allows(k) {
			key = k
		}
	}
	if key == nil {
		return nil, fmt.Errorf("no passkey fits %q", in.Site)
	}
	if a.Counts {
		key.Uses++
	}
	data := a.data(key, 0)
	client := a.client("webauthn.get", in.Challenge)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, key.secret, signed[:])
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return answer(key, map[string]any{
		"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": key.User,
	})
}

func (r request) allows(k *Passkey) bool {
	for _, c := range r.Allow {
		if c.ID == base64.RawURLEncoding.EncodeToString(k.ID) {
			return true
		}
	}
	return len(r.Allow) == 0
}

// data is the authenticator's data (section 6.1) without what is attested.
func (a *Authenticator) data(k *Passkey, flags byte) []byte {
	site := sha256.Sum256([]byte(k.Site))
	flags |= present
	if !a.Unsure {
		flags |= verified
	}
	return binary.BigEndian.AppendUint32(append(site[:], flags), k.Uses)
}

// client is what the browser signs of itself (section 5.8.1).
func (a *Authenticator) client(kind, challenge string) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	if err != nil {
		panic(err) // three strings
	}
	return text
}

// coseKey writes a public key (RFC 9053, ES256 on P-256).
func coseKey(public *ecdsa.PublicKey) ([]byte, error) {
	point, err := public.Bytes()
	if err != nil {
		return nil, fmt.Errorf("write the key: %w", err)
	}
	return webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
}

// answer is a PublicKeyCredential as browsers write it to JSON.
func answer(k *Passkey, response map[string]any) ([]byte, error) {
	for name, value := range response {
		if raw, ok := value.([]byte); ok {
			response[name] = base64.RawURLEncoding.EncodeToString(raw)
		}
	}
	id := base64.RawURLEncoding.EncodeToString(k.ID)
	return json.Marshal(map[string]any{
		"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
		"authenticatorAttachment": "platform",
	})
}
