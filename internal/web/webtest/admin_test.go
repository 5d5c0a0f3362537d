package webtest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// adminAddresses are the rows of the table below /admin.
func (h *house) adminAddresses() []web.Address {
	h.t.Helper()
	all, err := web.Addresses(h.cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(a web.Address) bool { return !strings.HasPrefix(a.Path, "/admin") })
}

func TestEveryDoorOfTheAdministration(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	webtest.Guards(t, h.site.Handler, h.adminAddresses(), h.people, h.parts)
}

// shownIn lists every page of the administrators with an address that shows it.
func (h *house) shownIn() []string {
	h.t.Helper()
	var out []string
	for _, a := range h.adminAddresses() {
		if a.Method != http.MethodGet {
			continue
		}
		address := a.Path
		if known, ok := h.parts[a.Path]; ok {
			address = known
		}
		out = append(out, address)
	}
	own := "/admin/offices/igi-b-iorga"
	return append(out, "/admin/staff?state=ended", "/admin/staff?q=pop&role=auditor&office=igi-cj", "/admin/staff/"+h.boss.ID, "/admin/law?check=yes", "/admin/audit?subject_kind=account&subject_id="+h.ana.ID,
		"/admin/offices?county=CJ&part=yes", "/admin/offices/igi-cj", "/admin/offices/cluj-2", "/admin/offices/cluj-2/part", own+"?week=2026-11-30",
		own+"/services/new", own+"/desks/new", own+"/hours/new", own+"/closures/new", "/admin/jobs?state=ready", "/admin/outbox?state=sent", "/admin/documents?state=released",
		"/admin/documents?state=void")
}

func TestEveryPageOfTheAdministrationIsWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, address := range h.shownIn() {
		for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.Pseudo} {
			t.Run(address+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				who := "boss-"
				if strings.HasPrefix(address, "/admin/documents") {
					who = "chief-"
				}
				got := h.ask(who+string(lang), http.MethodGet, address, nil)
				if got.Code != http.StatusOK {
					t.Fatalf("status %d, want 200: %.300s", got.Code, main(got.Body.String()))
				}
				webtest.Judge(t, lang, got.Body.String())
			})
		}
	}
}

func TestWhatDoesNotExistIsUnknown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := "/admin/offices/igi-b-iorga"
	for _, address := range []string{
		"/admin/staff/nobody", "/admin/staff/nobody/roles", "/admin/invitations/none", "/admin/offices/moon", "/admin/offices/moon/part",
		own + "/services/none", own + "/desks/none", own + "/hours/none", own + "/closures/none", "/admin/offices/igi-cj/services/new",
		"/admin/jobs/none", "/admin/outbox/none",
	} {
		if got := h.ask("boss-en", http.MethodGet, address, nil); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", address, got.Code)
		}
	}
}

func TestEveryFormWantsItsToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, a := range h.adminAddresses() {
		if a.Method != http.MethodPost || a.Path == "/admin/audit" || a.Path == "/admin/staff" {
			continue // a search changes nothing
		}
		address := a.Path
		if known, ok := h.parts[a.Path]; ok {
			address = known
		}
		in := h.fill(address, url.Values{"token": {"x"}})
		if got := h.send(address, in); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s without a token of its own: %d, want 422", address, got.Code)
		}
		other := h.fill("/admin/outbox/test", nil).Get("token")
		if address == "/admin/outbox/test" {
			other = h.fill("/admin/staff/"+h.ana.ID+"/roles", nil).Get("token")
		}
		in.Set("token", other)
		if got := h.send(address, in); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s with the token of another form: %d, want 422", address, got.Code)
		}
	}
}

// typed are answers to a form that are wrong, the fields that are named, and what must stand there again.
type typed struct {
	address string
	in      url.Values
	wrong   []string
	kept    string
}

func (h *house) wrongForms() map[string]typed {
	own := "/admin/offices/igi-b-iorga"
	return map[string]typed{
		"no roles":                  {"/admin/staff/" + h.ana.ID + "/roles", url.Values{"roles": nil}, []string{"roles"}, ""},
		"no name":                   {"/admin/staff/" + h.ana.ID + "/account", url.Values{"name": {" "}, "lang": {"uk"}}, []string{"name", "lang"}, ""},
		"half an absence":           {"/admin/staff/" + h.ana.ID + "/absence", url.Values{"from-day": {"3"}, "from-month": {"12"}, "from-year": {"2026"}}, []string{"until-day"}, "2026"},
		"a day that is none":        {"/admin/staff/" + h.ana.ID + "/absence", url.Values{"from-day": {"31"}, "from-month": {"2"}, "from-year": {"2026"}}, []string{"from-day"}, "31"},
		"an address":                {"/admin/invitations/new", url.Values{"email": {"who is this"}, "name": {"Ion"}}, []string{"email", "roles"}, "who is this"},
		"a colleague":               {"/admin/invitations/new", url.Values{"email": {"ana.pop@example.org"}, "name": {"Ion"}, "roles": {"head"}}, []string{"email"}, "Ion"},
		"an office's id":            {"/admin/offices/new", url.Values{"id": {"Cluj 3"}, "name": {"Cluj 3"}, "city": {"Cluj"}, "county": {"CJ"}}, []string{"id"}, "Cluj 3"},
		"an id that is taken":       {"/admin/offices/new", url.Values{"id": {"cluj-2"}, "name": {"C"}, "city": {"Cluj"}, "county": {"CJ"}}, []string{"id"}, "cluj-2"},
		"no minutes":                {own + "/services/new", url.Values{"visit": {"filing"}, "minutes": {"ten"}}, []string{"minutes"}, "ten"},
		"a procedure twice":         {own + "/services/new", url.Values{"visit": {"filing"}, "procedures": {"study-permit"}}, []string{"procedures"}, ""},
		"a desk's name":             {own + "/desks/new", url.Values{"name": {"1"}}, []string{"name"}, ""},
		"a time":                    {own + "/hours/new", url.Values{"service": {h.service.ID}, "weekday": {"2"}, "opens": {"8:35"}, "closes": {"12.00"}}, []string{"opens"}, "8:35"},
		"hours that overlap":        {own + "/hours/new", url.Values{"service": {h.service.ID}, "weekday": {"1"}, "opens": {"8:30"}, "closes": {"9:00"}}, []string{"opens"}, "8:30"},
		"no reason":                 {own + "/closures/new", url.Values{"from-day": {"3"}, "from-month": {"12"}, "from-year": {"2026"}}, []string{"reason"}, "2026"},
		"a search for all":          {"/admin/audit", url.Values{"reason": {"control"}, "words": {"the monthly control"}}, []string{"subject_id"}, "the monthly control"},
		"a search without a reason": {"/admin/audit", url.Values{"action": {"admin.open-staff"}}, []string{"reason", "words"}, "admin.open-staff"},
	}
}

func TestWhatIsWrongIsSaidBesideItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, row := range h.wrongForms() {
		for _, lang := range []locale.Lang{locale.RO, locale.EN, locale.Pseudo} {
			t.Run(name+" in "+string(lang), func(t *testing.T) {
				t.Parallel()
				got := h.ask("boss-"+string(lang), http.MethodPost, row.address, h.fill(row.address, row.in))
				if got.Code != http.StatusUnprocessableEntity {
					t.Fatalf("status %d, want 422: %.600s", got.Code, main(got.Body.String()))
				}
				webtest.Judge(t, lang, got.Body.String())
				all, err := webtest.Parse(got.Body.String())
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(row.wrong, ids(all)); diff != "" {
					t.Error(diff)
				}
				if row.kept != "" && !holds(all, row.kept) {
					t.Errorf("what was typed is gone: %q", row.kept)
				}
			})
		}
	}
}

func TestRolesAreChangedAndGivenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	address := "/admin/staff/" + h.ana.ID + "/roles"
	in := h.fill(address, url.Values{"roles": {"head"}})
	first := h.send(address, in)
	all := h.follow(first)
	if len(webtest.Class(all, "notice-green")) != 1 {
		t.Fatal("nothing says that it is done")
	}
	if again := h.send(address, in); again.Code != http.StatusSeeOther || again.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("the same form again: %d", again.Code)
	}
	back := h.form(all, address)
	if diff := cmp.Diff([]string{"front-desk", "auditor"}, back["roles"]); diff != "" {
		t.Error(diff)
	}
	h.follow(h.send(address, back))
	now := h.fill(address, nil)
	if diff := cmp.Diff([]string{"front-desk", "auditor"}, now["roles"]); diff != "" {
		t.Errorf("given back: %s", diff)
	}
	told := h.elements(h.ask("boss-en", http.MethodGet, "/admin/staff/"+h.ana.ID, nil), http.StatusOK)
	if len(webtest.Class(told, "notice-green")) != 0 {
		t.Error("it is told though nothing was done before this page")
	}
}

func TestWhoWasSlowerSeesBothValues(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := "/admin/offices/igi-b-iorga"
	for name, row := range map[string]struct {
		address     string
		first, mine url.Values
		both        []string
	}{
		"roles":   {"/admin/staff/" + h.ana.ID + "/roles", url.Values{"roles": {"head"}}, url.Values{"roles": {"case-officer"}}, []string{"Head of office", "Case officer"}},
		"service": {own + "/services/" + h.service.ID, url.Values{"minutes": {"30"}}, url.Values{"minutes": {"40"}}, []string{"30", "40"}},
		"hours":   {own + "/hours/" + h.hours.ID, url.Values{"closes": {"12:00"}}, url.Values{"closes": {"14:00"}}, []string{"Monday, 08:30–12:00", "Monday, 08:30–14:00"}},
		"office":  {"/admin/offices/cluj-2/part", url.Values{"name": {"Cluj B"}}, url.Values{"name": {"Cluj C"}}, []string{"Cluj B", "Cluj C"}},
		"desk":    {h.parts["/admin/offices/{id}/desks/{row}"], url.Values{"name": {"A"}}, url.Values{"name": {"B"}}, []string{"A", "B"}},
		"closure": {h.parts["/admin/offices/{id}/closures/{row}"], url.Values{"note": {"a pipe burst"}}, url.Values{"note": {"a wire"}}, []string{"a pipe burst", "a wire"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mine := h.fill(row.address, row.mine)
			h.follow(h.send(row.address, h.fill(row.address, row.first)))
			got := h.send(row.address, mine)
			all := h.elements(got, http.StatusConflict)
			webtest.Judge(t, locale.EN, got.Body.String())
			var cells []string
			for _, e := range webtest.Find(all, "td") {
				cells = append(cells, strings.TrimSpace(e.Text))
			}
			if diff := cmp.Diff(row.both, cells); diff != "" {
				t.Error(diff)
			}
			again := h.form(all, row.address)
			for field, want := range row.mine {
				if diff := cmp.Diff(want, again[field]); diff != "" {
					t.Errorf("what was typed is gone: %s", diff)
				}
			}
			h.follow(h.send(row.address, again)) // now against what stands
		})
	}
}

func TestWhoLeavesCanBeInvitedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	address := "/admin/staff/" + h.ana.ID + "/end"
	all := h.follow(h.send(address, h.fill(address, nil)))
	again := ""
	for _, e := range webtest.Find(all, "a") {
		if e.Inside("div") && strings.HasPrefix(e.Attr["href"], "/admin/invitations/new?") {
			again = e.Attr["href"]
		}
	}
	in := h.fill(again, nil)
	want := []string{h.ana.Email, h.ana.Name, "front-desk", "auditor"}
	if diff := cmp.Diff(want, append([]string{in.Get("email"), in.Get("name")}, in["roles"]...)); diff != "" {
		t.Error(diff)
	}
	if got := h.send(address, h.fill(address, nil)); got.Code != http.StatusConflict {
		t.Errorf("ended twice: %d, want 409", got.Code)
	}
}

func TestRightsAskForAFreshProof(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, address := range []string{"/admin/invitations/new?again=" + h.ana.ID, "/admin/staff/" + h.ana.ID + "/roles", "/admin/staff/" + h.ana.ID + "/end"} {
		got := h.ask("boss-tired", http.MethodGet, address, nil)
		want := "/staff/account/confirm?" + url.Values{"next": {address}}.Encode()
		if got.Code != http.StatusSeeOther || got.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", address, got.Code, got.Header().Get("Location"), want)
		}
		path, _, _ := strings.Cut(address, "?")
		if got := h.ask("boss-tired", http.MethodPost, path, h.fill(address, nil)); got.Code != http.StatusSeeOther {
			t.Errorf("%s sent: %d, want 303", address, got.Code)
		}
	}
}

func TestNobodyEndsThemselves(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, of := range []string{"/end", "/roles"} {
		address := "/admin/staff/" + h.boss.ID + of
		all := h.elements(h.send(address, h.fill(address, nil)), http.StatusUnprocessableEntity)
		if len(webtest.Class(all, "errors")) != 1 {
			t.Errorf("%s: nothing says why", address)
		}
	}
	for _, e := range webtest.Find(h.elements(h.ask("boss-en", http.MethodGet, "/admin/staff/"+h.boss.ID, nil), http.StatusOK), "a") {
		if strings.HasSuffix(e.Attr["href"], "/end") || strings.HasSuffix(e.Attr["href"], "/roles") {
			t.Errorf("a link leads to %s", e.Attr["href"])
		}
	}
}

func TestTheLinkOfAnInvitationIsShownOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := h.fill("/admin/invitations/new", url.Values{"email": {"dan@example.org"}, "name": {"Dan"}, "roles": {"head"}})
	first := h.send("/admin/invitations/new", in)
	webtest.Judge(t, locale.EN, first.Body.String())
	link := ""
	for _, e := range webtest.Find(h.elements(first, http.StatusOK), "input") {
		if e.Attr["id"] == "link" {
			link = e.Attr["value"]
		}
	}
	if !strings.HasPrefix(link, webtest.Origin+"/staff/invitation/") {
		t.Errorf("the link is %q", link)
	}
	second := h.send("/admin/invitations/new", in)
	if second.Code != http.StatusOK || strings.Contains(second.Body.String(), "/staff/invitation") {
		t.Errorf("sent again: %d, and the link stands there: %v", second.Code, strings.Contains(second.Body.String(), "/staff/invitation"))
	}
	webtest.Judge(t, locale.EN, second.Body.String())
}

func TestTheRecordIsSearchedFromItsPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask("boss-en", http.MethodGet, "/admin/staff/"+h.ana.ID, nil)
	in := url.Values{"reason": {"complaint"}, "words": {"complaint 12 of May"}, "subject_kind": {"account"}, "subject_id": {h.ana.ID}}
	got := h.ask("auditor", http.MethodPost, "/admin/audit", in)
	webtest.Judge(t, locale.EN, got.Body.String())
	all := h.elements(got, http.StatusOK)
	var cells []string
	for _, e := range webtest.Find(all, "td") {
		cells = append(cells, strings.TrimSpace(e.Text))
	}
	want := []string{"Bogdan Rus Colleague", "admin.open-staff", "account/" + h.ana.ID, "–", "Administration"}
	if diff := cmp.Diff(want, cells); diff != "" {
		t.Error(diff)
	}
	if !holds(all, "complaint 12 of May") {
		t.Error("the search is gone from its form")
	}
}

func TestAFailedTaskIsStartedFromItsPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	address := h.parts["/admin/jobs/{id}"]
	h.follow(h.send(address, h.fill(address, nil)))
	page := h.ask("boss-en", http.MethodGet, address, nil)
	if strings.Contains(page.Body.String(), "<form method=\"post\" action=\""+address) || strings.Contains(page.Body.String(), "ana.pop@") {
		t.Error("a task that waits can be started, or an address stands there")
	}
}

// Addresses of people never stand whole on the pages of letters and tasks.
func TestAddressesAreMasked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, address := range []string{"/admin/outbox", h.parts["/admin/outbox/{id}"], "/admin/jobs", h.parts["/admin/jobs/{id}"]} {
		text := h.ask("boss-en", http.MethodGet, address, nil).Body.String()
		for _, a := range []access.Account{h.boss, h.ana} {
			if strings.Contains(text, a.Email) {
				t.Errorf("%s shows %s", address, a.Email)
			}
		}
	}
}
