package law

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// faultList collects everything wrong with a law, so that an author mends it in one go.
type faultList struct{ all []error }

func (l *faultList) add(format string, args ...any) {
	l.all = append(l.all, fmt.Errorf(format, args...))
}

// err joins the faults in the order of their words, so that two runs print the same.
func (l *faultList) err() error {
	slices.SortStableFunc(l.all, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return errors.Join(l.all...)
}
