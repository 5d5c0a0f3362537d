package issuing

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// RegisterCertificate notes the certificate of the key, if it is new: from then on seals are verified with it, and the one before it under
// the same name signs no more. Called at every start. Another certificate under a name that is taken is an error; one that is
// distrusted is ErrDistrusted.
func (d *Desk) RegisterCertificate(ctx context.Context) error {
	key, err := d.key(ctx)
	if err != nil {
		return fmt.Errorf("open the key: %w", err)
	}
	there, err := d.Certificates(ctx)
	if err != nil {
		return err
	}
	for _, c := range there {
		if c.Identifier == key.Identifier && c.Reference == key.Reference {
			return errors.Join(same(c, key.Certificate), c.Trusted())
		}
	}
	_, err = office.Do(ctx, d.office, upkeep("certificate.register"), func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
		c := Certificate{
			ID: office.NewID(), Identifier: key.Identifier, Reference: key.Reference, DER: key.Certificate.Raw,
			NotBefore: key.Certificate.NotBefore.UTC(), NotAfter: key.Certificate.NotAfter.UTC(), Registered: w.Now,
		}
		w.About("certificate", c.ID)
		w.Changed("reference", "", c.Reference)
		w.Changed("certificate", "", string(c.DER))
		for _, before := range there {
			if before.Identifier != c.Identifier || !before.Retired.IsZero() {
				continue
			}
			if err := tx.Signatures().Retire(ctx, before.ID, w.Now); err != nil {
				return "", err
			}
		}
		if len(Trusted(there)) < len(there) { // the last list may be of one that is distrusted
			w.Enqueue(office.Job{Kind: PublishJob, Key: PublishJob + "/" + c.ID})
		}
		fresh, err := tx.Signatures().Register(ctx, c)
		if err == nil && !fresh {
			err = fault.New(fault.Conflict, "conflict") // another node was faster
		}
		return c.ID, err
	})
	return err
}

// same refuses another certificate under the name of one that is registered: its seals could not be told apart.
func same(c Certificate, now *x509.Certificate) error {
	was, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return fmt.Errorf("certificate %s: %w", c.Reference, err)
	}
	if !was.Equal(now) {
		return fmt.Errorf("another certificate is registered as %s %s", c.Identifier, c.Reference)
	}
	return nil
}

// ErrDistrusted says that the key's certificate is believed no more: nothing is signed with it.
var ErrDistrusted = document.ErrDistrusted

// Trusted are those of some certificates that are believed: what is published, and what seals are judged with.
func Trusted(all []Certificate) []Certificate {
	return slices.DeleteFunc(slices.Clone(all), func(c Certificate) bool { return !c.Distrusted.IsZero() })
}

// Certificates are all that ever signed, the newest first, also those that are distrusted: see Trusted. They are public.
func (d *Desk) Certificates(ctx context.Context) ([]Certificate, error) {
	return office.See(ctx, d.office, access.Actor{}, access.Public, func(ctx context.Context, tx Tx) ([]Certificate, error) {
		return tx.Signatures().Certificates(ctx)
	})
}

// registered is the certificate that a key's seals are verified with. With one that is distrusted nothing is signed.
func registered(ctx context.Context, tx Tx, key Key) (Certificate, error) {
	all, err := tx.Signatures().Certificates(ctx)
	if err != nil {
		return Certificate{}, err
	}
	return key.Registered(all)
}
