package webtest_test

import (
	"io"
	"log/slog"
	"testing"

	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// known are addresses that exist for paths with named parts.
func known() map[string]string {
	return map[string]string{
		"/{lang}/procedures/{id}": "/{lang}/procedures/study-permit",
		"/{lang}/documents/{id}":  "/{lang}/documents/passport",
		"/{lang}/offices/{id}":    "/{lang}/offices/igi-cj",
	}
}

func TestEveryDoorOfTheHouse(t *testing.T) {
	t.Parallel()
	site := webtest.Open(t)
	people := webtest.Everybody()
	cfg := web.Config{
		Law: site.Law, Catalogue: site.Catalogue, Origin: webtest.Origin, Now: webtest.Now, Visitors: people, Draw: webtest.Draw,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	handler, err := web.NewHandler(cfg)
	if err != nil {
		t.Fatal(err)
	}
	table, err := web.Addresses(cfg)
	if err != nil {
		t.Fatal(err)
	}
	webtest.Guards(t, handler, table, people, known())
}
