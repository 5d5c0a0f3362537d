package law

import (
	"testing"

	data "sejur/law"

	"sejur/internal/locale"
)

func TestEveryCountyLiesSomewhere(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := Load(data.Files, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, county := range catalogue.For(locale.RO).Counties() {
		if _, known := l.seats[county.Code]; !known {
			t.Errorf("%s: its people would read the far offices in no order", county.Name)
		}
	}
}
