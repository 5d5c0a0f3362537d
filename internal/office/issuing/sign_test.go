package issuing_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

func TestADocumentGoesFromPlannedToReleased(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		id := d.plan(document.Receipt, d.submitted(application.Submitted))
		planned := d.find(id)
		if planned.State != document.Planned || !planned.Number.Of(document.Receipt) || !planned.Code.Valid() {
			t.Fatalf("planned: %+v", planned)
		}
		if got := d.waiting(document.SignJob); !slices.Equal(got, []string{planned.SignKey()}) {
			t.Errorf("jobs that sign: %v", got)
		}
		if _, err := d.lookUp(planned); keyOf(err) != issuing.Unknown {
			t.Errorf("a planned document is known: %v", err)
		}
		if err := d.Sign(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := d.waiting(document.PrintJob); !slices.Equal(got, []string{planned.PrintKey()}) {
			t.Errorf("jobs that draw: %v", got)
		}
		if _, err := d.lookUp(planned); d.find(id).State != document.Signed || keyOf(err) != issuing.Unknown {
			t.Errorf("%s: known %v", d.find(id).State, err)
		}
		if err := d.Desk.Print(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		want := planned
		want.State, want.Version = document.Released, 3
		if diff := cmp.Diff(want, d.find(id), cmpopts.EquateComparable(calendar.Date{})); diff != "" {
			t.Error(diff)
		}
		got := d.recorded(id)
		if diff := cmp.Diff([]string{"document.plan", "document.sign", "document.release"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEveryKindOfPaperIsSealedAndReleased(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	for _, k := range document.Kinds() {
		b := d.decided(casefile.Granted)
		switch k {
		case document.Receipt:
			b = d.submitted(application.Submitted)
		case document.Decision:
			b = d.decided(casefile.Refused)
		case document.Certificate, document.Invitation, document.Letter:
		}
		if got := d.released(k, b); got.State != document.Released {
			t.Errorf("%s is %s", k, got.State)
		}
	}
}

func TestTheSignerAsksWhatAPaperRestsOn(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	for name, tt := range map[string]struct {
		kind  document.Kind
		basis document.Basis
		want  document.State
		key   string
	}{
		"a receipt of a draft waits":                       {document.Receipt, d.submitted(application.Draft), document.Planned, "document.too-early"},
		"a decision waits for its case":                    {document.Decision, d.decided(casefile.InReview), document.Planned, "document.too-early"},
		"a letter waits too":                               {document.Letter, d.decided(casefile.Lodged), document.Planned, "document.too-early"},
		"a certificate is signed when the case is granted": {document.Certificate, d.decided(casefile.Granted), document.Signed, ""},
		"and while it is made":                             {document.Certificate, d.decided(casefile.InProduction), document.Signed, ""},
		"a refusal is signed when the case is refused":     {document.Decision, d.decided(casefile.Refused), document.Signed, ""},
		"a letter is signed whatever was decided":          {document.Letter, d.decided(casefile.Withdrawn), document.Signed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := d.plan(tt.kind, tt.basis)
			err := d.Sign(t.Context(), id)
			if got := d.find(id).State; got != tt.want || keyOf(err) != tt.key {
				t.Errorf("%s, %v", got, err)
			}
		})
	}
}

func TestWhatCanNeverBeSignedIsNotPlannedAndBecomesVoid(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		for _, in := range []document.New{
			d.paper(document.Receipt, d.submitted(application.Withdrawn)), d.paper(document.Certificate, d.decided(casefile.Refused)),
			d.paper(document.Decision, d.decided(casefile.Granted)),
		} {
			if _, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in); keyOf(err) != "document.basis" {
				t.Errorf("%s: %v", in.Kind, err)
			}
		}
		b := d.submitted(application.Submitted)
		id := d.plan(document.Receipt, b)
		d.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.Grounds().ChangeApplication(ctx, application.ID(b.ID), application.Withdrawn, noon, 1)
		})
		if err := d.Sign(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := d.find(id); got.State != document.Void {
			t.Errorf("the receipt of what was withdrawn is %s", got.State)
		}
		if got := d.recorded(id); !slices.Equal(got, []string{"document.plan", "document.void"}) {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestSignedTwiceIsSignedOnce(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		id := d.plan(document.Receipt, d.submitted(application.Submitted))
		for range 3 {
			if err := d.Sign(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			if err := d.Desk.Print(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if got := d.recorded(id); len(got) != 3 || len(d.printed) != 1 {
			t.Errorf("recorded %v, drawn %d times", got, len(d.printed))
		}
	})
}

func TestOfManyThatSignAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		id := d.plan(document.Receipt, d.submitted(application.Submitted))
		const n = 8
		errs := make(chan error, n)
		for range n {
			go func() { errs <- d.Sign(t.Context(), id) }()
		}
		for range n {
			if err := <-errs; err != nil && fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		}
		if got := d.recorded(id); !slices.Equal(got, []string{"document.plan", "document.sign"}) {
			t.Errorf("recorded: %v", got)
		}
	})
}

// Faults of the signer (no key, no answer, a wrong signature, a certificate that signs no more): nothing is stored and nothing released.
func TestWithoutAVerifiedSignatureNothingIsReleased(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		good, other := d.key, newKey(t, 2)
		id := d.plan(document.Receipt, d.submitted(application.Submitted))
		mixed := good
		mixed.Signer = other.Signer
		silent := good
		silent.Signer = wrongSigner{good.Signer, errPlanted}
		for name, fail := range map[string]func(){
			"the key is missing":                  func() { d.keyErr = errPlanted },
			"the key gives no answer":             func() { d.key = silent },
			"the signature is of another key":     func() { d.key = mixed },
			"the certificate was never published": func() { d.key = other },
			"the certificate is over":             func() { d.forward(20 * 365 * 24 * time.Hour) },
		} {
			d.key, d.keyErr, d.at = good, nil, noon
			fail()
			if err := d.Sign(t.Context(), id); err == nil {
				t.Errorf("%s: it was signed", name)
			}
			if got := d.find(id); got.State != document.Planned {
				t.Errorf("%s: %s", name, got.State)
			}
			if err := d.Desk.Print(t.Context(), id); keyOf(err) != "document.too-early" {
				t.Errorf("%s: drawn, %v", name, err)
			}
		}
		d.key, d.keyErr, d.at = good, nil, noon
		if err := errors.Join(d.Sign(t.Context(), id), d.Desk.Print(t.Context(), id)); err != nil {
			t.Errorf("when everything is well again: %v", err)
		}
	})
}

func TestAKeyForATrialSignsSpecimensAlone(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	in := d.paper(document.Receipt, d.submitted(application.Submitted))
	in.Specimen = false
	id, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Sign(t.Context(), id); err == nil || d.find(id).State != document.Planned {
		t.Errorf("it was signed: %v", err)
	}
	d.key.Specimen = false
	if err := d.Sign(t.Context(), id); err != nil {
		t.Error(err)
	}
}

func TestAPlanThatWasChangedIsSignedByNobody(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		db := storetest.SQL(t, d.database)
		for column, value := range map[string]string{
			"valid_until": "2099-12-31", "issued_on": "2020-01-01", "specimen": "no", "code": "000000000000000", "lang": "uk",
		} {
			id := d.plan(document.Receipt, d.submitted(application.Submitted))
			_, err := db.ExecContext(t.Context(), "UPDATE document SET "+column+" = $1 WHERE id = $2", value, string(id))
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Sign(t.Context(), id); err == nil {
				t.Errorf("%s was changed, and it was signed", column)
			}
		}
	})
}

// A trigger of the database fails the last INSERT (trust: crash between signing and storing): nothing is released, the row is still
// there, and the same number is finished when the trouble is over.
func TestWhenTheLastInsertFailsNothingIsReleased(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		id := d.plan(document.Receipt, d.submitted(application.Submitted))
		number := d.find(id).Number
		mend := failing(t, d.database, "document_seal")
		if err := d.Sign(t.Context(), id); err == nil || d.find(id).State != document.Planned {
			t.Fatalf("without a place for its seal it is %s, %v", d.find(id).State, err)
		}
		mend()
		if err := d.Sign(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		mend = failing(t, d.database, "document_copy")
		if err := d.Desk.Print(t.Context(), id); err == nil || d.find(id).State != document.Signed {
			t.Fatalf("without a place for its copy it is %s, %v", d.find(id).State, err)
		}
		if _, err := d.lookUp(d.find(id)); keyOf(err) != issuing.Unknown {
			t.Errorf("it is known: %v", err)
		}
		mend()
		if err := d.Desk.Print(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d.printed[0], d.printed[1]); diff != "" {
			t.Errorf("the second drawing says something else: %s", diff)
		}
		if got := d.find(id); got.State != document.Released || got.Number != number {
			t.Errorf("%s with the number %s, planned as %s", got.State, got.Number, number)
		}
	})
}

// failing makes every INSERT into a table fail until it is mended.
func failing(t *testing.T, database, table string) (mend func()) {
	t.Helper()
	db := storetest.SQL(t, database)
	begin := []string{"CREATE TRIGGER planted BEFORE INSERT ON " + table + " BEGIN SELECT RAISE(ABORT, 'planted'); END"}
	end := "DROP TRIGGER planted"
	if store.IsPostgres(database) {
		begin = []string{
			"CREATE OR REPLACE FUNCTION planted() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$ LANGUAGE plpgsql",
			"CREATE TRIGGER planted BEFORE INSERT ON " + table + " EXECUTE FUNCTION planted()",
		}
		end += " ON " + table
	}
	run := func(statement string) {
		if _, err := db.ExecContext(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range begin {
		run(statement)
	}
	return func() { run(end) }
}

func TestThePrinterThatFailsReleasesNothing(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	id := d.plan(document.Receipt, d.submitted(application.Submitted))
	d.drawErr = errPlanted
	if err := errors.Join(d.Sign(t.Context(), id), d.Desk.Print(t.Context(), id)); !errors.Is(err, errPlanted) || d.find(id).State != document.Signed {
		t.Errorf("%s, %v", d.find(id).State, err)
	}
}

func TestWhoMayPlan(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	in := d.paper(document.Receipt, d.submitted(application.Submitted))
	for name, by := range map[string]access.Actor{"nobody": {}, "an applicant": d.owner, "the system": access.Named("jobs")} {
		if _, err := d.Plan(t.Context(), by, issuing.Asked{}, in); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPaperIsOfThePersonWhoseApplicationItRestsOn(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	b := d.submitted(application.Submitted)
	first := d.person
	other := deskPerson(d)
	in := d.paper(document.Receipt, b)
	in.Person = other
	if _, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in); keyOf(err) != "document.basis" {
		t.Errorf("another person's: %v", err)
	}
	in.Person = first
	if _, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in); err != nil {
		t.Error(err)
	}
	if _, err := d.Plan(t.Context(), d.officer, issuing.Asked{}, in); keyOf(err) != "document.twice-planned" {
		t.Errorf("a second receipt: %v", err)
	}
}
