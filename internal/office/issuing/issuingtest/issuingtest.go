// Package issuingtest is the test kit of the desk of documents: a key of its own, a printer without a press, and documents that are
// released.
package issuingtest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/keys"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/issuing"
	"sejur/internal/person"
	"sejur/internal/store"
)

// Key makes a signing key with a certificate of its own. Keys of one serial have one name.
func Key(t testing.TB, now time.Time, serial int64) issuing.Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0xC0DE00 + serial), Subject: pkix.Name{Country: []string{"RO"}, CommonName: "SJ"},
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(9, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return issuing.Key{
		Signer: private, Certificate: certificate, Identifier: "ROSJ", Reference: fmt.Sprintf("%X", template.SerialNumber), Specimen: true,
	}
}

// Printer writes what a sheet says, one block after the other, behind the first letters of a PDF.
type Printer struct{}

// Print writes the sheet.
func (p Printer) Print(_ context.Context, sheet document.Sheet) ([]byte, error) { return p.Draw(sheet) }

// Draw writes the sheet.
func (Printer) Draw(sheet document.Sheet) ([]byte, error) {
	b := bytes.NewBufferString("%PDF-1.7\n" + sheet.Title + "\n")
	for _, block := range sheet.Blocks {
		fmt.Fprintln(b, block.Kind, block.Text, block.Rows)
	}
	return b.Bytes(), nil
}

// Open opens the desk on a store, with a fresh key whose certificate is published.
func Open(t testing.TB, ring *keys.Ring, s *store.Store, now func() time.Time, origin string) *issuing.Desk {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	key := Key(t, now(), 1)
	d, err := issuing.New(issuing.Config{
		House: office.House{Now: now, Mark: ring}, Store: store.Desk(s, func(tx *store.Tx) issuing.Tx { return tx }),
		Key: func(context.Context) (issuing.Key, error) { return key, nil }, Printer: Printer{}, Catalogue: catalogue, Origin: origin, Specimen: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Officer may plan documents and revoke them.
func Officer() access.Actor {
	return access.Actor{Kind: access.Staff, ID: "officer", Roles: []access.Role{access.CaseOfficer, access.Head}, Office: "igi-cj"}
}

// Receipt is what a receipt says of a person.
func Receipt(who person.Person, b document.Basis, on calendar.Date) document.New {
	return document.New{
		Kind: document.Receipt, Basis: b, Person: who.ID, Procedure: "eu-registration-certificate", Lang: locale.EN, IssuedOn: on,
		Facts: []document.Fact{
			{Name: document.Surname, Value: who.Names.Surname}, {Name: document.Given, Value: who.Names.Given},
			{Name: document.BirthDate, Value: who.BirthDate.String()}, {Name: document.Application, Value: "7K3MQ-2W9FD-X4N8T"},
			{Name: document.FiledOn, Value: on.String()}, {Name: document.Procedure, Value: "Certificat de înregistrare", Other: "Registration certificate"},
			{Name: document.Office, Value: "Cluj"},
		},
	}
}

// Release makes a receipt for a person who stands in the store, and releases it.
func Release(t testing.TB, d *issuing.Desk, s *store.Store, who person.ID, now time.Time) document.Document {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	app := application.ID(office.NewID())
	var p person.Person
	err := s.Change(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		p, _, err = tx.Persons().Find(ctx, who)
		return errors.Join(err, tx.Grounds().AddApplication(ctx, app, who, application.Submitted, now))
	})
	if err != nil {
		t.Fatal(err)
	}
	b := document.Basis{Kind: document.OfApplication, ID: string(app)}
	id, err := d.Plan(ctx, Officer(), issuing.Asked{}, Receipt(p, b, calendar.Today(now)))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.RegisterCertificate(ctx), d.Sign(ctx, id), d.Print(ctx, id)); err != nil {
		t.Fatal(err)
	}
	var out document.Document
	err = s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		out, err = tx.Documents().Find(ctx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
