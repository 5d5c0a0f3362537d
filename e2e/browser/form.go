//go:build e2e

package browser

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Fill answers a form as a person would: it types, picks from lists and ticks, field by field. The keys are the names of the fields;
// the value of a box or a button of a group is the one to tick.
func (t *Tab) Fill(answers map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		field := "[name=" + strconv.Quote(name) + "]"
		kind, err := Read[string](t, "document.querySelector("+strconv.Quote(field)+")?.type ?? 'missing'")
		if err != nil {
			return err
		}
		value := answers[name]
		switch kind {
		case "missing":
			err = fmt.Errorf("fill %s: no such field", name)
		case "select-one":
			err = t.Choose(field, value)
		case "radio", "checkbox":
			err = t.Click(field + "[value=" + strconv.Quote(value) + "]")
		default:
			err = t.Type(field, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Attach chooses files in an input for files, as a person does in the dialogue of their system.
func (t *Tab) Attach(css string, files ...string) error {
	return t.named("attach to "+css, chromedp.SetUploadFiles(chromedp.CSS(css), files))
}

// Cookie returns the cookie that the tab would send with its page's address, with the flags that it was set with, or nil. A time without
// Expires is the zero time.
func (t *Tab) Cookie(name string) (*http.Cookie, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	all, err := chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		return nil, fmt.Errorf("read cookies: %w", err)
	}
	for _, c := range all.Cookies {
		if c.Name == name {
			return plain(c), nil
		}
	}
	return nil, nil
}

func plain(c *network.Cookie) *http.Cookie {
	//nolint:gosec // the flags are those that the site gave
	out := &http.Cookie{Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path, HttpOnly: c.HTTPOnly, Secure: c.Secure}
	if !c.Session {
		seconds, part := math.Modf(c.Expires)
		out.Expires = time.Unix(int64(seconds), int64(part*1e9)).UTC()
	}
	switch c.SameSite {
	case network.CookieSameSiteStrict:
		out.SameSite = http.SameSiteStrictMode
	case network.CookieSameSiteLax:
		out.SameSite = http.SameSiteLaxMode
	case network.CookieSameSiteNone:
		out.SameSite = http.SameSiteNoneMode
	}
	return out
}
