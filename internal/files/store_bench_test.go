package files_test

import (
	"bytes"
	"io"
	"runtime"
	"testing"

	"sejur/internal/files/filestest"
)

// benchmarkPut stores files of 20 MB.
func benchmarkPut(b *testing.B, s filestest.Shelf) {
	body := scan(1, 20*mega)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		stored, err := s.Put(b.Context(), bytes.NewReader(body), 20*mega)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Remove(b.Context(), stored.Place); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

func BenchmarkPutFolder(b *testing.B) { benchmarkPut(b, filestest.Folder(b)) }
func BenchmarkPutBucket(b *testing.B) { benchmarkPut(b, filestest.InBucket(b)) }

// benchmarkRead reads them, with the key or without.
func benchmarkRead(b *testing.B, read func(s filestest.Shelf, place string) error) {
	s := filestest.Folder(b)
	stored := put(b, s, scan(1, 20*mega))
	b.SetBytes(stored.Size)
	b.ReportAllocs()
	for b.Loop() {
		if err := read(s, stored.Place); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	benchmarkRead(b, func(s filestest.Shelf, place string) error {
		r, err := s.Open(b.Context(), place)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		return err
	})
}

func BenchmarkWeigh(b *testing.B) {
	benchmarkRead(b, func(s filestest.Shelf, place string) error {
		_, _, err := s.Weigh(b.Context(), place)
		return err
	})
}

// A file of any size takes no more memory than a few pieces: 20 MB at most 8 MB, of a bucket too.
func TestAFileIsNeverInMemory(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	for name, s := range map[string]func(testing.TB) filestest.Shelf{"folder": filestest.Folder, "bucket": filestest.InBucket} {
		if name == "bucket" && testing.Short() {
			t.Log("SKIPPED: the S3 server is left to make test, because -short was given")
			continue
		}
		shelf := s(t)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		stored, err := shelf.Put(t.Context(), io.LimitReader(readerFunc(func(b []byte) (int, error) { return len(b), nil }), 20*mega), 20*mega)
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; err != nil || stored.Size != 20*mega || used > 8*mega {
			t.Errorf("%s: %d bytes were taken for %d, %v", name, used, stored.Size, err)
		}
	}
}
