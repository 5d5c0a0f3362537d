// Package stay counts lawful presence: the 90 days in any 180 of a short stay, and the unbroken years that open
// the way to long-term and permanent residence.
//
// Everything here is a pure function of its input. The package knows days and titles, not people: which days
// belong in the count, and whether the rule applies to the person at all, is for the caller to say. It answers
// in dates, numbers and keys; the sentences belong to whoever shows them.
package stay

import "strconv"

// Error is an input that cannot be counted: which field is wrong, and a key for the sentence that says so.
// Two Errors are equal when both parts are, so errors.Is can look for one.
type Error struct {
	Field string // as in the JSON input, such as "stays[1].exit"
	Key   string // one of the Key constants
}

// The keys of an Error.
const (
	KeyOnMissing    = "stay/on-missing"        // no day to count on
	KeyEntryMissing = "stay/entry-missing"     // a stay or trip without its first day
	KeyExitMissing  = "stay/exit-missing"      // a trip without its last day
	KeyExitFirst    = "stay/exit-before-entry" // the last day is before the first
	KeyOverlap      = "stay/overlap"           // more than one day shared with another stay, period or absence
	KeyTwoOpen      = "stay/two-open"          // two that both still go on
	KeyOpenLater    = "stay/open-in-future"    // still going on, yet it begins after the day of the count
	KeyTooMany      = "stay/too-many"          // more entries than are counted at once
	KeySpan         = "stay/span-too-long"     // the first and the last day are too many years apart
	KeyRule         = "stay/unknown-rule"      // not one of the Rule constants
	KeyTitleMissing = "stay/title-missing"     // a period without a title, where the title decides
	KeyAbsence      = "stay/unknown-reason"    // the reason of an absence is not one of the constants
)

// Error returns the key and the field, for logs.
func (e Error) Error() string { return e.Key + ": " + e.Field }

func field(list string, i int, name string) string {
	return list + "[" + strconv.Itoa(i) + "]." + name
}
