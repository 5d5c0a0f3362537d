package bench_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"sejur/bench/crowdtest"
	"sejur/internal/application"
	"sejur/internal/files/filestest"
	"sejur/internal/office/filing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
)

// BenchmarkReceiveOverHTTP takes files of 20 MB as browsers that are signed in send them: with the form, or in parts by the page's script. It is
// BenchmarkReceive with everything that stands before the desk; clients and house share this process and its heap. How fast it is says the run that lets
// garbage grow as the program does, how much a sender takes the one that lets it not: garbage is not what a sender takes, and reading parts again makes much.
func BenchmarkReceiveOverHTTP(b *testing.B) {
	for name, send := range map[string]func(*mailbox, testing.TB, crowdtest.Applicant, tokens) error{"form": (*mailbox).whole, "parts": (*mailbox).parts} {
		for _, as := range []struct {
			senders, garbage int
		}{{1, 1600}, {8, 1600}, {1, 20}, {8, 20}} {
			senders := as.senders
			b.Run(fmt.Sprintf("%s/%d-senders/%d-percent-garbage", name, senders, as.garbage), func(b *testing.B) {
				defer debug.SetGCPercent(debug.SetGCPercent(as.garbage))
				m := newMailbox(b, b.N*senders, web.Pace{})
				heap, stop := watchHeap()
				before := processorTime(b)
				b.SetBytes(int64(senders) * application.MaxUpload)
				b.ResetTimer()
				for n := range b.N {
					done := make(chan error, senders)
					for s := range senders {
						go func() { done <- send(m, b, m.all[n*senders+s], m.tokens[n*senders+s]) }()
					}
					for range senders {
						if err := <-done; err != nil {
							b.Fatal(err)
						}
					}
				}
				b.StopTimer()
				stop()
				b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N*senders), "cpu-ms/file")
				b.ReportMetric(float64(heap.Load())/(1<<20)/float64(senders), "MB-heap/sender")
			})
		}
	}
}

// tokens are those of the forms of one page.
type tokens struct{ whole, parts string }

// mailbox is a house to which files are sent.
type mailbox struct {
	address string
	client  *http.Client
	all     []crowdtest.Applicant
	tokens  []tokens
	part    []byte // of which a file has some
	digest  string
}

// newMailbox opens a house with so many who will each send a file.
func newMailbox(b testing.TB, n int, pace web.Pace) *mailbox {
	b.Helper()
	ring := storetest.Keys(b)
	s := storetest.Open(b, store.Config{Database: filepath.Join(b.TempDir(), "sejur.db"), Keys: ring})
	house, err := crowdtest.Open(b.Context(), crowdtest.Config{Store: s, Ring: ring, Key: issuingtest.Key(b, s.Now(), 1), Files: filestest.Folder(b).Store, Pace: pace})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(house.Handler)
	b.Cleanup(server.Close)
	m := &mailbox{
		address: strings.TrimPrefix(server.URL, "http://"), part: bytes.Repeat([]byte("0123456789abcdef"), filing.MaxPart/16),
		client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, m.file()); err != nil {
		b.Fatal(err)
	}
	m.digest = hex.EncodeToString(sum.Sum(nil))
	if m.all, err = house.Gather(b.Context(), n); err != nil {
		b.Fatal(err)
	}
	for _, a := range m.all {
		whole, parts, err := a.Tokens(b.Context(), m.client, m.address)
		if err != nil {
			b.Fatal(err)
		}
		m.tokens = append(m.tokens, tokens{whole, parts})
	}
	return m
}

// file is a file as large as it may be.
func (m *mailbox) file() io.Reader {
	var all []io.Reader
	for range application.MaxUpload / filing.MaxPart {
		all = append(all, bytes.NewReader(m.part))
	}
	return io.MultiReader(all...)
}

// whole sends a file with the form.
func (m *mailbox) whole(b testing.TB, a crowdtest.Applicant, t tokens) error {
	request, err := a.Send(b.Context(), m.address, t.whole, "scan.pdf", application.MaxUpload, m.file())
	if err != nil {
		return err
	}
	answer, err := m.client.Do(request)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("answered %s", answer.Status)
	}
	return answer.Body.Close()
}

// parts sends it in parts as large as they may be.
func (m *mailbox) parts(b testing.TB, a crowdtest.Applicant, t tokens) error {
	request, err := a.Begin(b.Context(), m.address, url.Values{
		"token": {t.parts}, "name": {"scan.pdf"}, "size": {strconv.Itoa(application.MaxUpload)}, "digest": {m.digest},
	})
	for {
		if err != nil {
			return err
		}
		var at struct {
			To    string
			At    int64
			Whole bool
		}
		answer, err2 := m.client.Do(request)
		if err2 != nil {
			return err2
		}
		err = json.NewDecoder(answer.Body).Decode(&at)
		if closed := answer.Body.Close(); err != nil || closed != nil || answer.StatusCode != http.StatusOK {
			return fmt.Errorf("answered %s: %w", answer.Status, err)
		}
		if at.Whole {
			return nil
		}
		request, err = a.Part(b.Context(), m.address, at.To, at.At, m.part)
	}
}
