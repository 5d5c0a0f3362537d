package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"sejur/internal/office"
	"sejur/internal/office/account"
)

// EmailDue lets changes of address take effect when they have waited long enough. Of one that was stopped it changes nothing.
func EmailDue(take func(ctx context.Context, held office.Held, change string) error) Kind {
	return Kind{Name: account.EmailDue, AtOnce: 1, Run: func(ctx context.Context, t office.Ticket) error {
		var body account.EmailDueBody
		if err := json.Unmarshal(t.Body, &body); err != nil {
			return fmt.Errorf("read the job: %w", err)
		}
		return take(ctx, Held(t), body.Change)
	}}
}
