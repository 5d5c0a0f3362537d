package application_test

import (
	"testing"

	"sejur/internal/application"
)

func TestOnlyTheLastStateIsFinal(t *testing.T) {
	t.Parallel()
	states := application.States()
	for i, s := range states {
		if s.Final() != (i == len(states)-1) {
			t.Errorf("%s: final %t", s, s.Final())
		}
	}
}
