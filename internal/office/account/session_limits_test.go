package account_test

import (
	"testing"
	"time"

	"sejur/internal/access"
)

// The table of docs/security.md, to the second: a session is good until its limit and not at it (ASVS 7.3.1, 7.3.2).
func TestASessionEndsAtItsLimitAndNotBefore(t *testing.T) {
	t.Parallel()
	for kind, limit := range map[access.Kind]struct{ idle, long time.Duration }{
		access.Applicant: {time.Hour, 12 * time.Hour},
		access.Staff:     {15 * time.Minute, 9 * time.Hour},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			enter := func() (counter, string) {
				c := newCounter(t)
				if kind == access.Staff {
					return c, c.firstAdministrator().Session
				}
				return c, c.enter(ana).Session
			}
			c, session := enter()
			for passed := time.Duration(0); passed < limit.long; passed += limit.idle / 2 { // somebody who is busy
				c.visitor(session)
				c.clock.pass(min(limit.idle/2, limit.long-passed-time.Microsecond))
			}
			c.visitor(session)
			c.clock.pass(time.Microsecond)
			_, err := c.Resolve(t.Context(), session)
			refused(t, err, "not-found")

			c, session = enter() // somebody who leaves
			c.clock.pass(limit.idle - time.Microsecond)
			c.visitor(session)
			c.clock.pass(limit.idle)
			_, err = c.Resolve(t.Context(), session)
			refused(t, err, "not-found")
		})
	}
}
