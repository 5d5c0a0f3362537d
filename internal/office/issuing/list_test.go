package issuing_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
	"sejur/internal/verdict"
)

// list is the last published list, read as whoever checks papers reads it.
func (d *desk) list() verdict.List {
	d.t.Helper()
	last, err := d.LastList(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	list, err := verdict.ReadList(last.Body, verdict.Keyring{keyOfCheckers(d.key)})
	if err != nil {
		d.t.Fatal(err)
	}
	return list
}

// keyOfCheckers is a key as whoever checks papers has it.
func keyOfCheckers(k issuing.Key) verdict.Key {
	return verdict.NewKey(k.Identifier, k.Reference, k.Certificate.PublicKey, "2026-01-01", "2027-02-28")
}

func TestAListIsPublishedWhenSomethingEndsAndEveryDay(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		publish := func() verdict.List {
			t.Helper()
			if err := d.PublishList(t.Context()); err != nil {
				t.Fatal(err)
			}
			return d.list()
		}
		if _, err := d.LastList(t.Context()); fault.KindOf(err) != fault.NotFound {
			t.Fatalf("before the first: %v", err)
		}
		if first := publish(); first.Number != 1 || len(first.Gone) != 0 || first.Issued != "2026-11-30T12:00:00Z" || first.Next != "2026-12-02T00:00:00Z" {
			t.Errorf("first: %+v", first)
		}
		if again := publish(); again.Number != 1 {
			t.Errorf("the same list was published again as %d", again.Number)
		}
		doc := d.released(document.Receipt, d.submitted(application.Submitted))
		seen, err := d.lookUp(doc)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Revoke(t.Context(), d.head, issuing.Asked{}, issuing.Ending{Document: doc.ID, Version: doc.Version, Reason: document.Fraud})
		if err != nil {
			t.Fatal(err)
		}
		if jobs := d.waiting(issuing.PublishJob); len(jobs) != 1 {
			t.Errorf("jobs that publish: %v", jobs)
		}
		second := publish()
		want := map[string]verdict.Entry{seen.Digest: {Status: verdict.Revoked, Since: "2026-11-30"}}
		if diff := cmp.Diff(want, second.Gone); diff != "" || second.Number != 2 {
			t.Errorf("%d: %s", second.Number, diff)
		}
		d.forward(24 * time.Hour)
		if third := publish(); third.Number != 3 || len(third.Gone) != 1 {
			t.Errorf("a day later: %+v", third)
		}
		d.change(func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Erase(ctx, d.person) })
		d.forward(24 * time.Hour)
		if fourth := publish(); fourth.Number != 4 || len(fourth.Gone) != 1 {
			t.Errorf("when the person was erased: %+v", fourth)
		}
	})
}

// Another reader than ours (go-jose) finds what RFC 7515 says of a list, and the same text under a good signature.
func TestAListIsAJWSToAnyReader(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	doc := d.released(document.Receipt, d.submitted(application.Submitted))
	if err := d.ReportLost(t.Context(), d.officer, issuing.Asked{}, issuing.Ending{Document: doc.ID, Version: 3, Reason: document.Mislaid}); err != nil {
		t.Fatal(err)
	}
	if err := d.PublishList(t.Context()); err != nil {
		t.Fatal(err)
	}
	last, err := d.LastList(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	signed, err := jose.ParseSignedCompact(last.Body, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	head := signed.Signatures[0].Protected
	if head.KeyID != "ROSJ/"+d.key.Reference || head.ExtraHeaders[jose.HeaderType] != "sejur-revocations" {
		t.Errorf("the head is %+v", head)
	}
	text, err := signed.Verify(d.key.Certificate.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := d.lookUp(doc)
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"number": 1.0, "issued": "2026-11-30T12:00:00Z", "next": "2026-12-02T00:00:00Z",
		"entries": []any{map[string]any{"seal": seal.Digest, "status": "lost", "since": "2026-11-30"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAListWhoseSignatureIsNotGoodIsNotPublished(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	good, other := d.key, newKey(t, 2)
	mixed, silent := good, good
	mixed.Signer, silent.Signer = other.Signer, wrongSigner{good.Signer, errPlanted}
	for name, key := range map[string]issuing.Key{
		"of another key": mixed, "of a key that gives no answer": silent, "of a certificate that is not registered": other,
	} {
		d.key = key
		if err := d.PublishList(t.Context()); err == nil {
			t.Errorf("%s: it was published", name)
		}
		if _, err := d.LastList(t.Context()); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
