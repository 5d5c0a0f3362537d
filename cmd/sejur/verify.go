package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/reference"
	"sejur/internal/seal/scan"
	"sejur/internal/store"
	"sejur/internal/verdict"
	"sejur/internal/verdict/photo"
	"sejur/internal/web/page"
	pages "sejur/internal/web/verify"
)

// verifyCommand says what a paper is. A file is judged by what is published alone, without asking anybody.
type verifyCommand struct {
	What        string `arg:"" name:"file-or-code" help:"A PDF of the office, a photo of its seal (JPEG or PNG), the bytes of the seal (as they are, or in hexadecimal digits); or the code that is printed on the paper."`
	Keys        string `name:"keys" placeholder:"DIR|FILE" type:"existingpath" help:"The office's certificates in PEM, as it publishes them; of a folder the files that end in .pem, .crt or .cer. Default: those in the database."`
	Revocations string `name:"revocations" placeholder:"FILE" type:"existingfile" help:"The office's list of revoked documents, as it publishes it. Default: with --keys none, and then it is not known whether a paper was revoked; otherwise the one in the database."`
	jsonFlag
	langFlag
	placeFlags
}

// Help is the long help of the command.
func (*verifyCommand) Help() string {
	return "Ends with 0 when the paper is genuine, and with 1 and a sentence when it is not or when that cannot be said. A code needs the " +
		"database and the key folder; a file needs neither with --keys.\n\n" +
		"Example: sejur verify receipt.pdf --keys certificates.pem --revocations revocations.jws"
}

// Run judges the paper.
func (c *verifyCommand) Run(ctx context.Context, d *desk) error {
	p, err := locale.LoadPrinter(d.language(c.langFlag, ""))
	if err != nil {
		return err
	}
	v, byCode, err := c.judge(ctx, d, p.Lang())
	if err != nil {
		return tell(p, err)
	}
	lines := pages.Lines(p, v, byCode)
	if c.JSON {
		err = d.printJSON(v)
	} else {
		err = d.print(strings.Join(lines, "\n") + "\n")
	}
	if err == nil && v.Status != verdict.Genuine {
		err = errors.New(lines[1])
	}
	return err
}

// judge judges a file that is there; everything else is a code.
func (c *verifyCommand) judge(ctx context.Context, d *desk, lang locale.Lang) (v verdict.Verdict, byCode bool, err error) {
	data, err := readPaper(c.What)
	if err == nil {
		v, err = c.file(ctx, d, data)
		return v, false, err
	}
	if !errors.Is(err, os.ErrNotExist) {
		return v, false, err
	}
	code, wrong := reference.Parse(c.What)
	if wrong != nil {
		return v, false, fmt.Errorf("there is no file %s, and it is no code: a code has 15 letters and digits, such as 7K3MQ-2W9FD-X4N8E", c.What)
	}
	v, err = c.code(ctx, d, code, lang)
	return v, true, err
}

// readPaper reads a file, no larger than any that the pages take.
func readPaper(name string) ([]byte, error) {
	f, err := os.Open(filepath.Clean(name))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, page.MaxFile+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(data) > page.MaxFile {
		return nil, fault.New(fault.Invalid, "verify.large")
	}
	return data, nil
}

// file judges what a file holds, by its first bytes.
func (c *verifyCommand) file(ctx context.Context, d *desk, data []byte) (verdict.Verdict, error) {
	all, list, err := c.published(ctx, d)
	if err != nil {
		return verdict.Verdict{}, err
	}
	judge, err := pages.Published{Keys: keyring(all), List: list}.Judge(d.today())
	if err != nil {
		return verdict.Verdict{}, err
	}
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		return judgePDF(judge, all, data), nil
	}
	if raw, ok := sealBytes(data); ok {
		return judge.Seal(raw), nil
	}
	picture, err := photo.Read(data)
	if err != nil {
		return verdict.Verdict{}, err
	}
	raw, err := scan.Read(picture)
	if err != nil {
		return judge.Nothing(verdict.Unreadable), nil
	}
	return judge.Seal(raw), nil
}

// sealBytes are the bytes of a seal, which begin with 0xDC (ICAO Doc 9303-13), or their hexadecimal digits.
func sealBytes(data []byte) ([]byte, bool) {
	if len(data) > 0 && data[0] == 0xdc {
		return data, true
	}
	raw, err := hex.DecodeString(strings.Join(strings.Fields(string(data)), ""))
	return raw, err == nil && len(raw) > 0
}

// published is by what a file is judged: what was given, or what the database has.
func (c *verifyCommand) published(ctx context.Context, d *desk) (all keys.Certificates, list string, err error) {
	if c.Revocations != "" {
		text, err := os.ReadFile(c.Revocations)
		if err != nil {
			return nil, "", fmt.Errorf("read the list of revoked documents: %w", err)
		}
		list = string(text)
	}
	if c.Keys != "" {
		all, err = readCertificates(c.Keys)
		return all, list, err
	}
	s, err := c.find(d).reading(ctx, nil)
	if err != nil {
		return nil, "", fmt.Errorf("give the certificates of the office with --keys, or its database: %w", err)
	}
	err = s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		registered, err := tx.Signatures().Certificates(ctx)
		if err != nil {
			return err
		}
		if all, err = parsed(issuing.Trusted(registered)); err != nil || list != "" {
			return err
		}
		last, err := issuing.BelievedList(ctx, tx)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			return nil
		}
		list = last.Body
		return err
	})
	return all, list, errors.Join(err, s.Close())
}

// readCertificates reads a bundle, or every one of a folder.
func readCertificates(place string) (keys.Certificates, error) {
	names := []string{place}
	if about, err := os.Stat(place); err != nil {
		return nil, err
	} else if about.IsDir() {
		if names, err = filepath.Glob(filepath.Join(place, "*.[pc][er][mrt]")); err != nil { // .pem, .cer, .crt
			return nil, err
		}
	}
	var text []byte
	for _, name := range names {
		one, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return nil, fmt.Errorf("read the certificates: %w", err)
		}
		text = append(append(text, one...), '\n')
	}
	all, err := keys.ParseCertificates(text)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("there is no certificate in %s", place)
	}
	return all, err
}

// code looks a code up in the database. Whoever can open it with its keys needs nobody's leave, and the record has no look of theirs.
func (c *verifyCommand) code(ctx context.Context, d *desk, code reference.Reference, lang locale.Lang) (verdict.Verdict, error) {
	if c.Keys != "" {
		return verdict.Verdict{}, errors.New("only the office knows what was issued under a code: name its database with --database, or check the code on its page; with --keys give a file")
	}
	places := c.find(d)
	ring, err := places.ring()
	if err != nil {
		return verdict.Verdict{}, err
	}
	s, err := places.reading(ctx, ring)
	if err != nil {
		return verdict.Verdict{}, fmt.Errorf("only the office knows what was issued under a code: %w", err)
	}
	today, out := calendar.Today(d.now()), verdict.Verdict{}
	err = s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		found, err := tx.Documents().ByCode(ctx, code)
		switch {
		case err == nil:
			out = issuing.Show(found, issuing.Seal{}, today).Verdict(lang, today)
		case fault.KindOf(err) == fault.NotFound:
			out, err = verdict.Judge{Today: today.String()}.Nothing(verdict.UnknownCode), nil
		}
		return err
	})
	return out, errors.Join(err, s.Close())
}
