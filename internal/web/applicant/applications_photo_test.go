package applicant_test

import (
	"context"
	"strings"
	"testing"

	"sejur/internal/application"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// photographed sends a photo of a passport on which lines were read, or none.
func (c *counter) photographed(id application.ID, lines ...string) {
	c.t.Helper()
	c.upload(id, "passport")
	var up application.UploadID
	db := storetest.SQL(c.t, c.db)
	if err := db.QueryRowContext(c.t.Context(), `UPDATE upload SET state = 'ready', kind = 'jpeg' WHERE application = $1 RETURNING id`, string(id)).Scan(&up); err != nil {
		c.t.Fatal(err)
	}
	zones := store.Desk(c.store, func(tx *store.Tx) filing.Tx { return tx })
	err := zones.Change(c.t.Context(), func(ctx context.Context, tx filing.Tx) error {
		return tx.Zones().Put(ctx, id, filing.Zone{Upload: up, Document: "passport", Lines: lines}, c.store.Now())
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func TestWhatWasReadOnAPhotoIsToBeCompared(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	zone, err := zoneOf("Z1234567", "020304", "310301")
	if err != nil {
		t.Fatal(err)
	}
	c.photographed(p.draft, strings.Split(zone, "\n")...)
	body := c.get(of(p.draft, "pages", "travel-document")).Body.String()
	form := inputs(t, body)
	if form.Get("document_number") != "Z1234567" || form.Get("document_expires-year") != "2031" {
		t.Errorf("%v", form)
	}
	if !strings.Contains(body, c.site.Catalogue.For(locale.EN).T("filing.origin.photo")) {
		t.Error("the page does not say where it is from")
	}
}

func TestWhereThePassportIsTypedAPhotoIsOffered(t *testing.T) {
	t.Parallel()
	c := open(t)
	p := c.priya()
	if body := c.get(of(p.draft, "passport")).Body.String(); !strings.Contains(body, of(p.draft, "documents", "passport")) {
		t.Error("it is not")
	}
}
