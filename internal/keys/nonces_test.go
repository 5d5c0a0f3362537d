//go:build prove

package keys

import "testing"

// Made for the long run: make prove.
func TestTenMillionNoncesAreDistinct(t *testing.T) {
	t.Parallel()
	checkNonces(t, 10_000_000)
}
