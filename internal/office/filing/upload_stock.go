package filing

import (
	"context"
	"sync"
	"time"

	"sejur/internal/access"
	"sejur/internal/office"
)

// Stock is how the store of files stands.
type Stock struct {
	At    time.Time // when files and bytes were counted
	Files int
	Bytes int64 // as they lie there
	Unchecked
	Flawed int // lost or altered, MaxFlawed at most
}

// MaxFlawed is how far flawed files are counted.
const MaxFlawed = 1000

// stockFor is how long a count of all files is good: it reads every row.
const stockFor = time.Hour

// counted is the last count of all files, of this process.
type counted struct {
	sync.Mutex
	at    time.Time
	files int
	bytes int64
}

// of is the last count, taken again when it is too old. Whoever asks meanwhile waits for it.
func (c *counted) of(ctx context.Context, tx UploadTx, now time.Time) (Stock, error) {
	c.Lock()
	defer c.Unlock()
	if c.at.IsZero() || now.Sub(c.at) >= stockFor {
		files, bytes, err := tx.StoredFiles().Stock(ctx)
		if err != nil {
			return Stock{}, err
		}
		c.at, c.files, c.bytes = now, files, bytes
	}
	return Stock{At: c.at, Files: c.files, Bytes: c.bytes}, nil
}

// Stock tells how the store of files stands: what lies there as it was counted within the last hour, the rest as it is now.
func (u *Uploads) Stock(ctx context.Context, by access.Actor) (Stock, error) {
	return office.See(ctx, u.office, by, access.RunOperations, func(ctx context.Context, tx UploadTx) (Stock, error) {
		out, err := u.counted.of(ctx, tx, u.office.Now())
		if err != nil {
			return Stock{}, err
		}
		if out.Unchecked, err = tx.Uploads().Unchecked(ctx); err != nil {
			return Stock{}, err
		}
		out.Flawed, err = tx.StoredFiles().CountFlawed(ctx, MaxFlawed)
		return out, err
	})
}
