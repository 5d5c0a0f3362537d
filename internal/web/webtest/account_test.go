package webtest_test

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/account/passkeytest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

const ana = "ana@example.org"

// leads fails the test unless an answer leads to an address.
func leads(t *testing.T, got *httptest.ResponseRecorder, want string) {
	t.Helper()
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != want {
		t.Fatalf("%d to %q, want %q: %s", got.Code, got.Header().Get("Location"), want, told(got))
	}
}

// told is what a page says is wrong.
func told(got *httptest.ResponseRecorder) string {
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, e := range webtest.Class(all, "errors") {
		out = append(out, e.Text)
	}
	return strings.Join(out, " ")
}

// says fails the test unless a page with the status says the sentence of a key.
func says(t *testing.T, h *webtest.House, got *httptest.ResponseRecorder, status int, key string, args ...locale.Arg) {
	t.Helper()
	if got.Code != status {
		t.Errorf("status %d, want %d: %s", got.Code, status, told(got))
	}
	if want := h.Catalogue.For(locale.EN).T(key, args...); !strings.Contains(html.UnescapeString(got.Body.String()), want) {
		t.Errorf("the page does not say %s: %s", key, told(got))
	}
}

// answers puts the question of a page to an authenticator, and returns the form to send.
func answers(t *testing.T, got *httptest.ResponseRecorder, ask func([]byte) ([]byte, error), more url.Values) url.Values {
	t.Helper()
	found := regexp.MustCompile(`data-options="([^"]*)"`).FindStringSubmatch(got.Body.String())
	if found == nil {
		t.Fatalf("the page asks for no passkey: %d", got.Code)
	}
	answer, err := ask([]byte(html.UnescapeString(found[1])))
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"credential": {string(answer)}}
	for name, values := range more {
		form[name] = values
	}
	return form
}

func phone() *passkeytest.Authenticator { return &passkeytest.Authenticator{Origin: webtest.Origin} }

// administrator takes up the first link with the authenticator.
func administrator(t *testing.T, h *webtest.House, p *webtest.Person, a *passkeytest.Authenticator) {
	t.Helper()
	token, err := h.Accounts.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	who := url.Values{"name": {"Ion Pop"}, "email": {"ion@example.org"}}
	got := p.Post(t, "/staff/invitation/"+token, who)
	leads(t, p.Post(t, "/staff/invitation/"+token+"/passkey", answers(t, got, a.Create, who)), "/desk")
}

// colleague takes up the link of somebody with roles.
func colleague(t *testing.T, h *webtest.House, p *webtest.Person, a *passkeytest.Authenticator, roles ...access.Role) {
	t.Helper()
	maker := storetest.Hire(t, h.Store, h.Now(), "Maker Of Links", access.Administrator)
	err := h.Store.Change(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.Invitations().Add(ctx, h.Mark("invitation", "LINK"), account.Invitation{
			Handle: office.NewID(), Kind: account.Colleague, Email: "mara@example.org", Name: "Mara", Roles: roles, Lang: locale.EN, MadeBy: maker.ID,
			ExpiresAt: h.Now().Add(time.Hour),
		}, h.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	got := p.Get(t, "/staff/invitation/LINK")
	leads(t, p.Post(t, "/staff/invitation/LINK/passkey", answers(t, got, a.Create, nil)), "/desk")
}

func TestAnApplicantSignsInByCodeAndGoesWhereTheyWanted(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	leads(t, p.Get(t, "/en/my/messages"), "/en/sign-in?next=%2Fen%2Fmy%2Fmessages")
	got := p.Get(t, "/en/sign-in?next=/en/my/messages")
	if !strings.Contains(got.Body.String(), `name="next" value="/en/my/messages"`) {
		t.Error("the form does not keep where they wanted")
	}
	leads(t, p.Post(t, "/en/sign-in", url.Values{"email": {ana}, "next": {"/en/my/messages"}}), "/en/sign-in/code?next=%2Fen%2Fmy%2Fmessages")
	says(t, h, p.Get(t, "/en/sign-in/code"), 200, "account.code.lead", locale.Str("email", ana))
	code := h.Code(t, ana)
	says(t, h, p.Post(t, "/en/sign-in/code", url.Values{"code": {"1234"}}), 422, "error.account.code-form")
	says(t, h, p.Post(t, "/en/sign-in/code", url.Values{"code": {other(code)}}), 422, "error.account.code-wrong", locale.Num("n", 4))
	leads(t, p.Post(t, "/en/sign-in/code", url.Values{"code": {code}, "next": {"/en/my/messages"}}), "/en/my/messages")
	says(t, h, p.Get(t, "/en/my"), 200, "account.home.title")
	leads(t, p.Get(t, "/en/sign-in"), "/en/my")
}

// other is a code that is not the right one.
func other(code string) string { return string('0'+(code[0]-'0'+1)%10) + code[1:] }

// TestThePagesSayNothingOfAnAddress compares what is answered for an address with an account and for one without, byte by byte.
func TestThePagesSayNothingOfAnAddress(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	h.Person().SignIn(t, ana)
	answer := func(email string) string {
		p := h.Person()
		asked := p.Post(t, "/en/sign-in", url.Values{"email": {email}})
		page := p.Get(t, "/en/sign-in/code")
		wrong := p.Post(t, "/en/sign-in/code", url.Values{"code": {other(h.Code(t, email))}})
		all := asked.Header().Get("Location") + page.Body.String() + wrong.Body.String()
		return strings.ReplaceAll(all, email, "ADDRESS")
	}
	if diff := cmp.Diff(answer(ana), answer("nobody@example.org")); diff != "" {
		t.Error(diff)
	}
}

func TestACodeIsGoodInItsBrowserAlone(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p, thief := h.Person(), h.Person()
	p.Post(t, "/en/sign-in", url.Values{"email": {ana}})
	says(t, h, thief.Post(t, "/en/sign-in/code", url.Values{"code": {h.Code(t, ana)}}), 422, "error.account.code-over")
	leads(t, thief.Get(t, "/en/sign-in/code"), "/en/sign-in")
}

func TestASessionThatWasPlantedIsNobodys(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.Plant("session", "PLANTED")
	p.SignIn(t, ana)
	if p.Cookie("session") == "PLANTED" {
		t.Fatal("the sign-in kept a token from before")
	}
	thief := h.Person()
	thief.Plant("session", "PLANTED")
	leads(t, thief.Get(t, "/en/my"), "/en/sign-in?next=%2Fen%2Fmy")
}

func TestWhoSignedOutIsOut(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	token := p.Cookie("session")
	got := p.Post(t, "/en/sign-out", nil)
	leads(t, got, "/en")
	if p.Cookie("session") != "" || got.Header().Get("Clear-Site-Data") == "" {
		t.Error("the browser keeps something")
	}
	p.Plant("session", token)
	leads(t, p.Get(t, "/en/my"), "/en/sign-in?next=%2Fen%2Fmy")
}

func TestCookiesAreOutOfReach(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.Post(t, "/en/sign-in", url.Values{"email": {ana}})
	got := p.Post(t, "/en/sign-in/code", url.Values{"code": {h.Code(t, ana)}})
	for _, c := range got.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie %s: %+v", c.Name, c)
		}
	}
}

func TestNobodyIsLedToAnotherHost(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/desk"} {
		p := h.Person()
		p.Post(t, "/en/sign-in", url.Values{"email": {ana}, "next": {next}})
		got := p.Post(t, "/en/sign-in/code", url.Values{"code": {h.Code(t, ana)}, "next": {next}})
		leads(t, got, "/en/my")
	}
}

func TestAnApplicantAddsAPasskeyAndSignsInWithIt(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p, a := h.Person(), phone()
	p.SignIn(t, ana)
	form := answers(t, p.Get(t, "/en/my/account/passkeys/new"), a.Create, url.Values{"name": {"my phone"}})
	leads(t, p.Post(t, "/en/my/account/passkeys/new", form), "/en/my/account")
	got := p.Get(t, "/en/my/account")
	says(t, h, got, 200, "account.done.passkey-added")
	if !strings.Contains(got.Body.String(), "my phone") {
		t.Error("the passkey is not in the list")
	}
	p.Post(t, "/en/sign-out", nil)
	form = answers(t, p.Get(t, "/en/sign-in"), a.Get, nil)
	leads(t, p.Post(t, "/en/sign-in/passkey", form), "/en/my")
	says(t, h, h.Person().Post(t, "/en/sign-in/passkey", form), 422, "error.account.passkey-late") // another browser's
}

func TestAFreshProofIsAskedAndLeadsBack(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	h.Pass(6 * time.Minute)
	const confirm = "/en/my/account/confirm?next=%2Fen%2Fmy%2Faccount%2F"
	for _, path := range []string{"email", "end", "passkeys%2Fnew"} {
		plain, _ := url.PathUnescape(path)
		leads(t, p.Get(t, "/en/my/account/"+plain), confirm+path)
	}
	next := url.Values{"next": {"/en/my/account/email"}}
	leads(t, p.Post(t, "/en/my/account/confirm", next), "/en/my/account/confirm/code?"+next.Encode())
	next.Set("code", h.Code(t, ana))
	leads(t, p.Post(t, "/en/my/account/confirm/code", next), "/en/my/account/email")
	says(t, h, p.Get(t, "/en/my/account/email"), 200, "account.email.title")
}

func TestAnAddressIsChangedAndTheChangeStopped(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	says(t, h, p.Post(t, "/en/my/account/email", url.Values{"email": {ana}}), 422, "error.account.email-same")
	leads(t, p.Post(t, "/en/my/account/email", url.Values{"email": {"new@example.org"}}), "/en/my/account/email/code")
	leads(t, p.Post(t, "/en/my/account/email/code", url.Values{"code": {h.Code(t, "new@example.org")}}), "/en/my/account")
	says(t, h, p.Get(t, "/en/my/account"), 200, "account.email.stop")
	says(t, h, p.Get(t, "/en/my/messages"), 200, "message.email-change-asked.title")
	leads(t, p.Post(t, "/en/my/account/email/stop", nil), "/en/my/account")
	says(t, h, p.Get(t, "/en/my/account"), 200, "account.done.email-stopped")
}

func TestAnAccountIsEndedOnPurpose(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p := h.Person()
	p.SignIn(t, ana)
	says(t, h, p.Post(t, "/en/my/account/end", nil), 422, "account.end.tick")
	leads(t, p.Post(t, "/en/my/account/end", url.Values{"sure": {"yes"}}), "/en/account-ended")
	leads(t, p.Get(t, "/en/my"), "/en/sign-in?next=%2Fen%2Fmy")
}

func TestSomebodyEndsTheirOtherSession(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	here, there := h.Person(), h.Person()
	there.Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
	there.SignIn(t, ana)
	here.SignIn(t, ana)
	got := here.Get(t, "/en/my/account").Body.String()
	for _, want := range []string{"Firefox, Linux", "Safari, iPhone"} {
		if !strings.Contains(got, want) {
			t.Errorf("the list does not have %s", want)
		}
	}
	handle := regexp.MustCompile(`name="session" value="([^"]+)"`).FindStringSubmatch(got)
	leads(t, here.Post(t, "/en/my/account/sessions", url.Values{"session": {handle[1]}}), "/en/my/account")
	leads(t, there.Get(t, "/en/my"), "/en/sign-in?next=%2Fen%2Fmy")
	says(t, h, here.Get(t, "/en/my"), 200, "account.home.title")
}

func TestTheFirstAdministratorTakesTheLinkAndSignsInAgain(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	p, a := h.Person(), phone()
	token, err := h.Accounts.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	says(t, h, english(p).Get(t, "/staff/invitation/"+token), 200, "desk.invitation.first")
	says(t, h, p.Post(t, "/staff/invitation/"+token, url.Values{"name": {""}, "email": {ana}}), 422, "error.account.name-missing")
	administrator(t, h, p, a)
	says(t, h, p.Get(t, "/staff/invitation/"+token), http.StatusGone, "account.link.title")
	p.Post(t, "/staff/language", url.Values{"lang": {"en"}, "next": {"/staff/account"}})
	says(t, h, p.Get(t, "/staff/account"), 200, "desk.role.administrator")
	leads(t, p.Post(t, "/staff/sign-out", nil), "/staff/sign-in")
	leads(t, p.Post(t, "/staff/sign-in/passkey", answers(t, p.Get(t, "/staff/sign-in"), a.Get, nil)), "/desk")
}

// english is a browser that asks for pages of staff in English.
func english(p *webtest.Person) *webtest.Person {
	p.Language = "en"
	return p
}

func TestAnAccountIsOpenedAgainAtTheCounter(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	lost, officer, back := h.Person(), english(h.Person()), h.Person()
	lost.SignIn(t, ana)
	colleague(t, h, officer, phone(), access.FrontDesk)
	says(t, h, officer.Post(t, "/desk/recover", url.Values{"email": {"nobody@example.org"}}), 422, "desk.recover.nobody")
	got := officer.Post(t, "/desk/recover", url.Values{"email": {ana}})
	says(t, h, got, 200, "desk.recover.found")
	found := url.Values{"email": {ana}, "account": {regexp.MustCompile(`name="account" value="([^"]+)"`).FindStringSubmatch(got.Body.String())[1]}}
	says(t, h, officer.Post(t, "/desk/recover/link", found), 422, "error.account.paper-not-seen")
	found.Set("reason", "mailbox-lost")
	found.Set("paper", "seen")
	given := officer.Post(t, "/desk/recover/link", found)
	says(t, h, given, 200, "desk.recover.link_title")
	link := regexp.MustCompile(`/en/recover/[A-Z2-7]+`).FindString(given.Body.String())

	says(t, h, back.Get(t, link), 200, "account.recover.title")
	leads(t, back.Post(t, link, url.Values{"email": {"new@example.org"}}), link+"/code")
	leads(t, back.Post(t, link+"/code", url.Values{"code": {h.Code(t, "new@example.org")}}), "/en/my/account")
	if !strings.Contains(back.Get(t, "/en/my/account").Body.String(), "new@example.org") {
		t.Error("the account has not the new address")
	}
	leads(t, lost.Get(t, "/en/my"), "/en/sign-in?next=%2Fen%2Fmy")
	says(t, h, back.Get(t, link), http.StatusGone, "account.link.title")
}

// TestThePagesOfAccountsAreWhole judges every page in every language.
func TestThePagesOfAccountsAreWhole(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	nobody, p, a := h.Person(), h.Person(), phone()
	nobody.Post(t, "/en/sign-in", url.Values{"email": {"mara@example.org"}})
	p.SignIn(t, ana)
	p.Post(t, "/en/my/account/passkeys/new", answers(t, p.Get(t, "/en/my/account/passkeys/new"), a.Create, nil))
	h.Person().SignIn(t, ana)
	made := p.Post(t, "/en/my/account/tokens/new", tokenForm(t, p, "program"))
	webtest.Judge(t, locale.EN, made.Body.String())
	p.Post(t, "/en/my/account/email", url.Values{"email": {"new@example.org"}})
	p.Post(t, "/en/my/account/email/code", url.Values{"code": {h.Code(t, "new@example.org")}})
	message := regexp.MustCompile(`/my/messages/[0-9a-f-]+`).FindString(p.Get(t, "/en/my/messages").Body.String())
	key := regexp.MustCompile(`/my/account/passkeys/[A-Za-z0-9_-]{20,}`).FindString(p.Get(t, "/en/my/account").Body.String())
	for _, lang := range webtest.Languages() {
		for _, path := range []string{"/sign-in", "/sign-in/code", "/recover/TOKEN", "/account-ended"} {
			webtest.Judge(t, lang, nobody.Get(t, "/"+string(lang)+path).Body.String())
		}
		for _, path := range []string{
			"/my", "/my/messages", message, "/my/account", "/my/account/language", "/my/account/confirm", "/my/account/passkeys/new", key,
			"/my/account/email", "/my/account/end", "/my/account/tokens/new",
		} {
			got := p.Get(t, "/"+string(lang)+path)
			if got.Code != http.StatusOK {
				t.Errorf("%s: %d", path, got.Code)
			}
			webtest.Judge(t, lang, got.Body.String())
		}
		webtest.Judge(t, lang, nobody.Post(t, "/"+string(lang)+"/sign-in", url.Values{"email": {"x"}}).Body.String())
	}
}

func TestThePagesOfStaffAccountsAreWhole(t *testing.T) {
	t.Parallel()
	h := webtest.OpenHouse(t, nil)
	lost, p := h.Person(), h.Person()
	lost.SignIn(t, ana)
	token, err := h.Accounts.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.StaffLanguages() {
		nobody := h.Person()
		nobody.Language = string(lang)
		for _, path := range []string{"/staff/sign-in", "/staff/invitation/" + token, "/staff/invitation/TOKEN"} {
			webtest.Judge(t, lang, nobody.Get(t, path).Body.String())
		}
	}
	colleague(t, h, p, phone(), access.FrontDesk)
	for _, lang := range locale.StaffLanguages() {
		p.Post(t, "/staff/language", url.Values{"lang": {string(lang)}})
		for _, path := range []string{"/desk", "/desk/recover", "/staff/account", "/staff/account/confirm", "/staff/account/passkeys/new"} {
			got := p.Get(t, path)
			if got.Code != http.StatusOK {
				t.Errorf("%s: %d", path, got.Code)
			}
			webtest.Judge(t, lang, got.Body.String())
		}
		webtest.Judge(t, lang, p.Post(t, "/desk/recover", url.Values{"email": {ana}}).Body.String())
	}
}

func TestWhatPeopleTypeStaysText(t *testing.T) {
	t.Parallel()
	const evil = `"><svg onload=alert(1)>`
	h := webtest.OpenHouse(t, nil)
	p, a := h.Person(), phone()
	p.Agent = evil
	p.SignIn(t, ana)
	p.Post(t, "/en/my/account/passkeys/new", answers(t, p.Get(t, "/en/my/account/passkeys/new"), a.Create, url.Values{"name": {evil}}))
	for _, got := range []*httptest.ResponseRecorder{
		p.Get(t, "/en/my/account"), h.Person().Post(t, "/en/sign-in", url.Values{"email": {evil}, "next": {evil}}),
		h.Person().Get(t, "/en/sign-in?next="+url.QueryEscape(evil)),
	} {
		if strings.Contains(got.Body.String(), "<svg onload") {
			t.Error("what was typed stands in the page as it is")
		}
		webtest.Judge(t, locale.EN, got.Body.String())
	}
}
