package filing

import "time"

// How long a draft lives that nobody changes: it is warned about twice, then removed.
const (
	IdleFirst  = 60 * 24 * time.Hour
	IdleSecond = 80 * 24 * time.Hour
	IdleLife   = 90 * 24 * time.Hour
)
