package locale

import (
	"testing"
	"time"
)

func BenchmarkT(b *testing.B) {
	p := printer(b, RO)
	b.ReportAllocs()
	for b.Loop() {
		_ = p.T("locale.unreviewed")
	}
}

func BenchmarkFormat(b *testing.B) {
	plain, err := ParseMessage(RO, "de la {from} la {to}")
	if err != nil {
		b.Fatal(err)
	}
	plural, err := ParsePlural(RO, map[string]string{"one": "o zi", "few": "{n} zile", "other": "{n} de zile"})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("placeholders", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = plain.Format(Str("from", "1 mai 2026"), Str("to", "3 mai 2026"))
		}
	})
	b.Run("plural", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = plural.Format(Num("n", 1234))
		}
	})
}

func BenchmarkDate(b *testing.B) {
	p := printer(b, UK)
	d := day(time.November, 27)
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Date(d)
	}
}

func BenchmarkMoney(b *testing.B) {
	p := printer(b, UK)
	b.ReportAllocs()
	for b.Loop() {
		_ = p.Money("25950.50", "RON")
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
