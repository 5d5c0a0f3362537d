package seal

import (
	"crypto/elliptic"
	"testing"
)

func BenchmarkSign(b *testing.B) {
	key := newKey(b, elliptic.P256())
	for name, content := range map[string]Content{"permit": permit(), "receipt": receipt()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Sign(content, key); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	key := newKey(b, elliptic.P256())
	for name, content := range map[string]Content{"permit": permit(), "receipt": receipt()} {
		b.Run(name, func(b *testing.B) {
			raw, keys := sealed(b, content, key), oneKey{key.Public()}
			b.ReportAllocs()
			for b.Loop() {
				if _, verdict := Check(raw, keys); verdict.Status != Valid {
					b.Fatal(verdict)
				}
			}
		})
	}
}

func BenchmarkVerifyBrainpool(b *testing.B) {
	raw := unhex(b, vectors()[2].hex)
	for b.Loop() {
		if _, verdict := Check(raw, testSigners{}); verdict.Status != Valid {
			b.Fatal(verdict)
		}
	}
}
