package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files"
	"sejur/internal/files/filestest"
)

const mega = 1 << 20

// scan is a made-up file: bytes that no two seeds share.
func scan(seed byte, size int) []byte {
	b := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(b) // never fails
	return b
}

func put(t testing.TB, s filestest.Shelf, body []byte) application.Stored {
	t.Helper()
	stored, err := s.Put(t.Context(), bytes.NewReader(body), 20*mega)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// read reads a whole file.
func read(ctx context.Context, s *files.Store, place string) ([]byte, error) {
	r, err := s.Open(ctx, place)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r)
	return body, errors.Join(err, r.Close())
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// told is the fault of an error: its kind and key.
func told(err error) string {
	if err == nil {
		return ""
	}
	one := fault.All(err)[0]
	return fmt.Sprint(one.Kind, " ", one.Key)
}

func refusal(kind fault.Kind, key string) string { return told(fault.New(kind, key)) }

func TestAFileComesBackAsItWasSent(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 5*mega - 300, 5 * mega, 10 * mega, 20 * mega} {
			body := scan(1, size)
			stored := put(t, s, body)
			lying, err := os.ReadFile(s.Path(stored.Place))
			if err != nil {
				t.Fatal(err)
			}
			want := application.Stored{Place: stored.Place, Size: int64(size), Digest: sum(body), Kept: sum(lying), KeptSize: int64(len(lying))}
			if diff := cmp.Diff(want, stored); diff != "" {
				t.Errorf("%d bytes: %s", size, diff)
			}
			got, err := read(t.Context(), s.Store, stored.Place)
			if err != nil || !bytes.Equal(got, body) {
				t.Errorf("%d bytes: %d come back, %v", size, len(got), err)
			}
			kept, keptSize, err := s.Weigh(t.Context(), stored.Place)
			if err != nil || kept != stored.Kept || keptSize != stored.KeptSize {
				t.Errorf("%d bytes: weighed %s, %d, %v", size, kept, keptSize, err)
			}
			if size > 16 && bytes.Contains(lying, body[:16]) {
				t.Errorf("%d bytes lie in clear", size)
			}
		}
	})
}

func TestAnUploadThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	lost := errors.New("the connection was cut")
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		body := scan(2, 11*mega)
		for _, n := range []int{0, 1, 100, 64 << 10, 64<<10 + 1, mega, 5*mega + 1, 10*mega + 7, 11 * mega} {
			_, err := s.Put(t.Context(), io.MultiReader(bytes.NewReader(body[:n]), iotest.ErrReader(lost)), 20*mega)
			if !errors.Is(err, lost) {
				t.Errorf("cut at %d: %v", n, err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, err := s.Put(ctx, io.MultiReader(bytes.NewReader(body[:6*mega]), called(cancel), bytes.NewReader(body)), 20*mega)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
		if left := s.Lying(t); len(left) > 0 {
			t.Errorf("%v lie there", left)
		}
	})
}

// called is an empty reader that does something when its turn comes.
func called(do func()) io.Reader {
	return readerFunc(func([]byte) (int, error) { do(); return 0, io.EOF })
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestMoreThanMayBeSentIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		for _, most := range []int{0, 1, 100, 64 << 10, 6 * mega} {
			_, err := s.Put(t.Context(), bytes.NewReader(scan(3, most+1)), int64(most))
			if diff := cmp.Diff(refusal(fault.Invalid, application.FileTooLarge), told(err)); diff != "" {
				t.Errorf("one more than %d: %s", most, diff)
			}
		}
		endless := readerFunc(func(b []byte) (int, error) { return len(b), nil })
		if _, err := s.Put(t.Context(), endless, 6*mega); told(err) != refusal(fault.Invalid, application.FileTooLarge) {
			t.Errorf("without an end: %v", err)
		}
		if left := s.Lying(t); len(left) > 0 {
			t.Errorf("%v lie there", left)
		}
		if _, err := s.Put(t.Context(), bytes.NewReader(scan(3, 100)), 100); err != nil {
			t.Errorf("as many as may be sent: %v", err)
		}
	})
}

func TestManyAtOnceDoNotMeet(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		var wait sync.WaitGroup
		for i := range byte(16) {
			wait.Go(func() {
				body := scan(i, 300_000)
				stored, err := s.Put(t.Context(), bytes.NewReader(body), mega)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := read(t.Context(), s.Store, stored.Place); err != nil || !bytes.Equal(got, body) {
					t.Errorf("%d: %d bytes, %v", i, len(got), err)
				}
			})
		}
		wait.Wait()
		if n := len(s.Lying(t)); n != 16 {
			t.Errorf("%d files lie there", n)
		}
	})
}

func TestWhatIsRemovedIsGoneAndMayBeRemovedAgain(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		place := put(t, s, scan(4, 100)).Place
		for range 2 {
			if err := s.Remove(t.Context(), place); err != nil {
				t.Error(err)
			}
		}
		_, opened := s.Open(t.Context(), place)
		_, _, weighed := s.Weigh(t.Context(), place)
		lost := refusal(fault.NotFound, application.FileLost)
		if diff := cmp.Diff([]string{lost, lost}, []string{told(opened), told(weighed)}); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNoNameLeadsOutOfTheStore(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		place := put(t, s, scan(4, 100)).Place
		for _, name := range []string{"", "..", "../" + place, place + ".part", "/etc/passwd", place[:2], place[:2] + "/" + place, place + "\x00"} {
			if _, err := s.Open(t.Context(), name); told(err) != refusal(fault.NotFound, application.FileLost) {
				t.Errorf("open %q: %v", name, err)
			}
			if _, _, err := s.Weigh(t.Context(), name); told(err) != refusal(fault.NotFound, application.FileLost) {
				t.Errorf("weigh %q: %v", name, err)
			}
			if err := s.Remove(t.Context(), name); err != nil {
				t.Errorf("remove %q: %v", name, err)
			}
		}
		if n := len(s.Lying(t)); n != 1 {
			t.Errorf("%d files lie there", n)
		}
	})
}

func TestPlacesAreGoneThroughInTheirOrder(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		var want []string
		for i := range byte(23) {
			want = append(want, put(t, s, scan(i, 10)).Place)
		}
		slices.Sort(want)
		for _, limit := range []int{1, 5, 23, 100} {
			var got []string
			for after := ""; ; after = got[len(got)-1] {
				page, err := s.Places(t.Context(), after, limit)
				if err != nil {
					t.Fatal(err)
				}
				if got = append(got, page...); len(page) < limit {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%d at a time: %s", limit, diff)
			}
		}
	})
}

// damage is what can happen to a file that lies.
type damage struct {
	name string
	hurt func(t *testing.T, s filestest.Shelf, place string) // makes it happen
	told string                                              // by whoever opens it
}

func damages() []damage {
	altered := refusal(fault.Internal, application.FileAltered)
	write := func(t *testing.T, s filestest.Shelf, place string, change func([]byte) []byte) {
		t.Helper()
		lying, err := os.ReadFile(s.Path(place))
		if err == nil {
			err = os.WriteFile(s.Path(place), change(lying), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return []damage{
		{"cut short", func(t *testing.T, s filestest.Shelf, place string) {
			write(t, s, place, func(b []byte) []byte { return b[:len(b)-1] })
		}, altered},
		{"cut after its first chunk", func(t *testing.T, s filestest.Shelf, place string) {
			write(t, s, place, func(b []byte) []byte { return b[:len(b)-100_000] })
		}, altered},
		{"empty", func(t *testing.T, s filestest.Shelf, place string) {
			write(t, s, place, func([]byte) []byte { return nil })
		}, altered},
		{"longer", func(t *testing.T, s filestest.Shelf, place string) {
			write(t, s, place, func(b []byte) []byte { return append(b, 'x') })
		}, altered},
		{"another file of the house", func(t *testing.T, s filestest.Shelf, place string) {
			other, err := os.ReadFile(s.Path(put(t, s, scan(9, 150_000)).Place))
			if err != nil {
				t.Fatal(err)
			}
			write(t, s, place, func([]byte) []byte { return other })
		}, altered},
		{"gone", func(t *testing.T, s filestest.Shelf, place string) {
			if err := os.Remove(s.Path(place)); err != nil {
				t.Fatal(err)
			}
		}, refusal(fault.NotFound, application.FileLost)},
	}
}

func TestADamagedFileIsFoundAndNeverServedAsGood(t *testing.T) {
	t.Parallel()
	for _, tt := range damages() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
				stored := put(t, s, scan(5, 150_000))
				tt.hurt(t, s, stored.Place)
				if _, err := read(t.Context(), s.Store, stored.Place); told(err) != tt.told {
					t.Errorf("opened: %v", err)
				}
				if kept, _, err := s.Weigh(t.Context(), stored.Place); err == nil && kept == stored.Kept {
					t.Error("the scrub would not notice")
				}
			})
		})
	}
}

// Threat e7: a scrub finds every changed bit, and nobody is served one.
func TestEveryFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	filestest.Each(t, func(t *testing.T, s filestest.Shelf) {
		body := scan(6, 70_000)
		stored := put(t, s, body)
		whole, err := os.ReadFile(s.Path(stored.Place))
		if err != nil {
			t.Fatal(err)
		}
		chance := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // G404: the same bits each time
		for range 1000 {
			at, bit := chance.IntN(len(whole)), chance.IntN(8)
			bad := bytes.Clone(whole)
			bad[at] ^= 1 << bit
			if err := os.WriteFile(s.Path(stored.Place), bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if kept, _, err := s.Weigh(t.Context(), stored.Place); err != nil || kept == stored.Kept {
				t.Errorf("byte %d, bit %d: the scrub does not notice: %v", at, bit, err)
			}
			if got, err := read(t.Context(), s.Store, stored.Place); err == nil {
				t.Errorf("byte %d, bit %d: %d bytes are served", at, bit, len(got))
			}
		}
	})
}

func TestFilesOfOtherKeysAreNotOpened(t *testing.T) {
	t.Parallel()
	s := filestest.Folder(t)
	place := put(t, s, scan(8, 100)).Place
	other, err := files.OpenFolder(s.Dir, files.Reserve{}, filestest.Keys(t))
	if err != nil {
		t.Fatal(err)
	}
	_, opened := read(t.Context(), other, place)
	if err := other.Close(); err != nil || told(opened) != refusal(fault.Internal, application.FileAltered) {
		t.Errorf("%v, %v", opened, err)
	}
}

func TestWhatUploadsLeftBehindIsSweptAndNothingElse(t *testing.T) {
	t.Parallel()
	s := filestest.Folder(t)
	place := put(t, s, scan(8, 100)).Place
	old, young := s.Path(place)+"A.part", s.Path(place)+"B.part"
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{old, s.Path(place)} {
		if err := os.Chtimes(name, noon, noon); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Sweep(t.Context(), noon.Add(time.Hour))
	if err != nil || n != 1 {
		t.Errorf("%d were swept, %v", n, err)
	}
	if diff := cmp.Diff([]string{place, place + "B.part"}, s.Lying(t)); diff != "" {
		t.Error(diff)
	}
	places, err := s.Places(t.Context(), "", 10)
	if diff := cmp.Diff([]string{place}, places); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestFilesAreTheServicesAlone(t *testing.T) {
	t.Parallel()
	s := filestest.Folder(t)
	place := put(t, s, scan(8, 100)).Place
	for path, want := range map[string]os.FileMode{s.Dir: 0o700, s.Path(place): 0o600, s.Dir + "/" + place[:2]: 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
