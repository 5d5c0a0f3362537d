package store

import (
	"context"
	"errors"

	"sejur/internal/application"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store/query"
)

// Lines is the port of lines as far as whoever fills them needs it.
func (t *Tx) Lines() filing.Lines { return lines{t} }

type lines struct{ *Tx }

func (l lines) Of(ctx context.Context, a application.Application) ([]application.Line, error) {
	rows, err := l.q.LinesOfApplication(ctx, query.LinesOfApplicationParams{Application: string(a.ID), MaxRows: limited(maxRows)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	vault, err := l.vault(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	uploads, err := l.uploads(ctx, a.ID, vault)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.ApplicationLine) (application.Line, error) {
		row := sealedRow{vault: vault, table: "application_line", row: r.Application + "/" + r.Document}
		var ds days
		return application.Line{
			Document: r.Document, State: application.LineState(r.State), Reason: application.Reason(r.Reason), Note: row.open("note", r.Note),
			IssuedOn: ds.at(r.IssuedOn), Uploads: uploads[r.Document], Version: r.Version,
		}, errors.Join(row.err, ds.err)
	})
}

// uploads are the files of an application that were not removed, by their document.
func (l lines) uploads(ctx context.Context, id application.ID, vault office.Vault) (map[string][]application.Upload, error) {
	rows, err := l.q.UploadsOfApplication(ctx, query.UploadsOfApplicationParams{Application: string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	out := make(map[string][]application.Upload)
	for _, r := range rows {
		u, err := readUpload(r, vault)
		if err != nil {
			return nil, err
		}
		out[u.Document] = append(out[u.Document], u)
	}
	return out, nil
}

// readUpload reads a stored upload.
func readUpload(r query.Upload, vault office.Vault) (application.Upload, error) {
	row := sealedRow{vault: vault, table: "upload", row: r.ID}
	var ts times
	return application.Upload{
		ID: application.UploadID(r.ID), Application: application.ID(r.Application), Document: r.Document, Correction: r.Correction,
		Position: int(r.Position), Name: row.open("name", r.Name), State: application.UploadState(r.State), Refused: r.Refused,
		Kind: application.FileKind(r.Kind), Pages: int(r.Pages), Size: r.Size, Expected: r.Expected, Digest: r.Digest,
		Scanned: application.Scan(r.Scanned), ReceivedAt: ts.at(r.ReceivedAt), CheckedAt: ts.at(r.CheckedAt), RemovedAt: ts.at(r.RemovedAt),
		Version: r.Version,
	}, errors.Join(row.err, ts.err)
}

func (l lines) Open(ctx context.Context, a application.ID, document string) error {
	_, err := l.q.OpenLine(ctx, query.OpenLineParams{Application: string(a), Document: document})
	return err
}

func (l lines) Reopen(ctx context.Context, a application.ID, document string) error {
	return one(l.q.ReopenLine(ctx, query.ReopenLineParams{Application: string(a), Document: document}))
}
