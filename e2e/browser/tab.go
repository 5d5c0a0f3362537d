//go:build e2e

package browser

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one action may take before the test gives up; it is no measure of speed.
const patience = 30 * time.Second

// View is how a person looks at the pages.
type View struct {
	Width, Height int  // CSS pixels
	Dark          bool // the system asks for dark colours
	NoScript      bool // JavaScript is switched off
}

// String names the view in a report and in the name of a picture.
func (v View) String() string {
	name := strconv.Itoa(v.Width)
	if v.Dark {
		name += "-dark"
	}
	return name
}

// Phone is a common phone held upright.
func Phone() View { return View{Width: 360, Height: 740} }

// Desk is a screen on a desk.
func Desk() View { return View{Width: 1280, Height: 900} }

// Tab is one tab. It is used by one goroutine.
type Tab struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu       sync.Mutex
	requests []string // every address asked for
	problems []string // uncaught exceptions and what the browser itself reports: broken policies, missing files
}

// Tab opens an empty tab. It shares cookies with the browser's other tabs.
func (b *Browser) Tab(v View) (*Tab, error) { return b.open(v) }

// Stranger opens an empty tab for somebody else, who shares no cookies with the other tabs.
func (b *Browser) Stranger(v View) (*Tab, error) { return b.open(v, chromedp.WithNewBrowserContext()) }

func (b *Browser) open(v View, options ...chromedp.ContextOption) (*Tab, error) {
	ctx, cancel := chromedp.NewContext(b.ctx, options...)
	t := &Tab{ctx: ctx, cancel: cancel}
	err := t.prepare(v)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	return t, nil
}

func (t *Tab) prepare(v View) error {
	err := chromedp.Listen(t.ctx, t.hear)
	if err != nil {
		return err
	}
	err = t.Look(v)
	if err != nil {
		return err
	}
	// Of many tabs at once one has the focus, and the others would draw late and be refused passkeys.
	_, err = chromedp.Call(t.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err != nil {
		return err
	}
	_, err = chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.NoScript})
	return err
}

// hear keeps what the tab asks the network for and what goes wrong in it.
func (t *Tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		t.requests = append(t.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		t.problems = append(t.problems, e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		// An answer 4xx is logged as a network error; the tests ask for such answers themselves.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			t.problems = append(t.problems, e.Entry.Text)
		}
	}
}

// Forget lets a tab be used for the next page as if it were new: what its pages before asked for and did wrong is no longer told.
func (t *Tab) Forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests, t.problems = nil, nil
}

// Close closes the tab.
func (t *Tab) Close() { t.cancel() }

// Look changes size and colours; the page stays. Scripts are switched when the tab is opened, not here.
func (t *Tab) Look(v View) error {
	err := t.do(chromedp.EmulateViewport(int64(v.Width), int64(v.Height)))
	if err != nil {
		return err
	}
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	return t.media("", &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}, still())
}

// still asks pages not to glide where they scroll: a click would come to where something was a moment before.
func still() *emulation.MediaFeature {
	return &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}
}

// Print shows the page as it would be printed.
func (t *Tab) Print() error { return t.media("print", still()) }

func (t *Tab) media(media string, features ...*emulation.MediaFeature) error {
	_, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: features})
	return err
}

// Passkeys gives the tab a device that keeps passkeys and has its owner agree to everything, or, if not willing, to nothing.
func (t *Tab) Passkeys(willing bool) error {
	_, err := chromedp.Call(t.ctx, webauthn.Enable, webauthn.EnableParams{})
	if err != nil {
		return fmt.Errorf("turn passkeys on: %w", err)
	}
	_, err = chromedp.Call(t.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: willing, AutomaticPresenceSimulation: true,
		},
	})
	if err != nil {
		return fmt.Errorf("add a device: %w", err)
	}
	return nil
}

// Open goes to an address and returns the status of the answer.
func (t *Tab) Open(address string) (int, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	answer, err := chromedp.Run(ctx, chromedp.NavigateResponse(address))
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", address, err)
	}
	return int(answer.Status), nil
}

// Follow clicks the element and waits until the page it leads to is there; it returns the status of the answer.
func (t *Tab) Follow(css string) (int, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(css)))
	if err != nil {
		return 0, fmt.Errorf("follow %s: %w", css, err)
	}
	return int(answer.Status), nil
}

// Click clicks the element; the page stays.
func (t *Tab) Click(css string) error {
	return t.named("click "+css, chromedp.Click(chromedp.CSS(css)))
}

// Choose picks the option of a select by its value.
func (t *Tab) Choose(css, value string) error {
	return t.named("choose "+value+" in "+css, chromedp.SetValue(chromedp.CSS(css), value))
}

// Type empties the input and types into it.
func (t *Tab) Type(css, text string) error {
	_, err := Read[string](t, "document.querySelector("+strconv.Quote(css)+").value = ''") // the driver cannot empty a textarea
	if err != nil {
		return err
	}
	return t.named("type into "+css, chromedp.SendKeys(chromedp.CSS(css), text))
}

// Keys of a keyboard, for Press.
const (
	KeyTab   = kb.Tab
	KeyEnter = kb.Enter
	KeySpace = " "
	KeyDown  = kb.ArrowDown
)

// Press types keys to whatever has the focus.
func (t *Tab) Press(keys string) error {
	return t.named("press a key", chromedp.KeyEvent(keys))
}

// PressAndGo presses a key that leads to another page and waits until it is there.
func (t *Tab) PressAndGo(key string) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.KeyEvent(key)))
	if err != nil {
		return fmt.Errorf("press a key and go on: %w", err)
	}
	return nil
}

// Read evaluates a JavaScript expression and returns its value. It works with the page's own scripts switched off too, as
// long as the expression waits for nothing.
func Read[T any](t *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		return v, fmt.Errorf("read %s: %w", shorten(expression), err)
	}
	return v, nil
}

// Await evaluates a JavaScript expression that is a promise and returns what it is kept with.
func Await[T any](t *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return v, fmt.Errorf("await %s: %w", shorten(expression), err)
	}
	return v, nil
}

// URL returns the address of the page.
func (t *Tab) URL() (*url.URL, error) {
	address, err := Read[string](t, "document.location.href")
	if err != nil {
		return nil, err
	}
	return url.Parse(address)
}

// Picture draws the whole page as PNG.
func (t *Tab) Picture() ([]byte, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// PDF prints the page on A4.
func (t *Tab) PDF() ([]byte, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
}

// Elsewhere returns the addresses that the tab asked for outside the given origin.
func (t *Tab) Elsewhere(origin string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []string
	for _, address := range t.requests {
		if !strings.HasPrefix(address, origin+"/") && !strings.HasPrefix(address, "data:") {
			list = append(list, address)
		}
	}
	return list
}

// Problems returns what went wrong in the tab's pages: uncaught exceptions, broken content policy.
func (t *Tab) Problems() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]string(nil), t.problems...)
}

func (t *Tab) do(actions ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, actions...)
}

func (t *Tab) named(what string, actions ...chromedp.Action[chromedp.Void]) error {
	err := t.do(actions...)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func shorten(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}
