package webtest_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sejur/internal/web/webtest"
)

var secretShown = regexp.MustCompile(`sejur_[A-Z2-7]{26}`)

// tokenForm is what somebody sends to make a token.
func tokenForm(t *testing.T, p *webtest.Person, name string) url.Values {
	t.Helper()
	return filled(t, p.Get(t, "/en/my/account/tokens/new").Body.String(), name)
}

// filled is the form of the page for a token, filled in.
func filled(t *testing.T, page, name string) url.Values {
	t.Helper()
	drawn := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page)
	if drawn == nil {
		t.Fatal("there is no form")
	}
	return url.Values{"token": {drawn[1]}, "name": {name}, "days": {"90"}}
}

func TestATokenIsMadeShownOnceSeenAndEnded(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	form := tokenForm(t, p, "my lawyer’s program")
	got := p.Post(t, "/en/my/account/tokens/new", form)
	says(t, h, got, http.StatusOK, "account.tokens.made")
	secret := secretShown.FindString(got.Body.String())
	if secret == "" || got.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("the token %q, kept: %q", secret, got.Header().Get("Cache-Control"))
	}
	again := p.Post(t, "/en/my/account/tokens/new", form)
	says(t, h, again, http.StatusOK, "account.tokens.again")
	if secretShown.MatchString(again.Body.String()) {
		t.Error("sent twice, the token is shown twice")
	}
	if _, err := h.Accounts.UseToken(t.Context(), secret, "192.0.2.7"); err != nil {
		t.Error(err)
	}
	own := p.Get(t, "/en/my/account")
	says(t, h, own, http.StatusOK, "account.tokens.end")
	body := own.Body.String()
	if strings.Count(body, "my lawyer’s program") != 1 || secretShown.MatchString(body) {
		t.Error("the list is not as it should be")
	}
	id := regexp.MustCompile(`name="program" value="([^"]+)"`).FindStringSubmatch(body)[1]
	leads(t, p.Post(t, "/en/my/account/tokens", url.Values{"program": {id}}), "/en/my/account")
	says(t, h, p.Get(t, "/en/my/account"), http.StatusOK, "account.done.token-ended")
	if _, err := h.Accounts.UseToken(t.Context(), secret, "192.0.2.7"); err == nil {
		t.Error("the token is still good")
	}
	leads(t, p.Post(t, "/en/my/account/tokens", url.Values{"program": {id}}), "/en/my/account") // ended in another tab
}

func TestATokenIsMadeByWhoHasJustProvedWhoTheyAre(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	form := tokenForm(t, p, "one")
	h.Pass(6 * time.Minute)
	const to = "/en/my/account/confirm?next=%2Fen%2Fmy%2Faccount%2Ftokens%2Fnew"
	leads(t, p.Get(t, "/en/my/account/tokens/new"), to)
	leads(t, p.Post(t, "/en/my/account/tokens/new", form), to)
}

func TestWhatIsWrongWithATokenIsSaid(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	says(t, h, p.Post(t, "/en/my/account/tokens/new", tokenForm(t, p, " ")), 422, "error.account.token-name-missing")
	form := tokenForm(t, p, "one")
	form.Set("days", "3650")
	says(t, h, p.Post(t, "/en/my/account/tokens/new", form), 422, "error.account.token-days")
	form.Del("token")
	says(t, h, p.Post(t, "/en/my/account/tokens/new", form), 422, "error.form.old")
	for range 10 {
		says(t, h, p.Post(t, "/en/my/account/tokens/new", tokenForm(t, p, "one")), 200, "account.tokens.made")
	}
	if got := p.Post(t, "/en/my/account/tokens/new", tokenForm(t, p, "one")); got.Code != 422 {
		t.Errorf("the eleventh: %d", got.Code)
	}
}
