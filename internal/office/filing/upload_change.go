package filing

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// RemoveUpload takes a file from its line. It can be brought back for UndoUpload; one that was still on its way is gone at once. Removed
// before, nothing happens. Faults: NotFound; Conflict with Frozen.
func (u *Uploads) RemoveUpload(ctx context.Context, by access.Actor, asked Asked, in OneUpload) error {
	return u.change(ctx, by, asked, "upload.remove", in, func(ctx context.Context, tx UploadTx, w *office.Work, _ open, up application.Upload) error {
		switch up.State {
		case application.UploadRemoved:
			return nil
		case application.UploadReceiving:
			return tx.Uploads().Forget(ctx, up.ID, w.Now)
		case application.UploadChecking, application.UploadWaiting, application.UploadReady, application.UploadRefused:
		}
		w.Changed("state", string(up.State), string(application.UploadRemoved))
		up.State, up.Refused, up.RemovedAt = application.UploadRemoved, "", w.Now
		if err := tx.Zones().Drop(ctx, up.ID); err != nil {
			return err
		}
		return tx.Uploads().Change(ctx, up)
	})
}

// RestoreUpload brings a removed file back. Whatever had not been looked into is looked into again. Faults: as above; Invalid when the line
// is full, or has the same bytes again.
func (u *Uploads) RestoreUpload(ctx context.Context, by access.Actor, asked Asked, in OneUpload) error {
	return u.change(ctx, by, asked, "upload.restore", in, func(ctx context.Context, tx UploadTx, w *office.Work, o open, up application.Upload) error {
		switch {
		case up.State != application.UploadRemoved:
			return nil
		case !w.Now.Before(up.RemovedAt.Add(UndoUpload)):
			return unknown()
		}
		if _, twice := o.same(up.Digest); twice {
			return nil // its like is there
		}
		if err := o.room(ctx, tx, 0); err != nil {
			return err
		}
		up.State, up.RemovedAt = application.UploadReady, time.Time{}
		if up.Kind == "" {
			up.State = application.UploadChecking
		}
		w.Changed("state", string(application.UploadRemoved), string(up.State))
		if err := tx.Uploads().Change(ctx, up); err != nil {
			return err
		}
		up.Version++
		switch {
		case up.State == application.UploadChecking:
			w.Enqueue(checkJob(up))
		case u.zoned(up.Document):
			w.Enqueue(zoneJob(up))
		}
		return nil
	})
}

// MoveUpload moves a file one place up (towards the first) or down among those of its line that are shown. At the end nothing happens.
func (u *Uploads) MoveUpload(ctx context.Context, by access.Actor, asked Asked, in OneUpload, up bool) error {
	return u.change(ctx, by, asked, "upload.move", in, func(ctx context.Context, tx UploadTx, w *office.Work, o open, moved application.Upload) error {
		shown := slices.DeleteFunc(slices.Clone(o.line.Uploads), func(v application.Upload) bool {
			return v.State == application.UploadRemoved || !ofRound(o.Application, o.correction, v)
		})
		i := slices.IndexFunc(shown, func(v application.Upload) bool { return v.ID == moved.ID })
		other := i + 1
		if up {
			other = i - 1
		}
		if i < 0 || other < 0 || other >= len(shown) {
			return nil
		}
		a, b := shown[i], shown[other]
		a.Position, b.Position = b.Position, a.Position
		w.Changed("order", string(a.ID), string(b.ID))
		if err := tx.Uploads().Change(ctx, a); err != nil {
			return err
		}
		return tx.Uploads().Change(ctx, b)
	})
}

// change carries out a change of one file that was sent.
func (u *Uploads) change(
	ctx context.Context, by access.Actor, asked Asked, action string, in OneUpload,
	fn func(ctx context.Context, tx UploadTx, w *office.Work, o open, up application.Upload) error,
) error {
	_, err := office.Do(ctx, u.office, act(by, asked, action, in), func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		o, up, err := holdUpload(ctx, tx, by.ID, in, w.Now)
		if err != nil {
			return struct{}{}, err
		}
		about(w, o.ID)
		return struct{}{}, fn(ctx, tx, w, o, up)
	})
	return err
}

// SetIssued is the day that stands on a paper.
type SetIssued struct {
	Application application.ID
	Document    string
	Day         calendar.Date // none = not said
	Version     int64         // of the line, as it was seen; 0 = nothing was sent for it yet
}

// SetIssued notes the day on which a paper was issued, as its owner reads it there. Faults: Invalid (field "issued") for a day that is to
// come; Conflict when the line was changed since it was seen, or with Frozen.
func (u *Uploads) SetIssued(ctx context.Context, by access.Actor, asked Asked, in SetIssued) error {
	if in.Day.After(calendar.Today(u.office.Now())) {
		return fault.Field("issued", IssuedInFuture)
	}
	_, err := office.Do(ctx, u.office, act(by, asked, "upload.issued", in), func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		o, err := u.holdAsked(ctx, tx, by, NewUpload{Application: in.Application, Document: in.Document}, w)
		if err != nil {
			return struct{}{}, err
		}
		version := max(in.Version, 1)
		w.Changed("issued_on", o.line.IssuedOn.String(), in.Day.String())
		return struct{}{}, tx.Uploads().SetIssued(ctx, in.Application, in.Document, in.Day, version)
	})
	return err
}
