package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/web"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
	"sejur/internal/web/webtest"
)

// desk is a page of the test's own that shows its frame and nothing else.
func desk(_ context.Context, v *page.Visit) (page.Reply, error) {
	pg := v.Frame("Desk", "")
	return page.Reply{Body: ui.Layout(&pg)}, nil
}

// sent is a form that was taken.
func sent(_ context.Context, v *page.Visit) (page.Reply, error) {
	return page.SeeOther(v.Href("/thanks", "")), nil
}

// every is a table with a page and a form for every permission, for applicants and for staff.
func every() []web.Row {
	rows := []web.Row{
		{http.MethodGet, "", "everybody", access.Public, desk},
		{http.MethodGet, page.SignIn, "applicants", access.Public, desk},
		{http.MethodPost, page.SignIn, "applicants", access.Public, sent},
		{http.MethodGet, page.StaffSignIn, "staff", access.Public, desk},
	}
	for _, p := range access.Permissions() {
		for who, top := range map[string]string{"applicants": "/my/", "staff": "/desk/"} {
			at := top + string(p)
			rows = append(rows,
				web.Row{http.MethodGet, at, who, p, desk},
				web.Row{http.MethodPost, at, who, p, sent},
				web.Row{http.MethodGet, at + "/shown", who, p, desk},
				web.Row{http.MethodPost, at + "/sent", who, p, sent},
				web.Row{http.MethodGet, at + "/mixed", who, access.SignedIn, desk},
				web.Row{http.MethodPost, at + "/mixed", who, p, sent},
			)
		}
	}
	return rows
}

// config is the house with people and without a law.
func config(t *testing.T, change func(*web.Config)) web.Config {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	cfg := web.Config{
		Catalogue: catalogue, Origin: webtest.Origin, Now: webtest.Now, Pseudo: true, Visitors: webtest.Everybody(),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	if change != nil {
		change(&cfg)
	}
	return cfg
}

// open makes a site with a table of its own.
func open(t *testing.T, rows []web.Row, change func(*web.Config)) *webtest.Site {
	t.Helper()
	h, _, err := web.HandlerOf(config(t, change), rows)
	if err != nil {
		t.Fatal(err)
	}
	return &webtest.Site{Handler: h}
}

// as is a request of somebody's browser.
func as(t *testing.T, who, method, target, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Cookie", "session="+who)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func TestDoorsAreOpenAndClosedAsTheTableSays(t *testing.T) {
	t.Parallel()
	h, table, err := web.HandlerOf(config(t, nil), every())
	if err != nil {
		t.Fatal(err)
	}
	webtest.Guards(t, h, table, webtest.Everybody(), nil)
}

func TestARouteThatIsNotWholeStopsTheStart(t *testing.T) {
	t.Parallel()
	whole := web.Row{Method: http.MethodGet, Path: "/desk", For: "staff", May: access.WorkAtDesk, Page: desk}
	for name, change := range map[string]func(*web.Row){
		"it does not say who may":          func(r *web.Row) { r.May = "" },
		"it names an unknown permission":   func(r *web.Row) { r.May = "fly" },
		"it has no method":                 func(r *web.Row) { r.Method = "" },
		"its method is none of a page":     func(r *web.Row) { r.Method = http.MethodDelete },
		"it has no page":                   func(r *web.Row) { r.Page = nil },
		"staff under a path of the public": func(r *web.Row) { r.Path = "/check" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := whole
			change(&row)
			if _, _, err := web.HandlerOf(config(t, nil), []web.Row{row}); err == nil {
				t.Error("it is served")
			}
		})
	}
	if _, _, err := web.HandlerOf(config(t, nil), []web.Row{whole, whole}); err == nil {
		t.Error("it is served twice")
	}
}

func TestNothingLiesBelowAPage(t *testing.T) {
	t.Parallel()
	site := open(t, every(), nil)
	for _, target := range []string{"/en/my/keep-persons/x.css", "/en/my/keep-persons/", "/desk/work-at-desk/x.css"} {
		for _, who := range []string{"applicant", "head"} {
			if got := site.Do(as(t, who, http.MethodGet, target, "")); got.Code != http.StatusNotFound {
				t.Errorf("%s as %s: %d, want 404", target, who, got.Code)
			}
		}
	}
}

func TestFormsAreReadAndBounded(t *testing.T) {
	t.Parallel()
	site := open(t, []web.Row{{http.MethodPost, "/my", "applicants", access.SignedIn, func(_ context.Context, v *page.Visit) (page.Reply, error) {
		return page.SeeOther("/en?" + v.Form.Encode() + "&query=" + v.Query.Encode()), nil
	}}}, nil)
	for name, tt := range map[string]struct {
		kind, body string
		want       int
		to         string
	}{
		"a form":                   {"application/x-www-form-urlencoded", "name=Ana", 303, "/en?name=Ana&query=name=query"},
		"a form in a known script": {"application/x-www-form-urlencoded; charset=utf-8", "name=%C8%98", 303, "/en?name=%C8%98&query=name=query"},
		"no kind":                  {"", "name=Ana", 400, ""},
		"a program's":              {"application/json", `{"name":"Ana"}`, 400, ""},
		"a file":                   {"multipart/form-data; boundary=x", "--x--", 400, ""},
		"broken escapes":           {"application/x-www-form-urlencoded", "name=%zz", 400, ""},
		"too much":                 {"application/x-www-form-urlencoded", "name=" + strings.Repeat("a", 64<<10), 413, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, length := range []int64{int64(len(tt.body)), -1} {
				r := as(t, "applicant", http.MethodPost, "/en/my?name=query", tt.body)
				r.Header.Set("Content-Type", tt.kind)
				r.ContentLength = length
				got := site.Do(r)
				if got.Code != tt.want || got.Header().Get("Location") != tt.to {
					t.Errorf("%d to %q, want %d to %q", got.Code, got.Header().Get("Location"), tt.want, tt.to)
				}
			}
		})
	}
}

func TestErrorsOfPagesHaveTheirStatus(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err  error
		want int
	}{
		"not there":          {fault.New(fault.NotFound, "not-found"), 404},
		"not theirs":         {fault.New(fault.Forbidden, "forbidden"), 404},
		"somebody was first": {fault.New(fault.Conflict, "changed"), 409},
		"not now":            {fault.New(fault.Unavailable, "later"), 503},
		"ours":               {io.ErrUnexpectedEOF, 500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := open(t, []web.Row{{http.MethodGet, "/desk", "staff", access.WorkAtDesk, func(context.Context, *page.Visit) (page.Reply, error) {
				return page.Reply{}, tt.err
			}}}, nil)
			got := site.Do(as(t, "head", http.MethodGet, "/desk", ""))
			if got.Code != tt.want {
				t.Errorf("%d, want %d", got.Code, tt.want)
			}
			webtest.Judge(t, locale.RO, got.Body.String())
			if wait := got.Header().Get("Retry-After"); (wait != "") != (tt.want == http.StatusServiceUnavailable) {
				t.Errorf("Retry-After is %q", wait)
			}
		})
	}
}

func TestCookiesAreFlaggedInOnePlace(t *testing.T) {
	t.Parallel()
	rows := []web.Row{{http.MethodPost, page.SignOut, "applicants", access.SignedIn, func(_ context.Context, v *page.Visit) (page.Reply, error) {
		reply := page.SeeOther(v.Href("", ""))
		reply.Clear = true
		reply.Cookies = []page.Cookie{{Name: "session"}, {Name: "other", Value: v.Cookie("other") + "!", Life: time.Hour}}
		return reply, nil
	}}}
	site := open(t, rows, nil)
	r := as(t, "applicant", http.MethodPost, "/en"+page.SignOut, "")
	r.Header.Add("Cookie", "other=x")
	got := site.Do(r)
	want := []string{
		"session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
		"other=x!; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax",
	}
	if diff := cmp.Diff(want, got.Header().Values("Set-Cookie")); diff != "" {
		t.Error(diff)
	}
	if clear := got.Header().Get("Clear-Site-Data"); clear != `"cache", "storage"` {
		t.Errorf("Clear-Site-Data is %s", clear)
	}
	if got.Header().Get("Referrer-Policy") != "same-origin" {
		t.Errorf("Referrer-Policy is %q: an old browser's form would come from the origin null", got.Header().Get("Referrer-Policy"))
	}
}

func TestAPageThatFailsHalfWayLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	site := open(t, []web.Row{{http.MethodGet, "/desk", "staff", access.WorkAtDesk, func(context.Context, *page.Visit) (page.Reply, error) {
		broken := templ.ComponentFunc(func(context.Context, io.Writer) error { return io.ErrUnexpectedEOF })
		return page.Reply{Body: broken, Clear: true, Cookies: []page.Cookie{{Name: "session", Value: "new"}}}, nil
	}}}, nil)
	got := site.Do(as(t, "head", http.MethodGet, "/desk", ""))
	if h := got.Header(); got.Code != http.StatusInternalServerError || h.Get("Set-Cookie") != "" || h.Get("Clear-Site-Data") != "" {
		t.Errorf("%d with %v", got.Code, h)
	}
}

// fails is a house whose store does not answer.
type fails struct{ panics bool }

func (f fails) Visitor(*http.Request) (page.Viewer, error) {
	if f.panics {
		panic("the store is upside down")
	}
	return page.Viewer{}, errors.New("the store is down")
}

func TestWhenNobodyCanBeLookedUp(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		visitors fails
		target   string
		want     int
	}{
		"public pages go on":           {fails{}, "/en", 200},
		"an unknown address is one":    {fails{}, "/en/nowhere", 404},
		"pages behind the door wait":   {fails{}, "/en/my/signed-in", 503},
		"pages of staff wait":          {fails{}, "/desk/work-at-desk", 503},
		"a panic is a page, not a gap": {fails{panics: true}, "/en/my/signed-in", 500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			site := open(t, every(), func(c *web.Config) {
				c.Visitors = tt.visitors
				c.Log = slog.New(slog.NewJSONHandler(&log, nil))
			})
			got := site.Do(as(t, "head", http.MethodGet, tt.target, ""))
			if got.Code != tt.want {
				t.Errorf("%d, want %d", got.Code, tt.want)
			}
			if !strings.Contains(log.String(), "ERROR") || !strings.Contains(log.String(), got.Header().Get("X-Request-Id")) {
				t.Errorf("the log does not say so: %s", log.String())
			}
		})
	}
}

func TestTheHeaderSaysWhoReads(t *testing.T) {
	t.Parallel()
	site := open(t, every(), nil)
	for name, tt := range map[string]struct {
		who, target string
		has, lacks  []string
	}{
		"nobody": {"nobody", "/en", []string{`href="/en/sign-in"`}, []string{`/sign-out"`, `href="/en/my"`}},
		"an applicant": {"applicant", "/uk", []string{`href="/uk/my"`, `method="post" action="/uk/sign-out"`},
			[]string{`/sign-in"`, `href="/desk"`}},
		"staff on a public page": {"head", "/en", []string{`href="/desk"`, `method="post" action="/staff/sign-out"`}, []string{`href="/en/my"`, `action="/staff/language"`}},
		"the head at the desk": {"head", "/desk/work-at-desk", []string{`href="/desk" aria-current="true"`, `action="/staff/language"`, `value="/desk/work-at-desk"`},
			[]string{`href="/admin"`, `href="/en"`, `href="/uk`}},
		"an administrator at the desk": {"administrator", "/desk/work-at-desk", []string{`href="/admin"`}, nil},
		"nobody at the staff's door":   {"nobody", "/staff/sign-in", []string{`href="/staff/sign-in"`}, []string{`href="/desk"`, `action="/staff/language"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := site.Do(as(t, tt.who, http.MethodGet, tt.target, ""))
			text := strings.Join(strings.Fields(got.Body.String()), " ")
			for _, part := range tt.has {
				if !strings.Contains(text, part) {
					t.Errorf("no %s", part)
				}
			}
			for _, part := range tt.lacks {
				if strings.Contains(text, part) {
					t.Errorf("there is %s", part)
				}
			}
		})
	}
}

func TestPublicPagesAreKeptForNobodyElse(t *testing.T) {
	t.Parallel()
	site := open(t, every(), nil)
	for who, want := range map[string]string{"nobody": "public, max-age=300", "applicant": "no-store", "head": "no-store"} {
		got := site.Do(as(t, who, http.MethodGet, "/en", ""))
		for _, door := range []string{"/en/sign-in", "/staff/sign-in"} {
			if kept := site.Do(as(t, who, http.MethodGet, door, "")).Header().Get("Cache-Control"); kept != "no-store" {
				t.Errorf("%s: %s is %s", who, door, kept)
			}
		}
		if got.Header().Get("Cache-Control") != want || !slices.Contains(got.Header().Values("Vary"), "Cookie") {
			t.Errorf("%s: Cache-Control %q, Vary %q", who, got.Header().Get("Cache-Control"), got.Header().Values("Vary"))
		}
	}
}

func TestWithoutAccountsNothingSpeaksOfThem(t *testing.T) {
	t.Parallel()
	site := open(t, every()[:1], func(c *web.Config) { c.Visitors = nil })
	got := site.Get("/en")
	for _, part := range []string{"sign-in", "sign-out", "account"} {
		if strings.Contains(got.Body.String(), part) {
			t.Errorf("there is %s", part)
		}
	}
	if vary := strings.Join(got.Header().Values("Vary"), ","); vary != "Accept-Encoding" {
		t.Errorf("Vary is %q", vary)
	}
}

func TestPagesOfStaffSpeakTheReadersChoice(t *testing.T) {
	t.Parallel()
	people := webtest.Everybody()
	for _, lang := range []locale.Lang{locale.EN, locale.UK, locale.Pseudo} {
		chose := people["head"]
		chose.Lang = lang
		people["head-"+string(lang)] = chose
	}
	site := open(t, every(), func(c *web.Config) { c.Visitors = people })
	for name, tt := range map[string]struct {
		who, accept string
		want        locale.Lang
	}{
		"a choice":                      {"head-en", "ro", locale.EN},
		"the browser's wish":            {"head", "en-GB", locale.EN},
		"no wish":                       {"head", "", locale.RO},
		"a wish that the desk lacks":    {"head", "uk", locale.RO},
		"a choice that the desk lacks":  {"head-uk", "en", locale.EN},
		"the mirrored one, by a choice": {"head-xx", "ro", locale.Pseudo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := as(t, tt.who, http.MethodGet, "/desk/work-at-desk", "")
			r.Header.Set("Accept-Language", tt.accept)
			got := site.Do(r)
			if !strings.Contains(got.Body.String(), `<html lang="`+tt.want.Tag()+`"`) {
				t.Errorf("not in %s: %.80s", tt.want, got.Body.String())
			}
		})
	}
}

func TestErrorsSpeakTheReadersChoiceWhereThePathSaysNothing(t *testing.T) {
	t.Parallel()
	people := webtest.Everybody()
	people["olena"] = page.Viewer{Actor: people["applicant"].Actor, Lang: locale.UK}
	site := open(t, every(), func(c *web.Config) { c.Visitors = people })
	for target, want := range map[string]locale.Lang{"/desk/work-at-desk": locale.UK, "/nowhere": locale.UK, "/ro/nowhere": locale.RO} {
		r := as(t, "olena", http.MethodGet, target, "")
		r.Header.Set("Accept-Language", "en")
		webtest.Judge(t, want, site.Do(r).Body.String())
	}
}

func TestADemoSaysSoOnEveryPage(t *testing.T) {
	t.Parallel()
	for name, demo := range map[string]bool{"a demo": true, "the service": false} {
		site := open(t, every(), func(c *web.Config) { c.Demo = demo })
		for _, target := range []string{"/en", "/en/nowhere", "/en/my/signed-in", "/desk/work-at-desk"} {
			got := site.Do(as(t, "head", http.MethodGet, target, ""))
			if has := strings.Contains(got.Body.String(), `class="demo"`); has != demo {
				t.Errorf("%s: the mark of a demo on %s: %t", name, target, has)
			}
		}
	}
}
