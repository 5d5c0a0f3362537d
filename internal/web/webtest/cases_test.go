package webtest_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/print"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// counter is the face of the first desk in front of a real store with cases in it.
type counter struct {
	*house
	desk     *casework.Desk
	files    *caseworktest.Files
	database string
	owner    string
	case1    casefile.Case
	papers   []caseworktest.Paper
}

// newCounter opens a first desk with one case.
func newCounter(t *testing.T) *counter {
	t.Helper()
	keys, database := storetest.Keys(t), t.TempDir()+"/sejur.db"
	s := storetest.Open(t, store.Config{Database: database, Keys: keys})
	site := webtest.Open(t)
	c := &counter{house: &house{t: t, store: s, people: webtest.Everybody()}, files: new(caseworktest.Files), database: database, owner: storetest.Account(t, database)}
	var err error
	c.desk, err = casework.New(casework.Config{
		House: office.House{Now: webtest.Now, Mark: keys}, Store: store.Desk(s, func(tx *store.Tx) casework.Tx { return tx }), Law: site.Law, Files: c.files,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.Pseudo} {
		v := c.people["case-officer"]
		v.Actor, v.Lang, v.Name = caseworktest.Officer("ana"), lang, "Ana Pop"
		c.people["ana-"+string(lang)] = v
		v.Actor, v.Name = caseworktest.Officer("dan"), "Dan Rus"
		c.people["dan-"+string(lang)] = v
	}
	c.cfg = web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Visitors: c.people, Casework: c.desk, Mark: keys, Draw: print.Draw,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Pseudo: true,
	}
	handler, err := web.NewHandler(c.cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.site = &webtest.Site{Handler: handler, Law: site.Law, Catalogue: site.Catalogue}
	c.papers = caseworktest.Papers(t, site.Law, caseworktest.Student(), "study-permit", calendar.Today(webtest.Now()))
	c.case1 = c.sent(caseworktest.Sent{Office: "-"})
	return c
}

// sent puts a case into the queue.
func (c *counter) sent(in caseworktest.Sent) casefile.Case {
	c.t.Helper()
	in.Owner, in.At = c.owner, webtest.Now()
	if in.Person == "" {
		in.Person = caseworktest.Keep(c.t, c.store, c.owner, caseworktest.Amina(), webtest.Now())
	}
	if in.Papers == nil {
		in.Papers = c.papers
	}
	if in.Answers == nil {
		in.Answers = map[string]application.Answers{"identity": {"surname": caseworktest.Text("Rao"), "given_names": caseworktest.Text("Anima")}}
	}
	return caseworktest.Send(c.t, c.store, c.database, c.files, in)
}

// lose has the store of files forget a page of a paper.
func (c *counter) lose(of casefile.Case, document string, n int) {
	c.t.Helper()
	o, err := c.desk.Open(c.t.Context(), caseworktest.Officer("ana"), casework.Opening{Case: of.ID, Reason: "second-look", Lang: locale.EN})
	if err != nil {
		c.t.Fatal(err)
	}
	i := slices.IndexFunc(o.Lines, func(l casework.Line) bool { return l.Document == document })
	err = c.store.Read(c.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, f, err := tx.CaseFiles().Find(ctx, o.Application.ID, o.Lines[i].Uploads[0].ID, application.Picture, n)
		c.files.Lose(f.Place)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// at is an address of a case.
func at(id casefile.ID, rest string) string { return "/desk/cases/" + string(id) + rest }

// page is a page as an officer sees it.
func (c *counter) page(who, address string) []*webtest.Element {
	c.t.Helper()
	return c.elements(c.ask(who, http.MethodGet, address, nil), http.StatusOK)
}

// upload is the first file of a case.
func (c *counter) upload(id casefile.ID) string {
	c.t.Helper()
	for _, e := range webtest.Find(c.page("ana-en", at(id, "")), "img") {
		if _, rest, found := strings.Cut(e.Attr["src"], "/uploads/"); found {
			name, _, _ := strings.Cut(rest, "/")
			return name
		}
	}
	c.t.Fatal("the case shows no picture")
	return ""
}

func (c *counter) addresses() []web.Address {
	c.t.Helper()
	all, err := web.Addresses(c.cfg)
	if err != nil {
		c.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(a web.Address) bool { return !strings.HasPrefix(a.Path, "/desk/cases") })
}

func TestEveryDoorOfTheFirstDesk(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	parts, file := map[string]string{}, "/uploads/"+c.upload(c.case1.ID)
	for _, a := range c.addresses() {
		address := strings.Replace(a.Path, "{id}", string(c.case1.ID), 1)
		address = strings.Replace(address, "/uploads/{upload}", file, 1)
		parts[a.Path] = strings.NewReplacer("{n}", "1", "{document}", c.papers[0].Document).Replace(address)
	}
	webtest.Guards(t, c.site.Handler, c.addresses(), c.people, parts)
}

func TestEveryPageOfTheFirstDeskIsWhole(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	odd := c.papers
	odd[0].State, odd[1].Pages = application.UploadWaiting, 3
	second := c.sent(caseworktest.Sent{Papers: append(odd, caseworktest.Paper{Document: "dependency-proof"}), Law: "another", MustBy: calendar.Today(webtest.Now()).AddDays(-2)})
	gone := c.sent(caseworktest.Sent{Procedure: "temporary-protection"})
	for _, id := range []casefile.ID{c.case1.ID, second.ID, gone.ID} { // with a reason once, then freely
		c.elements(c.ask("dan-en", http.MethodPost, at(id, ""), url.Values{"reason": {"complaint"}}), http.StatusOK)
		for _, lang := range []string{"ro", "en", string(locale.Pseudo)} {
			c.elements(c.ask("ana-"+lang, http.MethodPost, at(id, ""), url.Values{"reason": {"complaint"}}), http.StatusOK)
		}
	}
	asks := c.form(c.page("ana-en", at(second.ID, "")), at(second.ID, "/documents/"+odd[2].Document))
	asks["say"] = []string{"ask"}
	asks.Set("reason-"+odd[2].Document, "expired")
	if got := c.ask("ana-en", http.MethodPost, at(second.ID, "/documents/"+odd[2].Document), asks); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %.300s", got.Code, main(got.Body.String()))
	}
	for _, address := range []string{
		"/desk/cases", "/desk/cases?state=accepted", "/desk/cases?only=late&only=corrected&procedure=study-permit", "/desk/cases?after=2026-11-20_x",
		at(c.case1.ID, ""), at(second.ID, ""), at(gone.ID, ""), at(second.ID, "/return"),
	} {
		for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.Pseudo} {
			t.Run(address+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := c.ask("ana-"+string(lang), http.MethodGet, address, nil)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d, want 200: %.300s", got.Code, main(got.Body.String()))
				}
				webtest.Judge(t, lang, got.Body.String())
				if strings.Contains(address, "only=") == strings.Contains(got.Body.String(), "Rao") && strings.Contains(address, "only=") {
					t.Error("the queue names somebody")
				}
			})
		}
	}
}

func TestTheQueueOffersTheProceduresThatAreFiledHereAndTheOneThatIsAskedFor(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	offered := func(address string) (out []string) {
		for _, e := range webtest.Find(c.page("ana-ro", address), "option") {
			if e.Inside("select") && e.Parent.Attr["name"] == "procedure" && e.Attr["value"] != "" {
				out = append(out, e.Attr["value"])
			}
		}
		return out
	}
	var want []string
	for _, p := range c.desk.Filed(caseworktest.Officer("ana"), locale.RO) {
		want = append(want, p.ID)
	}
	if diff := cmp.Diff(want, offered("/desk/cases")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(append(want, "temporary-protection"), offered("/desk/cases?procedure=temporary-protection")); diff != "" {
		t.Error(diff)
	}
}

func TestACaseThatIsNotNextIsOpenedWithAReason(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	later := c.sent(caseworktest.Sent{MustBy: calendar.Today(webtest.Now()).AddDays(90)})
	got := c.ask("ana-en", http.MethodGet, at(later.ID, ""), nil)
	if got.Code != http.StatusOK || strings.Contains(got.Body.String(), "Rao") || strings.Contains(got.Body.String(), later.Reference.String()) {
		t.Fatalf("%d: something is shown without a reason", got.Code)
	}
	webtest.Judge(t, locale.EN, got.Body.String())
	wrong := c.elements(c.ask("ana-en", http.MethodPost, at(later.ID, ""), url.Values{"reason": {"curious"}}), http.StatusUnprocessableEntity)
	if w := ids(wrong); len(w) != 1 || w[0] != "reason" {
		t.Errorf("%v", w)
	}
	opened := c.ask("ana-en", http.MethodPost, at(later.ID, ""), url.Values{"reason": {"at-the-counter"}})
	if opened.Code != http.StatusOK || !strings.Contains(opened.Body.String(), "Rao") {
		t.Errorf("%d", opened.Code)
	}
	if c.elements(c.ask("ana-en", http.MethodGet, at(later.ID, ""), nil), http.StatusOK) == nil {
		t.Error("the reason is asked again")
	}
}

func TestAnOfficerTakesACaseThroughAndIsLedToTheNext(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	next := c.sent(caseworktest.Sent{MustBy: calendar.Today(webtest.Now()).AddDays(90)})
	here := at(c.case1.ID, "")
	c.page("ana-en", here)
	c.elements(c.ask("dan-en", http.MethodPost, here, url.Values{"reason": {"second-look"}}), http.StatusOK)
	early := c.form(c.page("dan-en", here), at(c.case1.ID, "/documents/"+c.papers[0].Document))
	for i, p := range c.papers {
		address := at(c.case1.ID, "/documents/"+p.Document)
		in := c.form(c.page("ana-en", here), address)
		in["say"], in["token"], in["version"] = []string{"accept"}, in["token"][:1], in["version"][:1]
		if i > 0 { // the rest at once
			in = c.form(c.page("ana-en", here), at(c.case1.ID, "/ready"))
			address = at(c.case1.ID, "/ready")
		}
		if got := c.ask("ana-en", http.MethodPost, address, in); got.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %.600s", p.Document, got.Code, main(got.Body.String()))
		}
		if i > 0 {
			break
		}
	}
	early["say"], early["token"], early["version"] = []string{"ask"}, early["token"][:1], early["version"][:1]
	early.Set("reason-"+c.papers[0].Document, "expired")
	slow := c.ask("dan-en", http.MethodPost, at(c.case1.ID, "/documents/"+c.papers[0].Document), early)
	webtest.Judge(t, locale.EN, slow.Body.String())
	if len(webtest.Class(c.elements(slow, http.StatusConflict), "cards")) == 0 {
		t.Error("the slower one is not shown both")
	}
	accept := c.form(c.page("ana-en", here), at(c.case1.ID, "/accept"))
	got := c.ask("ana-en", http.MethodPost, at(c.case1.ID, "/accept"), accept)
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/cases/next" {
		t.Fatalf("%d to %s", got.Code, got.Header().Get("Location"))
	}
	led := c.ask("ana-en", http.MethodGet, "/desk/cases/next", nil)
	if led.Header().Get("Location") != at(next.ID, "") {
		t.Errorf("led to %s", led.Header().Get("Location"))
	}
	if again := c.ask("ana-en", http.MethodPost, at(c.case1.ID, "/accept"), accept); again.Code != http.StatusSeeOther {
		t.Errorf("the second press of the button: %d", again.Code)
	}
}

func TestWhatTheApplicantWillReadIsShownBeforeItIsSent(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	here := at(c.case1.ID, "/return")
	c.page("ana-en", at(c.case1.ID, ""))
	in := c.form(c.page("ana-en", here), here)
	in.Set("step", "check")
	empty := c.elements(c.ask("ana-en", http.MethodPost, here, in), http.StatusUnprocessableEntity)
	if w := ids(empty); len(w) != 1 || w[0] != "items" {
		t.Errorf("%v", w)
	}
	in.Set("pages-identity-reason", "wrong-answer")
	in.Set("pages-identity-note", "As in the passport.")
	in.Set("until-day", "10")
	in.Set("until-month", "12")
	in.Set("until-year", "2026")
	check := c.ask("ana-en", http.MethodPost, here, in)
	webtest.Judge(t, locale.EN, check.Body.String())
	text := check.Body.String()
	for _, lang := range []locale.Lang{locale.RO, locale.EN} {
		if !strings.Contains(text, c.site.Catalogue.For(lang).T("reason.wrong-answer")) {
			t.Errorf("the sentence in %s is missing", lang)
		}
	}
	send := c.form(c.elements(check, http.StatusOK), here)
	change := c.elements(c.ask("ana-en", http.MethodPost, here, send), http.StatusOK)
	if got := c.form(change, here); got.Get("until-day") != "10" || got.Get("pages-identity-note") != "As in the passport." {
		t.Errorf("what was typed is gone: %v", got)
	}
	send.Set("step", "send")
	if got := c.ask("ana-en", http.MethodPost, here, send); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %.900s", got.Code, main(got.Body.String()))
	}
	if o := c.ask("ana-en", http.MethodGet, at(c.case1.ID, ""), nil); !strings.Contains(o.Body.String(), c.site.Catalogue.For(locale.EN).T("desk.case.state_of.returned")) {
		t.Error("the case is not returned")
	}
}

func TestFilesOfACaseAreHandedOver(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	upload := c.upload(c.case1.ID)
	picture := c.ask("ana-en", http.MethodGet, at(c.case1.ID, "/uploads/"+upload+"/pictures/1"), nil)
	if picture.Code != http.StatusOK || picture.Header().Get("Content-Type") != "image/jpeg" || picture.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", picture.Code, picture.Header())
	}
	for _, n := range []string{"0", "2", "x", "-1"} {
		if got := c.ask("ana-en", http.MethodGet, at(c.case1.ID, "/uploads/"+upload+"/pictures/"+n), nil); got.Code != http.StatusNotFound {
			t.Errorf("page %s: %d", n, got.Code)
		}
	}
	all := c.page("ana-en", at(c.case1.ID, ""))
	address := at(c.case1.ID, "/uploads/"+upload+"/original")
	original := c.ask("ana-en", http.MethodPost, address, c.form(all, address))
	if original.Code != http.StatusOK || !strings.HasPrefix(original.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", original.Code, original.Header())
	}
	whole := c.ask("ana-en", http.MethodPost, at(c.case1.ID, "/file.pdf"), c.form(all, at(c.case1.ID, "/file.pdf")))
	if whole.Code != http.StatusOK || whole.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(whole.Body.String(), "%PDF-") {
		t.Errorf("%d %.300s", whole.Code, main(whole.Body.String()))
	}
	if n := strings.Count(whole.Body.String(), "/S /Figure"); n != len(c.papers) {
		t.Errorf("%d pictures, want %d", n, len(c.papers))
	}
}

func TestAnOfficerWritesToTheApplicantInTheirLanguage(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	address := at(c.case1.ID, "/messages")
	in := c.form(c.page("ana-ro", at(c.case1.ID, "")), address)
	in.Set("sentence", "originals")
	in.Set("body", "On Monday, please.")
	if got := c.ask("ana-ro", http.MethodPost, address, in); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", got.Code, main(got.Body.String()))
	}
	page := c.ask("ana-ro", http.MethodGet, at(c.case1.ID, ""), nil).Body.String()
	for _, want := range []string{c.site.Catalogue.For(locale.EN).T("reason.say.originals"), "On Monday, please."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not there", want)
		}
	}
}
