// Package fault says what kind of failure happened and which sentence a person may read about it.
//
// A fault carries a message key and its values, never a sentence: only a face (page, API, command line) knows the language.
// An error that is not a fault is internal: it is logged whole and shown as the generic sentence.
package fault

import (
	"errors"
	"strings"
)

// Kind is what a caller can do about a failure.
type Kind int

// The kinds, from the caller's fault to ours.
const (
	Internal    Kind = iota // ours; nothing the caller sent explains it
	Invalid                 // an input is wrong; Field names it
	NotFound                // there is no such thing, or the caller may not know of it
	Conflict                // somebody was faster, or it was done before
	Forbidden               // the actor may not do this
	Unavailable             // try again later
)

// Arg is one value of a fault's sentence.
type Arg struct {
	Name  string
	Value string
	Count int // for plural forms; used when IsNum is true
	IsNum bool
}

// Text is a value shown as it stands.
func Text(name, value string) Arg { return Arg{Name: name, Value: value} }

// Num is a number, which may choose a plural form.
func Num(name string, n int) Arg { return Arg{Name: name, Count: n, IsNum: true} }

// Error is one failure a person may read about. Key is a message key without the leading "error.".
type Error struct {
	Kind  Kind
	Field string // the input it is about, "" when none
	Key   string
	Args  []Arg
	Cause error // for the log only
}

// New makes a fault without a field.
func New(kind Kind, key string, args ...Arg) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Field makes an Invalid fault about one input.
func Field(field, key string, args ...Arg) *Error {
	return &Error{Kind: Invalid, Field: field, Key: key, Args: args}
}

// Error gives the key, for logs and tests; it is never shown to a person.
func (e *Error) Error() string {
	s := e.Key
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// List is several faults of one input, in the order in which the input names them. An empty list is no error: return Err().
type List []*Error

// Error joins the faults for logs and tests.
func (l List) Error() string {
	all := make([]string, len(l))
	for i, e := range l {
		all[i] = e.Error()
	}
	return strings.Join(all, "; ")
}

// Err is nil when nothing is wrong.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// All returns the faults inside err in order; an error without any gives one Internal fault with err as its cause.
func All(err error) List {
	var list List
	if errors.As(err, &list) {
		return list
	}
	var one *Error
	if errors.As(err, &one) {
		return List{one}
	}
	return List{{Kind: Internal, Key: "internal", Cause: err}}
}

// KindOf is the kind of the first fault inside err.
func KindOf(err error) Kind { return All(err)[0].Kind }
