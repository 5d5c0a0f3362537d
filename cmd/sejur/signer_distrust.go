package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
)

// signerDistrust takes a certificate out of what is published.
type signerDistrust struct {
	jsonFlag
	placeFlags
	Reference string `arg:"" name:"reference" help:"The certificate, as a seal and sejur signer certificates name it, such as 1A2B3."`
	Signer    string `name:"signer" placeholder:"XXXX" help:"The signer, such as ROSJ, where several have a certificate of this reference."`
	Reason    string `name:"reason" required:"" enum:"stolen,lost-control,mistake" help:"stolen: somebody else has the key; lost-control: somebody else may have had it; mistake: it should never have been registered."`
}

// Help is the long help of the command.
func (*signerDistrust) Help() string {
	return "What it signed is of an unknown signer from then on; by its code the office still answers for each document. It cannot be undone. A service on " +
		"PostgreSQL goes on meanwhile; one on a SQLite file has to be stopped first. Example: sejur signer distrust 1A2B3 --reason stolen " +
		"--database 'postgres://sejur_signer@db.example/sejur?sslmode=verify-full' --key-dir keys"
}

// distrustAnswer is what distrust prints as JSON.
type distrustAnswer struct {
	Identifier string    `json:"identifier"`
	Reference  string    `json:"reference"`
	Since      time.Time `json:"since"`
	Reason     string    `json:"reason"`
	Before     bool      `json:"before"`  // it was distrusted already
	Seals      int       `json:"seals"`   // documents that bear a seal of it
	Signing    int       `json:"signing"` // certificates that sign now
}

// Run distrusts the certificate.
func (c *signerDistrust) Run(ctx context.Context, d *desk) error {
	got, err := c.distrust(ctx, d)
	if err != nil {
		return err
	}
	answer := distrustAnswer{
		Identifier: got.Identifier, Reference: got.Reference, Since: got.Distrusted, Reason: string(got.Doubt), Before: got.Before, Seals: got.Seals,
		Signing: got.Signing,
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(answer.text())
}

// text says what is so now, and what it means.
func (a distrustAnswer) text() string {
	var b strings.Builder
	name, since := a.Identifier+" "+a.Reference, a.Since.Format("2006-01-02 15:04:05Z07:00")
	if a.Before {
		fmt.Fprintf(&b, "%s was distrusted already, since %s (%s); nothing was changed.\n", name, since, a.Reason)
	} else {
		fmt.Fprintf(&b, "%s is distrusted since %s (%s): it signs no more, and is published no more.\n", name, since, a.Reason)
	}
	fmt.Fprintf(&b, "Documents that bear its seal: %d. By their code the office answers for them as before.\n", a.Seals)
	if a.Signing == 0 {
		b.WriteString("WARNING: no certificate signs now. Documents wait until there is the next key: sejur signer rotate, then start the signer.\n")
	}
	return b.String()
}

// distrust asks the desk of documents.
func (c *signerDistrust) distrust(ctx context.Context, d *desk) (out issuing.Distrusted, err error) {
	h := &house{places: c.find(d), log: newLog(d.stderr), origin: "http://localhost"} // it draws nothing on which an address would stand
	if err := h.places.there(); err != nil {
		return out, err
	}
	if h.ring, err = h.places.ring(); err != nil {
		return out, err
	}
	h.store, err = store.Open(ctx, h.places.config(h.ring))
	if errors.Is(err, store.ErrHeld) {
		return out, fmt.Errorf("%s is being served, and a SQLite file has one process: stop the service, distrust the certificate, and start it again",
			h.places.database)
	}
	if err != nil {
		return out, fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.admit(ctx); err != nil {
		return out, err
	}
	catalogue, err := locale.Load()
	if err != nil {
		return out, err
	}
	if err := h.openIssuing(catalogue); err != nil {
		return out, err
	}
	out, err = h.desks.issuing.Distrust(ctx, access.Named("operator"), issuing.Distrusting{
		Identifier: c.Signer, Reference: c.Reference, Doubt: issuing.Doubt(c.Reason),
	})
	return out, c.told(err)
}

// told says what is wrong with a name.
func (c *signerDistrust) told(err error) error {
	if err == nil {
		return nil
	}
	switch fault.All(err)[0].Key {
	case issuing.UnknownCertificate:
		return fmt.Errorf("no certificate %s is registered: it stands in the seal, and sejur signer certificates prints those of a signing folder",
			strings.TrimSpace(c.Signer+" "+c.Reference))
	case issuing.SeveralSigners:
		return usageError{fmt.Errorf("several signers have a certificate %s: name the signer with --signer", c.Reference)}
	}
	return err
}
