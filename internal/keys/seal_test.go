package keys

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sejur/internal/office"
)

// spot is a place as most tests use it.
func spot() Place { return Place{Table: "paper", Column: "number", Row: "r1"} }

func personKey(t testing.TB, ring *Ring, person string) office.Vault {
	t.Helper()
	wrapped, err := ring.NewPersonKey(person)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ring.Unwrap(person, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sealed is a short number, sealed in the spot.
func sealed(t testing.TB, seal func(Place, []byte) ([]byte, error)) []byte {
	t.Helper()
	out, err := seal(spot(), []byte("AB123"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatIsSealedOpensInItsPlace(t *testing.T) {
	t.Parallel()
	ring := newTestRing(t)
	key := personKey(t, ring, "p1")
	for name, pair := range map[string]struct {
		seal, open func(Place, []byte) ([]byte, error)
	}{
		"a person's value": {key.Seal, key.Open},
		"the office's":     {ring.Seal, ring.Open},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				part := rapid.StringN(1, 20, -1)
				place := Place{Table: part.Draw(t, "table"), Column: part.Draw(t, "column"), Row: part.Draw(t, "row")}
				plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
				box, err := pair.seal(place, plain)
				if err != nil {
					t.Fatal(err)
				}
				if len(box) != len(plain)+Overhead || box[0] != version {
					t.Fatalf("%d bytes sealed as %d, version %d", len(plain), len(box), box[0])
				}
				back, err := pair.open(place, box)
				if err != nil || !bytes.Equal(back, plain) {
					t.Fatalf("read back %q, %v", back, err)
				}
			})
		})
	}
}

func TestNoFlippedBitOpens(t *testing.T) {
	t.Parallel()
	ring := newTestRing(t)
	key := personKey(t, ring, "p1")
	wrapped, err := ring.NewPersonKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	for name, box := range map[string]struct {
		bytes []byte
		open  func([]byte) error
	}{
		"a person's value": {sealed(t, key.Seal), func(b []byte) error { _, err := key.Open(spot(), b); return err }},
		"the office's":     {sealed(t, ring.Seal), func(b []byte) error { _, err := ring.Open(spot(), b); return err }},
		"a person's key":   {wrapped, func(b []byte) error { _, err := ring.Unwrap("p1", b); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := box.open(box.bytes); err != nil {
				t.Fatalf("unchanged: %v", err)
			}
			for bit := range 8 * len(box.bytes) {
				flipped := slices.Clone(box.bytes)
				flipped[bit/8] ^= 1 << (bit % 8)
				if err := box.open(flipped); !errors.Is(err, ErrNotOpened) {
					t.Errorf("bit %d flipped: %v", bit, err)
				}
			}
			for n := range len(box.bytes) {
				if err := box.open(box.bytes[:n]); !errors.Is(err, ErrNotOpened) {
					t.Errorf("cut to %d bytes: %v", n, err)
				}
			}
			if err := box.open(append(slices.Clone(box.bytes), 0)); !errors.Is(err, ErrNotOpened) {
				t.Errorf("with a byte more: %v", err)
			}
		})
	}
}

func TestNothingOpensElsewhere(t *testing.T) {
	t.Parallel()
	ring, otherRing := newTestRing(t), newTestRing(t)
	one, two := personKey(t, ring, "p1"), personKey(t, ring, "p2")
	persons, offices := sealed(t, one.Seal), sealed(t, ring.Seal)
	moved := map[string]Place{
		"another table":                 {Table: "pape", Column: "number", Row: "r1"},
		"another column":                {Table: "paper", Column: "cnp", Row: "r1"},
		"another row":                   {Table: "paper", Column: "number", Row: "r2"},
		"the border of two parts moved": {Table: "papern", Column: "umber", Row: "r1"},
		"the last border moved":         {Table: "paper", Column: "numberr", Row: "1"},
	}
	for name, place := range moved {
		if _, err := one.Open(place, persons); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s, a person's value: %v", name, err)
		}
		if _, err := ring.Open(place, offices); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s, the office's: %v", name, err)
		}
	}
	for name, open := range map[string]func() error{
		"another person's key":            func() error { _, err := two.Open(spot(), persons); return err },
		"the office's key":                func() error { _, err := ring.Open(spot(), persons); return err },
		"a person's key for the office's": func() error { _, err := one.Open(spot(), offices); return err },
		"another ring":                    func() error { _, err := otherRing.Open(spot(), offices); return err },
	} {
		if err := open(); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPersonsKeyIsBoundToThePersonAndTheRing(t *testing.T) {
	t.Parallel()
	ring, other := newTestRing(t), newTestRing(t)
	wrapped, err := ring.NewPersonKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	for name, unwrap := range map[string]func() error{
		"another person": func() error { _, err := ring.Unwrap("p2", wrapped); return err },
		"another ring":   func() error { _, err := other.Unwrap("p1", wrapped); return err },
		"nothing stored": func() error { _, err := ring.Unwrap("p1", nil); return err },
		"a value taken for a key": func() error {
			box, err := ring.Seal(Place{Table: "p1", Column: "p1", Row: "p1"}, make([]byte, keySize))
			if err != nil {
				return err
			}
			_, err = ring.Unwrap("p1", box)
			return err
		},
	} {
		if err := unwrap(); !errors.Is(err, ErrNotOpened) {
			t.Errorf("%s: %v", name, err)
		}
	}
	again, err := ring.NewPersonKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	box := sealed(t, personKey(t, ring, "p1").Seal)
	key, err := ring.Unwrap("p1", again)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.Open(spot(), box); !errors.Is(err, ErrNotOpened) {
		t.Errorf("a person's new key opens what the old one sealed: %v", err)
	}
}

func TestWhatBelongsNowhereIsNotSealed(t *testing.T) {
	t.Parallel()
	ring := newTestRing(t)
	key := personKey(t, ring, "p1")
	for _, place := range []Place{{}, {Table: "", Column: "number", Row: "r1"}, {Table: "paper", Column: "", Row: "r1"}, {Table: "paper", Column: "number", Row: ""}} {
		for _, do := range []func(Place, []byte) ([]byte, error){key.Seal, key.Open, ring.Seal, ring.Open} {
			if _, err := do(place, make([]byte, 40)); !errors.Is(err, ErrNoPlace) {
				t.Errorf("%+v: %v, want ErrNoPlace", place, err)
			}
		}
	}
	if _, err := ring.NewPersonKey(""); !errors.Is(err, ErrNoPlace) {
		t.Errorf("a key for nobody: %v", err)
	}
	if _, err := ring.Unwrap("", nil); !errors.Is(err, ErrNoPlace) {
		t.Errorf("a key of nobody: %v", err)
	}
	if _, err := (PersonKey{}).Seal(spot(), nil); err == nil {
		t.Error("the zero key seals")
	}
	if _, err := (PersonKey{}).Open(spot(), make([]byte, 40)); err == nil {
		t.Error("the zero key opens")
	}
}

func TestTheSameValueIsNeverSealedTheSameWayTwice(t *testing.T) {
	t.Parallel()
	checkNonces(t, 100_000)
}

// checkNonces seals n values under one key and looks for a nonce that comes twice.
func checkNonces(t *testing.T, n int) {
	t.Helper()
	key := personKey(t, newTestRing(t), "p1")
	nonces := make([][12]byte, 0, n)
	for range n {
		box, err := key.Seal(spot(), nil)
		if err != nil {
			t.Fatal(err)
		}
		nonces = append(nonces, [12]byte(box[1:13]))
	}
	slices.SortFunc(nonces, func(a, b [12]byte) int { return bytes.Compare(a[:], b[:]) })
	if distinct := len(slices.Compact(nonces)); distinct != n {
		t.Errorf("%d values have %d nonces", n, distinct)
	}
}

func FuzzOpen(f *testing.F) {
	ring := newTestRing(f)
	key := personKey(f, ring, "p1")
	box := sealed(f, key.Seal)
	f.Add(box)
	f.Add(box[:Overhead])
	f.Add([]byte{})
	f.Add([]byte{version})
	f.Add(bytes.Repeat([]byte{version}, 64))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Equal(data, box) {
			return
		}
		if _, err := key.Open(spot(), data); !errors.Is(err, ErrNotOpened) {
			t.Errorf("a person's value: %v", err)
		}
		if _, err := ring.Open(spot(), data); !errors.Is(err, ErrNotOpened) {
			t.Errorf("the office's: %v", err)
		}
		if _, err := ring.Unwrap("p1", data); !errors.Is(err, ErrNotOpened) {
			t.Errorf("a person's key: %v", err)
		}
	})
}
