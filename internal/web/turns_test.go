package web

import (
	"context"
	"testing"
)

func TestATurnIsGivenBackOnce(t *testing.T) {
	t.Parallel()
	all := make(turns, 1)
	end, ok := all.wait(t.Context())
	if !ok {
		t.Fatal("the first reader got no turn")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, ok := all.wait(gone); ok {
		t.Error("a reader who has gone got a turn that was taken")
	}
	end()
	end()
	if again, ok := all.wait(gone); ok {
		again() // there was one to be had: the page is quick to build
	} else {
		t.Error("a turn that was free was not given")
	}
	if _, ok := all.wait(t.Context()); !ok {
		t.Error("a turn that was given back is not to be had")
	}
	if len(all) != 1 {
		t.Errorf("%d turns taken, want 1", len(all))
	}
}
