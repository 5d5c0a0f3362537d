// Package access says who acts and what they may do. It is asked before anything is shown or changed: a page asks it for its route,
// a use case for its verb.
//
// Everything here is decided from the values given; nothing is looked up, and there is no clock.
package access

import (
	"slices"
	"time"
)

// Role is a kind of work that somebody of the office is trusted with. A person may have several.
type Role string

// The roles.
const (
	FrontDesk     Role = "front-desk"    // receives people (ghișeu)
	CaseOfficer   Role = "case-officer"  // works on cases (lucrător)
	Head          Role = "head"          // answers for an office (șef de serviciu)
	Administrator Role = "administrator" // runs the service: staff, offices, operations
	Auditor       Role = "auditor"       // reads who did and who saw what
)

// Roles are all roles, in the order in which a page lists them.
func Roles() []Role {
	return []Role{FrontDesk, CaseOfficer, Head, Administrator, Auditor}
}

// Kind is what sort of actor acts.
type Kind string

// The kinds.
const (
	Nobody    Kind = ""          // nobody signed in
	System    Kind = "system"    // a part of the program, such as a job
	Applicant Kind = "applicant" // somebody with an account of their own
	Staff     Kind = "staff"     // somebody of the office
)

// Actor is who acts. The zero actor is nobody and may only what everybody may.
type Actor struct {
	Kind     Kind
	ID       string    // of the account; of the system, the name of its part
	Roles    []Role    // of staff
	Office   string    // of staff: where they work, "" = no office of their own
	Session  string    // the id of the session that they act in, "" outside of one
	StrongAt time.Time // when they last proved in this session who they are; zero = not yet
}

// Named is the part of the system with that name.
func Named(part string) Actor {
	return Actor{Kind: System, ID: part}
}

// SignedIn tells whether the actor is a person with an account.
func (a Actor) SignedIn() bool {
	return a.ID != "" && (a.Kind == Applicant || a.Kind == Staff)
}

// Has tells whether the actor is of the office and has the role.
func (a Actor) Has(role Role) bool {
	return a.Kind == Staff && a.SignedIn() && slices.Contains(a.Roles, role)
}

// FreshAt tells whether the actor has proved who they are within the window before now. The clock of the machine that took the proof may
// be ahead of the one that asks, by no more than the window.
func (a Actor) FreshAt(now time.Time, window time.Duration) bool {
	return a.SignedIn() && !a.StrongAt.IsZero() && now.Sub(a.StrongAt).Abs() <= window
}
