package casefile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/casefile"
)

func TestEveryStateHasItsOutcome(t *testing.T) {
	t.Parallel()
	want := map[casefile.State]casefile.State{
		casefile.Received: "", casefile.Returned: "", casefile.Accepted: "", casefile.VisitBooked: "", casefile.Lodged: "", casefile.InReview: "",
		casefile.Granted: casefile.Granted, casefile.Refused: casefile.Refused, casefile.Withdrawn: casefile.Withdrawn, casefile.Closed: casefile.Closed,
		casefile.InProduction: casefile.Granted, casefile.Ready: casefile.Granted, casefile.Collected: casefile.Granted,
	}
	got := make(map[casefile.State]casefile.State)
	for _, s := range casefile.States() {
		got[s] = s.Outcome()
		if s.Decided() != (s.Outcome() != "") || (s.Final() && !s.Decided()) {
			t.Errorf("%s: decided %t, final %t", s, s.Decided(), s.Final())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if casefile.State("").Decided() || casefile.State("lost").Decided() {
		t.Error("what is no state is decided")
	}
}
