//go:build !pkcs11

package token

import (
	"errors"
	"testing"
)

func TestAProgramWithoutTokensSaysSo(t *testing.T) {
	t.Parallel()
	for _, do := range []func(Config) (*Key, error){Open, Generate} {
		if _, err := do(Config{}); !errors.Is(err, ErrNotBuilt) {
			t.Errorf("it says %v", err)
		}
	}
}
