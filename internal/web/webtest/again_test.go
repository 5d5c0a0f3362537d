package webtest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/bench/faults"
	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web/webtest"
)

// held reads the form that a page holds which says that it could not be carried out; nil when it holds none.
func held(t *testing.T, got *httptest.ResponseRecorder) url.Values {
	t.Helper()
	all, err := webtest.Parse(got.Body.String())
	if err != nil {
		t.Fatal(err)
	}
	var out url.Values
	for _, e := range webtest.Find(all, "input") {
		form := e.Parent
		for form != nil && form.Name != "form" {
			form = form.Parent
		}
		if _, elsewhere := form.Attr["action"]; elsewhere || e.Attr["type"] != "hidden" {
			continue
		}
		if out == nil {
			out = url.Values{}
		}
		out.Add(e.Attr["name"], strings.ReplaceAll(e.Attr["value"], "\n", "\r\n")) // as browsers send it
	}
	return out
}

// away is a database that can be taken away and given back.
type away struct{ take, give func() }

// outages are the ways in which a database is gone, each with a filer before it.
func outages() map[string]func(t *testing.T) (*filer, away) {
	return map[string]func(t *testing.T) (*filer, away){
		"PostgreSQL does not answer": func(t *testing.T) (*filer, away) {
			proxy, ring := &faults.Proxy{}, storetest.Keys(t)
			f := newFilerOn(t, ring, onPostgres(t, proxy, store.Config{Keys: ring}))
			return f, away{func() { proxy.Refuse(true); proxy.Cut() }, func() { proxy.Refuse(false) }}
		},
		"the writer of SQLite is taken": func(t *testing.T) (*filer, away) {
			ring := storetest.Keys(t)
			s := storetest.Open(t, store.Config{Database: filepath.Join(t.TempDir(), "sejur.db"), Keys: ring, Patience: 100 * time.Millisecond})
			leave, left := make(chan struct{}), make(chan error, 1)
			take := func() {
				leave = make(chan struct{})
				inside := make(chan struct{})
				go func() {
					left <- s.Change(context.WithoutCancel(t.Context()), func(context.Context, *store.Tx) error {
						close(inside)
						<-leave
						return nil
					})
				}()
				<-inside
			}
			return newFilerOn(t, ring, s), away{take, func() {
				close(leave)
				if err := <-left; err != nil {
					t.Error(err)
				}
			}}
		},
	}
}

// returned has the application sent in, and an officer ask for its page of the home again. It gives the path of that page.
func (f *filer) returned() string {
	f.t.Helper()
	if got := f.Post(f.t, f.path("/check"), f.tab(f.Person, "/check", nil)); got.Code != http.StatusSeeOther {
		f.t.Fatalf("sending in: %d", got.Code)
	}
	ctx, ana, h := f.t.Context(), caseworktest.Officer("ana"), f.House
	desk, err := casework.New(casework.Config{
		House: office.House{Now: h.Now, Mark: h}, Law: h.Law, Store: store.Desk(h.Store, func(tx *store.Tx) casework.Tx { return tx }), Files: new(caseworktest.Files),
	})
	if err != nil {
		f.t.Fatal(err)
	}
	file, err := h.Filing.File(ctx, f.by, f.app, locale.EN)
	if err != nil {
		f.t.Fatal(err)
	}
	o, err := desk.Open(ctx, ana, casework.Opening{Case: file.Case.ID, Reason: "second-look", Lang: locale.EN})
	if err == nil {
		err = desk.Return(ctx, ana, casework.Asked{}, casework.Return{
			Seen: casework.Seen{Case: o.Case.ID, Version: o.Case.Version}, Until: calendar.Today(h.Now()).AddDays(14),
			Pages: []casework.PageAsked{{Page: "home", Reason: "wrong-answer"}},
		})
	}
	if err == nil {
		file, err = h.Filing.File(ctx, f.by, f.app, locale.EN)
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return f.path("/corrections/" + file.Correction.ID + "/pages/home")
}

// inputs are the hidden inputs of the form of a page that goes to an address.
func (f *filer) inputs(page, action string) url.Values {
	f.t.Helper()
	all, err := webtest.Parse(f.Get(f.t, page).Body.String())
	if err != nil {
		f.t.Fatal(err)
	}
	out := url.Values{}
	for _, e := range webtest.Find(all, "input") {
		form := e.Parent
		for form != nil && form.Name != "form" {
			form = form.Parent
		}
		if form != nil && form.Attr["action"] == action && e.Attr["type"] == "hidden" {
			out.Add(e.Attr["name"], e.Attr["value"])
		}
	}
	return out
}

// awayAndBack sends a form while the database is gone, and again from the page that says so when it is back: all that was typed and the token of
// the form stand there unchanged.
func (f *filer) awayAndBack(a away, action string, form url.Values) {
	f.t.Helper()
	a.take()
	got := f.Post(f.t, action, form)
	a.give()
	comeBack(f.t, got)
	webtest.Judge(f.t, locale.EN, got.Body.String())
	if kept := got.Header().Get("Cache-Control"); kept != "no-store" {
		f.t.Errorf("%s: Cache-Control is %q", action, kept)
	}
	if origin := got.Header().Get("Referrer-Policy"); origin != "same-origin" {
		f.t.Errorf("%s: the origin of its form is null under the policy %q", action, origin)
	}
	again := held(f.t, got)
	if diff := cmp.Diff(form, again); diff != "" {
		f.t.Fatalf("%s: what was sent is not what is held: %s", action, diff)
	}
	for range 2 { // somebody presses twice
		done := f.Post(f.t, action, again)
		if done.Code != http.StatusSeeOther {
			f.t.Fatalf("%s, when it is back: %d", action, done.Code)
		}
	}
}

func TestWhatIsTypedWhileTheDatabaseIsGoneIsKeptInThePageAndSentAgainOnce(t *testing.T) {
	t.Parallel()
	for name, open := range outages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, a := open(t)

			before := f.version()
			f.awayAndBack(a, f.path("/pages/contact"), f.tab(f.Person, "/pages/contact", f.contact("+40700000001")))
			if got := f.version(); got != before+1 {
				t.Errorf("the page: version %d, was %d", got, before)
			}

			mend := f.returned()
			answers := url.Values{}
			for name, values := range f.typedOn(mend) {
				answers[name] = values
			}
			answers.Set("address-street", `Strada "Lungă" <b>`)
			f.awayAndBack(a, mend, answers)
			if body := f.Get(t, mend).Body.String(); !strings.Contains(body, "Strada &#34;Lungă&#34; &lt;b&gt;") {
				t.Error("the correction does not have what was sent again")
			}

			say := f.inputs(f.path(""), f.path("/messages"))
			say.Set("body", "Can I come on Monday?\r\nI work on all the other days of the week. <script>")
			f.awayAndBack(a, f.path("/messages"), say)
			file, err := f.House.Filing.File(t.Context(), f.by, f.app, locale.EN)
			if err != nil || len(file.Thread) != 1 {
				t.Errorf("%d messages, %v", len(file.Thread), err)
			}

			address := "/en/my/persons/" + string(file.Application.Person) + "/change/names"
			names := f.inputs(address, address)
			names.Set("names.surname", "Rao-Sharma")
			names.Set("names.given", "Amina")
			f.awayAndBack(a, address, names)
			if body := f.Get(t, address).Body.String(); !strings.Contains(body, "Rao-Sharma") {
				t.Error("the person does not have the name that was sent again")
			}
		})
	}
}

// typedOn are the inputs of the form of a page as they stand there, with its token.
func (f *filer) typedOn(page string) url.Values {
	f.t.Helper()
	out := f.inputs(page, page)
	all, err := webtest.Parse(f.Get(f.t, page).Body.String())
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range webtest.Find(all, "input") {
		if e.Attr["type"] == "text" || e.Attr["checked"] != "" {
			out.Set(e.Attr["name"], e.Attr["value"])
		}
	}
	for name, values := range f.home() {
		if out.Get(name) == "" {
			out[name] = values
		}
	}
	return out
}

// home are answers to the page of the home.
func (f *filer) home() url.Values {
	return url.Values{
		"address-county": {"CJ"}, "address-locality": {"Cluj-Napoca"}, "address-street": {"Strada Lungă"}, "address-number": {"5"}, "housing_title": {"lease"},
	}
}

// A code, what a device signed, and what holds a file are shown to nobody again, not even to whoever sent them.
func TestWhatProvesWhoSomebodyIsIsNotKeptInThePage(t *testing.T) {
	t.Parallel()
	f, a := outages()["the writer of SQLite is taken"](t)
	a.take()
	defer a.give()
	for address, form := range map[string]url.Values{
		"/en/sign-in/code":                      {"code": {"1234 5678"}},
		"/en/my/account/email/code":             {"code": {"1234 5678"}, "next": {"/en/my"}},
		"/en/my/account/confirm/passkey":        {"credential": {"signed-by-a-device"}},
		"/en/my/persons/new":                    {"body": make([]string, 2000)},
		f.path("/pages/contact") + "?x=1234%00": {"phone": {"12345678"}},
	} {
		got := f.Post(t, address, form)
		if again := held(t, got); again != nil || strings.Contains(got.Body.String(), "5678") || strings.Contains(got.Body.String(), "signed-by-a-device") {
			t.Errorf("%s: %d holds %v", address, got.Code, again)
		}
	}
	kind, body := filesForm(t, "token", sentFile{"one.pdf", "%PDF-1"})
	got := f.Send(t, http.MethodPost, f.path("/documents/passport"), kind, body)
	if again := held(t, got); again != nil {
		t.Errorf("a file: %d holds %v", got.Code, again)
	}
}
