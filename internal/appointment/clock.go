// Package appointment is about visits to an office: where, what for, and when it is open for them.
//
// Time is cut in quanta of ten minutes, so that a visit is a run of quanta at one desk.
package appointment

import (
	"fmt"
	"strconv"
)

// Quantum is the smallest piece of time at a desk, in minutes.
const Quantum = 10

// Clock is a time of day in Romania: minutes after midnight, a multiple of Quantum.
type Clock int

// EndOfDay is 24:00, at which a day may close and never open.
const EndOfDay Clock = 24 * 60

// ParseClock reads HH:MM. It is false for what is no time from 00:00 to 24:00, or no multiple of ten minutes.
func ParseClock(s string) (Clock, bool) {
	if len(s) != len("08:30") || s[2] != ':' {
		return 0, false
	}
	hour, err := strconv.ParseUint(s[:2], 10, 8)
	if err != nil {
		return 0, false
	}
	minute, err := strconv.ParseUint(s[3:], 10, 8)
	if err != nil || minute > 59 {
		return 0, false
	}
	c := Clock(hour)*60 + Clock(minute)
	return c, c <= EndOfDay && c%Quantum == 0
}

// String writes HH:MM.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }
