package seal

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	magic    = 0xdc
	version3 = 0x02 // ICAO version 3: the certificate's reference has five characters
	version4 = 0x03 // ICAO version 4: its length stands before it
	fixed    = 5    // characters of the reference in version 3

	maxHexadecimal = 0xff // the longest reference whose length has two hexadecimal digits
	maxDecimal     = 99
)

// decimalSigner writes the length of the certificate's reference in decimal digits (BSI TR-03171), all others in hexadecimal ones.
const decimalSigner = "DEZV"

// Header is who sealed what, and when.
type Header struct {
	Version     byte   // as it is written: 0x02 is version 3 of ICAO, 0x03 is version 4
	Country     string // who issued the paper: three letters, filled up with <
	Signer      string // country and name of the signer's certificate: two and two characters
	Certificate string // the serial number of that certificate in hexadecimal digits, as it is written
	Issued      string // the day of the paper
	Signed      string // the day of the signature
	Definition  byte   // which features the message has
	Category    byte   // which kind of paper it is: odd ones are ICAO's, even ones the issuer's
}

// readHeader reads the header and says at which byte the message begins.
func readHeader(raw []byte) (Header, int, error) {
	r := reader{raw: raw}
	if start := r.take(2); r.err == nil {
		if start[0] != magic {
			return Header{}, 0, refuse(Magic, 0)
		}
		if start[1] != version3 && start[1] != version4 {
			return Header{}, 0, refuse(WrongVersion, 1)
		}
	}
	h := Header{Country: strings.ReplaceAll(r.c40(2), " ", "<")}
	if r.err == nil {
		h.Version = raw[1]
	}
	h.Signer, h.Certificate = r.signer(h.Version)
	h.Issued, h.Signed = r.date(), r.date()
	if end := r.take(2); r.err == nil {
		h.Definition, h.Category = end[0], end[1]
	}
	if r.err != nil {
		return Header{}, 0, r.err
	}
	return h, r.at, nil
}

// signer reads the signer and the reference of its certificate: nine characters in version 3; in version 4 six, the last two of
// which say how many follow.
func (r *reader) signer(version byte) (signer, certificate string) {
	at := r.at
	if version == version3 {
		text := r.c40(6)
		if r.err == nil && len(text) != 4+fixed {
			r.err = refuse(WrongReference, at)
		}
		if r.err != nil {
			return "", ""
		}
		return text[:4], text[4:]
	}
	text := r.c40(4)
	if r.err != nil {
		return "", ""
	}
	if len(text) != 6 {
		r.err = refuse(WrongReference, at)
		return "", ""
	}
	signer, digits := text[:4], text[4:]
	if digits == "00" {
		// Arrival attestations were issued in Germany as version 4 with the reference of version 3; no reference has the length 0.
		return signer, digits + r.reference(fixed-len(digits))
	}
	base := 16
	if signer == decimalSigner {
		base = 10
	}
	length, err := strconv.ParseUint(digits, base, 8)
	if err != nil {
		r.err = refuse(WrongReference, at)
		return "", ""
	}
	return signer, r.reference(int(length))
}

// reference reads so many characters.
func (r *reader) reference(length int) string {
	at := r.at
	text := r.c40((length + 2) / 3 * 2)
	if r.err == nil && len(text) != length {
		r.err = refuse(WrongReference, at)
	}
	return text
}

// write writes the header in its version. Sign asks for version 4 alone; version 3 is for reading back what was read.
func (h Header) write() ([]byte, error) {
	country, ok := writeC40(h.Country)
	if !ok || len(h.Country) != 3 {
		return nil, unfit(WrongHeader, "country")
	}
	if _, ok := writeC40(h.Signer); !ok || len(h.Signer) != 4 || strings.ContainsAny(h.Signer, " <") {
		return nil, unfit(WrongHeader, "signer")
	}
	identity, ok := h.identity()
	if !ok {
		return nil, unfit(WrongHeader, "certificate")
	}
	issued, ok := writeDate(h.Issued)
	if !ok {
		return nil, unfit(NoSuchDay, "issued")
	}
	signed, ok := writeDate(h.Signed)
	if !ok {
		return nil, unfit(NoSuchDay, "signed")
	}
	out := make([]byte, 0, maxHeader)
	out = append(out, magic, h.Version)
	for _, part := range [][]byte{country, identity, issued, signed} {
		out = append(out, part...)
	}
	return append(out, h.Definition, h.Category), nil
}

// identity is signer and certificate: in version 3 the reference filled up to five characters, in version 4 with its length before it.
func (h Header) identity() ([]byte, bool) {
	if h.Certificate == "" || strings.ContainsFunc(h.Certificate, notHexadecimal) {
		return nil, false
	}
	length := len(h.Certificate)
	text, fits := h.Signer+h.Certificate, length == fixed
	switch {
	case h.Version == version3:
	case h.Signer == decimalSigner:
		text, fits = fmt.Sprintf("%s%02d%s", h.Signer, length, h.Certificate), length <= maxDecimal
	default:
		text, fits = fmt.Sprintf("%s%02X%s", h.Signer, length, h.Certificate), length <= maxHexadecimal
	}
	out, ok := writeC40(text)
	return out, ok && fits
}

func notHexadecimal(c rune) bool { return !strings.ContainsRune("0123456789ABCDEF", c) }

// maxHeader is enough for the header of every reference that we write.
const maxHeader = 64

// reader takes the parts of a header from the front; after the first failure it gives nothing.
type reader struct {
	raw []byte
	at  int
	err error
}

func (r *reader) take(n int) []byte {
	if r.err != nil {
		return nil
	}
	if r.at+n > len(r.raw) {
		r.err = refuse(Cut, len(r.raw))
		return nil
	}
	r.at += n
	return r.raw[r.at-n : r.at]
}

func (r *reader) c40(n int) string {
	part := r.take(n)
	if r.err != nil {
		return ""
	}
	text, ok := readC40(part)
	if !ok {
		r.err = refuse(WrongCode, r.at-n)
	}
	return text
}

func (r *reader) date() string {
	part := r.take(dateLength)
	if r.err != nil {
		return ""
	}
	day, ok := readDate(part)
	if !ok {
		r.err = refuse(NoSuchDay, r.at-dateLength)
	}
	return day
}
