package store

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/application"
	"sejur/internal/office/filing"
	"sejur/internal/reference"
	"sejur/internal/store/query"
)

// StoredFiles is the port of what lies in the store of files.
func (t *Tx) StoredFiles() filing.FileBook { return storedFiles{t} }

type storedFiles struct{ *Tx }

func (s storedFiles) Add(ctx context.Context, f application.File, now time.Time) error {
	return s.q.AddStoredFile(ctx, query.AddStoredFileParams{
		Place: f.Place, Upload: string(f.Upload), Part: string(f.Part), N: int64(f.N), Size: f.Size, Digest: f.Digest, KeptSize: f.KeptSize,
		Kept: f.Kept, WeighedAt: stamp(now),
	})
}

func (s storedFiles) Of(ctx context.Context, id application.UploadID) ([]application.File, error) {
	rows, err := s.q.StoredFilesOf(ctx, query.StoredFilesOfParams{Upload: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, storedFile)
}

func (s storedFiles) Find(ctx context.Context, id application.UploadID, part application.Part, n int) (application.File, error) {
	r, err := s.q.StoredFile(ctx, query.StoredFileParams{Upload: string(id), Part: string(part), N: int64(n)})
	if err != nil {
		return application.File{}, found(err)
	}
	return storedFile(r)
}

// storedFile reads the row of a stored file.
func storedFile(r query.UploadFile) (application.File, error) {
	return application.File{
		Upload: application.UploadID(r.Upload), Part: application.Part(r.Part), N: int(r.N), Flaw: application.Flaw(r.Fault),
		Stored: application.Stored{Place: r.Place, Size: r.Size, Digest: r.Digest, Kept: r.Kept, KeptSize: r.KeptSize},
	}, nil
}

// dropOriginal is of no use to a desk: an original goes with its upload.
const dropOriginal filing.Dropped = "original"

func (s storedFiles) Drop(ctx context.Context, id application.UploadID, what filing.Dropped, now time.Time) error {
	one, other := application.Chunk, application.Chunk
	switch what {
	case filing.DropChunks:
	case filing.DropDerived:
		one, other = application.Clean, application.Picture
	case dropOriginal:
		one, other = application.Original, application.Original
	}
	err := s.q.RefuseStoredFiles(ctx, query.RefuseStoredFilesParams{
		Since: stamp(now), Upload: string(id), One: string(one), Other: string(other),
	})
	if err != nil {
		return err
	}
	return s.q.ForgetStoredFiles(ctx, query.ForgetStoredFilesParams{Upload: string(id), One: string(one), Other: string(other)})
}

// Strays asks in one statement: a list of places is as long as the store of files gives it.
func (s storedFiles) Strays(ctx context.Context, places []string) ([]string, error) {
	if len(places) == 0 {
		return nil, nil
	}
	args := make([]any, len(places))
	stray := make(map[string]bool, len(places))
	for i, p := range places {
		args[i], stray[p] = p, true
	}
	rows, err := s.tx.QueryContext(ctx, "SELECT place FROM upload_file WHERE place IN ("+placed(len(places))+")", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	for rows.Next() {
		var p string
		if err := rows.Scan(&p); err != nil {
			return nil, fmt.Errorf("read a place: %w", err)
		}
		delete(stray, p)
	}
	var out []string
	for _, p := range places {
		if stray[p] {
			out = append(out, p)
		}
	}
	return out, rows.Err()
}

func (s storedFiles) Refuse(ctx context.Context, place string, now time.Time) error {
	return s.q.Refuse(ctx, query.RefuseParams{Place: place, Since: stamp(now)})
}

func (s storedFiles) Rubbish(ctx context.Context, before time.Time, limit int) ([]string, error) {
	if _, err := s.q.KeepNamedRefuse(ctx); err != nil {
		return nil, err
	}
	return s.q.RefuseBefore(ctx, query.RefuseBeforeParams{Before: stamp(before), MaxRows: limited(limit)})
}

func (s storedFiles) Gone(ctx context.Context, place string) error {
	_, err := s.q.ForgetRefuse(ctx, place) // another node may have been faster
	return err
}

func (s storedFiles) Unweighed(ctx context.Context, since time.Time, limit int) ([]application.File, error) {
	rows, err := s.q.LongestUnweighed(ctx, query.LongestUnweighedParams{Before: stamp(since), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, storedFile)
}

func (s storedFiles) Weighed(ctx context.Context, place string, flaw application.Flaw, now time.Time) error {
	_, err := s.q.WeighedFile(ctx, query.WeighedFileParams{Now: stamp(now), Fault: string(flaw), Place: place})
	return err
}

func (s storedFiles) Flawed(ctx context.Context, after string, limit int) ([]filing.FlawedFile, error) {
	rows, err := s.q.FaultyFiles(ctx, query.FaultyFilesParams{After: after, MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.FaultyFilesRow) (filing.FlawedFile, error) {
		var ts times
		return filing.FlawedFile{
			File: application.File{
				Upload: application.UploadID(r.Upload), Part: application.Part(r.Part), N: int(r.N), Flaw: application.Flaw(r.Fault),
				Stored: application.Stored{Place: r.Place},
			},
			Application: application.ID(r.Application), Reference: reference.Reference(r.Reference.String).Masked(), Document: r.Document, WeighedAt: ts.at(r.WeighedAt),
		}, ts.err
	})
}

func (s storedFiles) CountFlawed(ctx context.Context, most int) (int, error) {
	n, err := s.q.CountFaultyFiles(ctx, limited(most))
	return int(n), err
}

func (s storedFiles) Stock(ctx context.Context) (files int, bytes int64, err error) {
	r, err := s.q.CountStoredFiles(ctx)
	return int(r.N), r.Bytes, err
}
