package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"sejur/internal/document"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Signatures is the port of seals and of the certificates by which they are verified.
func (t *Tx) Signatures() issuing.Signatures { return signatures{t} }

type signatures struct{ *Tx }

func (s signatures) Add(ctx context.Context, seal issuing.Seal) error {
	vault, err := s.vault(ctx, seal.Person)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "document_seal", row: string(seal.Document)}
	params := query.AddSealParams{
		Document: string(seal.Document), Person: string(seal.Person), Raw: row.seal("raw", string(seal.Raw)), Digest: seal.Digest,
		Certificate: seal.Certificate, SignedAt: stamp(seal.SignedAt),
	}
	if row.err != nil {
		return row.err
	}
	return s.taken(s.q.AddSeal(ctx, params), "conflict")
}

func (s signatures) Of(ctx context.Context, id document.ID) (issuing.Seal, error) {
	r, err := s.q.SealOfDocument(ctx, string(id))
	if err != nil {
		return issuing.Seal{}, found(err)
	}
	vault, err := s.vault(ctx, person.ID(r.Person))
	if err != nil {
		return issuing.Seal{}, err
	}
	row := sealedRow{vault: vault, table: "document_seal", row: r.Document}
	var ts times
	out := issuing.Seal{
		Document: id, Person: person.ID(r.Person), Raw: []byte(row.open("raw", r.Raw)), Digest: r.Digest, Certificate: r.Certificate,
		SignedAt: ts.at(r.SignedAt),
	}
	if row.err != nil {
		return issuing.Seal{}, row.err
	}
	return out, ts.err
}

func (s signatures) Register(ctx context.Context, c issuing.Certificate) (bool, error) {
	n, err := s.q.AddSignerCertificate(ctx, query.AddSignerCertificateParams{
		ID: c.ID, Identifier: c.Identifier, Reference: c.Reference, Der: base64.StdEncoding.EncodeToString(c.DER),
		NotBefore: stamp(c.NotBefore), NotAfter: stamp(c.NotAfter), RegisteredAt: stamp(c.Registered),
	})
	return n == 1, err
}

func (s signatures) Certificates(ctx context.Context) ([]issuing.Certificate, error) {
	rows, err := s.q.SignerCertificates(ctx, limited(maxRows))
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.SignerCertificate) (issuing.Certificate, error) {
		der, err := base64.StdEncoding.DecodeString(r.Der)
		if err != nil {
			return issuing.Certificate{}, fmt.Errorf("certificate %s is no base64: %w", r.ID, err)
		}
		var ts times
		return issuing.Certificate{
			ID: r.ID, Identifier: r.Identifier, Reference: r.Reference, DER: der, NotBefore: ts.at(r.NotBefore), NotAfter: ts.at(r.NotAfter),
			Registered: ts.at(r.RegisteredAt), Retired: ts.at(r.RetiredAt), Distrusted: ts.at(r.DistrustedAt), Doubt: issuing.Doubt(r.DistrustReason),
		}, ts.err
	})
}

func (s signatures) Retire(ctx context.Context, id string, now time.Time) error {
	return one(s.q.RetireSignerCertificate(ctx, query.RetireSignerCertificateParams{RetiredAt: stamp(now), ID: id}))
}

func (s signatures) Distrust(ctx context.Context, id string, why issuing.Doubt, now time.Time) error {
	return one(s.q.DistrustSignerCertificate(ctx, query.DistrustSignerCertificateParams{Now: stamp(now), DistrustReason: string(why), ID: id}))
}

func (s signatures) By(ctx context.Context, id string) (int, error) {
	n, err := s.q.CountSealsOfCertificate(ctx, id)
	return int(n), err
}

// Sealing is the port by which a desk signs a document in the transaction of its own change.
func (t *Tx) Sealing() document.Sealing { return sealing{documents{t}} }

type sealing struct{ documents }

func (s sealing) Certificates(ctx context.Context) ([]document.SignerCertificate, error) {
	return s.Signatures().Certificates(ctx)
}

func (s sealing) AddSigned(ctx context.Context, doc document.Document, seal document.Seal) error {
	if err := s.Signatures().Add(ctx, seal); err != nil {
		return err
	}
	return s.add(ctx, doc, document.Signed)
}

// Lists is the port of what is good no more.
func (t *Tx) Lists() issuing.Lists { return lists{t} }

type lists struct{ *Tx }

func (l lists) Revoke(ctx context.Context, g issuing.Gone) error {
	return one(l.q.RevokeSeal(ctx, query.RevokeSealParams{Digest: g.Digest, Status: string(g.Status), Since: g.Since.String()}))
}

func (l lists) Revoked(ctx context.Context, after string, limit int) ([]issuing.Gone, error) {
	rows, err := l.q.RevokedSeals(ctx, query.RevokedSealsParams{After: after, MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.RevokedSeal) (issuing.Gone, error) {
		var ds days
		return issuing.Gone{Digest: r.Digest, Status: document.Status(r.Status), Since: ds.at(r.Since)}, ds.err
	})
}

func (l lists) Publish(ctx context.Context, list issuing.List) error {
	return one(l.q.AddRevocationList(ctx, query.AddRevocationListParams{
		Number: list.Number, Body: list.Body, IssuedAt: stamp(list.IssuedAt), NextAt: stamp(list.Next),
	}))
}

func (l lists) Last(ctx context.Context) (issuing.List, error) {
	r, err := l.q.LastRevocationList(ctx)
	if err != nil {
		return issuing.List{}, found(err)
	}
	var ts times
	return issuing.List{Number: r.Number, Body: r.Body, IssuedAt: ts.at(r.IssuedAt), Next: ts.at(r.NextAt)}, ts.err
}

func (l lists) Forget(ctx context.Context, before int64, limit int) error {
	_, err := l.q.ForgetRevocationLists(ctx, query.ForgetRevocationListsParams{Before: before, MaxRows: limited(limit)})
	return err
}
