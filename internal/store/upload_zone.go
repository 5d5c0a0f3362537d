package store

import (
	"context"
	"strings"
	"time"

	"sejur/internal/application"
	"sejur/internal/office/filing"
	"sejur/internal/store/query"
)

// Zones is the port of the machine-readable zones that were read on files.
func (t *Tx) Zones() filing.Zones { return zones{t} }

type zones struct{ *Tx }

func zoneRow(upload string) sealedRow { return sealedRow{table: "upload_zone", row: upload} }

func (z zones) Put(ctx context.Context, a application.ID, in filing.Zone, now time.Time) error {
	text := ""
	if len(in.Lines) > 0 {
		vault, err := uploads(z).vaultOf(ctx, a)
		if err != nil {
			return err
		}
		row := zoneRow(string(in.Upload))
		row.vault = vault
		if text = row.seal("zone", strings.Join(in.Lines, "\n")); row.err != nil {
			return row.err
		}
	}
	return one(z.q.PutZone(ctx, query.PutZoneParams{Upload: string(in.Upload), Zone: text, ReadAt: stamp(now)}))
}

func (z zones) Drop(ctx context.Context, id application.UploadID) error {
	return z.q.DropZone(ctx, string(id))
}

func (z zones) Of(ctx context.Context, a application.Application) ([]filing.Zone, error) {
	rows, err := z.q.ZonesOfApplication(ctx, query.ZonesOfApplicationParams{Application: string(a.ID), MaxRows: limited(maxRows)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	vault, err := z.vault(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.ZonesOfApplicationRow) (filing.Zone, error) {
		out := filing.Zone{Upload: application.UploadID(r.Upload), Document: r.Document}
		row := zoneRow(r.Upload)
		row.vault = vault
		if text := row.open("zone", r.Zone); text != "" {
			out.Lines = strings.Split(text, "\n")
		}
		return out, row.err
	})
}
