package filing_test

import (
	"context"
	"strconv"
	"testing"

	"sejur/internal/calendar"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store"
)

func TestThePassportIsWarnedOfAsItWasJustTyped(t *testing.T) {
	t.Parallel()
	soon, late := calendar.Today(noon).AddDays(20), calendar.Today(noon).AddYears(9)
	for name, tt := range map[string]struct{ kept, typed, warned calendar.Date }{
		"only what is kept":             {kept: soon, warned: soon},
		"typed, and it ends soon":       {typed: soon, warned: soon},
		"a new one in place of the old": {kept: soon, typed: late},
		"one that ends before the kept": {kept: late, typed: soon, warned: soon},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := counterOn(t, t.TempDir()+"/sejur.db")
			if !tt.kept.IsZero() {
				c.change(func(ctx context.Context, tx *store.Tx) error {
					return tx.Papers().Add(ctx, c.person, person.Item[person.Paper]{ID: office.NewID(), Value: person.Paper{
						Kind: person.Passport, Number: "N1234567", Issuer: "IN", Issued: calendar.Today(noon).AddYears(-1), Expires: tt.kept,
					}})
				})
			}
			id := c.start()
			if !tt.typed.IsZero() {
				in := c.answers(id, "travel-document")
				in.Set("document_expires-day", strconv.Itoa(tt.typed.Day()))
				in.Set("document_expires-month", strconv.Itoa(int(tt.typed.Month())))
				in.Set("document_expires-year", strconv.Itoa(tt.typed.Year()))
				c.save(id, "travel-document", in)
			}
			var got calendar.Date
			for _, w := range c.opened(id).Warnings {
				if w.Kind == filing.PassportEnds {
					got = w.On
				}
			}
			if got != tt.warned {
				t.Errorf("warned of %s, not of %s", got, tt.warned)
			}
		})
	}
}
