package webtest_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files/filestest"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/web/webtest"
)

// weakFiles is a store of files that cannot keep anything while it has a reason not to.
type weakFiles struct {
	filing.Files
	why atomic.Value // the key of the reason, "" = none
}

func (w *weakFiles) Put(ctx context.Context, r io.Reader, most int64) (application.Stored, error) {
	if key, _ := w.why.Load().(string); key != "" {
		return application.Stored{}, fault.New(fault.Unavailable, key)
	}
	return w.Files.Put(ctx, r, most)
}

func TestWhenFilesCannotBeKeptThePageSaysSoOfEachAndTakesThemLater(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"the disk is full": application.StoreFull, "the store is gone": application.StoreDown} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := &weakFiles{Files: filestest.Folder(t).Store}
			h, p := newSenderOn(t, filingtest.Parts{Files: files})
			p.sendFiles(sentFile{"before.pdf", "%PDF-1"})
			files.why.Store(key)
			got := p.sendFiles(sentFile{"later.pdf", "%PDF-2"})
			body := got.Body.String()
			webtest.Judge(t, locale.EN, body)
			sentence := h.Catalogue.For(locale.EN).Say(&fault.Error{Kind: fault.Unavailable, Key: strings.ReplaceAll(key, "/", ".")})
			if got.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "later.pdf") || !strings.Contains(body, sentence) || !strings.Contains(body, "before.pdf") {
				t.Errorf("%d: %.900s", got.Code, main(body))
			}
			files.why.Store("")
			if got := p.sendFiles(sentFile{"later.pdf", "%PDF-2"}); got.Code != http.StatusSeeOther {
				t.Errorf("when there is room again: %d", got.Code)
			}
			if page := p.page(locale.EN); strings.Count(page, `class="file-name">later.pdf<`) != 1 || strings.Count(page, `class="file-name">before.pdf<`) != 1 {
				t.Error("not each file is here once")
			}
		})
	}
}
