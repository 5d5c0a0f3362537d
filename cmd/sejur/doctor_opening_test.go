package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDoctorSaysHowFilesOfApplicantsAreOpened(t *testing.T) {
	t.Parallel()
	var f findings
	opening(&f)
	if diff := cmp.Diff(map[string]health{"parser": well, "pictures": well, "passports": well}, f.states()); diff != "" {
		t.Error(diff)
	}
}
