package issuing

import (
	"context"
	"crypto/x509"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/cryptosigner"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/verdict"
)

// The terms of lists.
const (
	listLife  = 36 * time.Hour // one is published every day, and half a day may be lost
	listFresh = 24 * time.Hour // the same list is not published again while it is good for longer
	listsKept = 100
	listPage  = 1000
)

// PublishList composes the list of seals that are good no more and signs it, unless the last one says the same and is good for long
// enough. It is called every day, and after everything that becomes of a document. Faults: Conflict when another node was faster.
func (d *Desk) PublishList(ctx context.Context) error {
	key, err := d.key(ctx)
	if err != nil {
		return fmt.Errorf("open the key: %w", err)
	}
	now := d.office.Now()
	next, due, err := d.compose(ctx, now)
	if err != nil || !due {
		return err
	}
	body, err := signList(next, key)
	if err != nil {
		return err
	}
	_, err = office.Do(ctx, d.office, upkeep("document.list"), func(ctx context.Context, tx Tx, w *office.Work) (int64, error) {
		w.About("list", fmt.Sprint(next.Number))
		w.Changed("list", "", body)
		certificate, err := registered(ctx, tx, key)
		if err != nil {
			return 0, err
		}
		if _, err := readList(body, certificate); err != nil {
			return 0, err
		}
		list := List{Number: next.Number, Body: body, IssuedAt: now, Next: now.Add(listLife)}
		if err := tx.Lists().Publish(ctx, list); err != nil {
			return 0, err
		}
		return list.Number, tx.Lists().Forget(ctx, list.Number-listsKept, listPage)
	})
	return err
}

// compose writes the next list, and tells whether it must be published: also when the last one is believed by nobody any more.
func (d *Desk) compose(ctx context.Context, now time.Time) (verdict.List, bool, error) {
	out := verdict.List{Issued: now.Format(time.RFC3339), Next: now.Add(listLife).Format(time.RFC3339)}
	var last List
	var all []Certificate
	err := d.store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		if last, err = tx.Lists().Last(ctx); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if all, err = tx.Signatures().Certificates(ctx); err != nil {
			return err
		}
		out.Gone, err = gone(ctx, tx.Lists())
		return err
	})
	if err != nil {
		return verdict.List{}, false, err
	}
	out.Number = last.Number + 1
	if last.Number == 0 || last.Next.Sub(now) < listFresh {
		return out, true, nil
	}
	before, err := readList(last.Body, Trusted(all)...)
	return out, err != nil || !maps.Equal(before.Gone, out.Gone), nil
}

// gone are all seals that are good no more.
func gone(ctx context.Context, lists Lists) (map[string]verdict.Entry, error) {
	out := make(map[string]verdict.Entry)
	for after, more := "", true; more; {
		page, err := lists.Revoked(ctx, after, listPage)
		if err != nil {
			return nil, err
		}
		for _, g := range page {
			out[g.Digest] = verdict.Entry{Status: status(g.Status), Since: g.Since.String()}
			after = g.Digest
		}
		more = len(page) == listPage
	}
	return out, nil
}

// signList signs a list: JWS in its compact form, ES256 (RFC 7515, RFC 7518).
func signList(list verdict.List, key Key) (string, error) {
	text, err := list.Body()
	if err != nil {
		return "", fmt.Errorf("write the list: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType(verdict.ListType).WithHeader("kid", verdict.Kid(key.Identifier, key.Reference))
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

// readList reads a list as whoever checks papers does, by certificates. Its errors are those of verdict.ReadList.
func readList(body string, certificates ...Certificate) (verdict.List, error) {
	var keys verdict.Keyring
	for _, c := range certificates {
		parsed, err := x509.ParseCertificate(c.DER)
		if err != nil {
			return verdict.List{}, fmt.Errorf("certificate %s: %w", c.Reference, err)
		}
		from, until := calendar.Of(c.NotBefore).String(), calendar.Of(c.NotAfter).String()
		keys = append(keys, verdict.NewKey(c.Identifier, c.Reference, parsed.PublicKey, from, until))
	}
	return verdict.ReadList(body, keys)
}

// LastList is the list that was published last, or a fault of kind NotFound: also when whoever signed it is distrusted since, and no other
// was published yet. It is public.
func (d *Desk) LastList(ctx context.Context) (List, error) {
	return office.See(ctx, d.office, access.Actor{}, access.Public, func(ctx context.Context, tx Tx) (List, error) {
		return BelievedList(ctx, tx)
	})
}

// BelievedList is LastList within a transaction.
func BelievedList(ctx context.Context, tx interface {
	Lists() Lists
	Signatures() Signatures
}) (List, error) {
	last, err := tx.Lists().Last(ctx)
	if err != nil {
		return List{}, err
	}
	all, err := tx.Signatures().Certificates(ctx)
	if err != nil {
		return List{}, err
	}
	by := verdict.ListSigner(last.Body)
	if !slices.ContainsFunc(Trusted(all), func(c Certificate) bool { return verdict.Kid(c.Identifier, c.Reference) == by }) {
		return List{}, fault.New(fault.NotFound, "not-found")
	}
	return last, nil
}
