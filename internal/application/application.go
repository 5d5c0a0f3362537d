// Package application is about what somebody asks the office for: written as a draft, submitted once, and then frozen. From its submission
// on the states are those of its case (package casefile).
package application

// ID is the id of an application.
type ID string

// State says where an application stands.
type State string

// The states. They follow each other in this order, and none comes back.
const (
	Draft     State = "draft"     // being written
	Submitted State = "submitted" // frozen; its case goes on
	Withdrawn State = "withdrawn" // taken back after it was submitted
)

// States are all states, in their order.
func States() []State { return []State{Draft, Submitted, Withdrawn} }

// Final tells whether nothing follows.
func (s State) Final() bool { return s == Withdrawn }
