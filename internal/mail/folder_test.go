package mail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/locale"
)

// received is a mail as its reader's program sees it.
type received struct {
	From, To, Subject, MessageID, AutoSubmitted, Date, Language string
	Types                                                       []string
	Parts                                                       []string
}

// read takes a mail apart with the standard library alone.
func read(t *testing.T, raw []byte) received {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	word := new(mime.WordDecoder)
	header := func(name string) string {
		if n := len(m.Header[name]); n != 1 {
			t.Errorf("%d headers %s", n, name)
		}
		decoded, err := word.DecodeHeader(m.Header.Get(name))
		if err != nil {
			t.Error(err)
		}
		return decoded
	}
	out := received{
		From: header("From"), To: header("To"), Subject: header("Subject"), MessageID: header("Message-Id"),
		AutoSubmitted: header("Auto-Submitted"), Date: header("Date"), Language: header("Content-Language"),
	}
	for _, name := range []string{"Bcc", "Cc", "User-Agent", "X-Mailer"} {
		if got := m.Header.Get(name); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	kind, params, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %s, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := part.Header.Get("Content-Transfer-Encoding"); got != "quoted-printable" {
			t.Errorf("encoding %s", got)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		out.Types = append(out.Types, part.Header.Get("Content-Type"))
		out.Parts = append(out.Parts, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
}

// asReceived is what a reader should see of a message.
func asReceived(m Message) received {
	return received{
		From: m.From.Name + " <" + m.From.Address + ">", To: "<" + m.To.Address + ">", Subject: m.Subject,
		MessageID: "<" + m.ID + ">", AutoSubmitted: "auto-generated", Date: "Mon, 02 Mar 2026 10:00:00 +0000", Language: string(m.Lang),
		Types: []string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"}, Parts: []string{m.Text, m.HTML},
	}
}

func TestAMailReadBackFromTheFolderIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	for _, lang := range locale.All() {
		t.Run(string(lang), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "mail")
			folder, err := NewFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			p := post(t, folder)
			letter := example("sign-in-code", lang)
			want, err := p.Render(letter)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := p.Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			files, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != 1 || files[0].Name() != letterID+".eml" {
				t.Fatalf("files: %v", files)
			}
			if of, err := os.Stat(dir); err != nil || of.Mode().Perm() != 0o700 {
				t.Errorf("mode of the folder %v, %v", of.Mode(), err)
			}
			info, err := files[0].Info()
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			raw, err := os.ReadFile(filepath.Join(dir, files[0].Name()))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(asReceived(want), read(t, raw)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFolderThatCannotBeWrittenIsSaidAndTriedAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	p := post(t, folder)
	if err := p.Check(t.Context()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("check: %v", err)
	}
	if err := p.Send(t.Context(), example("test", locale.RO)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("send: %v", err)
	}
}

func TestAnEndedContextWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := post(t, folder).Send(ctx, example("test", locale.RO)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("send: %v", err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 0 {
		t.Errorf("files %v, %v", files, err)
	}
}

func TestNoHeaderIsBegunByAMessageThatNoPostWrote(t *testing.T) {
	t.Parallel()
	good, err := post(t, new(kept)).Render(example("test", locale.EN))
	if err != nil {
		t.Fatal(err)
	}
	const more = "\r\nBcc: ana@example.org"
	for name, spoil := range map[string]func(*Message){
		"in the subject":          func(m *Message) { m.Subject += more },
		"in the ID":               func(m *Message) { m.ID += more },
		"in the sender's name":    func(m *Message) { m.From.Name += more },
		"in the sender's address": func(m *Message) { m.From.Address += more },
		"in the receiver's name":  func(m *Message) { m.To.Name += more },
		"in the receiver":         func(m *Message) { m.To.Address += more },
		"no receiver":             func(m *Message) { m.To.Address = "" },
		"no ID":                   func(m *Message) { m.ID = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := good
			spoil(&m)
			if raw, err := m.raw(); err == nil {
				t.Errorf("it was written: %s", raw)
			}
		})
	}
}
