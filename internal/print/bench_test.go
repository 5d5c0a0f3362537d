package print

import "testing"

// A paper as the office hands it out: two pages in two languages with a Data Matrix; drawn, and drawn and signed.

func BenchmarkDraw(b *testing.B) {
	for b.Loop() {
		if _, err := Draw(letter()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDrawAndSign(b *testing.B) {
	s, about := made(b, "Specimen")
	for b.Loop() {
		drawn, err := Draw(letter())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Sign(drawn, s, about); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	file, s := signed(b)
	for b.Loop() {
		if v, err := Verify(file, pool(s)); err != nil || v.Status != Valid {
			b.Fatal(v.Status, err)
		}
	}
}
