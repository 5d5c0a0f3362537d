//go:build e2e

package browser

import (
	"fmt"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Upload chooses files for an input, as a person does in the browser's own dialog.
func (t *Tab) Upload(css string, files ...string) error {
	return t.named("upload to "+css, chromedp.SetUploadFiles(chromedp.CSS(css), files))
}

// Offline takes the network away from the tab and from what works for it beside its pages, or gives it back.
func (t *Tab) Offline(away bool) error {
	_, err := chromedp.Call(t.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		EmulateOfflineServiceWorker: &away,
		MatchedNetworkConditions:    []*network.Conditions{{Offline: away, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	if err != nil {
		return fmt.Errorf("take the network away: %w", err)
	}
	return nil
}
