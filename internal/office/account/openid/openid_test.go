package openid_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/office/account"
	"sejur/internal/office/account/openid"
	"sejur/internal/web/oidctest"
)

const back = "http://localhost:8080/staff/provider"

func errand() account.Errand {
	return account.Errand{State: "state-1", Nonce: "nonce-1", Verifier: "a-verifier-of-at-least-43-characters-0123456789"}
}

// provider opens a real provider as a house sees it.
func provider(t *testing.T) (*openid.Provider, oidctest.House) {
	t.Helper()
	house := oidctest.Provider(t, back)
	p, err := openid.New(openid.Config{Issuer: house.Issuer, ClientID: house.ClientID, Secret: house.ClientSecret, Return: back})
	if err != nil {
		t.Fatal(err)
	}
	return p, house
}

// visit signs somebody in at the provider and returns the code.
func visit(t *testing.T, p *openid.Provider, house oidctest.House, person *http.Client, e account.Errand, who string) string {
	t.Helper()
	start, err := p.Begin(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	to, err := house.SignIn(person, start, who)
	if err != nil {
		t.Fatal(err)
	}
	if got := to.Query().Get("state"); got != e.State {
		t.Fatalf("came back with the state %q", got)
	}
	return to.Query().Get("code")
}

func TestTheProviderSaysWhoItIs(t *testing.T) {
	t.Parallel()
	p, house := provider(t)
	got, err := p.Finish(t.Context(), visit(t, p, house, &http.Client{}, errand(), oidctest.Ana), errand())
	if err != nil {
		t.Fatal(err)
	}
	want := account.Identity{Issuer: house.Issuer, Subject: oidctest.Ana, Email: "ana@example.test"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotBelieved(t *testing.T) {
	t.Parallel()
	p, house := provider(t)
	for name, spoil := range map[string]func(code string, e account.Errand) (string, account.Errand){
		"a code without its verifier": func(code string, e account.Errand) (string, account.Errand) {
			e.Verifier = "another-verifier-of-at-least-43-characters-01234"
			return code, e
		},
		"an answer to another question": func(code string, e account.Errand) (string, account.Errand) {
			e.Nonce = "nonce-2"
			return code, e
		},
		"a code that was made up": func(_ string, e account.Errand) (string, account.Errand) { return "made-up", e },
		"no code":                 func(_ string, e account.Errand) (string, account.Errand) { return "", e },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, e := spoil(visit(t, p, house, &http.Client{}, errand(), oidctest.Ana), errand())
			_, err := p.Finish(t.Context(), code, e)
			if err == nil || fault.KindOf(err) == fault.Unavailable {
				t.Errorf("got %v, want a refusal", err)
			}
		})
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	p, house := provider(t)
	code := visit(t, p, house, &http.Client{}, errand(), oidctest.Ion)
	if _, err := p.Finish(t.Context(), code, errand()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Finish(t.Context(), code, errand()); err == nil {
		t.Error("a code was taken twice")
	}
}

func TestAFreshProofIsAskedEvenOfWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	p, house := provider(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	person := &http.Client{Jar: jar}
	visit(t, p, house, person, errand(), oidctest.Ana)
	e := errand()
	e.Fresh = true
	start, err := p.Begin(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := url.Parse(start)
	if err != nil || asked.Query().Get("prompt") != "login" || asked.Query().Get("max_age") != "0" {
		t.Errorf("the provider is asked with %s", start)
	}
	if _, err := p.Finish(t.Context(), visit(t, p, house, person, e, oidctest.Ana), e); err != nil {
		t.Errorf("a fresh proof is refused: %v", err)
	}
}

func TestAProviderThatIsDownIsTriedLater(t *testing.T) {
	t.Parallel()
	p, err := openid.New(openid.Config{Issuer: "http://127.0.0.1:1", ClientID: "sejur", Return: back})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Begin(t.Context(), errand())
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v, want Unavailable", err)
	}
}

func TestAnIssuerIsHTTPS(t *testing.T) {
	t.Parallel()
	for issuer, good := range map[string]bool{
		"https://idp.example": true, "http://localhost:9000": true, "http://127.0.0.1:9000": true,
		"http://idp.example": false, "idp.example": false, "": false, "ftp://localhost": false,
	} {
		_, err := openid.New(openid.Config{Issuer: issuer, ClientID: "sejur", Return: back})
		if (err == nil) != good {
			t.Errorf("%q: %v", issuer, err)
		}
	}
}

// Two who come at the same time are not kept waiting one for the other.
func TestASilentProviderIsAskedByEveryoneForThemselves(t *testing.T) {
	t.Parallel()
	together := make(chan struct{})
	var here atomic.Int32
	silent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if here.Add(1) == 2 {
			close(together)
		}
		select {
		case <-together:
		case <-r.Context().Done(): // the first gave up before the second was let through
			t.Error("the second waited until the first had an answer")
		}
		w.WriteHeader(http.StatusInternalServerError)
	}))
	t.Cleanup(silent.Close)
	p, err := openid.New(openid.Config{Issuer: silent.URL, ClientID: "sejur", Return: back})
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			_, err := p.Begin(t.Context(), account.Errand{})
			if fault.KindOf(err) != fault.Unavailable {
				t.Errorf("told %v, want unavailable", err)
			}
		})
	}
	both.Wait()
}
