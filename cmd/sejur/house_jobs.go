package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/store"
)

// jobStore is the store as jobs see it.
func (h *house) jobStore() jobs.Store {
	return store.Desk(h.store, func(tx *store.Tx) jobs.Tx { return tx })
}

// kinds lists every kind of job. One that is enqueued and does not stand here stops the next start.
func (h *house) kinds() []jobs.Kind {
	heads := jobs.Exporter{Head: h.store.Head, Signer: h.ring, Store: h.jobStore(), Now: h.store.Now}
	if h.heads != nil {
		heads.Heads = h.heads
	}
	daily := jobs.Daily{Office: office.New(h.office(), h.jobStore()), Head: h.store.Head, Administrators: h.store.Administrators}
	return append(h.deskKinds(),
		jobs.SendLetter(h.jobStore(), h.post, h.store.Now),
		heads.Kind(),
		daily.Kind(),
		jobs.Tidy(h.jobStore(), h.store.Now, h.sweeps()...),
	)
}

// clockEvery is how often the database is asked for the time, which counts for all nodes.
const clockEvery = time.Minute

// rounds is what this node does all the time.
func (h *house) rounds() []jobs.Round {
	return []jobs.Round{
		jobs.Sealer(h.store.Seals(), nodeName(), h.store.Now),
		{Name: "clock", Every: clockEvery, Run: func(ctx context.Context) error {
			_, err := h.store.SetClock(ctx)
			return err
		}},
	}
}

// nodeName tells this process from those on other nodes and from the one before it.
func nodeName() string {
	host, _ := os.Hostname() // a nameless machine is told by the rest
	return host + "/" + strconv.Itoa(os.Getpid()) + "/" + office.NewID()
}
