package person

import (
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// Kin reports that somebody's birth date cannot be true of what they are to the person whose account it is: a child is born after their
// parent. The fault is one of the field birth_date. Either date may be none.
func (r Relation) Kin(self, theirs calendar.Date) fault.List {
	if self.IsZero() || theirs.IsZero() {
		return nil
	}
	var c check
	switch r {
	case Child:
		if !theirs.After(self) {
			c.add("birth_date", "person.child-older")
		}
	case Parent:
		if !theirs.Before(self) {
			c.add("birth_date", "person.parent-younger")
		}
	case Self, Spouse, Relative, Ward, Represented:
	}
	return c.faults
}
