package law_test

import (
	"testing"

	"sejur/internal/law"
	"sejur/internal/locale"
	data "sejur/law"
)

func TestTheEmbeddedLawHoldsTogether(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := law.Check(data.Files, catalogue); err != nil {
		for _, fault := range law.Faults(err) {
			t.Error(fault)
		}
	}
}
