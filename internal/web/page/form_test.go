package page_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// marker marks without a key.
type marker struct{}

func (marker) Mark(kind, value string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + value))
	return hex.EncodeToString(sum[:])
}

func printer(t *testing.T) *locale.Printer {
	t.Helper()
	p, err := locale.LoadPrinter(locale.EN)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatIsWrongStandsBesideItsFieldInTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	in := url.Values{"name": {" Ana "}, "day-day": {"31"}, "day-month": {"2"}, "day-year": {"2026"}}
	f := page.NewForm(printer(t), in)
	if got := f.Day("day"); !got.IsZero() {
		t.Errorf("the 31st of February is %s", got)
	}
	taken := f.Take(fault.List{fault.Field("name", "field.missing"), fault.New(fault.Invalid, "form.old")})
	if !taken || f.OK() || f.Status() != http.StatusUnprocessableEntity {
		t.Errorf("taken %v, OK %v, status %d", taken, f.OK(), f.Status())
	}
	day, name := f.Date("day", "The day", ""), f.Input("name", "The name", "")
	if day.Wrong == "" || day.Value.Day != "31" || name.Wrong == "" || name.Value != " Ana " || f.Text("name") != "Ana" {
		t.Errorf("day %+v, name %+v", day, name)
	}
	var ids []string
	for _, e := range f.Errors() {
		ids = append(ids, e.ID)
	}
	if diff := cmp.Diff([]string{"", "day-day", "name"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestAFormTakesOnlyWhatIsAboutItsInput(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err  error
		want bool
	}{
		"an input that is wrong":        {fault.Field("x", "field.missing"), true},
		"a form that is wrong":          {fault.New(fault.Invalid, "form.old"), true},
		"a name that is taken":          {&fault.Error{Kind: fault.Conflict, Field: "x", Key: "field.missing"}, true},
		"somebody was faster":           {fault.New(fault.Conflict, "conflict"), false},
		"what does not exist":           {fault.New(fault.NotFound, "not-found"), false},
		"a store that does not answer":  {fault.New(fault.Unavailable, "unavailable"), false},
		"what nobody has thought about": {http.ErrBodyNotAllowed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := page.NewForm(printer(t), url.Values{})
			if got := f.Take(row.err); got != row.want || f.OK() == row.want {
				t.Errorf("taken %v, OK %v; want %v", got, f.OK(), row.want)
			}
		})
	}
}

func TestADateStandsInItsThreeInputs(t *testing.T) {
	t.Parallel()
	in := url.Values{}
	page.SetDate(in, "from", calendar.On(2026, time.March, 7))
	page.SetDate(in, "until", calendar.Date{})
	f := page.NewForm(printer(t), in)
	if got := f.Day("from"); got != calendar.On(2026, time.March, 7) {
		t.Errorf("from %s", got)
	}
	if got := f.Day("until"); !got.IsZero() || !f.OK() {
		t.Errorf("until %s, OK %v", got, f.OK())
	}
	if diff := cmp.Diff(ui.DateValue{Day: "7", Month: "3", Year: "2026"}, f.Date("from", "x", "").Value); diff != "" {
		t.Error(diff)
	}
}

// visit is a visit of somebody in a session.
func visit(id, session string, at time.Time) *page.Visit {
	return &page.Visit{Now: at, Viewer: page.Viewer{Actor: access.Actor{Kind: access.Staff, ID: id, Session: session}}}
}

func TestATokenIsGoodForItsFormInItsSessionForADay(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)
	tokens := page.Tokens{Mark: marker{}}
	token := tokens.Draw(visit("a", "s", noon), "/admin/x")
	for name, row := range map[string]struct {
		v     *page.Visit
		form  string
		token string
		want  bool
	}{
		"a minute later":        {visit("a", "s", noon.Add(time.Minute)), "/admin/x", token, true},
		"after a day":           {visit("a", "s", noon.Add(page.TokenLife)), "/admin/x", token, true},
		"after more":            {visit("a", "s", noon.Add(page.TokenLife+time.Second)), "/admin/x", token, false},
		"in another session":    {visit("a", "r", noon), "/admin/x", token, false},
		"by somebody else":      {visit("b", "s", noon), "/admin/x", token, false},
		"for another form":      {visit("a", "s", noon), "/admin/y", token, false},
		"changed":               {visit("a", "s", noon), "/admin/x", "1" + token, false},
		"none":                  {visit("a", "s", noon), "/admin/x", "", false},
		"something without dot": {visit("a", "s", noon), "/admin/x", "x", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.v.Form = url.Values{"token": {row.token}}
			key, err := tokens.Key(row.v, row.form)
			if (err == nil) != row.want || (key != "") != row.want {
				t.Errorf("key %q, %v; want %v", key, err, row.want)
			}
		})
	}
	if again := tokens.Draw(visit("a", "s", noon), "/admin/x"); again == token {
		t.Error("two forms have one token")
	}
}

func TestWhatWasDoneIsToldOnce(t *testing.T) {
	t.Parallel()
	reply := page.SeeOtherDone("/admin", "roles", "head", "front-desk")
	cookie := reply.Cookies[0]
	v := &page.Visit{Cookie: func(string) string { return cookie.Value }}
	what, words := v.Done()
	if diff := cmp.Diff([]string{"roles", "head", "front-desk"}, append([]string{what}, words...)); diff != "" {
		t.Error(diff)
	}
	if got := v.TellDone(page.Reply{}).Cookies; len(got) != 1 || got[0].Value != "" || got[0].Name != cookie.Name {
		t.Errorf("not taken away: %+v", got)
	}
	none := &page.Visit{Cookie: func(string) string { return "" }}
	if what, words := none.Done(); what != "" || len(words) > 0 || len(none.TellDone(page.Reply{}).Cookies) > 0 {
		t.Errorf("told %q %v though nothing was done", what, words)
	}
}
