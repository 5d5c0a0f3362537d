package issuing

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"

	"sejur/internal/access"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// The terms of lists.
const (
	listLife  = 36 * time.Hour // one is published every day, and half a day may be lost
	listFresh = 24 * time.Hour // the same list is not published again while it is good for longer
	listsKept = 100
	listPage  = 1000
)

// Revocations is what a list says: which seals are good no more.
type Revocations struct {
	Number  int64     `json:"number"` // grows with every list
	Issued  time.Time `json:"issued"`
	Next    time.Time `json:"next"` // when the next one is there at the latest
	Entries []Entry   `json:"entries"`
}

// Entry is one seal that is good no more.
type Entry struct {
	Named  string          `json:"seal"` // the seal, by its Digest
	Status document.Status `json:"status"`
	Since  string          `json:"since"` // YYYY-MM-DD
}

// Status is what the list says of a seal, named by its Digest; genuine when it does not stand there.
func (r Revocations) Status(of string) (status document.Status, since string) {
	for _, e := range r.Entries {
		if e.Named == of {
			return e.Status, e.Since
		}
	}
	return document.IsGenuine, ""
}

// listType is the type that the head of a list names, so that no other signed text can stand for one.
const listType = "sejur-revocations"

// PublishList composes the list of seals that are good no more and signs it, unless the last one says the same and is good for long
// enough. It is called every day, and after everything that becomes of a document. Faults: Conflict when another node was faster.
func (d *Desk) PublishList(ctx context.Context) error {
	key, err := d.key(ctx)
	if err != nil {
		return fmt.Errorf("open the key: %w", err)
	}
	now := d.office.Now()
	list, due, err := d.compose(ctx, now)
	if err != nil || !due {
		return err
	}
	body, err := signList(list, key)
	if err != nil {
		return err
	}
	_, err = office.Do(ctx, d.office, upkeep("document.list"), func(ctx context.Context, tx Tx, w *office.Work) (int64, error) {
		w.About("list", fmt.Sprint(list.Number))
		w.Changed("list", "", body)
		certificate, err := registered(ctx, tx, key.Identifier, key.Reference)
		if err != nil {
			return 0, err
		}
		if _, err := ReadList(body, []Certificate{certificate}); err != nil {
			return 0, err
		}
		if err := tx.Lists().Publish(ctx, List{Number: list.Number, Body: body, IssuedAt: list.Issued, Next: list.Next}); err != nil {
			return 0, err
		}
		return list.Number, tx.Lists().Forget(ctx, list.Number-listsKept, listPage)
	})
	return err
}

// compose writes the next list, and tells whether it must be published.
func (d *Desk) compose(ctx context.Context, now time.Time) (Revocations, bool, error) {
	out := Revocations{Issued: now, Next: now.Add(listLife), Entries: []Entry{}}
	var last List
	err := d.store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		last, err = tx.Lists().Last(ctx)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		for after, more := "", true; more; {
			page, err := tx.Lists().Revoked(ctx, after, listPage)
			if err != nil {
				return err
			}
			for _, g := range page {
				out.Entries = append(out.Entries, Entry{Named: g.Digest, Status: g.Status, Since: g.Since.String()})
				after = g.Digest
			}
			more = len(page) == listPage
		}
		return nil
	})
	if err != nil {
		return Revocations{}, false, err
	}
	out.Number = last.Number + 1
	if last.Number == 0 || last.Next.Sub(now) < listFresh {
		return out, true, nil
	}
	before, err := payload(last.Body)
	return out, err != nil || !slices.Equal(before.Entries, out.Entries), nil
}

// signList signs a list: JWS in its compact form, ES256 (RFC 7515, RFC 7518).
func signList(list Revocations, key Key) (string, error) {
	text, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("write the list: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType(listType).WithHeader("kid", kid(key.Identifier, key.Reference))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: cryptosigner.Opaque(key.Signer)}, options)
	if err != nil {
		return "", fmt.Errorf("sign the list: %w", err)
	}
	signed, err := signer.Sign(text)
	if err != nil {
		return "", fmt.Errorf("sign the list: %w", err)
	}
	return signed.CompactSerialize()
}

// kid names a certificate in the head of a list.
func kid(identifier, reference string) string { return identifier + "/" + reference }

// ReadList reads a list and verifies its signature with the certificate that it names. A list that none of them signed is an error.
func ReadList(body string, certificates []Certificate) (Revocations, error) {
	signed, err := jose.ParseSignedCompact(body, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return Revocations{}, fmt.Errorf("this is no list of revoked seals: %w", err)
	}
	head := signed.Signatures[0].Protected
	if head.ExtraHeaders[jose.HeaderType] != listType {
		return Revocations{}, errors.New("this is no list of revoked seals: it names another type")
	}
	i := slices.IndexFunc(certificates, func(c Certificate) bool { return kid(c.Identifier, c.Reference) == head.KeyID })
	if i < 0 {
		return Revocations{}, errors.New("the list is signed with a certificate that is not known here")
	}
	certificate, err := x509.ParseCertificate(certificates[i].DER)
	if err != nil {
		return Revocations{}, fmt.Errorf("certificate %s: %w", certificates[i].Reference, err)
	}
	text, err := signed.Verify(certificate.PublicKey)
	if err != nil {
		return Revocations{}, fmt.Errorf("the signature of the list is not good: %w", err)
	}
	return read(text)
}

// payload reads a list of our own store without asking who signed it.
func payload(body string) (Revocations, error) {
	signed, err := jose.ParseSignedCompact(body, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return Revocations{}, err
	}
	return read(signed.UnsafePayloadWithoutVerification())
}

func read(text []byte) (Revocations, error) {
	var out Revocations
	if err := json.Unmarshal(text, &out); err != nil {
		return Revocations{}, fmt.Errorf("read the list: %w", err)
	}
	return out, nil
}

// LastList is the list that was published last, or a fault of kind NotFound. It is public.
func (d *Desk) LastList(ctx context.Context) (List, error) {
	return office.See(ctx, d.office, access.Actor{}, access.Public, func(ctx context.Context, tx Tx) (List, error) {
		return tx.Lists().Last(ctx)
	})
}
