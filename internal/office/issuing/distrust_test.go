package issuing_test

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
	"sejur/internal/verdict"
)

// distrust takes the certificate of the desk's key back.
func (d *desk) distrust() issuing.Distrusted {
	d.t.Helper()
	got, err := d.Distrust(d.t.Context(), access.Named("operator"), issuing.Distrusting{Reference: d.key.Reference, Doubt: issuing.Stolen})
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

// about are the entries of the record whose subject begins so, oldest first.
func (d *desk) about(subject string) (out []audit.Entry) {
	d.t.Helper()
	d.change(func(ctx context.Context, tx *store.Tx) error {
		all, err := tx.Chain().Pending(ctx, 1000)
		for _, e := range all {
			if strings.HasPrefix(e.Subject, subject) {
				out = append(out, e)
			}
		}
		return err
	})
	return out
}

// judged is what the seal of a document is to whoever has what the office publishes, and nothing else.
func (d *desk) judged(doc document.Document) verdict.Verdict {
	d.t.Helper()
	all, err := d.Certificates(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	judge := verdict.Judge{Today: "2026-11-30"}
	for _, c := range issuing.Trusted(all) {
		certificate, err := x509.ParseCertificate(c.DER)
		if err != nil {
			d.t.Fatal(err)
		}
		judge.Keys = append(judge.Keys, keyOfCheckers(issuing.Key{Identifier: c.Identifier, Reference: c.Reference, Certificate: certificate}))
	}
	seen, err := d.lookUp(doc)
	if err != nil {
		d.t.Fatal(err)
	}
	return judge.Seal(seen.Seal)
}

// A thief dates seals as they please: what the seal alone says is worth nothing any more. The office knows what it issued.
func TestWhatADistrustedCertificateSignedIsOfAnUnknownSignerAndKnownByItsCode(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		doc := d.released(document.Receipt, d.submitted(application.Submitted))
		if got := d.judged(doc); got.Status != verdict.Genuine {
			t.Fatalf("before: %s (%s)", got.Status, got.Why)
		}
		if got := d.distrust(); got.Before || got.Seals != 1 || got.Signing != 0 || got.Doubt != issuing.Stolen || !got.Distrusted.Equal(noon) {
			t.Errorf("%+v", got)
		}
		if got := d.judged(doc); got.Status != verdict.Unknown || got.Why != verdict.UnknownSigner {
			t.Errorf("by its seal: %s (%s)", got.Status, got.Why)
		}
		if got, err := d.lookUp(doc); err != nil || got.Status != document.IsGenuine || got.Number != doc.Number {
			t.Errorf("by its code: %s, %v", got.Status, err)
		}
		if file, err := d.Fetch(t.Context(), d.owner, "r", doc.ID); err != nil || len(file.PDF) == 0 {
			t.Errorf("its holder gets no copy: %v", err)
		}
		if r, err := d.Reconcile(t.Context()); err != nil || len(r.Findings) > 0 {
			t.Errorf("compared: %+v, %v", r.Findings, err)
		}
		d.forward(time.Hour)
		if got := d.distrust(); !got.Before || got.Seals != 1 || !got.Distrusted.Equal(noon) {
			t.Errorf("a second time: %+v", got)
		}
		got := d.about("certificate/")
		if len(got) != 2 || got[1].Action != "certificate.distrust" || got[1].Reason != "stolen" || got[1].Actor != "operator" || got[1].Subject != got[0].Subject {
			t.Errorf("the record has %+v", got)
		}
	})
}

func TestNothingIsSignedWithADistrustedKeyUntilThereIsTheNext(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		planned := d.plan(document.Receipt, d.submitted(application.Submitted))
		signed := d.plan(document.Receipt, d.submitted(application.Submitted))
		if err := errors.Join(d.Sign(t.Context(), signed), d.PublishList(t.Context())); err != nil {
			t.Fatal(err)
		}
		d.distrust()
		for name, err := range map[string]error{
			"it signs a document": d.Sign(t.Context(), planned), "it draws one": d.Desk.Print(t.Context(), signed),
			"it starts": d.RegisterCertificate(t.Context()),
		} {
			if err == nil {
				t.Error(name)
			}
		}
		if _, err := d.LastList(t.Context()); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the list that it signed is published still: %v", err)
		}
		if err := d.PublishList(t.Context()); !errors.Is(err, issuing.ErrDistrusted) {
			t.Errorf("it signs a list: %v", err)
		}
		if jobs := d.waiting(issuing.PublishJob); len(jobs) > 0 {
			t.Errorf("nobody can do %v", jobs)
		}

		d.key = newKey(t, 2)
		if err := d.RegisterCertificate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if jobs := d.waiting(issuing.PublishJob); len(jobs) != 1 {
			t.Errorf("jobs that publish: %v", jobs)
		}
		if err := errors.Join(d.Sign(t.Context(), planned), d.Desk.Print(t.Context(), planned), d.PublishList(t.Context())); err != nil {
			t.Fatal(err)
		}
		if list := d.list(); list.Number != 2 || len(list.Gone) != 0 {
			t.Errorf("the next list: %+v", list)
		}
		if got := d.judged(d.find(planned)); got.Status != verdict.Genuine {
			t.Errorf("what the next key signed: %s (%s)", got.Status, got.Why)
		}
		if err := d.Desk.Print(t.Context(), signed); err == nil || d.find(signed).State != document.Signed {
			t.Errorf("what the old one sealed goes out: %v", err)
		}
		if err := d.Void(t.Context(), d.officer, issuing.Asked{}, signed, 2); err != nil {
			t.Errorf("and cannot be given up: %v", err)
		}
	})
}

func TestAnOldCertificateIsDistrustedWhileANewOneSigns(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		old := d.released(document.Receipt, d.submitted(application.Submitted))
		if err := d.PublishList(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := d.key
		d.key = newKey(t, 2)
		if err := d.RegisterCertificate(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := d.released(document.Receipt, d.submitted(application.Submitted))
		got, err := d.Distrust(t.Context(), access.Named("operator"), issuing.Distrusting{Identifier: "rosj", Reference: "0c0de01", Doubt: issuing.Mistake})
		if err != nil || got.Reference != first.Reference || got.Signing != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if jobs := d.waiting(issuing.PublishJob); len(jobs) != 1 {
			t.Errorf("jobs that publish: %v", jobs)
		}
		if err := d.PublishList(t.Context()); err != nil || d.list().Number != 2 {
			t.Errorf("the list of the old one: %v", err)
		}
		if a, b := d.judged(old), d.judged(now); a.Why != verdict.UnknownSigner || b.Status != verdict.Genuine {
			t.Errorf("old: %s (%s), new: %s (%s)", a.Status, a.Why, b.Status, b.Why)
		}
		d.key = first
		doc := d.plan(document.Receipt, d.submitted(application.Submitted))
		if err := d.Sign(t.Context(), doc); !errors.Is(err, issuing.ErrDistrusted) {
			t.Errorf("the old one signs: %v", err)
		}
	})
}

func TestWhichCertificatesAreNotDistrusted(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	operator, other := access.Named("operator"), newKey(t, 1)
	d.change(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Signatures().Register(ctx, issuing.Certificate{
			ID: "c2", Identifier: "ROS2", Reference: other.Reference, DER: other.Certificate.Raw, NotBefore: noon, NotAfter: noon, Registered: noon,
		})
		return err
	})
	good := issuing.Distrusting{Identifier: "ROSJ", Reference: d.key.Reference, Doubt: issuing.Stolen}
	without := func(change func(*issuing.Distrusting)) issuing.Distrusting {
		in := good
		change(&in)
		return in
	}
	for name, tt := range map[string]struct {
		by   access.Actor
		in   issuing.Distrusting
		kind fault.Kind
		key  string
	}{
		"by nobody":         {access.Actor{}, good, fault.Forbidden, "forbidden"},
		"by a head":         {d.head, good, fault.Forbidden, "forbidden"},
		"none of this name": {operator, without(func(in *issuing.Distrusting) { in.Reference = "FFFFF" }), fault.NotFound, issuing.UnknownCertificate},
		"another signer":    {operator, without(func(in *issuing.Distrusting) { in.Identifier = "ROS3" }), fault.NotFound, issuing.UnknownCertificate},
		"of two signers":    {operator, without(func(in *issuing.Distrusting) { in.Identifier = "" }), fault.Invalid, issuing.SeveralSigners},
		"for no reason":     {operator, without(func(in *issuing.Distrusting) { in.Doubt = "" }), fault.Invalid, "required"},
		"for another":       {operator, without(func(in *issuing.Distrusting) { in.Doubt = "whim" }), fault.Invalid, "required"},
	} {
		if _, err := d.Distrust(t.Context(), tt.by, tt.in); err == nil || fault.KindOf(err) != tt.kind || keyOf(err) != tt.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	all, err := d.Certificates(t.Context())
	if err != nil || len(issuing.Trusted(all)) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if got, err := d.Distrust(t.Context(), operator, good); err != nil || got.Identifier != "ROSJ" || got.Signing != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
