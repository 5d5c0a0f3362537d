package files_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files"
	"sejur/internal/files/filestest"
)

// road is the way to a real S3 server, which a test can spoil.
type road struct {
	*httptest.Server
	spoil atomic.Pointer[func(w http.ResponseWriter, r *http.Request, on http.Handler)] // nil = it is good
}

// newRoad leads to the server of a bucket. It returns the bucket as it is reached over it.
func newRoad(t *testing.T, at files.Bucket, secure bool) (*road, files.Bucket) {
	t.Helper()
	address, err := url.Parse(at.Address)
	if err != nil {
		t.Fatal(err)
	}
	to := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: address.Host})
		r.Out.Host = r.In.Host // which is signed
	}}
	way := &road{}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if spoil := way.spoil.Load(); spoil != nil {
			(*spoil)(w, r, to)
			return
		}
		to.ServeHTTP(w, r)
	})
	query := "?tls=none"
	if secure {
		way.Server, query = httptest.NewTLSServer(handler), ""
		at.Roots = x509.NewCertPool()
		at.Roots.AddCert(way.Certificate())
	} else {
		way.Server = httptest.NewServer(handler)
	}
	t.Cleanup(way.Close)
	at.Address = "s3://" + way.Listener.Addr().String() + address.Path + query
	return way, at
}

func bucketStore(t *testing.T, at files.Bucket) *files.Store {
	t.Helper()
	s, err := files.OpenBucket(at, filestest.Keys(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // never fails
	return s
}

// newBucket is a bucket of a test's own; with -short it is left to make test.
func newBucket(t *testing.T) (files.Bucket, string) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: the S3 server is left to make test, because -short was given")
	}
	return filestest.NewBucket(t)
}

// untilGone waits until whoever asks has gone. The server notices only when it has read what was sent.
func untilGone(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func TestABucketIsReachedOverTLS(t *testing.T) {
	t.Parallel()
	at, _ := newBucket(t)
	_, secure := newRoad(t, at, true)
	s := bucketStore(t, secure)
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	stored, err := s.Put(t.Context(), strings.NewReader("a scan"), mega)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(t.Context(), s, stored.Place); err != nil || string(got) != "a scan" {
		t.Errorf("%q, %v", got, err)
	}
	secure.Roots = nil
	if err := bucketStore(t, secure).Check(t.Context()); told(err) != refusal(fault.Unavailable, application.StoreDown) {
		t.Errorf("a server for which nobody vouches: %v", err)
	}
}

// Threats e11 and e2: whatever stands in the way of a server, nothing is acknowledged that is not there, and everything goes on afterwards.
func TestAServerThatIsAwayOrLyingAcknowledgesNothing(t *testing.T) {
	t.Parallel()
	answer := func(status int, code string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<Error><Code>"+code+"</Code></Error>")
		}
	}
	down, full := refusal(fault.Unavailable, application.StoreDown), refusal(fault.Unavailable, application.StoreFull)
	for name, tt := range map[string]struct {
		spoil func(http.ResponseWriter, *http.Request, http.Handler)
		told  string
	}{
		"it hangs up":         {func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }, down},
		"it never answers":    {func(_ http.ResponseWriter, r *http.Request, _ http.Handler) { untilGone(r) }, down},
		"it has no room":      {answer(http.StatusInsufficientStorage, "XMinioStorageFull"), full},
		"a quota is used up":  {answer(http.StatusBadRequest, "XMinioAdminBucketQuotaExceeded"), full},
		"the keys are not it": {answer(http.StatusForbidden, "InvalidAccessKeyId"), down},
		"the bucket is gone":  {answer(http.StatusNotFound, "NoSuchBucket"), down},
		"it is another page":  {answer(http.StatusTeapot, ""), down},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, dir := newBucket(t)
			way, spoiled := newRoad(t, at, false)
			spoiled.Patience = time.Second / 4
			s := bucketStore(t, spoiled)
			good, err := s.Put(t.Context(), strings.NewReader("a scan"), mega)
			if err != nil {
				t.Fatal(err)
			}
			way.spoil.Store(&tt.spoil)
			for _, size := range []int{10, 6 * mega} {
				if _, err := s.Put(t.Context(), bytes.NewReader(scan(1, size)), 20*mega); told(err) != tt.told {
					t.Errorf("put %d bytes: %v", size, err)
				}
			}
			_, opened := read(t.Context(), s, good.Place)
			_, _, weighed := s.Weigh(t.Context(), good.Place)
			_, listed := s.Places(t.Context(), "", 10)
			for what, err := range map[string]error{"open": opened, "weigh": weighed, "places": listed, "remove": s.Remove(t.Context(), good.Place)} {
				if told(err) != tt.told {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err := s.Check(t.Context()); err == nil {
				t.Error("all is well, it is said")
			}
			way.spoil.Store(nil)
			if got, err := read(t.Context(), s, good.Place); err != nil || string(got) != "a scan" {
				t.Errorf("afterwards %q, %v", got, err)
			}
			if left := (filestest.Shelf{Dir: dir}).Lying(t); len(left) != 1 {
				t.Errorf("%v lie there", left)
			}
		})
	}
}

// An answer that is lost on its way, at any request: the file is not acknowledged, and is taken away again.
func TestALostAnswerLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, size := range []int{10, 6 * mega} {
		at, dir := newBucket(t)
		for n := int32(1); ; n++ {
			way, spoiled := newRoad(t, at, false)
			s := bucketStore(t, spoiled)
			var asked atomic.Int32
			lose := func(w http.ResponseWriter, r *http.Request, on http.Handler) {
				if r.Method == http.MethodDelete || asked.Add(1) < n { // from the n-th on, so that asking again does not help
					on.ServeHTTP(w, r)
					return
				}
				on.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
			way.spoil.Store(&lose)
			_, err := s.Put(t.Context(), bytes.NewReader(scan(1, size)), 20*mega)
			if asked.Load() < n {
				if err != nil {
					t.Errorf("nothing was lost: %v", err)
				}
				break
			}
			if told(err) != refusal(fault.Unavailable, application.StoreDown) {
				t.Errorf("%d bytes, answer %d: %v", size, n, err)
			}
			if left := (filestest.Shelf{Dir: dir}).Lying(t); len(left) > 0 {
				t.Errorf("%d bytes, answer %d: %v lie there", size, n, left)
			}
		}
	}
}

func TestUploadsToABucketThatWereCutOffAreSwept(t *testing.T) {
	t.Parallel()
	at, dir := newBucket(t)
	way, spoiled := newRoad(t, at, false)
	s := bucketStore(t, spoiled)
	kept, err := s.Put(t.Context(), strings.NewReader("a scan"), mega)
	if err != nil {
		t.Fatal(err)
	}
	// The process falls in the midst of it: nobody takes the parts away.
	fall := func(w http.ResponseWriter, r *http.Request, on http.Handler) {
		if r.Method == http.MethodDelete {
			panic(http.ErrAbortHandler)
		}
		on.ServeHTTP(w, r)
	}
	way.spoil.Store(&fall)
	lost := errors.New("the power is gone")
	_, err = s.Put(t.Context(), io.MultiReader(bytes.NewReader(scan(1, 12*mega)), readerFunc(func([]byte) (int, error) { return 0, lost })), 20*mega)
	if !errors.Is(err, lost) {
		t.Fatal(err)
	}
	way.spoil.Store(nil)
	if n, err := s.Sweep(t.Context(), noon.AddDate(-100, 0, 0)); err != nil || n != 0 {
		t.Errorf("too early %d were swept, %v", n, err)
	}
	if n, err := s.Sweep(t.Context(), noon.AddDate(100, 0, 0)); err != nil || n != 1 {
		t.Errorf("%d were swept, %v", n, err)
	}
	left := (filestest.Shelf{Dir: dir}).Lying(t)
	if len(left) != 1 || left[0] != kept.Place {
		t.Errorf("%v lie there", left)
	}
}

// What does not belong to the house is in nobody's way, and is never shown or removed.
func TestABucketMayHoldOtherThings(t *testing.T) {
	t.Parallel()
	at, dir := newBucket(t)
	address, err := url.Parse(at.Address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := minio.New(address.Host, &minio.Options{Creds: credentials.NewStaticV4(at.AccessKey, at.SecretKey, ""), Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	bucket, _, _ := strings.Cut(strings.Trim(address.Path, "/"), "/")
	for _, key := range []string{"AAAAAAAAAAAAAAAAAAAAAAAAAA", "house/AAAA", "house/sub/AAAAAAAAAAAAAAAAAAAAAAAAAA", "house/zzz"} {
		if _, err := client.PutObject(t.Context(), bucket, key, strings.NewReader("x"), 1, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	s := bucketStore(t, at)
	stored, err := s.Put(t.Context(), strings.NewReader("a scan"), mega)
	if err != nil {
		t.Fatal(err)
	}
	places, err := s.Places(t.Context(), "", 1)
	if err != nil || len(places) != 1 || places[0] != stored.Place {
		t.Errorf("%v, %v", places, err)
	}
	if places, err = s.Places(t.Context(), stored.Place, 1); err != nil || len(places) != 0 {
		t.Errorf("behind it %v, %v", places, err)
	}
	if n, err := s.Sweep(t.Context(), noon.AddDate(100, 0, 0)); err != nil || n != 0 {
		t.Errorf("%d were swept, %v", n, err)
	}
	if n := len((filestest.Shelf{Dir: dir}).Lying(t)); n != 5 {
		t.Errorf("%d lie there", n)
	}
}

func TestWhoGivesUpAnUploadToABucketDoesNotWait(t *testing.T) {
	t.Parallel()
	at, _ := newBucket(t)
	way, spoiled := newRoad(t, at, false)
	spoiled.Patience = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	silent := func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		cancel()
		if r.Method != http.MethodDelete {
			untilGone(r)
		}
	}
	way.spoil.Store(&silent)
	if _, err := bucketStore(t, spoiled).Put(ctx, strings.NewReader("x"), mega); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestABucketElsewhereIsReachedOverTLSAlone(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"s3://s3.example/uploads": true, "s3://s3.example:9000/uploads/house": true, "s3://localhost:7070/uploads?tls=none": true,
		"s3://127.0.0.1/uploads?tls=none": true, "s3://[::1]:7070/uploads?tls=none": true,
		"s3://s3.example/uploads?tls=none": false, "s3://s3.example/uploads?tls=maybe": false, "s3://s3.example": false, "s3://s3.example/": false,
		"s3:///uploads": false, "https://s3.example/uploads": false, "s3://key:secret@s3.example/uploads": false, "": false, "s3://%": false,
	} {
		s, err := files.OpenBucket(files.Bucket{Address: address}, filestest.Keys(t))
		if (err == nil) != good || err != nil && !errors.Is(err, files.ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the secret is told", address)
		}
		if s != nil {
			_ = s.Close() // never fails
		}
	}
}
