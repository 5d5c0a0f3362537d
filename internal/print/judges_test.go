package print

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sejur/internal/document"
)

// judged runs a program of Debian's that knows PDF, on a file; %s in its arguments is the file. What it prints is the verdict.
func judged(t *testing.T, pdf []byte, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing: scripts/setup.sh installs it", program)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "%s", file)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s%s", program, args, err, out.String(), errs.String())
	}
	if errs.Len() > 0 {
		t.Fatalf("%s %v complains: %s", program, args, errs.String())
	}
	return out.String()
}

// field is what pdfinfo and its like say after a name.
func field(said, name string) string {
	for line := range strings.Lines(said) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// contents are the streams of the pages, as text, read by our own reader.
func contents(t *testing.T, pdf []byte) []string {
	t.Helper()
	f, err := open(pdf)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := f.object(1)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, entry(pages, "/Count "))
	for i := range all {
		page, err := f.object(pageObject(i + 1))
		if err != nil {
			t.Fatal(err)
		}
		body, err := f.object(entry(page, "/Contents "))
		if err != nil {
			t.Fatal(err)
		}
		_, packed, _ := bytes.Cut(body, []byte("stream\n"))
		zr, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(zr)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = string(text)
	}
	return all
}

// paperOf gives the file of a sheet.
func paperOf(t testing.TB, sheet document.Sheet) []byte {
	t.Helper()
	pdf, err := Draw(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// said is the text of the file, page by page, as pdftotext gives it.
func said(t *testing.T, pdf []byte) []string {
	t.Helper()
	pages := strings.Split(judged(t, pdf, "pdftotext", "-layout", "%s", "-"), "\f")
	return pages[:len(pages)-1]
}
