package issuing

import (
	"context"
	"slices"
	"strings"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/seal"
)

// The doubts.
const (
	Stolen      Doubt = "stolen"       // somebody else has the key
	LostControl Doubt = "lost-control" // somebody else may have had it
	Mistake     Doubt = "mistake"      // it should never have been registered
)

// Doubts are all doubts.
func Doubts() []Doubt { return []Doubt{Stolen, LostControl, Mistake} }

// Distrusting says which certificate is believed no more, and why.
type Distrusting struct {
	Identifier string // of the signer, "" = the only one that has a certificate of this reference
	Reference  string // as a seal or a person writes it
	Doubt      Doubt
}

// Distrusted is a certificate that is believed no more.
type Distrusted struct {
	Certificate
	Before  bool // it was already, and nothing was changed
	Seals   int  // that it signed and that are still there
	Signing int  // certificates that sign; 0 = nothing is signed until there is the next one
}

// Keys of the faults of Distrust.
const (
	UnknownCertificate = "certificate.unknown"   // there is none of this name
	SeveralSigners     = "certificate.ambiguous" // several signers have one of this reference
)

// Distrust takes a certificate out of what is published and of what seals are judged with, and has the list of revoked seals signed by another
// one. What it signed is then of an unknown signer to whoever asks the seal alone; by its code the office answers for each of its documents as
// before. Distrusted already, nothing is changed. Faults: NotFound with the key UnknownCertificate; Invalid with the key SeveralSigners, or
// about reason; Conflict when somebody was faster.
func (d *Desk) Distrust(ctx context.Context, by access.Actor, in Distrusting) (Distrusted, error) {
	if !slices.Contains(Doubts(), in.Doubt) {
		return Distrusted{}, fault.Field("reason", "required")
	}
	out, err := office.See(ctx, d.office, by, access.RunOperations, func(ctx context.Context, tx Tx) (Distrusted, error) {
		return doubted(ctx, tx, in)
	})
	if err != nil || out.Before {
		return out, err
	}
	act := office.Act{
		By: by, Needs: access.RunOperations, Action: "certificate.distrust", Purpose: office.PurposeOffice, Reason: string(in.Doubt),
	}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Distrusted, error) {
		w.About("certificate", out.ID)
		w.Changed("distrusted", "", string(in.Doubt))
		if err := tx.Signatures().Distrust(ctx, out.ID, in.Doubt, w.Now); err != nil {
			return Distrusted{}, err
		}
		now, err := doubted(ctx, tx, in)
		now.Before = false
		if now.Signing > 0 {
			w.Enqueue(office.Job{Kind: PublishJob, Key: PublishJob + "/" + out.ID + "/distrusted"})
		}
		return now, err
	})
}

// doubted finds the certificate that is meant, and says how it stands.
func doubted(ctx context.Context, tx Tx, in Distrusting) (Distrusted, error) {
	all, err := tx.Signatures().Certificates(ctx)
	if err != nil {
		return Distrusted{}, err
	}
	var out Distrusted
	for _, c := range all {
		if c.Retired.IsZero() {
			out.Signing++
		}
		if seal.Reference(c.Reference) != seal.Reference(in.Reference) || (in.Identifier != "" && !strings.EqualFold(c.Identifier, in.Identifier)) {
			continue
		}
		if out.ID != "" {
			return Distrusted{}, fault.New(fault.Invalid, SeveralSigners)
		}
		out.Certificate, out.Before = c, !c.Distrusted.IsZero()
	}
	if out.ID == "" {
		return Distrusted{}, fault.New(fault.NotFound, UnknownCertificate)
	}
	out.Seals, err = tx.Signatures().By(ctx, out.ID)
	return out, err
}
