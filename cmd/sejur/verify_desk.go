package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"image"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office/issuing"
	"sejur/internal/print"
	"sejur/internal/seal/scan"
	"sejur/internal/verdict"
	pages "sejur/internal/web/verify"
)

// checker checks papers for the pages: the desk of documents knows what was issued, package print reads files, package scan pictures.
type checker struct {
	desk *issuing.Desk
	now  func() time.Time
}

// Admit takes one from what a network may send.
func (c checker) Admit(ctx context.Context, client string) error {
	return tooMuch(c.desk.Admit(ctx, client))
}

// LookUp asks the desk for a code.
func (c checker) LookUp(ctx context.Context, in pages.LookUp) (verdict.Verdict, error) {
	today := calendar.Today(c.now())
	found, err := c.desk.LookUp(ctx, access.Actor{}, issuing.LookUp{Code: in.Code, Client: in.Client, Request: in.Request})
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return verdict.Judge{Today: today.String()}.Nothing(verdict.UnknownCode), nil
	}
	if err != nil {
		return verdict.Verdict{}, tooMuch(err)
	}
	return found.Verdict(in.Lang, today), nil
}

// tooMuch is the fault of a used up allowance as the pages know it.
func tooMuch(err error) error {
	var told *fault.Error
	if errors.As(err, &told) && told.Key == issuing.TooMany {
		return fault.New(fault.Unavailable, pages.TooMany, told.Args...)
	}
	return err
}

// Published is what the desk publishes.
func (c checker) Published(ctx context.Context) (pages.Published, error) {
	registered, err := c.desk.Certificates(ctx)
	if err != nil {
		return pages.Published{}, err
	}
	all, err := parsed(issuing.Trusted(registered))
	if err != nil {
		return pages.Published{}, err
	}
	out := pages.Published{Keys: keyring(all), Certificates: all.PEM()}
	list, err := c.desk.LastList(ctx)
	switch {
	case err == nil:
		out.List, out.Next = list.Body, list.Next
	case fault.KindOf(err) != fault.NotFound:
		return pages.Published{}, err
	}
	return out, nil
}

// parsed reads the certificates that are registered.
func parsed(registered []issuing.Certificate) (keys.Certificates, error) {
	var all keys.Certificates
	for _, c := range registered {
		one, err := x509.ParseCertificate(c.DER)
		if err != nil {
			return nil, fmt.Errorf("certificate %s: %w", c.Reference, err)
		}
		all = append(all, one)
	}
	return all, nil
}

// PDF judges a file.
func (checker) PDF(judge verdict.Judge, certificates []byte, file []byte) verdict.Verdict {
	all, err := keys.ParseCertificates(certificates)
	if err != nil {
		return judge.Nothing(verdict.UnknownSigner)
	}
	return judgePDF(judge, all, file)
}

// Picture reads the seal in a picture.
func (checker) Picture(picture image.Image) ([]byte, error) { return scan.Read(picture) }

// keyring are the keys of signers, as a verdict is made with them.
func keyring(all keys.Certificates) verdict.Keyring {
	var ring verdict.Keyring
	for _, c := range all {
		if c.IsCA {
			continue
		}
		use := keys.Use(c)
		key := verdict.NewKey(keys.Identifier(c), keys.Reference(c), c.PublicKey, calendar.Today(use.From).String(), calendar.Today(use.To).String())
		key.Specimen = keys.IsSpecimen(c)
		ring = append(ring, key)
	}
	return ring
}

// judgePDF judges a file that the office may have issued: first whether it is as it was signed, then the seal in it.
func judgePDF(judge verdict.Judge, all keys.Certificates, file []byte) verdict.Verdict {
	trusted := x509.NewCertPool()
	for _, c := range all {
		trusted.AddCert(c)
	}
	signed, err := print.Verify(file, trusted)
	if err != nil {
		return judge.Nothing(verdict.NoSeal)
	}
	raw, sealed := print.Seal(file)
	switch signed.Status {
	case print.Valid:
	case print.UnknownSigner:
		return judge.Nothing(verdict.UnknownSigner)
	case print.Altered, print.Appended:
		return changed(judge)
	case print.NotSigned:
		if sealed {
			return changed(judge) // the office signs every file in which it puts a seal
		}
	}
	if !sealed {
		return judge.Nothing(verdict.NoSeal)
	}
	v := judge.Seal(raw)
	if v.Why == verdict.UnknownSigner {
		return v // the file was drawn under one certificate of the office, and the seal in it signed under another that is distrusted since
	}
	if v.Status == verdict.Altered || v.Status == verdict.Unknown {
		v.Status, v.Why = verdict.Altered, verdict.OtherFacts // the office signs no file with such a seal
	}
	return v
}

func changed(judge verdict.Judge) verdict.Verdict {
	return verdict.Verdict{Status: verdict.Altered, Why: verdict.FileChanged, On: judge.Today}
}
