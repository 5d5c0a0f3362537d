package bench_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/files/filestest"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	romania "sejur/law"
)

// BenchmarkReceive takes files of 20 MB through the desk into a store of files on this disk, encrypted and fsynced, with their rows and jobs
// on SQLite, for some numbers of senders at once. Beside the bytes per second it reports how much more heap was in use at any moment than
// before, for each sender.
func BenchmarkReceive(b *testing.B) {
	for _, senders := range []int{1, 8} {
		b.Run(fmt.Sprintf("%d-senders", senders), func(b *testing.B) {
			c := newIncoming(b, b.N*senders)
			body := bytes.Repeat([]byte("0123456789abcdef"), application.MaxUpload/16)
			heap, stop := watchHeap()
			b.SetBytes(int64(senders) * application.MaxUpload)
			b.ResetTimer()
			for n := range b.N {
				done := make(chan error, senders)
				for s := range senders {
					go func() { done <- c.receive(b.Context(), n*senders+s, body) }()
				}
				for range senders {
					if err := <-done; err != nil {
						b.Fatal(err)
					}
				}
			}
			b.StopTimer()
			stop()
			b.ReportMetric(float64(heap.Load())/(1<<20)/float64(senders), "MB-heap/sender")
		})
	}
}

// watchHeap looks every two milliseconds how much more heap is in use than at first.
func watchHeap() (most *atomic.Uint64, stop func()) {
	most = new(atomic.Uint64)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-end:
				return
			case <-tick.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				if now.HeapInuse > before.HeapInuse {
					most.Store(max(most.Load(), now.HeapInuse-before.HeapInuse))
				}
			}
		}
	}()
	return most, func() { close(end); <-ended }
}

// incoming is the receipt of files with as many drafts as files will come.
type incoming struct {
	*filing.Uploads
	by     access.Actor
	drafts []application.ID
}

func newIncoming(b *testing.B, drafts int) *incoming {
	b.Helper()
	database := filepath.Join(b.TempDir(), "sejur.db")
	ring := storetest.Keys(b)
	s := storetest.Open(b, store.Config{Database: database, Keys: ring})
	catalogue, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	l, err := law.Load(romania.Files, catalogue)
	if err != nil {
		b.Fatal(err)
	}
	house := office.House{Now: s.Now, Mark: ring}
	desk, err := filing.New(filing.Config{House: house, Store: store.Desk(s, func(tx *store.Tx) filing.Tx { return tx }), Law: l, Specimen: true})
	if err != nil {
		b.Fatal(err)
	}
	c := &incoming{by: access.Actor{Kind: access.Applicant, ID: storetest.Account(b, database), Session: "s"}}
	c.Uploads, err = filing.NewUploads(filing.UploadsConfig{
		House: house, Store: store.Desk(s, func(tx *store.Tx) filing.UploadTx { return tx }), Files: filestest.Folder(b).Store,
		Inspector: filingtest.Inspector{}, Desk: desk,
	})
	if err != nil {
		b.Fatal(err)
	}
	for range drafts {
		c.drafts = append(c.drafts, c.draft(b, s))
	}
	return c
}

// draft is a draft whose line of the passport is open.
func (c *incoming) draft(b *testing.B, s *store.Store) application.ID {
	b.Helper()
	who, id := person.ID(office.NewID()), application.ID(office.NewID())
	err := s.Change(b.Context(), func(ctx context.Context, tx *store.Tx) error {
		err := tx.Persons().Add(ctx, c.by.ID, account.Kept{Relation: person.Represented, Since: s.Now(), Person: person.Person{
			ID: who, Names: person.Names{Surname: "Pop", Given: "Ana"}, BirthDate: calendar.On(1990, time.May, 17), Sex: person.Female, Nationality: "MD",
		}})
		if err != nil {
			return err
		}
		err = tx.Applications().Add(ctx, application.Application{
			ID: id, Person: who, Account: c.by.ID, State: application.Draft, Procedure: "study-permit", Lang: locale.EN, Law: "bench", CreatedAt: s.Now(),
		})
		if err != nil {
			return err
		}
		return tx.Lines().Open(ctx, id, "passport")
	})
	if err != nil {
		b.Fatal(err)
	}
	return id
}

// receive takes one file as from a connection: the reader gives no more than 32 KiB at once.
func (c *incoming) receive(ctx context.Context, n int, body []byte) error {
	_, err := c.Receive(ctx, c.by, filing.Asked{}, filing.NewUpload{Application: c.drafts[n], Document: "passport", Name: "scan.pdf"},
		struct{ io.Reader }{bytes.NewReader(body)})
	return err
}
