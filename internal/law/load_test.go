package law_test

import (
	"testing"

	data "sejur/law"

	"sejur/internal/law"
	"sejur/internal/locale"
)

func TestTheEmbeddedLawLoads(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := law.Load(data.Files, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	if l.Version() == "" {
		t.Error("no version")
	}
}
