// Package crowdtest is the test kit of rushes: a house as the program opens it, and as many made-up applicants as are asked for, each signed in,
// with an application that is ready to be sent in.
package crowdtest

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/keys"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mail"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/office/casework"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/office/issuing"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/web"
	romania "sejur/law"
)

// Origin is the address by which the house knows itself.
const Origin = "http://sejur.example"

// House is the desks of applicants and the first desk on a store, and the pages before them.
type House struct {
	Handler http.Handler
	Filing  *filing.Desk
	Issuing *issuing.Desk

	store *store.Store
	ring  *keys.Ring
	sent  filled // what every application of the crowd says; made when the first is asked for
}

// Config is what a house stands on.
type Config struct {
	Store *store.Store
	Ring  *keys.Ring
	Key   document.Key // seals receipts in the transaction that sends in
	Bell  func()       // of the jobs; nil = nobody listens
	At    func(string) // told where sending in has come to; nil = nobody listens
	Files filing.Files // where what is sent lies; nil = nothing can be sent
	Pace  web.Pace     // of whoever sends
}

// Open opens a house, its key published. Of its papers nothing is drawn but words.
func Open(ctx context.Context, c Config) (*House, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	l, err := law.Load(romania.Files, catalogue)
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	house := office.House{Now: c.Store.Now, Mark: c.Ring, Bell: c.Bell, Log: log}
	key := func(context.Context) (document.Key, error) { return c.Key, nil }
	h := &House{store: c.Store, ring: c.Ring}
	accounts, err := account.New(account.Config{
		House: house, Store: store.Desk(c.Store, func(tx *store.Tx) account.Tx { return tx }), Origin: Origin, Site: "Sejur", Address: mail.ParseAddress,
		Fold: mail.Fold,
	})
	if err != nil {
		return nil, err
	}
	h.Issuing, err = issuing.New(issuing.Config{
		House: house, Store: store.Desk(c.Store, func(tx *store.Tx) issuing.Tx { return tx }), Key: key, Printer: issuingtest.Printer{},
		Catalogue: catalogue, Origin: Origin, Specimen: true,
	})
	if err != nil {
		return nil, err
	}
	if err := h.Issuing.RegisterCertificate(ctx); err != nil {
		return nil, fmt.Errorf("publish the key: %w", err)
	}
	h.Filing, err = filing.New(filing.Config{
		House: house, Store: store.Desk(c.Store, func(tx *store.Tx) filing.Tx { return tx }), Law: l, Specimen: true, Key: key, At: c.At,
	})
	if err != nil {
		return nil, err
	}
	uploads, err := h.uploads(c, house)
	if err != nil {
		return nil, err
	}
	first, err := casework.New(casework.Config{House: house, Store: store.Desk(c.Store, func(tx *store.Tx) casework.Tx { return tx }), Law: l})
	if err != nil {
		return nil, err
	}
	h.Handler, err = web.NewHandler(web.Config{
		Law: l, Casework: first, Uploads: uploads, Pace: c.Pace, Catalogue: catalogue, Origin: Origin, Accounts: accounts, Issuing: h.Issuing, Filing: h.Filing, Mark: c.Ring, Now: c.Store.Now, Log: log,
		Persons: account.NewPersons(account.PersonsConfig{
			House: house, Store: store.Desk(c.Store, func(tx *store.Tx) account.PersonsTx { return tx }), Title: func(string) bool { return true },
		}),
	})
	return h, err
}

// uploads opens the receipt of files, nil where there is no place for them. Nobody looks into what came.
func (h *House) uploads(c Config, house office.House) (*filing.Uploads, error) {
	if c.Files == nil {
		return nil, nil
	}
	return filing.NewUploads(filing.UploadsConfig{
		House: house, Store: store.Desk(c.Store, func(tx *store.Tx) filing.UploadTx { return tx }), Files: c.Files, Inspector: filingtest.Inspector{},
		Desk: h.Filing,
	})
}

// applicant is somebody who acts for themselves.
func applicant(account string) access.Actor {
	return access.Actor{Kind: access.Applicant, ID: account, Session: "crowd"}
}
