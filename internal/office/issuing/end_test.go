package issuing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office/issuing"
	"sejur/internal/reference"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
	"sejur/internal/verdict"
)

func TestWhoHasTheCodeSeesWhatThePaperShows(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		doc := d.released(document.Decision, d.decided(casefile.Refused))
		got, err := d.lookUp(doc)
		if err != nil {
			t.Fatal(err)
		}
		if got.Number != doc.Number || got.Status != document.IsGenuine || !got.Specimen || got.Digest == "" || !got.Since.IsZero() {
			t.Errorf("%+v", got)
		}
		if len(got.Facts) != len(doc.Facts)-1 || slices.ContainsFunc(got.Facts, func(f document.Fact) bool { return f.Name == document.Reasons }) {
			t.Errorf("the reasons are told to whoever has the code: %v", got.Facts)
		}
		last := d.entries(doc.ID)
		e := last[len(last)-1]
		if e.Action != "document.verify" || e.Purpose != "verification" || e.Actor != "" {
			t.Errorf("the record has %+v", e)
		}
	})
}

func TestWhatEndedIsToldWithItsDay(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		today := calendar.Today(d.now())
		for name, tt := range map[string]struct {
			end  func(ctx context.Context, by access.Actor, asked issuing.Asked, in issuing.Ending) error
			by   access.Actor
			why  document.Reason
			want document.Status
		}{
			"revoked":  {d.Revoke, d.head, document.Fraud, document.IsRevoked},
			"lost":     {d.ReportLost, d.officer, document.Stolen, document.IsLost},
			"replaced": {d.Replace, d.officer, document.Damaged, document.IsRevoked},
		} {
			doc := d.released(document.Receipt, d.submitted(application.Submitted))
			in := issuing.Ending{Document: doc.ID, Version: doc.Version, Reason: tt.why}
			if err := tt.end(t.Context(), tt.by, issuing.Asked{}, in); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := d.lookUp(doc)
			if err != nil || got.Status != tt.want || got.Since != today {
				t.Errorf("%s: %s since %s, %v", name, got.Status, got.Since, err)
			}
			if err := tt.end(t.Context(), tt.by, issuing.Asked{}, in); fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s twice: %v", name, err)
			}
		}
		doc := d.released(document.Receipt, d.submitted(application.Submitted))
		d.forward(6 * 366 * 24 * time.Hour)
		got, err := d.lookUp(doc)
		if err != nil || got.Status != document.IsExpired || got.Since != doc.ValidUntil.AddDays(1) {
			t.Errorf("expired: %s since %s, %v", got.Status, got.Since, err)
		}
	})
}

func TestEndingIsRefused(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	doc := d.released(document.Receipt, d.submitted(application.Submitted))
	planned := d.find(d.plan(document.Receipt, d.submitted(application.Submitted)))
	good := issuing.Ending{Document: doc.ID, Version: doc.Version, Reason: document.Fraud}
	for name, tt := range map[string]struct {
		by   access.Actor
		in   issuing.Ending
		want fault.Kind
	}{
		"by a case officer":         {d.officer, good, fault.Forbidden},
		"by its owner":              {d.owner, good, fault.Forbidden},
		"by nobody":                 {access.Actor{}, good, fault.Forbidden},
		"without a reason":          {d.head, issuing.Ending{Document: doc.ID, Version: doc.Version}, fault.Invalid},
		"for a reason of the lost":  {d.head, issuing.Ending{Document: doc.ID, Version: doc.Version, Reason: document.Stolen}, fault.Invalid},
		"of another version":        {d.head, issuing.Ending{Document: doc.ID, Version: 1, Reason: document.Fraud}, fault.Conflict},
		"before its release":        {d.head, issuing.Ending{Document: planned.ID, Version: 1, Reason: document.Fraud}, fault.Conflict},
		"of one that is not there":  {d.head, issuing.Ending{Document: "x", Version: 1, Reason: document.Fraud}, fault.NotFound},
		"of one with a funny state": {d.head, issuing.Ending{Document: planned.ID, Version: 3, Reason: document.Fraud}, fault.Conflict},
	} {
		if err := d.Revoke(t.Context(), tt.by, issuing.Asked{}, tt.in); fault.KindOf(err) != tt.want || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := d.find(doc.ID); got.Fate.Kind != "" {
		t.Errorf("it ended all the same: %+v", got.Fate)
	}
}

func TestWhatIsLostMayStillBeRevoked(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	doc := d.released(document.Receipt, d.submitted(application.Submitted))
	err := errors.Join(
		d.ReportLost(t.Context(), d.officer, issuing.Asked{}, issuing.Ending{Document: doc.ID, Version: 3, Reason: document.Mislaid}),
		d.Revoke(t.Context(), d.head, issuing.Asked{}, issuing.Ending{Document: doc.ID, Version: 4, Reason: document.Fraud}), d.PublishList(t.Context()),
	)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := d.lookUp(doc)
	if list := d.list(); err != nil || len(list.Gone) != 1 || list.Gone[seal.Digest].Status != verdict.Revoked {
		t.Errorf("the list has %v, %v", list.Gone, err)
	}
}

func TestCodesUnderWhichThereIsNothingAllLookTheSame(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		planned := d.find(d.plan(document.Receipt, d.submitted(application.Submitted)))
		b := d.submitted(application.Submitted)
		void := d.find(d.plan(document.Receipt, b))
		d.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Grounds().ChangeApplication(ctx, application.ID(b.ID), application.Withdrawn, noon, 1)
		})
		erased := d.released(document.Receipt, d.submitted(application.Submitted))
		if err := d.Sign(t.Context(), void.ID); err != nil {
			t.Fatal(err)
		}
		codes := []reference.Reference{reference.New(), "", "'; DROP TABLE document; --", planned.Code, void.Code}
		if _, err := d.lookUp(erased); err != nil {
			t.Fatal(err)
		}
		var want string
		look := func(code reference.Reference) {
			_, err := d.LookUp(t.Context(), access.Actor{}, issuing.LookUp{Code: code, Client: "192.0.2.1"})
			if want == "" && err != nil {
				want = err.Error()
			}
			if keyOf(err) != issuing.Unknown || err.Error() != want {
				t.Errorf("%q: %v", code, err)
			}
		}
		for _, code := range codes {
			look(code)
		}
		d.change(func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, d.person) })
		look(erased.Code)
	})
}

func TestWhoLooksUpTooMuchWaits(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		look := func(client string) error {
			_, err := d.LookUp(t.Context(), access.Actor{}, issuing.LookUp{Code: reference.New(), Client: client})
			return err
		}
		for range 60 {
			if err := look("192.0.2.1"); keyOf(err) != issuing.Unknown {
				t.Fatal(err)
			}
		}
		if err := look("192.0.2.1"); keyOf(err) != issuing.TooMany {
			t.Errorf("after sixty: %v", err)
		}
		if err := look("192.0.2.2"); keyOf(err) != issuing.Unknown {
			t.Errorf("from elsewhere: %v", err)
		}
		d.forward(10 * time.Minute)
		if err := look("192.0.2.1"); keyOf(err) != issuing.Unknown {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}

func TestSignaturesDocumentsAndCopiesAreCompared(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		var docs []document.Document
		for range 4 {
			docs = append(docs, d.released(document.Receipt, d.submitted(application.Submitted)))
		}
		d.plan(document.Receipt, d.submitted(application.Submitted))
		r, err := d.Reconcile(t.Context())
		if err != nil || len(r.Findings) > 0 || r.Seals != 4 || r.Released != 4 || r.Tried != 4 {
			t.Fatalf("all is well: %+v, %v", r, err)
		}
		db := storetest.SQL(t, d.database)
		run := func(statement string, args ...any) {
			if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
				t.Fatal(err)
			}
		}
		run("UPDATE document_copy SET digest = 'another' WHERE document = $1", string(docs[0].ID))
		run("UPDATE document_seal SET digest = 'another' WHERE document = $1", string(docs[1].ID))
		run("UPDATE document SET valid_until = '2099-01-01' WHERE id = $1", string(docs[2].ID))
		run("UPDATE document SET fate = 'lost', fate_on = '2026-11-30', fate_reason = 'stolen' WHERE id = $1", string(docs[3].ID))
		run(`INSERT INTO document_seal SELECT 'nobodys', person, raw, 'd', certificate, signed_at FROM document_seal WHERE document = $1`, string(docs[3].ID))
		run(`INSERT INTO document_copy SELECT 'nobodys', person, pdf, digest, size, kept_at FROM document_copy WHERE document = $1`, string(docs[3].ID))
		r, err = d.Reconcile(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []issuing.Finding{
			{Document: "nobodys", What: issuing.StraySeal}, {Document: "nobodys", What: issuing.StrayCopy}, {Document: docs[3].ID, What: issuing.Unlisted},
			{Document: docs[0].ID, What: issuing.CopyBroken}, {Document: docs[1].ID, What: issuing.SealBroken}, {Document: docs[2].ID, What: issuing.PlanChanged},
		}
		if diff := cmp.Diff(want, r.Findings); diff != "" {
			t.Error(diff)
		}
		last, err := d.LastReconciliation(t.Context(), access.Named("jobs"))
		if diff := cmp.Diff(r, last); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if _, err := d.Fetch(t.Context(), d.owner, "r", docs[0].ID); err == nil || fault.KindOf(err) != fault.Internal {
			t.Errorf("a copy that is not what was handed out: %v", err)
		}
	})
}

func TestWhatStoppedHalfwayIsTakenUp(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		b := d.submitted(application.Submitted)
		planned, signed := d.plan(document.Receipt, b), d.plan(document.Receipt, d.submitted(application.Submitted))
		early := d.plan(document.Receipt, d.submitted(application.Draft))
		over := d.submitted(application.Submitted)
		never := d.plan(document.Receipt, over)
		if err := d.Sign(t.Context(), signed); err != nil {
			t.Fatal(err)
		}
		d.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Grounds().ChangeApplication(ctx, application.ID(over.ID), application.Withdrawn, noon, 1)
		})
		before := len(d.waiting(document.SignJob)) + len(d.waiting(document.PrintJob))
		if err := d.Resume(t.Context()); err != nil || len(d.waiting(document.SignJob))+len(d.waiting(document.PrintJob)) != before {
			t.Fatalf("the young have their jobs still before them: %v", err)
		}
		spoiled := d.plan(document.Receipt, d.submitted(application.Submitted)) // holds up no other
		_, err := storetest.SQL(t, d.database).ExecContext(t.Context(), "UPDATE document SET lang = 'uk', id = '0' WHERE id = $1", string(spoiled))
		if err != nil {
			t.Fatal(err)
		}
		d.forward(time.Hour)
		for range 2 {
			if err := d.Resume(t.Context()); err == nil {
				t.Error("nothing is said of a row that was changed")
			}
		}
		day := "/2026-11-30"
		jobs := append(d.waiting(document.SignJob), d.waiting(document.PrintJob)...)
		for id, want := range map[string]bool{
			d.find(planned).SignKey() + day: true, d.find(signed).PrintKey() + day: true, d.find(early).SignKey() + day: false, d.find(never).SignKey() + day: false,
		} {
			if slices.Contains(jobs, id) != want {
				t.Errorf("%s: a job %t", id, !want)
			}
		}
		if got := d.find(never).State; got != document.Void {
			t.Errorf("what can never be signed is %s", got)
		}
	})
}

func TestTheSealOfWhatBecameVoidStandsOnTheList(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	doc := d.find(d.plan(document.Receipt, d.submitted(application.Submitted)))
	if err := d.Sign(t.Context(), doc.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Void(t.Context(), d.officer, issuing.Asked{}, doc.ID, 2); err != nil {
		t.Fatal(err)
	}
	if err := d.PublishList(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list := d.list(); len(list.Gone) != 1 {
		t.Errorf("the list has %v", list.Gone)
	}
	if err := d.Desk.Print(t.Context(), doc.ID); err != nil || d.find(doc.ID).State != document.Void {
		t.Errorf("drawn: %v", err)
	}
}

func TestAHolderFetchesTheirDocumentAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		doc := d.released(document.Receipt, d.submitted(application.Submitted))
		planned := d.plan(document.Receipt, d.submitted(application.Submitted))
		first, err := d.Fetch(t.Context(), d.owner, "r", doc.ID)
		if err != nil {
			t.Fatal(err)
		}
		second, err := d.Fetch(t.Context(), d.owner, "r", doc.ID)
		if diff := cmp.Diff(first, second); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if first.Name != "receipt-"+string(doc.Number)+".pdf" || !strings.HasPrefix(string(first.PDF), "%PDF") {
			t.Errorf("%s", first.Name)
		}
		other := access.Actor{Kind: access.Applicant, ID: storetest.Account(t, d.database), Session: "s"}
		for name, try := range map[string]error{
			"another account":    fetched(d.Fetch(t.Context(), other, "r", doc.ID)),
			"a planned document": fetched(d.Fetch(t.Context(), d.owner, "r", planned)),
			"nothing":            fetched(d.Fetch(t.Context(), d.owner, "r", "x")),
		} {
			if fault.KindOf(try) != fault.NotFound {
				t.Errorf("%s: %v", name, try)
			}
		}
		own, err := d.Own(t.Context(), d.owner, "")
		if err != nil || len(own.Documents) != 1 || own.Documents[0].ID != doc.ID || own.Documents[0].Status != document.IsGenuine {
			t.Errorf("%+v, %v", own, err)
		}
		if none, err := d.Own(t.Context(), other, ""); err != nil || len(none.Documents) > 0 {
			t.Errorf("another's: %+v, %v", none, err)
		}
		_, err = storetest.SQL(t, d.database).ExecContext(t.Context(), "UPDATE account SET cooling_until = '2026-12-01T12:00:00.000000Z' WHERE id = $1", d.owner.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Fetch(t.Context(), d.owner, "r", doc.ID); keyOf(err) != issuing.Cooling {
			t.Errorf("an account that was just opened again: %v", err)
		}
	})
}

func fetched(_ issuing.File, err error) error { return err }

func TestAnOfficerSeesWhatIsNotReleasedYetAsAPreview(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		planned := d.plan(document.Receipt, d.submitted(application.Submitted))
		released := d.released(document.Certificate, d.decided(casefile.Granted))
		file, err := d.Preview(t.Context(), d.officer, "r", planned)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{`"Mark":"PREVIZUALIZARE"`, `"Seal":null`} {
			if !strings.Contains(string(file.PDF), part) {
				t.Errorf("the preview has no %s", part)
			}
		}
		if d.find(planned).State != document.Planned || !slices.Contains(d.recorded(planned), "document.preview") {
			t.Error("a preview changed the document, or stands in no record")
		}
		for name, got := range map[string]error{
			"a released one": fetched(d.Preview(t.Context(), d.officer, "r", released.ID)),
			"nothing":        fetched(d.Preview(t.Context(), d.officer, "r", "x")),
			"its holder":     fetched(d.Preview(t.Context(), d.owner, "r", planned)),
		} {
			if kind := fault.KindOf(got); kind != fault.NotFound && kind != fault.Forbidden {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}

func TestListsOfOfficersAreMaskedAndRecorded(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		doc := d.released(document.Receipt, d.submitted(application.Submitted))
		planned := d.plan(document.Receipt, d.submitted(application.Submitted))
		page, err := d.List(t.Context(), d.officer, "r", issuing.Query{})
		if err != nil || len(page.Rows) != 2 || page.Rows[0].ID != planned || page.Next != "" {
			t.Fatalf("%+v, %v", page, err)
		}
		if r := page.Rows[1]; r.Initial != "A" || r.BornIn != 1985 || r.Number != doc.Number.Masked() || strings.Contains(r.Number, string(doc.Number)) {
			t.Errorf("%+v", r)
		}
		page, err = d.List(t.Context(), d.officer, "r", issuing.Query{State: document.Released})
		if err != nil || len(page.Rows) != 1 || page.Rows[0].ID != doc.ID {
			t.Errorf("released: %+v, %v", page, err)
		}
		if _, err := d.List(t.Context(), d.owner, "r", issuing.Query{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("an applicant: %v", err)
		}
		opened, err := d.Open(t.Context(), d.officer, "r", doc.ID)
		if err != nil || opened.Status != document.IsGenuine || opened.Certificate != d.key.Reference {
			t.Errorf("%+v, %v", opened, err)
		}
		if got := d.recorded(doc.ID); got[len(got)-1] != "document.look" {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestACertificateIsRegisteredOnceAndNotForAnother(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		if err := d.RegisterCertificate(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := d.key
		d.key = newKey(t, 1) // the same name, another key
		if err := d.RegisterCertificate(t.Context()); err == nil {
			t.Error("another certificate took its name")
		}
		d.key = newKey(t, 2)
		if err := d.RegisterCertificate(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := d.Certificates(t.Context())
		if err != nil || len(all) != 2 || all[1].Reference != first.Reference || all[1].Retired.IsZero() || !all[0].Retired.IsZero() {
			t.Errorf("%+v, %v", all, err)
		}
		d.key = first
		doc := d.plan(document.Receipt, d.submitted(application.Submitted))
		if err := d.Sign(t.Context(), doc); err == nil {
			t.Error("a retired certificate signed")
		}
	})
}
