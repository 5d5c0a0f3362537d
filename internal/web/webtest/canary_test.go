package webtest_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account/passkeytest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// What people type in the journey. None of it is anybody's, and each stands nowhere else.
const (
	canaryEmail      = "canary.ana@example.org"
	canaryStaffEmail = "canary.ion@example.org"
	canaryColleague  = "canary.mara@example.org"
	canarySurname    = "Canarescu"
	canaryStaffName  = "Canarion Pop"
	canaryBirthplace = "Canaropolis"
	canaryPassport   = "CNRY556677"
	canaryCNP        = "8850517120340"
	canaryKeyName    = "canary phone"
	canaryStreet     = "Canary Lane"
)

// columns are where each canary may stand in the database; everything else may stand nowhere.
func columns() map[string][]string {
	addresses := []string{"account.email", "account.email_folded", "code.email", "letter.address", "invitation.email", "email_change.email"}
	return map[string][]string{
		canaryEmail: addresses, canaryColleague: addresses,
		canaryStaffEmail: append(addresses, "ceremony.data"), // while the first passkey is asked
		canaryStaffName:  {"account.name", "ceremony.data"},
		canarySurname:    {"person.surname"},
		canaryKeyName:    {"passkey.name", "account_token.name"},
	}
}

// journey is a whole house with two people in it, and everything that it says.
type journey struct {
	t        *testing.T
	house    *webtest.House
	database string
	log      *lockedLog
	secrets  map[string]string // what may be read nowhere, by value: what it is
	answers  []*httptest.ResponseRecorder
	asked    []string // the address of each
}

// lockedLog is a log that several write to.
type lockedLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lockedLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func newJourney(t *testing.T) *journey {
	t.Helper()
	j := &journey{t: t, database: filepath.Join(t.TempDir(), "sejur.db"), log: &lockedLog{}, secrets: make(map[string]string)}
	ring := storetest.Keys(t)
	j.house = webtest.OpenWhole(t, ring, storetest.Open(t, store.Config{Database: j.database, Keys: ring}), func(c *web.Config) {
		c.Log = slog.New(slog.NewJSONHandler(j.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	return j
}

// traveller is a person whose every answer is kept.
type traveller struct {
	*webtest.Person
	j *journey
}

func (j *journey) person() traveller { return traveller{j.house.Person(), j} }

// note keeps an answer, and what the browser keeps from now on.
func (p traveller) note(address string, got *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	p.j.answers, p.j.asked = append(p.j.answers, got), append(p.j.asked, address)
	for _, name := range []string{"session", "device", "challenge", "ceremony"} {
		if value := p.Cookie(name); value != "" {
			p.j.secrets[value] = "the cookie " + name
		}
	}
	return got
}

func (p traveller) get(address string) *httptest.ResponseRecorder {
	p.j.t.Helper()
	return p.note(address, p.Get(p.j.t, address))
}

func (p traveller) post(address string, form url.Values) *httptest.ResponseRecorder {
	p.j.t.Helper()
	return p.note(address, p.Post(p.j.t, address, form))
}

// fill opens a page, fills the form that is sent to the same address, and sends it. It must lead on.
func (p traveller) fill(address string, typed url.Values) string {
	p.j.t.Helper()
	all, err := webtest.Parse(p.get(address).Body.String())
	if err != nil {
		p.j.t.Fatal(err)
	}
	form := url.Values{}
	for _, e := range webtest.Find(all, "input") {
		if e.Attr["type"] == "hidden" && e.Attr["name"] != "" {
			form.Set(e.Attr["name"], e.Attr["value"])
		}
	}
	maps.Copy(form, typed)
	got := p.post(address, form)
	if got.Code != http.StatusSeeOther {
		p.j.t.Fatalf("%s: %d: %s", address, got.Code, told(got))
	}
	return got.Header().Get("Location")
}

// enter signs in by code, after a wrong try.
func (p traveller) enter(email string) {
	p.j.t.Helper()
	p.post("/en/sign-in", url.Values{"email": {email}})
	code := p.j.house.Code(p.j.t, email)
	p.j.secrets[code], p.j.secrets[code[:4]+" "+code[4:]] = "a code", "a code"
	p.post("/en/sign-in/code", url.Values{"code": {other(code)}})
	leads(p.j.t, p.post("/en/sign-in/code", url.Values{"code": {code}}), "/en/my")
}

// applicant keeps somebody in their account.
func (j *journey) applicant() {
	p, key := j.person(), phone()
	p.enter(canaryEmail)
	p.post("/en/my/account/passkeys/new", answers(j.t, p.get("/en/my/account/passkeys/new"), key.Create, url.Values{"name": {canaryKeyName}}))
	j.program(p)
	at := p.fill("/en/my/persons/new", url.Values{
		"relation": {"self"}, "names.surname": {canarySurname}, "names.given": {"Ana"}, "sex": {"F"}, "nationality": {"SY"},
		"birth_date-day": {"17"}, "birth_date-month": {"5"}, "birth_date-year": {"1985"},
	})
	p.get(at)
	p.fill(at+"/change/birth", url.Values{
		"birth_date-day": {"17"}, "birth_date-month": {"5"}, "birth_date-year": {"1985"}, "sex": {"F"}, "birth_place": {canaryBirthplace}, "birth_country": {"SY"},
	})
	p.fill(at+"/change/cnp", url.Values{"cnp": {canaryCNP}})
	p.fill(at+"/papers/new", url.Values{
		"kind": {"passport"}, "issuer": {"SY"}, "number": {canaryPassport}, "issued-day": {"1"}, "issued-month": {"2"}, "issued-year": {"2020"},
		"expires-day": {"1"}, "expires-month": {"2"}, "expires-year": {"2030"},
	})
	p.fill(at+"/addresses/new", url.Values{
		"country": {"RO"}, "county": {"CJ"}, "locality": {"Cluj-Napoca"}, "street": {canaryStreet}, "number": {"7"},
		"from-day": {"1"}, "from-month": {"2"}, "from-year": {"2024"},
	})
	p.post(at+"/number", url.Values{"of": {"cnp"}})
	// What is refused, and what is not there, is not said back anywhere either.
	p.post(at+"/change/cnp", url.Values{"cnp": {canaryCNP + "9"}})
	p.get("/en/my/persons/" + canarySurname + "?name=" + canaryCNP)
	p.get("/admin/staff/" + canaryPassport)
	p.get("/en/" + canaryPassport + "?" + canaryCNP)
	j.enterAgain(p, key)
}

// program makes a token for a program.
func (j *journey) program(p traveller) {
	const at = "/en/my/account/tokens/new"
	made := p.post(at, filled(j.t, p.get(at).Body.String(), canaryKeyName))
	secret := secretShown.FindString(made.Body.String())
	if secret == "" {
		j.t.Fatal("no token was shown")
	}
	j.secrets[secret], j.secrets[strings.TrimPrefix(secret, "sejur_")] = "a token", "a token"
}

// enterAgain signs out, and in by the passkey.
func (j *journey) enterAgain(p traveller, key *passkeytest.Authenticator) {
	p.post("/en/sign-out", nil)
	p.post("/en/sign-in/passkey", answers(j.t, p.get("/en/sign-in"), key.Get, nil))
	p.get("/en/my")
}

// office lets the first administrator in, who invites somebody and looks around.
func (j *journey) office() {
	token, err := j.house.Accounts.FirstAdministrator(j.t.Context())
	if err != nil {
		j.t.Fatal(err)
	}
	j.secrets[token] = "the first link"
	p, who := j.person(), url.Values{"name": {canaryStaffName}, "email": {canaryStaffEmail}}
	link := "/staff/invitation/" + token
	leads(j.t, p.post(link+"/passkey", answers(j.t, p.post(link, who), phone().Create, who)), "/desk")
	all, err := webtest.Parse(p.get("/admin/invitations/new").Body.String())
	if err != nil {
		j.t.Fatal(err)
	}
	form := url.Values{"email": {canaryColleague}, "name": {"Mara"}, "roles": {"front-desk"}, "lang": {"en"}}
	for _, e := range webtest.Find(all, "input") {
		if e.Attr["name"] == "token" {
			form.Set("token", e.Attr["value"])
		}
	}
	made, err := webtest.Parse(p.post("/admin/invitations/new", form).Body.String())
	if err != nil {
		j.t.Fatal(err)
	}
	for _, e := range webtest.Find(made, "input") {
		if _, token, found := strings.Cut(e.Attr["value"], "/staff/invitation/"); found {
			j.secrets[token] = "a colleague's link"
		}
	}
	for _, address := range []string{
		"/admin", "/admin/staff", "/admin/staff?q=canarion", "/admin/invitations", "/admin/outbox", "/admin/jobs", "/admin/settings", "/admin/nowhere/" + canaryCNP,
	} {
		p.get(address)
	}
}

// held are the canaries and secrets that a text holds and may not.
func (j *journey) held(text string, but ...string) (out []string) {
	text = html.UnescapeString(text)
	for _, canary := range []string{
		canaryEmail, canaryStaffEmail, canaryColleague, canarySurname, canaryStaffName, canaryBirthplace, canaryPassport, canaryCNP, canaryKeyName, canaryStreet,
	} {
		if !slices.Contains(but, canary) && strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
			out = append(out, canary)
		}
	}
	for secret, what := range j.secrets {
		if !slices.Contains(but, secret) && strings.Contains(text, secret) {
			out = append(out, what)
		}
	}
	return out
}

// ASVS 14.2.1, 16.2.5, 11.4: what two people type on their whole way stands in no log, no address that they are led to, no mail, and in
// the database where docs/security.md says.
func TestWhatPeopleTypeStandsNowhereElse(t *testing.T) {
	t.Parallel()
	j := newJourney(t)
	j.applicant()
	j.office()
	if len(j.secrets) < 10 {
		t.Fatalf("the journey knows %d secrets: it was not made", len(j.secrets))
	}
	t.Run("the log", func(t *testing.T) {
		t.Parallel()
		if got := j.held(j.log.text.String()); len(got) > 0 {
			t.Errorf("it holds %v", got)
		}
		if n := strings.Count(j.log.text.String(), `"msg":"request"`); n != len(j.answers) {
			t.Errorf("%d lines of requests for %d requests", n, len(j.answers))
		}
	})
	t.Run("the answers", func(t *testing.T) { t.Parallel(); j.judgeAnswers(t) })
	t.Run("the mails", func(t *testing.T) { t.Parallel(); j.judgeMails(t) })
	t.Run("the database", func(t *testing.T) { t.Parallel(); j.judgeDatabase(t) })
}

// judgeAnswers looks at every header of every answer.
func (j *journey) judgeAnswers(t *testing.T) {
	t.Helper()
	for i, got := range j.answers {
		for name, values := range got.Header() {
			if name != "Set-Cookie" {
				if found := j.held(strings.Join(values, " ")); len(found) > 0 {
					t.Errorf("%s: the header %s holds %v", j.asked[i], name, found)
				}
			}
		}
		for _, c := range got.Result().Cookies() {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("%s: the cookie %s has not its flags: %s", j.asked[i], c.Name, c.Raw)
			}
			if c.Name == "session" && c.Value != "" && len(c.Value) < 26 { // 26 letters of 32 are 130 bits
				t.Errorf("a session's token has %d letters", len(c.Value))
			}
		}
		private := strings.Contains(j.asked[i], "/my") || strings.HasPrefix(j.asked[i], "/admin") || strings.HasPrefix(j.asked[i], "/staff")
		if kept := got.Header().Get("Cache-Control"); private && kept != "no-store" {
			t.Errorf("%s: Cache-Control is %q", j.asked[i], kept)
		}
	}
}

// judgeMails writes out every letter that waits.
func (j *journey) judgeMails(t *testing.T) {
	t.Helper()
	folder, err := mail.NewFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	post, err := mail.New(mail.Config{
		Catalogue: j.house.Catalogue, From: netmail.Address{Address: "office@example.org"}, Origin: webtest.Origin, Sender: folder, Now: webtest.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	letters := lettersOf(t, j.house.Store)
	if len(letters) < 3 {
		t.Fatalf("%d letters", len(letters))
	}
	for _, l := range letters {
		m, err := post.Render(l.Letter)
		if err != nil {
			t.Fatal(err)
		}
		code := l.Args["code"]
		if code != "" {
			code = code[:4] + " " + code[4:]
		}
		if got := j.held(m.Subject+m.Text+m.HTML, code); len(got) > 0 {
			t.Errorf("%s holds %v", l.Template, got)
		}
		if l.Template != "sign-in-code" && code != "" {
			t.Errorf("%s holds a code", l.Template)
		}
	}
}

// lettersOf are the letters that wait, with their values.
func lettersOf(t *testing.T, s *store.Store) (out []office.Posted) {
	t.Helper()
	err := s.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		list, err := tx.Outbox().List(ctx, office.LetterWaiting, "", 100)
		for _, l := range list {
			whole, err := tx.Outbox().Find(ctx, l.ID)
			if err != nil {
				return err
			}
			out = append(out, whole)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// judgeDatabase looks at every column of every table, and at the bytes of the file.
func (j *journey) judgeDatabase(t *testing.T) {
	t.Helper()
	db := storetest.SQL(t, j.database)
	seen := make(map[string]bool)
	for _, table := range storetest.Tables(t, j.database) {
		rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			cells := make([]any, len(names))
			for i := range cells {
				cells[i] = new(any)
			}
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			for i, cell := range cells {
				for _, found := range j.held(fmt.Sprint(*cell.(*any))) {
					where := table + "." + names[i]
					seen[found] = true
					if !slices.Contains(columns()[found], where) {
						t.Errorf("%s holds %s", where, found)
					}
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	for canary := range columns() {
		if !seen[canary] {
			t.Errorf("%s is found nowhere: the search would find nothing else either", canary)
		}
	}
	var clear []string
	for canary := range columns() {
		clear = append(clear, canary)
	}
	if got := j.held(storetest.Dump(t, j.database)["file"], clear...); len(got) > 0 {
		t.Errorf("the bytes of the file hold %v", got)
	}
}
