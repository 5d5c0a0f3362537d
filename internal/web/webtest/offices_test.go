package webtest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// onDay reads an address at noon of another day.
func onDay(t *testing.T, address string, year int, month time.Month, day int) string {
	t.Helper()
	site := webtest.Open(t)
	noon := time.Date(year, month, day, 12, 0, 0, 0, calendar.Bucharest())
	h, err := web.NewHandler(web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: func() time.Time { return noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	r.Host = "localhost:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d", address, w.Code)
	}
	return w.Body.String()
}

// openings are the days and hours that the page of an office names as next, by service.
func openings(t *testing.T, page string) map[string]string {
	t.Helper()
	all, err := webtest.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	service := ""
	for _, e := range all {
		switch {
		case e.Name == "th" && e.Attr["scope"] == "row":
			service = strings.TrimSpace(e.Text)
		case e.Name == "b" && e.Inside("td"):
			out[service] = e.Text
		}
	}
	return out
}

func TestBucharestOfficesSayWhenTheyAreNextOpen(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		office, service string
		day             int
		date, hour      string
	}{
		"on a Wednesday, papers":     {"igi-b-iorga", "Handing in papers", 25, "Thursday, 26 November 2026", "08:30"},
		"before two holidays, cards": {"igi-b-iorga", "Collecting documents", 27, "Thursday, 3 December 2026", "08:30"},
		"before a Monday's holiday":  {"igi-b-iorga", "Employers", 27, "Monday, 7 December 2026", "08:00"},
		"at the other address too":   {"igi-b-grandarena", "Collecting documents", 27, "Thursday, 3 December 2026", "08:30"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := openings(t, onDay(t, "/en/offices/"+row.office, 2026, time.November, row.day))[row.service]
			if !strings.Contains(got, row.date) || !strings.Contains(got, row.hour) {
				t.Errorf("next is %q, want %s %s", got, row.date, row.hour)
			}
		})
	}
}

func TestBucharestOfficesAreReachable(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for office, address := range map[string]string{
		"igi-b-iorga":      "Str. Nicolae Iorga nr. 23, Sector 1",
		"igi-b-grandarena": "Grand Arena Mall, Bd. Metalurgiei nr. 12-18, Sector 4",
	} {
		page := site.Get("/en/offices/" + office).Body.String()
		for _, want := range []string{address, `href="mailto:dimb.igi@mai.gov.ro"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", office, want)
			}
		}
	}
	if page := site.Get("/ro/offices/igi-b-iorga").Body.String(); !strings.Contains(page, `<a href="tel:+40212128007">021-2128007</a>`) {
		t.Error("the phone number is no link")
	}
}

func TestHolidaysAheadCloseTheOffice(t *testing.T) {
	t.Parallel()
	page := onDay(t, "/ro/offices/igi-b-iorga", 2026, time.November, 27)
	for _, day := range []string{"30 noiembrie 2026", "1 decembrie 2026", "25 decembrie 2026", "1 ianuarie 2027"} {
		if !strings.Contains(page, day) {
			t.Errorf("%s is not named as closed", day)
		}
	}
	if strings.Contains(page, "26 decembrie 2026") {
		t.Error("a Saturday is named as closed")
	}
}

func TestWhatIsNotKnownOfAnOfficeIsSaid(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For("en")
	page := site.Get("/en/offices/igi-ab").Body.String()
	if n := strings.Count(page, p.T("page.office.unknown")); n < 2 {
		t.Errorf("%d contacts are said to be unknown, want phone and e-mail", n)
	}
	if !strings.Contains(page, p.T("page.office.hours_unknown")) {
		t.Error("the hours are not said to be unknown")
	}
	if strings.Contains(page, "<svg viewBox=\"0 0 340") {
		t.Error("hours that nobody knows are drawn")
	}
}

func TestOfficesOfACounty(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	for county, row := range map[string]struct{ has, hasNot []string }{
		"B":  {[]string{"igi-b-iorga", "igi-b-grandarena", "ci-bucuresti-cnrr"}, []string{"igi-cj"}},
		"IF": {[]string{"igi-b-grandarena"}, []string{"igi-b-iorga"}},
		"CJ": {[]string{"igi-cj"}, []string{"igi-b-iorga", "ci-galati"}},
	} {
		page := site.Get("/en/offices?county=" + county).Body.String()
		for _, id := range row.has {
			if !strings.Contains(page, `href="/en/offices/`+id+`"`) {
				t.Errorf("%s: no %s", county, id)
			}
		}
		for _, id := range row.hasNot {
			if strings.Contains(page, `href="/en/offices/`+id+`"`) {
				t.Errorf("%s: %s is listed", county, id)
			}
		}
	}
}

func TestEveryOfficeHasItsPageAndSaysToWhomItBelongs(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	p := site.Catalogue.For("en")
	belongs := map[string]string{
		"unit": p.T("page.office.authority_unit"), "centre": p.T("page.office.authority_centre"), "ngo": p.T("page.office.authority_ngo"),
	}
	for _, o := range site.Law.Offices("en", calendar.On(2026, time.November, 20)) {
		got := site.Get("/en/offices/" + o.ID)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: status %d", o.ID, got.Code)
		}
		page := got.Body.String()
		webtest.Judge(t, "en", page)
		if !strings.Contains(page, belongs[o.Kind]) {
			t.Errorf("%s does not say to whom it belongs", o.ID)
		}
		for _, service := range o.Services {
			key := "page.office.service." + service
			if !p.Has(key) || !strings.Contains(page, p.T(key)) {
				t.Errorf("%s: the service %s has no words", o.ID, service)
			}
		}
	}
}
