package web_test

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/web"
	"sejur/internal/web/page"
)

// Threat 2: in a rush whoever cannot be served in time is told to come back, and the house does not go on with what nobody waits for.
func TestInARushThoseWhoCannotBeServedAreToldToComeBack(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	slow := func(ctx context.Context, v *page.Visit) (page.Reply, error) {
		inside <- struct{}{}
		<-leave
		return desk(ctx, v)
	}
	site := open(t, []web.Row{
		{http.MethodGet, "/slow", "everybody", access.Public, slow}, {http.MethodGet, "/quick", "everybody", access.Public, desk},
	}, func(c *web.Config) { c.Patience = 10 * time.Millisecond })
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() { site.Get("/en/slow") })
		<-inside
	}
	got := site.Get("/en/quick")
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", got.Code, got.Header().Get("Retry-After"))
	}
	close(leave)
	all.Wait()
	if got := site.Get("/en/quick"); got.Code != http.StatusOK {
		t.Errorf("after the rush: %d", got.Code)
	}
}
