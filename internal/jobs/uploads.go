package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"sejur/internal/application"
	"sejur/internal/office"
	"sejur/internal/office/filing"
)

// Mailroom is the receipt of files, as its jobs see it.
type Mailroom interface {
	CheckUpload(ctx context.Context, held office.Held, id application.UploadID) error
	ReadZone(ctx context.Context, held office.Held, id application.UploadID) error
	CheckWay(ctx context.Context) error
	SweepFiles(ctx context.Context) (filing.Swept, error)
	Scrub(ctx context.Context) (filing.Scrubbed, error)
}

const (
	checkLease  = 3 * time.Minute // the scanner reads it, then a process of its own for a minute at most, and may wait for its turn
	checksOnce  = 2               // the process that opens a file takes as much memory as all the rest
	zoneLease   = time.Minute     // a process of its own for twenty seconds at most
	sweepLease  = 30 * time.Minute
	scrubLease  = 50 * time.Minute
	sweepEvery  = time.Hour
	quarterPast = 15 * time.Minute
)

// Uploads are the kinds of jobs of files that are sent: each is looked into, and the zone of a passport read; what belongs to nobody is swept every hour; and all are weighed
// in turn. While the scanner gives no answer, or nothing can be stored, the checks wait and none fails for good.
func Uploads(m Mailroom) []Kind {
	return []Kind{
		{Name: filing.CheckJob, Lease: checkLease, AtOnce: checksOnce, Way: m.CheckWay, Run: func(ctx context.Context, t office.Ticket) error {
			var in filing.CheckBody
			if err := json.Unmarshal(t.Body, &in); err != nil {
				return fmt.Errorf("read the job: %w", err)
			}
			return m.CheckUpload(ctx, Held(t), in.Upload)
		}},
		{Name: filing.ZoneJob, Lease: zoneLease, Tries: 3, AtOnce: 1, Run: func(ctx context.Context, t office.Ticket) error {
			var in filing.CheckBody
			if err := json.Unmarshal(t.Body, &in); err != nil {
				return fmt.Errorf("read the job: %w", err)
			}
			return m.ReadZone(ctx, Held(t), in.Upload)
		}},
		{Name: filing.SweepJob, Slots: Slots{Every: sweepEvery}, Lease: sweepLease, Tries: 3, AtOnce: 1, Run: func(ctx context.Context, _ office.Ticket) error {
			_, err := m.SweepFiles(ctx)
			return err
		}},
		{Name: filing.ScrubJob, Slots: Slots{Every: sweepEvery, After: quarterPast}, Lease: scrubLease, Tries: 3, AtOnce: 1, Run: func(ctx context.Context, _ office.Ticket) error {
			_, err := m.Scrub(ctx)
			return err
		}},
	}
}
