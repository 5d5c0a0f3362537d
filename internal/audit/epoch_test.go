package audit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/audit"
)

func TestARestoreGivesUpWhatWasExportedBeyondIt(t *testing.T) {
	t.Parallel()
	at := func(epoch, seq int64) audit.Head { return audit.Head{Epoch: epoch, Seq: seq} }
	for _, tt := range []struct {
		name                  string
		heads, standing, lost []audit.Head
	}{
		{"one epoch", []audit.Head{at(1, 5), at(1, 9)}, []audit.Head{at(1, 5), at(1, 9)}, nil},
		{"restored at 7", []audit.Head{at(1, 5), at(1, 7), at(1, 9), at(2, 7), at(2, 12)},
			[]audit.Head{at(1, 5), at(1, 7), at(2, 7), at(2, 12)}, []audit.Head{at(1, 9)}},
		{"restored twice, the second time further back", []audit.Head{at(1, 9), at(2, 7), at(2, 8), at(3, 3)},
			[]audit.Head{at(3, 3)}, []audit.Head{at(1, 9), at(2, 7), at(2, 8)}},
		{"no heads", nil, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			standing, lost := audit.Standing(tt.heads)
			if diff := cmp.Diff(tt.standing, standing) + cmp.Diff(tt.lost, lost); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheNewerHead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		a, b audit.Head
		want bool
	}{
		"further":                  {audit.Head{Epoch: 1, Seq: 2}, audit.Head{Epoch: 1, Seq: 1}, true},
		"the same":                 {audit.Head{Epoch: 1, Seq: 2}, audit.Head{Epoch: 1, Seq: 2}, false},
		"a later epoch, less far":  {audit.Head{Epoch: 2, Seq: 1}, audit.Head{Epoch: 1, Seq: 9}, true},
		"an earlier epoch, beyond": {audit.Head{Epoch: 1, Seq: 9}, audit.Head{Epoch: 2, Seq: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.a.NewerThan(tt.b); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
