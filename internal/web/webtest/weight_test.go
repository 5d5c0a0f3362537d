package webtest_test

import (
	"net/http"
	"net/url"
	"testing"

	data "sejur/law"

	"sejur/internal/law"
	"sejur/internal/web/webtest"
)

// Every made-up person's plan is light enough for an old phone on a bad line, in the language whose letters weigh most.
func TestEverybodysPlanIsLight(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	personas, err := law.Personas(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	const most = 60 << 10
	heaviest, who := 0, ""
	for i := range personas {
		p := &personas[i]
		facts, faults := site.Law.ReadFactsJSON(p.Facts, p.On.Date)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", p.Who, faults)
		}
		query := url.Values{"on": {p.On.String()}}
		for _, pair := range facts.Pairs() {
			query.Set(pair[0], pair[1])
		}
		got := site.Get("/uk/plan?" + query.Encode())
		if got.Code != http.StatusOK {
			t.Errorf("%s: status %d", p.Who, got.Code)
		}
		if n := got.Body.Len(); n > heaviest {
			heaviest, who = n, p.Who
		}
	}
	t.Logf("the heaviest plan has %d bytes: %s", heaviest, who)
	if heaviest > most {
		t.Errorf("%d bytes, more than %d: %s", heaviest, most, who)
	}
}
