package webtest_test

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/jobs"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/store"
	"sejur/internal/web/webtest"
)

// weakPost is a mail server that may be down, and notes what it took, by template.
type weakPost struct {
	mu   sync.Mutex
	down bool
	took map[string]int
}

func (p *weakPost) Send(ctx context.Context, l office.Letter) error {
	if err := p.Check(ctx); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took[l.Template]++
	return nil
}

func (p *weakPost) Check(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return fault.New(fault.Unavailable, "mail.unsent")
	}
	return nil
}

func (p *weakPost) turn(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

// What people do is done whether letters leave the house or not; the letters wait, and leave once without anybody's hands.
func TestWhileTheMailServerIsDownEverythingIsDoneAndItsLettersLeaveLater(t *testing.T) {
	t.Parallel()
	f := newFiler(t)
	h, post := f.House, &weakPost{down: true, took: make(map[string]int)}
	see := store.Desk(h.Store, func(tx *store.Tx) jobs.Tx { return tx })
	runner, err := jobs.New(jobs.Config{Store: see, Kinds: []jobs.Kind{jobs.SendLetter(see, post, h.Now)}, Now: h.Now, Hands: 1, Log: h.Config.Log})
	if err != nil {
		t.Fatal(err)
	}
	work := func() {
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	f.returned() // sends it in, and has an officer return it
	sent := f.Get(t, f.path("/sent"))
	if sent.Code != http.StatusOK {
		t.Errorf("what was sent: %d", sent.Code)
	}
	webtest.Judge(t, locale.EN, sent.Body.String())
	stranger := h.Person()
	if got := stranger.Post(t, "/en/sign-in", url.Values{"email": {"new@example.org"}}); got.Code != http.StatusSeeOther {
		t.Errorf("a code is asked for: %d", got.Code)
	}
	if got := stranger.Get(t, "/en/sign-in/code"); got.Code != http.StatusOK {
		t.Errorf("where the code is typed: %d", got.Code)
	}
	want := make(map[string]int)
	for _, template := range []string{"filing-received", "message-waiting", "sign-in-code"} {
		want[template] = h.Letters(t, template)
		if want[template] == 0 {
			t.Errorf("no letter waits: %s", template)
		}
	}
	work()
	for template, n := range want {
		if got := h.Letters(t, template); got != n {
			t.Errorf("while it is down %d letters wait, want %d: %s", got, n, template)
		}
	}
	post.turn(false)
	h.Pass(time.Hour)
	work()
	for template := range want {
		if got := h.Letters(t, template); got != 0 {
			t.Errorf("%d letters wait still: %s", got, template)
		}
	}
	for template := range post.took {
		if _, asked := want[template]; !asked {
			delete(post.took, template)
		}
	}
	if diff := cmp.Diff(want, post.took); diff != "" {
		t.Error(diff)
	}
}
