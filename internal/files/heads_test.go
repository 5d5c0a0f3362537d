package files_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/audit"
	"sejur/internal/files"
)

var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

func head(n int64) audit.Signed {
	return audit.Signed{Head: audit.Head{Seq: n, Hash: fmt.Sprint(n), At: noon, Epoch: 1}, Signature: []byte("s")}
}

func heads(t *testing.T) *files.Heads {
	t.Helper()
	h, err := files.NewHeads(filepath.Join(t.TempDir(), "heads"))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func appendHead(t *testing.T, h *files.Heads, n int64) {
	t.Helper()
	if err := h.Append(t.Context(), head(n)); err != nil {
		t.Fatal(err)
	}
}

// record is what a folder holds.
type record struct {
	Heads []audit.Signed
	Torn  []int
}

func all(t *testing.T, h *files.Heads) (got record) {
	t.Helper()
	torn, err := h.Each(func(s audit.Signed) { got.Heads = append(got.Heads, s) })
	if err != nil {
		t.Fatal(err)
	}
	got.Torn = torn
	return got
}

func TestHeadsComeBackAsTheyWereAdded(t *testing.T) {
	t.Parallel()
	h := heads(t)
	if diff := cmp.Diff(record{}, all(t, h)); diff != "" {
		t.Errorf("an empty folder: %s", diff)
	}
	if last, err := h.Last(); err != nil || !last.IsZero() {
		t.Errorf("last added to at %s, %v", last, err)
	}
	appendHead(t, h, 1)
	appendHead(t, h, 2)
	if last, err := h.Last(); err != nil || last.IsZero() {
		t.Errorf("last added to at %s, %v", last, err)
	}
	if diff := cmp.Diff(record{Heads: []audit.Signed{head(1), head(2)}}, all(t, h)); diff != "" {
		t.Error(diff)
	}
}

func TestALineCutShortIsNamedAndSpoilsNoOther(t *testing.T) {
	t.Parallel()
	for name, torn := range map[string]string{"half a line": `{"seq":2,"ha`, "no signature": "{}\n", "not a head": "junk\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := heads(t)
			appendHead(t, h, 1)
			f, err := os.OpenFile(filepath.Join(h.Dir(), "heads.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.WriteString(torn); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			want := record{Heads: []audit.Signed{head(1)}, Torn: []int{2}}
			if diff := cmp.Diff(want, all(t, h)); diff != "" {
				t.Errorf("before the next head: %s", diff)
			}
			appendHead(t, h, 3)
			want.Heads = append(want.Heads, head(3))
			if diff := cmp.Diff(want, all(t, h)); diff != "" {
				t.Errorf("after it: %s", diff)
			}
		})
	}
}

func TestTheNewestHeadIsFoundAtTheEnd(t *testing.T) {
	t.Parallel()
	h := heads(t)
	const n = 600 // far more than the end that is read
	for i := range int64(n) {
		appendHead(t, h, i)
		if i%199 != 0 {
			continue
		}
		if got, err := h.Newest(); err != nil || got.Seq != i {
			t.Errorf("after %d: %d, %v", i, got.Seq, err)
		}
	}
	if got, err := heads(t).Newest(); err != nil || got.Epoch != 0 {
		t.Errorf("of an empty folder: %+v, %v", got, err)
	}
}

func TestManyMayAddAtOnce(t *testing.T) {
	t.Parallel()
	h := heads(t)
	var wait sync.WaitGroup
	for i := range int64(20) {
		wait.Go(func() { appendHead(t, h, i) })
	}
	wait.Wait()
	if got := all(t, h); len(got.Heads) != 20 || len(got.Torn) != 0 {
		t.Errorf("%d heads, torn: %v", len(got.Heads), got.Torn)
	}
}
