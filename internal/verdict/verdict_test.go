package verdict_test

import (
	"crypto/elliptic"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/seal"
	"sejur/internal/verdict"
	"sejur/internal/verdict/verdicttest"
)

func until(day string) func(*seal.Content) {
	return func(c *seal.Content) { c.Features["VALID_UNTIL"] = day }
}

// judgement is what a verdict comes to.
type judgement struct {
	Status verdict.Status
	Why    verdict.Why
	Since  string
	Notes  string
}

func of(v verdict.Verdict) judgement {
	var notes []string
	for _, n := range v.Notes {
		notes = append(notes, string(n))
	}
	return judgement{v.Status, v.Why, v.Since, strings.Join(notes, " ")}
}

func TestWhatASealIs(t *testing.T) {
	t.Parallel()
	office, stranger := verdicttest.New(t), verdicttest.New(t)
	good := office.Seal(t, nil)
	old := verdicttest.List{Number: 3, Issued: "2026-11-10T06:00:00Z", Next: "2026-11-11T18:00:00Z"}
	listed := func(status string) verdicttest.List {
		return verdicttest.Fresh(verdicttest.Take(t, good, status, "2026-11-10"))
	}
	trial := verdict.Keyring{office.Ring[0]}
	trial[0].Specimen = true
	unusable := verdict.Keyring{office.Ring[0]}
	unusable[0].Curve = "P-521"
	for _, row := range []struct {
		name string
		raw  []byte
		keys verdict.Keyring  // nil = the office's
		list verdicttest.List // number 0 = none
		want judgement
	}{
		{"a paper that stands", good, nil, verdicttest.Fresh(), judgement{verdict.Genuine, "", "", ""}},
		{"its last day is today", office.Seal(t, until(verdicttest.Today)), nil, verdicttest.Fresh(), judgement{verdict.Genuine, "", "", ""}},
		{"its last day was yesterday", office.Seal(t, until("2026-11-19")), nil, verdicttest.Fresh(), judgement{verdict.Expired, "", "2026-11-19", ""}},
		{"it was revoked", good, nil, listed("revoked"), judgement{verdict.Revoked, "", "2026-11-10", ""}},
		{"it was lost", good, nil, listed("lost"), judgement{verdict.Lost, "", "2026-11-10", ""}},
		{"a word of the list that nobody knows yet", good, nil, listed("suspended"), judgement{verdict.Revoked, "", "2026-11-10", ""}},
		{"revoked, in the form that its signature's twin gives it", twin(t, good), nil, listed("revoked"), judgement{verdict.Revoked, "", "2026-11-10", ""}},
		{"without a list", good, nil, verdicttest.List{}, judgement{verdict.Genuine, "", "", "no-list"}},
		{"with a list whose time is over", good, nil, old, judgement{verdict.Genuine, "", "", "old-list"}},
		{"of a trial", good, trial, verdicttest.Fresh(), judgement{verdict.Genuine, "", "", "specimen"}},
		{"signed before its key was in use", office.Seal(t, func(c *seal.Content) { c.Signed = "2025-12-31" }), nil, verdicttest.Fresh(), judgement{verdict.Altered, verdict.KeyNotInUse, "", ""}},
		{"signed after its key was in use", office.Seal(t, func(c *seal.Content) { c.Signed = "2027-03-01" }), nil, verdicttest.Fresh(), judgement{verdict.Altered, verdict.KeyNotInUse, "", ""}},
		{"signed by another key under the same name", stranger.Seal(t, nil), nil, verdicttest.Fresh(), judgement{verdict.Altered, verdict.Forged, "", ""}},
		{"by a signer whose key is not published", office.Seal(t, func(c *seal.Content) { c.Signer = "DEXX" }), nil, verdicttest.Fresh(), judgement{verdict.Unknown, verdict.UnknownSigner, "", ""}},
		{"by a key of a kind that is not checked", good, unusable, verdicttest.Fresh(), judgement{verdict.Unknown, verdict.UnknownCurve, "", ""}},
		{"something else", []byte("https://example.org"), nil, verdicttest.Fresh(), judgement{verdict.Unknown, verdict.NoSeal, "", ""}},
		{"nothing", nil, nil, verdicttest.Fresh(), judgement{verdict.Unknown, verdict.NoSeal, "", ""}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			judge := verdict.Judge{Keys: row.keys, Today: verdicttest.Today}
			if row.keys == nil {
				judge.Keys = office.Ring
			}
			if row.list.Number > 0 {
				var err error
				judge.List, err = verdict.ReadList(office.Publish(t, row.list), office.Ring)
				if err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(row.want, of(judge.Seal(row.raw))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// twin writes (r, n−s) in the place of (r, s).
func twin(t *testing.T, raw []byte) []byte {
	t.Helper()
	out := append([]byte(nil), raw...)
	tail := out[len(out)-32:]
	new(big.Int).Sub(elliptic.P256().Params().N, new(big.Int).SetBytes(tail)).FillBytes(tail)
	return out
}

func TestNoFlippedBitIsGenuine(t *testing.T) {
	t.Parallel()
	office := verdicttest.New(t)
	raw := office.Seal(t, nil)
	judge := verdict.Judge{Keys: office.Ring, Today: verdicttest.Today}
	for i := range 8 * len(raw) {
		raw[i/8] ^= 1 << (i % 8)
		switch got := judge.Seal(raw); got.Status {
		case verdict.Altered, verdict.Unknown:
		case verdict.Genuine, verdict.Revoked, verdict.Lost, verdict.Expired:
			t.Errorf("bit %d: %s", i, got.Status)
		}
		raw[i/8] ^= 1 << (i % 8)
	}
}

func TestAVerdictIsOneObjectOfJSON(t *testing.T) {
	t.Parallel()
	office := verdicttest.New(t)
	judge := verdict.Judge{Keys: office.Ring, Today: verdicttest.Today}
	var err error
	judge.List, err = verdict.ReadList(office.Publish(t, verdicttest.Fresh()), office.Ring)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(judge.Seal(office.Seal(t, until("2027-11-02"))))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"status":"genuine","document":"receipt","facts":{"issued":"2026-11-02","code":"7K3MQ-2W9FD-X4N8E","number":"R04821733",` +
		`"name":"POPESCU, ANA MARIA","birth_date":"1990-05-17","kind":"study-permit","valid_until":"2027-11-02"},"on":"2026-11-20",` +
		`"signer":"ROSJ","certificate":"1A2B3","signed":"2026-11-02","list_number":7,"list_issued":"2026-11-20","list_next":"2026-11-21"}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
}

func TestWhichListsAreNotBelieved(t *testing.T) {
	t.Parallel()
	office, stranger := verdicttest.New(t), verdicttest.New(t)
	good := office.Publish(t, verdicttest.Fresh())
	with := func(change func(*verdicttest.List)) string {
		l := verdicttest.Fresh()
		change(&l)
		return office.Publish(t, l)
	}
	parts := strings.Split(good, ".")
	other := strings.Split(office.Publish(t, verdicttest.Fresh(verdicttest.Take(t, office.Seal(t, nil), "lost", "2026-11-10"))), ".")
	for _, row := range []struct {
		name, list string
		want       error
	}{
		{"nothing", "", verdict.ErrNoList},
		{"no JWS", "a.b", verdict.ErrNoList},
		{"signed by nobody", strings.Join([]string{parts[0], parts[1], ""}, "."), verdict.ErrListForged},
		{"signed by another", stranger.Publish(t, verdicttest.Fresh()), verdict.ErrListForged},
		{"the body of another list", strings.Join([]string{parts[0], other[1], parts[2]}, "."), verdict.ErrListForged},
		{"a certificate that is not published", with(func(l *verdicttest.List) { l.Kid = "ROSJ/FFFFF" }), verdict.ErrListSigner},
		{"no certificate", with(func(l *verdicttest.List) { l.Kid = "/" }), verdict.ErrListSigner},
		{"another way of signing", with(func(l *verdicttest.List) { l.Alg = "none" }), verdict.ErrNoList},
		{"another signed text of the office", with(func(l *verdicttest.List) { l.Of = "JWT" }), verdict.ErrNoList},
		{"without a number", with(func(l *verdicttest.List) { l.Number = 0 }), verdict.ErrNoList},
		{"without a day", with(func(l *verdicttest.List) { l.Next = "" }), verdict.ErrNoList},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := verdict.ReadList(row.list, office.Ring)
			if err != row.want { //nolint:errorlint // the errors themselves
				t.Errorf("%v, want %v", err, row.want)
			}
		})
	}
}

func TestAListIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := verdict.List{Number: 7, Issued: "2026-11-20T06:00:00Z", Next: "2026-11-21T18:00:00Z", Gone: map[string]verdict.Entry{
		"b2": {Status: verdict.Lost, Since: "2026-11-10"}, "a1": {Status: verdict.Revoked, Since: "2026-11-11"},
	}}
	body, err := want.Body()
	if err != nil {
		t.Fatal(err)
	}
	var written verdicttest.List
	if err := json.Unmarshal(body, &written); err != nil {
		t.Fatal(err)
	}
	if len(written.Entries) != 2 || written.Entries[0].Seal != "a1" {
		t.Errorf("the entries are not in their order: %v", written.Entries)
	}
	office := verdicttest.New(t)
	got, err := verdict.ReadList(office.Publish(t, written), office.Ring)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestAnOlderListIsRefused(t *testing.T) {
	t.Parallel()
	known := verdict.List{Number: 7}
	if kept, err := (verdict.List{Number: 6}).After(known); err != verdict.ErrListOlder || kept.Number != 7 { //nolint:errorlint // the error itself
		t.Errorf("list %d, %v", kept.Number, err)
	}
	for _, n := range []int64{7, 8} {
		if got, err := (verdict.List{Number: n}).After(known); err != nil || got.Number != n {
			t.Errorf("list %d: %d, %v", n, got.Number, err)
		}
	}
}

func FuzzReadList(f *testing.F) {
	office := verdicttest.New(f)
	f.Add(office.Publish(f, verdicttest.Fresh()))
	f.Add("..")
	f.Fuzz(func(t *testing.T, list string) {
		got, err := verdict.ReadList(list, office.Ring)
		if err == nil && got.Number <= 0 {
			t.Error("a list without a number")
		}
	})
}
