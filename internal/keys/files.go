package keys

import (
	"fmt"
	"strings"

	"filippo.io/age"
)

// FilesRecipient is whom the files that people send are encrypted to.
func (r *Ring) FilesRecipient() *age.X25519Recipient { return r.files.Recipient() }

// FilesIdentity opens what was encrypted to FilesRecipient.
func (r *Ring) FilesIdentity() *age.X25519Identity { return r.files }

// newFilesKey makes an age identity of a sub-key: any 32 bytes are a key of X25519 (RFC 7748, 5). age reads identities as text alone.
func newFilesKey(sub []byte) (*age.X25519Identity, error) {
	identity, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", sub)))
	if err != nil {
		return nil, fmt.Errorf("make the key of files: %w", err)
	}
	return identity, nil
}

// bech32 writes bytes with a name before them and a checksum behind them (BIP 173; age(1) has no bound on the length).
func bech32(name string, data []byte) string {
	const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	var fives []byte // the bits in groups of five, the last one filled with zeros
	var bits uint
	var n int
	for _, b := range data {
		for bits, n = bits<<8|uint(b), n+8; n >= 5; n -= 5 {
			fives = append(fives, byte(bits>>(n-5)&31))
		}
	}
	if n > 0 {
		fives = append(fives, byte(bits<<(5-n)&31))
	}
	var summed []byte
	for _, c := range []byte(name) {
		summed = append(summed, c>>5)
	}
	summed = append(summed, 0)
	for _, c := range []byte(name) {
		summed = append(summed, c&31)
	}
	sum := polymod(append(append(summed, fives...), make([]byte, 6)...)) ^ 1
	for i := 5; i >= 0; i-- {
		fives = append(fives, byte(sum>>(5*i)&31))
	}
	for i, five := range fives {
		fives[i] = alphabet[five]
	}
	return name + "1" + string(fives)
}

// polymod is the checksum of bech32: the rest of a division by its generator.
func polymod(values []byte) uint32 {
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}
