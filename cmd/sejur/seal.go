package main

import (
	"encoding/hex"
	"errors"
	"os"
	"strconv"
	"strings"
	"unicode"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/seal"
	certificates "sejur/internal/seal/certificate"
	"sejur/internal/seal/scan"
	"sejur/internal/verdict/photo"
)

// sealCommands read visible digital seals. They need no law.
type sealCommands struct {
	Read sealRead `cmd:"" help:"Say what a seal says, and whether it is genuine (hexadecimal digits on standard input, or a picture)."`
}

type sealRead struct {
	Picture string `arg:"" optional:"" type:"existingfile" help:"A picture with the seal: PNG or JPEG, at most 50 million pixels. Default: hexadecimal digits on standard input."`
	Keys    string `name:"keys" placeholder:"DIR" type:"existingdir" help:"The certificates of signers whom you trust: files that end in .pem, .crt, .cer or .der."`
	jsonFlag
	langFlag
}

// Help is the long help of the command.
func (*sealRead) Help() string {
	return "Ends with 0 when the seal is valid, with 1 and a sentence when it is not or when that cannot be said.\n\n" +
		"Example: sejur seal read photo.jpg --keys certificates"
}

// sealAnswer is what seal read prints as JSON. Null is what cannot be read.
type sealAnswer struct {
	Status   seal.Status    `json:"status"`
	Sub      seal.Problem   `json:"sub"`
	Header   *sealHeader    `json:"header"`
	Features map[string]any `json:"features"`
	MRZ      *string        `json:"mrz"`
}

type sealHeader struct {
	Version     byte   `json:"version_byte"`
	Country     string `json:"issuing_country"`
	Signer      string `json:"signer_identifier"`
	Certificate string `json:"certificate_reference"`
	Issued      string `json:"issuing_date"`
	Signed      string `json:"signature_date"`
	Definition  byte   `json:"definition"`
	Category    byte   `json:"category"`
}

// What stands in the way before there are bytes of a seal.
const (
	notHexadecimal seal.Problem = "seal.hex"
	noSymbol       seal.Problem = "seal.no-symbol"
	noPicture      seal.Problem = "seal.picture"
	largePicture   seal.Problem = "seal.large-picture"
)

// Run reads and verifies a seal. One that is not valid is an error, after the answer in JSON.
func (c *sealRead) Run(d *desk) error {
	p, err := locale.LoadPrinter(d.language(c.langFlag, ""))
	if err != nil {
		return err
	}
	keys, err := c.ring()
	if err != nil {
		return tell(p, err)
	}
	raw, problem, err := c.raw(d)
	if err != nil {
		return tell(p, err)
	}
	s, verdict := seal.Seal{}, seal.Verdict{Status: seal.Invalid, Sub: problem}
	if problem == "" {
		s, verdict = seal.Check(raw, keys)
	}
	if verdict.Status == seal.Valid && !keys.Covers(s.Header) {
		verdict.Sub = seal.Outside
	}
	if c.JSON {
		if err := d.printJSON(sealJSON(s, verdict)); err != nil {
			return err
		}
	} else if verdict.Status != seal.Invalid {
		if err := d.print(sealText(p, s, verdict)); err != nil {
			return err
		}
	}
	if verdict.Status != seal.Valid {
		return tell(p, fault.New(fault.Invalid, string(verdict.Sub)))
	}
	return nil
}

// ring reads the certificates; without a folder nobody is trusted.
func (c *sealRead) ring() (*certificates.Ring, error) {
	if c.Keys == "" {
		return certificates.NewRing()
	}
	ring, err := certificates.ReadFolder(os.DirFS(c.Keys))
	switch {
	case errors.Is(err, certificates.ErrCertificate):
		return nil, &fault.Error{Kind: fault.Invalid, Key: "seal.certificate", Args: []fault.Arg{fault.Text("cause", err.Error())}, Cause: err}
	case errors.Is(err, certificates.ErrTwice):
		return nil, &fault.Error{Kind: fault.Invalid, Key: "seal.certificate-twice", Args: []fault.Arg{fault.Text("cause", err.Error())}, Cause: err}
	}
	return ring, err
}

// raw is the bytes of the seal, or what stands in the way of them.
func (c *sealRead) raw(d *desk) ([]byte, seal.Problem, error) {
	if c.Picture == "" {
		text, err := d.input()
		if err != nil {
			return nil, "", err
		}
		raw, err := hex.DecodeString(strings.Map(withoutSpace, string(text)))
		if err != nil {
			return nil, notHexadecimal, nil //nolint:nilerr // the answer says so
		}
		return raw, "", nil
	}
	data, err := readPaper(c.Picture)
	if err != nil {
		return nil, "", err
	}
	picture, err := photo.Read(data)
	if err != nil {
		return nil, pictureProblem(err), nil
	}
	raw, err := scan.Read(picture)
	if err != nil {
		return nil, noSymbol, nil //nolint:nilerr // the answer says so
	}
	return raw, "", nil
}

// pictureProblem is why a picture was not opened.
func pictureProblem(err error) seal.Problem {
	if fault.All(err)[0].Key == photo.TooLarge {
		return largePicture
	}
	return noPicture
}

func withoutSpace(c rune) rune {
	if unicode.IsSpace(c) {
		return -1
	}
	return c
}

func sealJSON(s seal.Seal, verdict seal.Verdict) sealAnswer {
	answer := sealAnswer{Status: verdict.Status, Sub: verdict.Sub, Features: map[string]any{}, MRZ: said(s.MRZ())}
	if len(s.Features) == 0 {
		return answer // nothing was read
	}
	answer.Header = &sealHeader{s.Version, s.Country, s.Signer, s.Certificate, s.Issued, s.Header.Signed, s.Definition, s.Category}
	for _, f := range s.Features {
		answer.Features[f.Name] = f.Value
		if n, err := strconv.Atoi(f.Value); err == nil && f.Coding == seal.Byte {
			answer.Features[f.Name] = n
		}
	}
	return answer
}
