package web

import (
	"context"
	"runtime"
	"sync"
)

// turns lets as many pages be built at once as there are processors, in the order in which they were asked for. Without it a rush
// is served by chance: most readers quickly, and every hundredth after three times as long (docs/performance.md). A page that is
// built gives its turn back before it is sent, so that a slow reader keeps nobody waiting.
type turns chan struct{}

func newTurns() turns { return make(turns, runtime.GOMAXPROCS(0)) }

// drawingTurns are the turns of what is costly (ASVS 15.1.3): half of the processors. Pages do not wait for them, and keep the others.
func drawingTurns() turns { return make(turns, max(1, runtime.GOMAXPROCS(0)/2)) }

// turnsFor are the turns that a page waits for; nil = none.
func (s *server) turnsFor(row route) turns {
	switch {
	case row.costly:
		return s.drawing
	case row.who == everybody:
		// What these pages do is reckoning; the others mostly wait for the store, and must not keep the processors from those.
		return s.turns
	}
	return nil
}

// wait waits for a turn and gives the function that ends it, which may be called more than once; false = the request has ended.
func (t turns) wait(ctx context.Context) (end func(), ok bool) {
	end = sync.OnceFunc(func() { <-t })
	select {
	case t <- struct{}{}: // also when there was no time left: the page is quick to build
		return end, true
	default:
	}
	select {
	case t <- struct{}{}:
		return end, true
	case <-ctx.Done():
		return nil, false
	}
}
