package web

import (
	"errors"
	"io"
	"testing"

	"sejur/internal/fault"
	"sejur/internal/web/page"
)

// slow is a file that comes in small pieces.
type slow struct{ left int }

func (s *slow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), s.left, 4096)
	s.left -= n
	return n, nil
}

func TestAFileIsReadToItsEndAndNoFurtherThanItMayBe(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, firstRoom - 1, firstRoom, firstRoom + 1, page.MaxFile, page.MaxFile + 1, page.MaxFile + 1<<20} {
		var all held
		u := &upload{held: &all}
		got, err := u.file(&slow{size})
		if err != nil {
			t.Fatal(err)
		}
		if got.TooLarge != (size > page.MaxFile) || (!got.TooLarge && len(got.Data) != size) {
			t.Errorf("of %d bytes %d, too large: %t", size, len(got.Data), got.TooLarge)
		}
		if held := all.n.Load(); held != int64(u.taken) || held < int64(len(got.Data)) || held > page.MaxFile+1 {
			t.Errorf("of %d bytes %d are held", size, held)
		}
	}
}

func TestAllFilesTogetherHaveABound(t *testing.T) {
	t.Parallel()
	var all held
	var kept []*upload
	for {
		u := &upload{held: &all}
		_, err := u.file(&slow{page.MaxFile})
		if all.n.Load() > maxHeld {
			t.Fatalf("%d bytes are held", all.n.Load())
		}
		if err != nil {
			var told *fault.Error
			if !errors.As(err, &told) || told.Kind != fault.Unavailable {
				t.Fatalf("%v", err)
			}
			u.give(u.taken) // as whoever opened it does in any case
			break
		}
		kept = append(kept, u)
	}
	if len(kept) < 3 {
		t.Fatalf("%d files have room", len(kept))
	}
	for _, u := range kept {
		u.give(u.taken)
	}
	if all.n.Load() != 0 {
		t.Errorf("%d bytes are held by nobody", all.n.Load())
	}
}
