package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"sejur/internal/office"
	"sejur/internal/office/account"
)

// ErasePerson erases persons whom an account removed, when they can be brought back no more. Of one who was brought back it erases
// nothing.
func ErasePerson(erase func(ctx context.Context, held office.Held, in account.RemovedPerson) error) Kind {
	return Kind{Name: account.EraseRemoved, AtOnce: 1, Run: func(ctx context.Context, t office.Ticket) error {
		var in account.RemovedPerson
		if err := json.Unmarshal(t.Body, &in); err != nil {
			return fmt.Errorf("read the job: %w", err)
		}
		return erase(ctx, Held(t), in)
	}}
}
