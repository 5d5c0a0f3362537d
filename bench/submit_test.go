package bench_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/office"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// BenchmarkSubmit measures sending in over HTTP, as a browser that is signed in does: session, token of the form, all checks of the law of today,
// what the person's file learns, the case with its event, the receipt with its seal, message, letter, jobs and the record, in one transaction. The
// sealer of the record runs beside it. Each applicant sends once; afterwards every one of them is counted.
func BenchmarkSubmit(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(1600)) // as the program does
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, clients := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d-clients", engine, clients), func(b *testing.B) {
				r := newRush(b, engine)
				all, err := r.house.Gather(b.Context(), b.N)
				if err != nil {
					b.Fatal(err)
				}
				stop := sealing(b, r.store)
				before := processorTime(b)
				b.ResetTimer()
				took := r.send(b, all, clients, crowdtest.Applicant.Submit, crowdtest.Applicant.Sent)
				b.StopTimer()
				b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/submit")
				stop()
				report(b, took)
				r.judge(b, len(all))
			})
		}
	}
}

// rush is a house with its address on loopback.
type rush struct {
	store    *store.Store
	database string
	house    *crowdtest.House
	address  string
}

func newRush(t testing.TB, engine string) *rush {
	t.Helper()
	r := &rush{database: filepath.Join(t.TempDir(), "sejur.db")}
	if engine == "postgres" {
		r.database = storetest.Postgres(t)
	}
	ring := storetest.Keys(t)
	r.store = storetest.Open(t, store.Config{Database: r.database, Keys: ring})
	var err error
	r.house, err = crowdtest.Open(t.Context(), crowdtest.Config{Store: r.store, Ring: ring, Key: issuingtest.Key(t, r.store.Now(), 1)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(r.house.Handler)
	t.Cleanup(server.Close)
	r.address = strings.TrimPrefix(server.URL, "http://")
	return r
}

type asking func(a crowdtest.Applicant, ctx context.Context, host string) (*http.Request, error)

// send asks once for every applicant, with some clients at a time, and returns how long each waited.
func (r *rush) send(t testing.TB, all []crowdtest.Applicant, clients int, ask asking, good func(crowdtest.Applicant, *http.Response) bool) []time.Duration {
	t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: clients},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	took := make([]time.Duration, len(all))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for n := next.Add(1) - 1; int(n) < len(all); n = next.Add(1) - 1 {
				request, err := ask(all[n], t.Context(), r.address)
				if err != nil {
					t.Error(err)
					return
				}
				began := time.Now()
				answer, err := client.Do(request)
				took[n] = time.Since(began)
				if err != nil {
					t.Error(err)
					return
				}
				_ = answer.Body.Close() // what it says is in its head
				if !good(all[n], answer) {
					t.Errorf("answered %s, to %q", answer.Status, answer.Header.Get("Location"))
				}
			}
		})
	}
	wait.Wait()
	return took
}

// processorTime is what this process took of the processors, clients and the sealer with it: it says more than the clock where others work too.
func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var took syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &took); err != nil {
		t.Fatal(err)
	}
	return time.Duration(took.Utime.Nano() + took.Stime.Nano())
}

// report says what the slowest of a hundred waited for, and the half.
func report(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	for name, part := range map[string]float64{"p50-ms": 0.5, "p99-ms": 0.99} {
		b.ReportMetric(took[int(part*float64(len(took)-1))].Seconds()*1000, name)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submits/s")
}

// judge counts: everybody's application was sent in once, and all that belongs to it is there once.
func (r *rush) judge(t testing.TB, n int) {
	t.Helper()
	db := storetest.SQL(t, r.database)
	for what, query := range map[string]string{
		"sent in":               "SELECT COUNT(*) FROM application WHERE state = 'submitted'",
		"references":            "SELECT COUNT(DISTINCT reference) FROM application WHERE state = 'submitted'",
		"cases":                 "SELECT COUNT(*) FROM casefile WHERE state = 'received'",
		"applications of cases": "SELECT COUNT(DISTINCT application) FROM casefile",
		"events":                "SELECT COUNT(*) FROM case_event WHERE kind = 'received'",
		"receipts":              "SELECT COUNT(*) FROM document WHERE kind = 'receipt' AND state = 'signed'",
		"numbers of receipts":   "SELECT COUNT(DISTINCT number) FROM document",
		"seals":                 "SELECT COUNT(*) FROM document_seal",
		"letters":               "SELECT COUNT(*) FROM letter",
		"messages":              "SELECT COUNT(*) FROM message",
		"receipts to be drawn":  "SELECT COUNT(*) FROM job WHERE kind = 'document.print'",
		"entries of sending in": "SELECT COUNT(*) FROM audit_entry WHERE action = 'application.submit'",
		"entries of signing":    "SELECT COUNT(*) FROM audit_entry WHERE action = 'document.sign'",
	} {
		if got := count(t, db, query); got != n {
			t.Errorf("%s: %d, want %d", what, got, n)
		}
	}
	for links := office.SealBatch; links == office.SealBatch; {
		var err error
		links, err = office.Seal(t.Context(), r.store.Seals(), "bench", r.store.Now())
		if err != nil {
			t.Fatal(err)
		}
	}
	if report, err := r.store.Verify(t.Context(), nil); err != nil || !report.Whole() || report.Waiting != 0 {
		t.Errorf("the record: %+v, %v", report, err)
	}
}

func count(t testing.TB, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}
