package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/bench/faults"
	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// filer is somebody made up, signed in, with an application that is ready to be sent in.
type filer struct {
	*webtest.Person
	t   *testing.T
	by  access.Actor
	app application.ID
}

// newFiler opens a house on SQLite with a filer.
func newFiler(t *testing.T) *filer {
	t.Helper()
	ring := storetest.Keys(t)
	return newFilerOn(t, ring, storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring}))
}

// newFilerOn is newFiler on a store of the test's own.
func newFilerOn(t *testing.T, ring *keys.Ring, s *store.Store) *filer {
	t.Helper()
	h := webtest.OpenWhole(t, ring, s, nil)
	f := &filer{Person: h.Person(), t: t}
	f.SignIn(t, ana)
	who, err := h.Accounts.Resolve(t.Context(), f.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	f.by = who.Actor()
	id, err := h.Persons.AddPerson(t.Context(), f.by, account.Asked{}, account.AddPerson{Relation: person.Self, Person: person.Person{
		Names: person.Names{Surname: "Rao", Given: "Amina"}, BirthDate: calendar.On(2002, time.May, 17), Sex: person.Female, Nationality: "IN",
	}})
	if err == nil {
		f.app, err = h.Filing.Start(t.Context(), f.by, filing.Asked{}, filing.Start{Person: id, Procedure: "study-permit", Lang: locale.EN, Facts: application.Facts{
			"nationality": "IN", "aim": "live", "purpose": "study", "enrolled": "true", "age": "24", "scholarship": "true", "first_application": "true",
			"title_expires": calendar.Today(h.Now()).AddDays(200).String(), "county": "CJ",
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
	f.fill()
	return f
}

// opened is the application as its task list has it.
func (f *filer) opened() filing.Opened {
	f.t.Helper()
	o, err := f.House.Filing.Open(f.t.Context(), f.by, f.app, locale.EN)
	if err != nil {
		f.t.Fatal(err)
	}
	return o
}

// fill answers every page and sends a file for every paper.
func (f *filer) fill() {
	f.t.Helper()
	for range 3 { // an answer may open a page
		for _, h := range f.opened().Hinders {
			var err error
			if h.Kind == filing.PageHinders {
				view := f.view(h.Ref)
				_, err = f.House.Filing.SavePage(f.t.Context(), f.by, filing.Asked{}, filing.SavePage{
					Application: f.app, Page: h.Ref, Version: view.Version, Typed: filingtest.Answers(view), Lang: locale.EN,
				})
			} else {
				_, err = f.House.Uploads.Receive(f.t.Context(), f.by, filing.Asked{}, filing.NewUpload{
					Application: f.app, Document: h.Ref, Name: "scan.pdf",
				}, strings.NewReader("%PDF-"+h.Ref))
			}
			if err != nil {
				f.t.Fatal(err)
			}
		}
		f.House.Look(f.t)
	}
}

func (f *filer) view(page string) filing.PageView {
	f.t.Helper()
	v, err := f.House.Filing.Page(f.t.Context(), f.by, "", filing.ReadPage{Application: f.app, Page: page, Lang: locale.EN})
	if err != nil {
		f.t.Fatal(err)
	}
	return v
}

// path is the address of a page about the application.
func (f *filer) path(below string) string { return "/en/my/applications/" + string(f.app) + below }

// tab is a form as it was drawn in one tab of a browser.
func (f *filer) tab(p *webtest.Person, below string, typed url.Values) url.Values {
	f.t.Helper()
	body := p.Get(f.t, f.path(below)).Body.String()
	out := url.Values{"token": {tokenOf(f.t, body, f.path(below))}}
	if m := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(body); m != nil {
		out.Set("version", m[1])
	}
	for name, values := range typed {
		out[name] = values
	}
	return out
}

// phone is another device on which the same person is signed in.
func (f *filer) phone() *webtest.Person {
	f.t.Helper()
	p := f.House.Person()
	p.SignIn(f.t, ana)
	return p
}

// contact are the answers of a page with another telephone.
func (f *filer) contact(number string) url.Values {
	f.t.Helper()
	out := filingtest.Answers(f.view("contact"))
	out.Set("phone", number)
	return out
}

// version is the stored version of the page of contacts.
func (f *filer) version() int64 {
	f.t.Helper()
	for _, p := range f.opened().Pages {
		if p.ID == "contact" {
			return p.Version
		}
	}
	f.t.Fatal("nobody is asked how to reach them")
	return 0
}

// cases counts the cases of the house.
func cases(t *testing.T, s *store.Store, by access.Actor) (n int) {
	t.Helper()
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Applications().Of(ctx, by.ID, 100)
		for _, a := range all {
			if a.Case != "" {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPageThatIsSentTwiceIsSavedOnce(t *testing.T) {
	t.Parallel()
	f := newFiler(t)
	before := f.version()
	form := f.tab(f.Person, "/pages/contact", f.contact("+40700000001"))
	for range 2 { // somebody presses twice, or goes back and sends the same again
		if got := f.Post(t, f.path("/pages/contact"), form); got.Code != http.StatusSeeOther {
			t.Errorf("%d", got.Code)
		}
	}
	if got := f.version(); got != before+1 {
		t.Errorf("version %d, was %d", got, before)
	}
}

func TestAPageThatIsOpenOnTwoDevicesShowsTheLaterBothValues(t *testing.T) {
	t.Parallel()
	f := newFiler(t)
	phone := f.phone()
	here, there := f.tab(f.Person, "/pages/contact", f.contact("+40700000001")), f.tab(phone, "/pages/contact", f.contact("+40700000002"))
	if got := f.Post(t, f.path("/pages/contact"), here); got.Code != http.StatusSeeOther {
		t.Fatalf("the first: %d", got.Code)
	}
	got := phone.Post(t, f.path("/pages/contact"), there)
	body := got.Body.String()
	if got.Code != http.StatusConflict || !strings.Contains(body, "700 000 001") && !strings.Contains(body, "700000001") || !strings.Contains(body, "+40700000002") {
		t.Errorf("the later: %d", got.Code)
	}
}

func TestAnApplicationIsSentOnceHoweverOftenAndFromWherever(t *testing.T) {
	t.Parallel()
	f := newFiler(t)
	phone := f.phone()
	first, second, other := f.tab(f.Person, "/check", nil), f.tab(f.Person, "/check", nil), f.tab(phone, "/check", nil)
	answers := make([]*httptest.ResponseRecorder, 4)
	var all sync.WaitGroup
	for i, form := range []url.Values{first, first, second} {
		all.Go(func() { answers[i] = f.Post(t, f.path("/check"), form) })
	}
	all.Go(func() { answers[3] = phone.Post(t, f.path("/check"), other) })
	all.Wait()
	for i, got := range answers {
		to := got.Header().Get("Location")
		if got.Code != http.StatusSeeOther || to != f.path("/sent") && to != f.path("") {
			t.Errorf("the %d. answer: %d to %q", i+1, got.Code, to)
		}
	}
	if got := f.Post(t, f.path("/check"), first); got.Code != http.StatusSeeOther {
		t.Errorf("behind the back button: %d", got.Code)
	}
	if n := cases(t, f.House.Store, f.by); n != 1 {
		t.Errorf("%d cases", n)
	}
	if letters := f.House.Letters(t, "filing-received"); letters != 1 {
		t.Errorf("%d letters", letters)
	}
}

func TestAnApplicationIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	f := newFiler(t)
	f.Post(t, f.path("/check"), f.tab(f.Person, "/check", nil))
	one, other := f.tab(f.Person, "/withdraw", nil), f.tab(f.phone(), "/withdraw", nil)
	for n, form := range []url.Values{one, one} {
		if got := f.Post(t, f.path("/withdraw"), form); got.Code != http.StatusSeeOther {
			t.Errorf("for the %d. time: %d", n+1, got.Code)
		}
	}
	phone := f.phone()
	other.Set("token", "none") // drawn for another session
	if got := phone.Post(t, f.path("/withdraw"), other); got.Code >= http.StatusInternalServerError {
		t.Errorf("elsewhere: %d", got.Code)
	}
	if got := f.opened().Application.State; got != application.Withdrawn {
		t.Errorf("it is %s", got)
	}
}

func TestAFileThatIsSentTwiceIsHereOnce(t *testing.T) {
	t.Parallel()
	_, p := newSender(t)
	token := tokenOf(t, p.page(locale.EN), "/en"+p.line)
	for range 2 {
		kind, body := filesForm(t, token, sentFile{"one.pdf", "%PDF-1"})
		if got := p.Send(t, http.MethodPost, "/en"+p.line, kind, body); got.Code != http.StatusSeeOther {
			t.Errorf("%d", got.Code)
		}
	}
	if n := strings.Count(p.page(locale.EN), `class="file-name"`); n != 1 {
		t.Errorf("%d files", n)
	}
}

// sentThrough is a crowd of one before a house whose connections to PostgreSQL lead through a proxy.
func sentThrough(t *testing.T, proxy *faults.Proxy, at func(string)) (*store.Store, func() *httptest.ResponseRecorder, crowdtest.Applicant) {
	t.Helper()
	ring := storetest.Keys(t)
	s := onPostgres(t, proxy, store.Config{Keys: ring})
	house, err := crowdtest.Open(t.Context(), crowdtest.Config{Store: s, Ring: ring, Key: issuingtest.Key(t, s.Now(), 1), At: at})
	if err != nil {
		t.Fatal(err)
	}
	all, err := house.Gather(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return s, func() *httptest.ResponseRecorder {
		r, err := all[0].Submit(t.Context(), "sejur.example")
		if err != nil {
			t.Fatal(err)
		}
		out := httptest.NewRecorder()
		house.Handler.ServeHTTP(out, r)
		return out
	}, all[0]
}

// comeBack judges that an answer asks to come again.
func comeBack(t *testing.T, got *httptest.ResponseRecorder) {
	t.Helper()
	if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" || !strings.Contains(got.Body.String(), "<h1") {
		t.Errorf("%d, Retry-After %q", got.Code, got.Header().Get("Retry-After"))
	}
}

func TestWhoSendsInWhileTheDatabaseIsAwaySendsTheSameAgain(t *testing.T) {
	t.Parallel()
	proxy := &faults.Proxy{}
	s, send, who := sentThrough(t, proxy, nil)
	proxy.Refuse(true)
	proxy.Cut()
	comeBack(t, send())
	proxy.Refuse(false)
	if got := send(); !who.Sent(got.Result()) {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	if n := cases(t, s, access.Actor{ID: who.Account}); n != 1 {
		t.Errorf("%d cases", n)
	}
}

func TestWhoseLineBreaksWhileTheySendInIsNotSentInByHalves(t *testing.T) {
	t.Parallel()
	for _, point := range filing.SubmitPoints() {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			proxy := &faults.Proxy{}
			cut := sync.OnceFunc(proxy.Cut)
			s, send, who := sentThrough(t, proxy, func(at string) {
				if at == point {
					cut()
				}
			})
			first := send()
			if !who.Sent(first.Result()) {
				comeBack(t, first)
			}
			last := send()
			if !who.Sent(last.Result()) {
				t.Errorf("%d to %q", last.Code, last.Header().Get("Location"))
			}
			if n := cases(t, s, access.Actor{ID: who.Account}); n != 1 {
				t.Errorf("%d cases", n)
			}
		})
	}
}

// The commit took place and its answer was lost: nobody can know, and the form that is sent again tells.
func TestWhoseAnswerWasLostLearnsByTheSameFormThatItIsSent(t *testing.T) {
	t.Parallel()
	proxy := &faults.Proxy{}
	swallow := sync.OnceFunc(func() { proxy.SwallowAfter("commit") })
	s, send, who := sentThrough(t, proxy, func(at string) {
		if at == "submit.sealed" {
			swallow()
		}
	})
	comeBack(t, send())
	if n := cases(t, s, access.Actor{ID: who.Account}); n != 1 {
		t.Errorf("after the lost answer there are %d cases", n)
	}
	if got := send(); !who.Sent(got.Result()) {
		t.Errorf("%d to %q", got.Code, got.Header().Get("Location"))
	}
	if n := cases(t, s, access.Actor{ID: who.Account}); n != 1 {
		t.Errorf("%d cases", n)
	}
}
