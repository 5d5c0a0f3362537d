package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/document"
	"sejur/internal/keys"
	"sejur/internal/print"
	"sejur/internal/seal"
	"sejur/internal/verdict"
	"sejur/internal/verdict/verdicttest"
)

// trialOffice is an office of a trial that signs today, and the folder in which its certificates lie.
type trialOffice struct {
	*verdicttest.Office
	signing *keys.Signing
	folder  string
}

func newTrialOffice(t *testing.T) *trialOffice {
	t.Helper()
	ring, err := keys.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if _, err := keys.Trial(ring, time.Now()).Create(folder); err != nil {
		t.Fatal(err)
	}
	signing, err := keys.OpenSigning(folder, ring.SigningPassphrase(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = signing.Close() })
	office := &verdicttest.Office{Key: signing.Signer(), Signer: signing.Identifier(), Reference: signing.Reference()}
	return &trialOffice{office, signing, folder}
}

// sealed is a seal of today; change may be nil.
func (o *trialOffice) sealed(t *testing.T, change func(*seal.Content)) []byte {
	t.Helper()
	return o.Seal(t, func(c *seal.Content) {
		c.Issued = time.Now().UTC().Format(time.DateOnly)
		c.Signed = c.Issued
		if change != nil {
			change(c)
		}
	})
}

// file draws a paper with a seal, which may be nil, and signs it if told so.
func (o *trialOffice) file(t *testing.T, raw []byte, sign bool) []byte {
	t.Helper()
	at := time.Now().UTC().Truncate(time.Second)
	pdf, err := print.Draw(document.Sheet{
		Title: "Dovadă", Lang: "ro", At: at, Specimen: true, Seal: raw, SealText: "Sigiliu", PageOf: "pagina {n} din {total}",
		Blocks: []document.Block{{Kind: document.Title, Text: "Dovadă"}, {Kind: document.Paragraph, Text: "Popescu Ana Maria"}},
	})
	if err == nil && sign {
		pdf, err = print.Sign(pdf, print.Signer{Key: o.Key, Chain: o.signing.Chain()}, print.Signing{At: at, Field: "Semnătură"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// published writes a list that is fresh today and returns its file.
func (o *trialOffice) published(t *testing.T, gone ...verdicttest.Gone) string {
	t.Helper()
	now := time.Now().UTC()
	return kept(t, []byte(o.Publish(t, verdicttest.List{
		Number: 1, Issued: now.Format(time.RFC3339), Next: now.Add(36 * time.Hour).Format(time.RFC3339), Entries: gone,
	})))
}

// kept writes a file.
func kept(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// judged runs the command and reads what it says.
func judged(t *testing.T, args ...string) (verdict.Verdict, error) {
	t.Helper()
	var out bytes.Buffer
	failed := run(t.Context(), append([]string{"verify", "--json", "--lang", "en"}, args...), func(string) string { return "" }, strings.NewReader(""), &out, io.Discard)
	var v struct {
		Status verdict.Status
		Why    verdict.Why
		Notes  []verdict.Note
	}
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
	}
	return verdict.Verdict{Status: v.Status, Why: v.Why, Notes: v.Notes}, failed
}

func TestEveryVerdictOfTheCommand(t *testing.T) {
	t.Parallel()
	office, stranger := newTrialOffice(t), newTrialOffice(t)
	raw := office.sealed(t, nil)
	flipped := bytes.Clone(raw)
	flipped[len(flipped)-1] ^= 1
	var picture bytes.Buffer
	if err := png.Encode(&picture, verdicttest.Draw(t, raw, 5)); err != nil {
		t.Fatal(err)
	}
	signed := office.file(t, raw, true)
	spoilt := bytes.Replace(signed, []byte("/Title"), []byte("/Titlf"), 1)
	ended := office.sealed(t, func(c *seal.Content) {
		c.Issued, c.Features["VALID_UNTIL"] = "2026-01-01", "2026-01-02"
	})
	specimen := []verdict.Note{verdict.Specimen}
	for _, row := range []struct {
		name string
		data []byte
		gone []verdicttest.Gone
		want verdict.Verdict
	}{
		{"a signed file", signed, nil, verdict.Verdict{Status: verdict.Genuine, Notes: specimen}},
		{"a file of which a byte was changed", spoilt, nil, verdict.Verdict{Status: verdict.Altered, Why: verdict.FileChanged}},
		{"a file that grew after it was signed", append(bytes.Clone(signed), "\n%%EOF\n"...), nil, verdict.Verdict{Status: verdict.Altered, Why: verdict.FileChanged}},
		{"a file that somebody else signed", stranger.file(t, raw, true), nil, verdict.Verdict{Status: verdict.Unknown, Why: verdict.UnknownSigner}},
		{"a signed file with a seal that does not hold", office.file(t, flipped, true), nil, verdict.Verdict{Status: verdict.Altered, Why: verdict.OtherFacts}},
		{"a signed file with a seal that is nobody's here", office.file(t, stranger.sealed(t, nil), true), nil, verdict.Verdict{Status: verdict.Unknown, Why: verdict.UnknownSigner}},
		{"a signed file without a seal", office.file(t, nil, true), nil, verdict.Verdict{Status: verdict.Unknown, Why: verdict.NoSeal}},
		{"a file whose seal alone is signed", office.file(t, raw, false), nil, verdict.Verdict{Status: verdict.Altered, Why: verdict.FileChanged}},
		{"a file of nobody", []byte("%PDF-1.7\n%%EOF\n"), nil, verdict.Verdict{Status: verdict.Unknown, Why: verdict.NoSeal}},
		{"a revoked file", signed, []verdicttest.Gone{verdicttest.Take(t, raw, "revoked", "2026-11-10")}, verdict.Verdict{Status: verdict.Revoked, Notes: specimen}},
		{"a lost file", signed, []verdicttest.Gone{verdicttest.Take(t, raw, "lost", "2026-11-10")}, verdict.Verdict{Status: verdict.Lost, Notes: specimen}},
		{"a picture", picture.Bytes(), nil, verdict.Verdict{Status: verdict.Genuine, Notes: specimen}},
		{"the bytes of a seal", raw, nil, verdict.Verdict{Status: verdict.Genuine, Notes: specimen}},
		{"their digits, in lines", []byte(hex.EncodeToString(raw)[:64] + "\n" + strings.ToUpper(hex.EncodeToString(raw)[64:]) + "\n"), nil, verdict.Verdict{Status: verdict.Genuine, Notes: specimen}},
		{"a seal with a flipped bit", flipped, nil, verdict.Verdict{Status: verdict.Altered, Why: verdict.Forged, Notes: nil}},
		{"a seal of somebody else", stranger.sealed(t, nil), nil, verdict.Verdict{Status: verdict.Unknown, Why: verdict.UnknownSigner}},
		{"a paper whose last day is over", ended, nil, verdict.Verdict{Status: verdict.Expired, Notes: specimen}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := judged(t, kept(t, row.data), "--keys", office.folder, "--revocations", office.published(t, row.gone...))
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("%s\n%v", diff, err)
			}
			if (err == nil) != (row.want.Status == verdict.Genuine) || exitCode(err) == codeUsage {
				t.Errorf("ends with %v", err)
			}
		})
	}
}

func TestWhatTheCommandCannotJudge(t *testing.T) {
	t.Parallel()
	office := newTrialOffice(t)
	raw := kept(t, office.sealed(t, nil))
	forged := kept(t, []byte(newTrialOffice(t).Publish(t, verdicttest.Fresh())))
	empty := t.TempDir()
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"neither file nor code", []string{"nothing"}, "15 letters and digits"},
		{"a code without a database", []string{"7K3MQ-2W9FD-X4N8E", "--data", empty}, "--key-dir"},
		{"a code with certificates alone", []string{"7K3MQ-2W9FD-X4N8E", "--keys", office.folder}, "--database"},
		{"a file without certificates", []string{raw, "--data", empty}, "--keys"},
		{"a list that somebody else signed", []string{raw, "--keys", office.folder, "--revocations", forged}, "signed by nobody"},
		{"certificates that are none", []string{raw, "--keys", raw}, "no certificate"},
		{"a file that is none of these", []string{kept(t, []byte("hello")), "--keys", office.folder}, "JPEG"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := judged(t, row.args...)
			if err == nil || !strings.Contains(err.Error(), row.says) || exitCode(err) != codeFailed {
				t.Errorf("%v, want %q in it", err, row.says)
			}
		})
	}
}

func TestWithoutAListTheCommandSaysSo(t *testing.T) {
	t.Parallel()
	office := newTrialOffice(t)
	got, err := judged(t, kept(t, office.sealed(t, nil)), "--keys", office.folder)
	want := verdict.Verdict{Status: verdict.Genuine, Notes: []verdict.Note{verdict.Specimen, verdict.NoList}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s%v", diff, err)
	}
}
