package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"time"

	"sejur/internal/keys"
)

// signerCertificates prints the certificates of a signing folder. It opens no key.
type signerCertificates struct {
	jsonFlag
	dataFlag
	SignerDir string `name:"signer-dir" placeholder:"DIR" help:"The folder of the signing keys. Default: SEJUR_SIGNER_DIR, then signer in the data folder."`
}

// Help is the long help of the command.
func (*signerCertificates) Help() string {
	return "They are public: hand them to whoever checks documents. No passphrase is needed. Example: sejur signer certificates --data ./data > certificates.pem"
}

// certificateAnswer is one certificate as JSON.
type certificateAnswer struct {
	Identifier string    `json:"identifier"` // as a seal names the signer
	Reference  string    `json:"reference"`  // as a seal names the certificate
	Authority  bool      `json:"authority"`
	Specimen   bool      `json:"specimen"`
	From       time.Time `json:"from"` // when its key signs
	Until      time.Time `json:"until"`
	GoodUntil  time.Time `json:"good_until"` // when nothing is checked with it any more
	SHA256     string    `json:"sha256"`     // of the certificate in DER, hexadecimal
	PEM        string    `json:"pem"`
}

func newCertificateAnswer(c *x509.Certificate) certificateAnswer {
	use, sum := keys.Use(c), sha256.Sum256(c.Raw)
	return certificateAnswer{
		Identifier: keys.Identifier(c), Reference: keys.Reference(c), Authority: c.IsCA, Specimen: keys.IsSpecimen(c),
		From: use.From, Until: use.To, GoodUntil: c.NotAfter, SHA256: hex.EncodeToString(sum[:]), PEM: string(keys.Certificates{c}.PEM()),
	}
}

// Run prints the bundle.
func (c *signerCertificates) Run(d *desk) error {
	all, err := keys.ReadCertificates(signingFlags{SignerDir: c.SignerDir}.folder(d, c.find(d)))
	if err != nil {
		return err
	}
	if !c.JSON {
		return d.print(string(all.PEM()))
	}
	out := make([]certificateAnswer, len(all))
	for i, one := range all {
		out[i] = newCertificateAnswer(one)
	}
	return d.printJSON(out)
}
