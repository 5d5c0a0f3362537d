package document

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"sejur/internal/calendar"
	"sejur/internal/mrz"
	"sejur/internal/seal"
)

// The countries that a seal names: the issuing state, and the state of nobody for what is worth nothing (ICAO Doc 9303-3).
const (
	issuer      = "ROU"
	ofASpecimen = "UTO"
)

// sealKind names the definition of a kind of paper.
func sealKind(k Kind) string {
	switch k {
	case Receipt:
		return seal.Receipt
	case Certificate:
		return seal.Certificate
	case Decision:
		return seal.Decision
	case Invitation:
		return seal.Invitation
	case Letter:
		return seal.Letter
	}
	return ""
}

// content is what is sealed of a document: what identifies it and its holder, and the hash of all that it says.
func content(d Document, key Key, on calendar.Date) (seal.Content, error) {
	country := issuer
	if d.Specimen {
		country = ofASpecimen
	}
	features, err := features(d)
	return seal.Content{
		Kind: sealKind(d.Kind), Country: country, Signer: key.Identifier, Certificate: key.Reference, Issued: d.IssuedOn.String(),
		Signed: on.String(), Features: features,
	}, err
}

// features are the sealed values by the names of the definition.
func features(d Document) (map[string]string, error) {
	hash, err := factsHash(d)
	if err != nil {
		return nil, err
	}
	name, err := zoneName(d)
	if err != nil {
		return nil, err
	}
	all := map[string]string{
		"CODE": string(d.Code), "NUMBER": string(d.Number), "NAME": name,
		"BIRTH_DATE": d.Fact(BirthDate), "KIND": d.Procedure, "FACTS_HASH": hash,
	}
	if d.Kind != Letter {
		all["VALID_UNTIL"], all["NATIONALITY"] = d.ValidUntil.String(), threeLetters(d.Fact(Nationality))
	}
	switch d.Kind {
	case Decision:
		all["OUTCOME"], all["CONTEST_UNTIL"] = strings.ToUpper(d.Fact(Outcome)), d.Fact(ContestBy)
	case Invitation:
		all["PASSPORT_NUMBER"] = plain(d.Fact(Passport))
	case Receipt, Certificate, Letter:
	}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all, nil
}

// factsHash is over all that the paper says, in its order.
func factsHash(d Document) (string, error) {
	text, err := json.Marshal(d.Facts)
	if err != nil {
		return "", fmt.Errorf("facts of document %s: %w", d.ID, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// threeLetters is a country as machine-readable zones write it (ISO 3166-1 alpha-3), "" when there is no such code.
func threeLetters(country string) string {
	region, err := language.ParseRegion(country)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return region.ISO3()
}

// plain is a number of a paper without what is written between its letters and digits.
func plain(number string) string {
	return strings.Map(func(r rune) rune {
		if (r >= '0' && r <= '9') || (r >= 'A' && r <= 'Z') {
			return r
		}
		return -1
	}, strings.ToUpper(number))
}

// Write seals a document with a key, on a day. A key for a trial signs specimens alone.
func Write(d Document, key Key, on calendar.Date) ([]byte, error) {
	if key.Specimen && !d.Specimen {
		return nil, errors.New("the key signs specimens alone, and this is none")
	}
	c, err := content(d, key, on)
	if err != nil {
		return nil, err
	}
	return seal.Sign(c, key.Signer)
}

// published is the one certificate that a seal is verified with.
type published struct {
	certificate SignerCertificate
	key         crypto.PublicKey
}

// Key is the key of the certificate, for the signer and the reference that it has.
func (p published) Key(signer, reference string) (crypto.PublicKey, bool) {
	return p.key, signer == strings.ToUpper(p.certificate.Identifier) && reference == seal.Reference(p.certificate.Reference)
}

// Verify refuses a seal that a certificate did not sign, or that does not say what the document says.
func Verify(raw []byte, d Document, c SignerCertificate) error {
	certificate, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return fmt.Errorf("certificate %s: %w", c.Reference, err)
	}
	return verify(raw, d, published{c, certificate.PublicKey})
}

// verify is Verify with a certificate whose key is known.
func verify(raw []byte, d Document, p published) error {
	s, verdict := seal.Check(raw, p)
	if verdict.Status != seal.Valid {
		return fmt.Errorf("the signature of document %s is not good: %s", d.ID, verdict.Sub)
	}
	want, err := features(d)
	if err != nil {
		return err
	}
	for _, name := range []string{"CODE", "NUMBER", "FACTS_HASH"} {
		if f, _ := s.Feature(name); !strings.EqualFold(f.Value, want[name]) {
			return fmt.Errorf("the seal of document %s is another document's: %s", d.ID, name)
		}
	}
	return nil
}

// Digest is by what a seal is known on lists: the SHA-256 of what is signed of it, in hex. Not of all its bytes, for whoever has a seal can
// write its signature in another way that is as good.
func Digest(raw []byte) (string, error) {
	s, err := seal.Parse(raw)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(s.Signed())
	return hex.EncodeToString(sum[:]), nil
}

// longestName is what a seal has room for: as many characters as the zone of a passport.
const longestName = 39

// zoneName is a name as machine-readable zones write it (ICAO Doc 9303-3, 4.6 and 6).
func zoneName(d Document) (string, error) {
	spelling := mrz.Spelling{Cyrillic: mrz.LanguageOf(threeLetters(d.Fact(Nationality)))}
	name, err := mrz.Transliterate(d.Fact(Surname), spelling)
	if err != nil {
		return "", fmt.Errorf("surname: %w", err)
	}
	given, err := mrz.Transliterate(d.Fact(Given), spelling)
	if err != nil {
		return "", fmt.Errorf("given names: %w", err)
	}
	if given != "" {
		name += "<<" + given
	}
	return strings.TrimRight(name[:min(len(name), longestName)], "<"), nil
}
