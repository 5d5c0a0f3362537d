package inspect_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
)

func TestMain(m *testing.M) { inspecttest.Main(m) }

func made(t *testing.T, data []byte) inspecttest.Made {
	t.Helper()
	i := inspect.New(inspect.Config{Command: inspecttest.Command(t)})
	out, err := inspecttest.Inspect(t.Context(), i, data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAGoodFileIsWrittenAnewAndDrawn(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		data []byte
		want application.Findings
		as   string // type of the clean copy
	}{
		{"a photo", inspecttest.JPEG(inspecttest.Scene(64, 48)), application.Findings{Kind: application.JPEG, Pages: 1}, "image/jpeg"},
		{"a drawing", inspecttest.PNG(inspecttest.Scene(64, 48)), application.Findings{Kind: application.PNG, Pages: 1}, "image/png"},
		{"a page", inspecttest.Page("", ""), application.Findings{Kind: application.PDF, Pages: 1}, "application/pdf"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := made(t, row.data)
			if diff := cmp.Diff(row.want, got.Findings); diff != "" {
				t.Fatal(diff)
			}
			if len(got.Pieces) != 2 || got.Pieces[0].Type != row.as || got.Pieces[1].N != 1 {
				t.Fatalf("%d parts", len(got.Pieces))
			}
			if _, kind, err := image.DecodeConfig(bytes.NewReader(got.Pictures()[0])); err != nil || kind != "jpeg" {
				t.Errorf("the picture is %s: %v", kind, err)
			}
		})
	}
}

func TestAChildThatCannotBeStartedIsTriedLater(t *testing.T) {
	t.Parallel()
	for name, command := range map[string][]string{
		"no such program":         {"/nowhere/sejur", "parse"},
		"another program":         {"/bin/echo"},
		"one that ends at once":   {"/bin/false"},
		"one that says something": {"/bin/cat", "/proc/self/status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := inspect.New(inspect.Config{Command: command})
			_, err := inspecttest.Inspect(t.Context(), i, []byte("%PDF-1.7"))
			var told *fault.Error
			if !errors.As(err, &told) || told.Kind != fault.Unavailable || told.Key != inspect.Away {
				t.Error(err)
			}
		})
	}
}

func TestWhoCannotKeepAPartHearsTheirOwnError(t *testing.T) {
	t.Parallel()
	i := inspect.New(inspect.Config{Command: inspecttest.Command(t)})
	full := errors.New("the disk is full")
	_, err := i.Inspect(t.Context(), inspecttest.Source(inspecttest.Page("", "")), func(context.Context, application.Piece) error { return full })
	if !errors.Is(err, full) {
		t.Error(err)
	}
}

func TestAFileThatCannotBeReadIsNotJudged(t *testing.T) {
	t.Parallel()
	i := inspect.New(inspect.Config{Command: inspecttest.Command(t)})
	lost := errors.New("the store is gone")
	for name, src := range map[string]application.Source{
		"at its opening": {Size: 9, Open: func() (io.ReadCloser, error) { return nil, lost }},
		"in its middle": {Size: 9, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("%PDF-1.7")), failing{lost})), nil
		}},
	} {
		_, err := i.Inspect(t.Context(), src, func(context.Context, application.Piece) error { return nil })
		if !errors.Is(err, lost) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// The shell waits for the file's end, which is sent once its place is set, and says how far it stands behind.
func TestAChildStandsBehindTheServer(t *testing.T) {
	t.Parallel()
	i := inspect.New(inspect.Config{Command: []string{
		"/bin/sh", "-c", `while read -r _; do :; done; read -r all </proc/$$/stat; set -- ${all##*)}; echo "nice ${17}" >&2`,
	}})
	_, err := inspecttest.Inspect(t.Context(), i, []byte("a file\n"))
	if err == nil || !strings.Contains(err.Error(), "nice 10") {
		t.Errorf("the child says %v", err)
	}
}
