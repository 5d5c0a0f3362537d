package store

import (
	"context"
	"errors"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Uploads is the port of the files that were sent for an application.
func (t *Tx) Uploads() filing.UploadBook { return uploads{t} }

type uploads struct{ *Tx }

func (u uploads) Sent(ctx context.Context, id application.ID, now time.Time) error {
	return u.q.NoteUpload(ctx, query.NoteUploadParams{Now: stamp(now), ID: string(id)})
}

func (u uploads) Correction(ctx context.Context, id application.ID, document string) (string, error) {
	out, err := u.q.OpenCorrectionOfLine(ctx, query.OpenCorrectionOfLineParams{Application: string(id), Document: document})
	if fault.KindOf(found(err)) == fault.NotFound {
		return "", nil
	}
	return out, err
}

func (u uploads) Account(ctx context.Context, id application.ID) (string, error) {
	out, err := u.q.UploadAccount(ctx, string(id))
	return out.String, found(err)
}

func (u uploads) Unchecked(ctx context.Context) (filing.Unchecked, error) {
	rows, err := u.q.UncheckedUploads(ctx)
	if err != nil {
		return filing.Unchecked{}, err
	}
	var out filing.Unchecked
	var ts times
	for _, r := range rows {
		if application.UploadState(r.State) == application.UploadWaiting {
			out.Waiting = int(r.N)
		} else {
			out.Checking = int(r.N)
		}
		if at := ts.at(r.Oldest); out.Oldest.IsZero() || at.Before(out.Oldest) {
			out.Oldest = at
		}
	}
	return out, ts.err
}

func (u uploads) Line(ctx context.Context, id application.ID, document string) (application.Line, error) {
	out := application.Line{Document: document, State: application.Open}
	r, err := u.q.UploadLine(ctx, query.UploadLineParams{Application: string(id), Document: document})
	if fault.KindOf(found(err)) == fault.NotFound {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	vault, err := u.vaultOf(ctx, id)
	if err != nil {
		return out, err
	}
	row := sealedRow{vault: vault, table: "application_line", row: string(id) + "/" + document}
	var ds days
	out.State, out.Reason, out.Note = application.LineState(r.State), application.Reason(r.Reason), row.open("note", r.Note)
	out.IssuedOn, out.Version = ds.at(r.IssuedOn), r.Version
	if err := errors.Join(row.err, ds.err); err != nil {
		return out, err
	}
	rows, err := u.q.UploadsOfLine(ctx, query.UploadsOfLineParams{Application: string(id), Document: document, MaxRows: limited(maxRows)})
	if err != nil {
		return out, err
	}
	out.Uploads, err = each(rows, func(r query.Upload) (application.Upload, error) { return readUpload(r, vault) })
	return out, err
}

// vaultOf opens the key of the person whom an application is for.
func (u uploads) vaultOf(ctx context.Context, id application.ID) (office.Vault, error) {
	r, err := u.q.ApplicationState(ctx, string(id))
	if err != nil {
		return nil, found(err)
	}
	return u.vault(ctx, person.ID(r.Person))
}

func (u uploads) SetIssued(ctx context.Context, id application.ID, document string, day calendar.Date, version int64) error {
	return one(u.q.SetLineIssued(ctx, query.SetLineIssuedParams{
		IssuedOn: day.String(), Application: string(id), Document: document, Version: version,
	}))
}

func (u uploads) Reopen(ctx context.Context, id application.ID, document string) error {
	return one(u.q.ReopenFallenLine(ctx, query.ReopenFallenLineParams{Application: string(id), Document: document}))
}

func (u uploads) Tally(ctx context.Context, id application.ID) (filing.Tally, error) {
	r, err := u.q.TallyUploads(ctx, string(id))
	return filing.Tally{Live: int(r.Live), All: int(r.N), Bytes: r.Bytes}, err
}

func (u uploads) Find(ctx context.Context, id application.UploadID) (application.Upload, error) {
	r, err := u.q.UploadByID(ctx, string(id))
	if err != nil {
		return application.Upload{}, found(err)
	}
	vault, err := u.vault(ctx, person.ID(r.Person))
	if err != nil {
		return application.Upload{}, err
	}
	return readUpload(query.Upload{
		ID: r.ID, Application: r.Application, Document: r.Document, Correction: r.Correction, Position: r.Position, Name: r.Name, State: r.State,
		Refused: r.Refused, Kind: r.Kind, Pages: r.Pages, Size: r.Size, Expected: r.Expected, Digest: r.Digest, Scanned: r.Scanned,
		ReceivedAt: r.ReceivedAt, CheckedAt: r.CheckedAt, RemovedAt: r.RemovedAt, Version: r.Version,
	}, vault)
}

func (u uploads) Add(ctx context.Context, in application.Upload) error {
	vault, err := u.vaultOf(ctx, in.Application)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "upload", row: string(in.ID)}
	params := query.AddUploadParams{
		ID: string(in.ID), Application: string(in.Application), Document: in.Document, Correction: in.Correction, Position: int64(in.Position),
		Name: row.seal("name", in.Name), State: string(in.State), Size: in.Size, Expected: in.Expected, Digest: in.Digest,
		ReceivedAt: stamp(in.ReceivedAt),
	}
	if row.err != nil {
		return row.err
	}
	return u.q.AddUpload(ctx, params)
}

func (u uploads) Change(ctx context.Context, in application.Upload) error {
	return one(u.q.ChangeUpload(ctx, query.ChangeUploadParams{
		Position: int64(in.Position), State: string(in.State), Refused: in.Refused, Kind: string(in.Kind), Pages: int64(in.Pages), Size: in.Size,
		Digest: in.Digest, Scanned: string(in.Scanned), ReceivedAt: stamp(in.ReceivedAt), CheckedAt: stamp(in.CheckedAt),
		RemovedAt: stamp(in.RemovedAt), ID: string(in.ID), Version: in.Version,
	}))
}

func (u uploads) Forget(ctx context.Context, id application.UploadID, now time.Time) error {
	for _, what := range []filing.Dropped{filing.DropChunks, filing.DropDerived, dropOriginal} {
		if err := storedFiles(u).Drop(ctx, id, what, now); err != nil {
			return err
		}
	}
	_, err := u.q.ForgetUpload(ctx, string(id))
	return err
}

func (u uploads) Idle(ctx context.Context, before time.Time, limit int) ([]application.UploadID, error) {
	return uploadIDs(u.q.IdleUploads(ctx, query.IdleUploadsParams{Before: stamp(before), MaxRows: limited(limit)}))
}

func (u uploads) Removed(ctx context.Context, before time.Time, limit int) ([]application.UploadID, error) {
	return uploadIDs(u.q.RemovedUploads(ctx, query.RemovedUploadsParams{Before: stamp(before), MaxRows: limited(limit)}))
}

func uploadIDs(rows []string, err error) ([]application.UploadID, error) {
	out := make([]application.UploadID, len(rows))
	for i, r := range rows {
		out[i] = application.UploadID(r)
	}
	return out, err
}
