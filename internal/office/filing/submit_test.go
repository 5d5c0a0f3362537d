package filing_test

import (
	"testing"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
)

func TestADraftIsFilledInAndSentIn(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		if again := c.start(); again != id {
			t.Errorf("started again: %s", again)
		}
		c.fill(id)
		o := c.opened(id)
		if len(o.Hinders) > 0 {
			t.Fatalf("hindered by %+v", o.Hinders)
		}
		sent, err := c.Submit(t.Context(), c.owner, filing.Asked{Key: "k"}, filing.Submit{Application: id, Version: o.Application.Version, Lang: locale.EN})
		if err != nil {
			t.Fatal(err)
		}
		if !sent.Reference.Valid() || sent.Case == "" {
			t.Errorf("%+v", sent)
		}
		all, err := c.Mine(t.Context(), c.owner, locale.EN)
		if err != nil || len(all) != 1 || all[0].State != application.Submitted || all[0].CaseState != casefile.Received {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
