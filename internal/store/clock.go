package store

import (
	"context"
	"time"
)

// Now is the time that counts: the machine's on SQLite, the database's on PostgreSQL, where several nodes must agree. It is asked
// for once (SetClock) and then carried on by this machine's own steady clock.
func (s *Store) Now() time.Time {
	return time.Now().Add(time.Duration(s.offset.Load())).UTC().Truncate(time.Microsecond)
}

// SetClock asks the database for the time and returns how far it is before this machine's.
func (s *Store) SetClock(ctx context.Context) (time.Duration, error) {
	offset, err := s.dialect.clock(ctx, s.read)
	if err != nil {
		return 0, s.failed("", err)
	}
	s.offset.Store(int64(offset))
	return offset, nil
}
