//go:build e2e

// Package browser drives Debian's Chromium for the journeys: one browser, many tabs. It is the only place that knows the
// driver, whose API has changed before.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// Browser is one running Chromium with an empty profile.
type Browser struct {
	ctx     context.Context // the driver keeps the browser in its context
	stop    func()
	profile string
}

// Start starts Chromium; it stops with Close. Everything by which a browser talks to its maker is switched off, so that the
// only requests are the pages' own.
func Start() (*Browser, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, fmt.Errorf("find chromium: %w", err)
	}
	profile, err := os.MkdirTemp("", "sejur-browser-")
	if err != nil {
		return nil, fmt.Errorf("make a profile: %w", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // the tests may run as root; they open our own pages only
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("lang", "en"),
	)
	allocated, stopAllocated := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stopBrowser := chromedp.NewContext(allocated)
	stop := func() {
		stopBrowser()
		stopAllocated()
	}
	err = chromedp.Do(ctx) // starts it
	if err != nil {
		stop()
		return nil, fmt.Errorf("start chromium: %w", err)
	}
	return &Browser{ctx: ctx, stop: stop, profile: profile}, nil
}

// Close stops the browser and removes its profile.
func (b *Browser) Close() error {
	b.stop()
	err := os.RemoveAll(b.profile)
	if err != nil {
		return fmt.Errorf("remove the profile: %w", err)
	}
	return nil
}
