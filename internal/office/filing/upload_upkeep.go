package filing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/office"
)

// The kinds of jobs that keep the store of files in order.
const (
	SweepJob = "upload.sweep"
	ScrubJob = "upload.scrub"
)

// batchOfFiles is how many rows or places one step of the upkeep takes.
const batchOfFiles = 500

// Swept is what SweepFiles found.
type Swept struct {
	Parts      int // beginnings of files that never got a name
	Strays     int // places that have no row, seen now for the first time
	Gone       int // places that were removed
	Unfinished int // files of which parts came and no more for a day
	Removed    int // files that can be brought back no more
}

// SweepFiles removes from the store of files what belongs to nobody: beginnings, places without a row that stayed so for an hour, and the
// files of uploads that went, were never ended, or were removed UndoUpload ago. Run twice, or while files come, it takes nothing that
// somebody has.
func (u *Uploads) SweepFiles(ctx context.Context) (Swept, error) {
	var out Swept
	now := u.office.Now()
	var errs [4]error
	out.Parts, errs[0] = u.files.Sweep(ctx, now.Add(-strayFor))
	out.Unfinished, errs[1] = u.forget(ctx, func(ctx context.Context, tx UploadTx) ([]application.UploadID, error) {
		return tx.Uploads().Idle(ctx, now.Add(-unfinished), batchOfFiles)
	})
	out.Removed, errs[2] = u.forget(ctx, func(ctx context.Context, tx UploadTx) ([]application.UploadID, error) {
		return tx.Uploads().Removed(ctx, now.Add(-UndoUpload), batchOfFiles)
	})
	out.Gone, errs[3] = u.clear(ctx, now)
	if err := errors.Join(errs[:]...); err != nil {
		return out, err
	}
	var err error
	out.Strays, err = u.strays(ctx, now)
	return out, err
}

// forget removes uploads, as long as there are some.
func (u *Uploads) forget(ctx context.Context, list func(context.Context, UploadTx) ([]application.UploadID, error)) (int, error) {
	for n := 0; ; {
		step := 0
		err := u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error {
			ids, err := list(ctx, tx)
			if err != nil {
				return err
			}
			step = len(ids)
			for _, id := range ids {
				if err := tx.Uploads().Forget(ctx, id, u.office.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || step == 0 {
			return n, err
		}
		n += step
	}
}

// clear removes what must go from the store of files: first the file, then the note of it.
func (u *Uploads) clear(ctx context.Context, now time.Time) (int, error) {
	for n := 0; ; {
		var places []string
		err := u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error {
			var err error
			places, err = tx.StoredFiles().Rubbish(ctx, now.Add(-strayFor), batchOfFiles)
			return err
		})
		if err != nil || len(places) == 0 {
			return n, err
		}
		for _, place := range places {
			if err := u.files.Remove(ctx, place); err != nil {
				return n, fmt.Errorf("remove a file: %w", err)
			}
			err := u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error { return tx.StoredFiles().Gone(ctx, place) })
			if err != nil {
				return n, err
			}
			n++
		}
	}
}

// strays notes every place without a row. It goes an hour later unless it has got one: its upload may be on its way.
func (u *Uploads) strays(ctx context.Context, now time.Time) (int, error) {
	n := 0
	for after := ""; ; {
		places, err := u.files.Places(ctx, after, batchOfFiles)
		if err != nil || len(places) == 0 {
			return n, err
		}
		after = places[len(places)-1]
		err = u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error {
			strays, err := tx.StoredFiles().Strays(ctx, places)
			if err != nil {
				return err
			}
			n += len(strays)
			for _, place := range strays {
				if err := tx.StoredFiles().Refuse(ctx, place, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
	}
}

// Scrubbed is what Scrub came to.
type Scrubbed struct {
	Weighed int
	Lost    int // newly found
	Altered int
	Healed  int // back from a copy
	More    bool
}

// ScrubEvery is how often each file is weighed.
const ScrubEvery = 7 * 24 * time.Hour

// Scrub weighs files that were not weighed for ScrubEvery, the longest first, until all are done or the context is about to end, and notes
// those that are not what was stored. They are never served; administrators have them as a list.
func (u *Uploads) Scrub(ctx context.Context) (Scrubbed, error) {
	var out Scrubbed
	for {
		var files []application.File
		err := u.store.Read(ctx, func(ctx context.Context, tx UploadTx) error {
			var err error
			files, err = tx.StoredFiles().Unweighed(ctx, u.office.Now().Add(-ScrubEvery), scrubbedAtOnce)
			return err
		})
		if err != nil || len(files) == 0 {
			return out, err
		}
		if nearlyOver(ctx) {
			out.More = true
			return out, nil
		}
		if err := u.scrub(ctx, files, &out); err != nil {
			return out, err
		}
	}
}

// scrubbedAtOnce is how many files are weighed before what came of them is written in one transaction: what a crash has weighed again.
const scrubbedAtOnce = 50

// nearlyOver tells that the time of a job is about to end: the rest is the next one's.
func nearlyOver(ctx context.Context) bool {
	end, ok := ctx.Deadline()
	return ok && time.Until(end) < time.Minute
}

// scrub weighs files. Those that are as they were are written down together, also when one behind them could not be weighed; what has
// changed has a record of its own.
func (u *Uploads) scrub(ctx context.Context, files []application.File, out *Scrubbed) error {
	var same []application.File
	var failed error
	for _, f := range files {
		flaw, err := u.weigh(ctx, f)
		if err != nil {
			failed = err
			break
		}
		out.Weighed++
		if flaw == f.Flaw {
			same = append(same, f)
			continue
		}
		if failed = u.flawed(ctx, f, flaw, out); failed != nil {
			break
		}
	}
	err := u.store.Change(ctx, func(ctx context.Context, tx UploadTx) error {
		for _, f := range same {
			if err := tx.StoredFiles().Weighed(ctx, f.Place, f.Flaw, u.office.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(failed, err)
}

// flawed writes down that a file became lost or altered, or is as it was again.
func (u *Uploads) flawed(ctx context.Context, f application.File, flaw application.Flaw, out *Scrubbed) error {
	switch flaw {
	case application.Lost:
		out.Lost++
	case application.Altered:
		out.Altered++
	case "":
		out.Healed++
	}
	a := office.Act{By: access.Named("filing"), Needs: access.RunOperations, Action: "upload.flaw", Purpose: office.PurposeUpkeep}
	_, err := office.Do(ctx, u.office, a, func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		w.About("upload", string(f.Upload))
		w.Changed("flaw", string(f.Flaw), string(flaw))
		return struct{}{}, tx.StoredFiles().Weighed(ctx, f.Place, flaw, w.Now)
	})
	return err
}

// weigh compares what lies in the store with what was stored. Of a store that does not answer nothing is said.
func (u *Uploads) weigh(ctx context.Context, f application.File) (application.Flaw, error) {
	kept, size, err := u.files.Weigh(ctx, f.Place)
	switch {
	case err != nil && application.Damaged(err):
		return application.Lost, nil
	case err != nil:
		return "", fmt.Errorf("weigh a file: %w", err)
	case kept != f.Kept || size != f.KeptSize:
		return application.Altered, nil
	}
	return "", nil
}

// Flawed lists stored files that are lost or altered, from behind a place.
func (u *Uploads) Flawed(ctx context.Context, by access.Actor, after string) ([]FlawedFile, error) {
	return office.See(ctx, u.office, by, access.RunOperations, func(ctx context.Context, tx UploadTx) ([]FlawedFile, error) {
		return tx.StoredFiles().Flawed(ctx, after, FlawedOnPage)
	})
}

// FlawedOnPage is how many a list has at most.
const FlawedOnPage = 50
