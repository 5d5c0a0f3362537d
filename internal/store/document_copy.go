package store

import (
	"context"

	"sejur/internal/document"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Copies is the port of documents as they were handed out.
func (t *Tx) Copies() issuing.Copies { return copies{t} }

type copies struct{ *Tx }

func (c copies) Add(ctx context.Context, in issuing.Copy) error {
	vault, err := c.vault(ctx, in.Person)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "document_copy", row: string(in.Document)}
	params := query.AddCopyParams{
		Document: string(in.Document), Person: string(in.Person), Pdf: row.seal("pdf", string(in.PDF)), Digest: in.Digest,
		Size: int64(len(in.PDF)), KeptAt: stamp(in.KeptAt),
	}
	if row.err != nil {
		return row.err
	}
	return c.taken(c.q.AddCopy(ctx, params), "conflict")
}

func (c copies) Of(ctx context.Context, id document.ID) (issuing.Copy, error) {
	r, err := c.q.CopyOfDocument(ctx, string(id))
	if err != nil {
		return issuing.Copy{}, found(err)
	}
	vault, err := c.vault(ctx, person.ID(r.Person))
	if err != nil {
		return issuing.Copy{}, err
	}
	row := sealedRow{vault: vault, table: "document_copy", row: r.Document}
	var ts times
	out := issuing.Copy{
		Document: id, Person: person.ID(r.Person), PDF: []byte(row.open("pdf", r.Pdf)), Digest: r.Digest, KeptAt: ts.at(r.KeptAt),
	}
	if row.err != nil {
		return issuing.Copy{}, row.err
	}
	return out, ts.err
}
