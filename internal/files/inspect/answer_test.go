package inspect

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
)

// told reads a whole answer as the parent does.
func told(data []byte, most int64) (application.Findings, []string, error) {
	l := DefaultLimits()
	answer := newReading(bytes.NewReader(data), most)
	if err := answer.greeting(); err != nil {
		return application.Findings{}, nil, err
	}
	var pieces []string
	for {
		piece, ok, err := answer.part(l)
		if err != nil {
			return application.Findings{}, pieces, err
		}
		if !ok {
			break
		}
		body, err := io.ReadAll(piece.Data)
		if err != nil {
			return application.Findings{}, pieces, err
		}
		pieces = append(pieces, string(body))
	}
	found, err := answer.findings(l)
	if err != nil {
		return found, pieces, err
	}
	return found, pieces, answer.end()
}

// written is an answer with two pieces.
func written(t testing.TB, bodies ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	a := NewAnswer(&b)
	err := a.Greet()
	for i, body := range bodies {
		var w io.Writer
		if err == nil {
			w, err = a.Part(application.Picture, i+1, "image/jpeg")
		}
		if err == nil {
			_, err = io.WriteString(w, body)
		}
	}
	if err == nil {
		err = a.End(application.Findings{Kind: application.PDF, Pages: 3})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnAnswerIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := []string{"\xff\xd8\xff" + strings.Repeat("a", 200_000), "\xff\xd8\xffb"}
	found, got, err := told(written(t, want...), 1<<20)
	if diff := cmp.Diff(want, got); err != nil || diff != "" || found != (application.Findings{Kind: application.PDF, Pages: 3}) {
		t.Errorf("%+v, %v, %s", found, err, diff)
	}
	if _, _, err := told(written(t, want...), 200_000); !errors.Is(err, errAnswer) {
		t.Errorf("more than it may be: %v", err)
	}
}

func TestAnAnswerThatIsCutCountsForNothing(t *testing.T) {
	t.Parallel()
	whole := written(t, "\xff\xd8\xffa", "\xff\xd8\xffb")
	for cut := range whole {
		if _, _, err := told(whole[:cut], 1<<20); err == nil {
			t.Errorf("the first %d bytes of %d are believed", cut, len(whole))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, "\xff\xd8\xffa"))
	f.Add([]byte("G\x00\x00\x00\x00E\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		found, pieces, err := told(data, 1<<16)
		if err == nil && found.Refused == "" && (found.Pages < 1 || found.Pages > DefaultLimits().Pages) {
			t.Errorf("%+v", found)
		}
		for _, p := range pieces {
			if !strings.HasPrefix(p, "\xff\xd8\xff") && !strings.HasPrefix(p, "\x89PNG") && !strings.HasPrefix(p, "%PDF-") {
				t.Errorf("a piece begins with %.8q", p)
			}
		}
	})
}
