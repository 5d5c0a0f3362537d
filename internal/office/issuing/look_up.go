package issuing

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/reference"
)

// LookUp asks for a document by the code that is printed on it.
type LookUp struct {
	Code    reference.Reference
	Client  string // the network that it comes from
	Request string
}

// Verified is what the office says of a document to whoever has its code in hand.
type Verified struct {
	Document   document.ID
	Kind       document.Kind
	Number     document.Number
	Code       reference.Reference
	Lang       locale.Lang // its second language, "" = none
	Facts      []document.Fact
	IssuedOn   calendar.Date
	ValidUntil calendar.Date // none = it does not end
	Specimen   bool
	Status     document.Status
	Since      calendar.Date // of a status that is not genuine
	Seal       []byte        // as it is printed
	Digest     string        // of the seal: see Digest
}

// Unknown is the key of the fault of a code under which there is nothing: never given, not released, void or erased.
const Unknown = "document.unknown"

// LookUp says what a document shows and whether it is good today. The record has the look, without who looked: anybody may. Faults:
// NotFound with the key Unknown; Unavailable with the key TooMany.
func (d *Desk) LookUp(ctx context.Context, by access.Actor, in LookUp) (Verified, error) {
	if err := d.Admit(ctx, in.Client); err != nil {
		return Verified{}, err
	}
	act := office.Act{By: by, Needs: access.Public, Action: "document.verify", Purpose: office.PurposeVerify, Request: in.Request}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Verified, error) {
		doc, err := tx.Documents().ByCode(ctx, in.Code)
		if err != nil && fault.KindOf(err) == fault.NotFound {
			return Verified{}, fault.New(fault.NotFound, Unknown)
		}
		if err != nil {
			return Verified{}, err
		}
		about(w, doc.ID)
		seal, err := tx.Signatures().Of(ctx, doc.ID)
		if err != nil {
			return Verified{}, err
		}
		return Show(doc, seal, calendar.Today(w.Now)), nil
	})
}

// Show is what is said of a released document on a day.
func Show(doc document.Document, seal Seal, today calendar.Date) Verified {
	out := Verified{
		Document: doc.ID, Kind: doc.Kind, Number: doc.Number, Code: doc.Code, Lang: doc.Lang, Facts: doc.Shown(), IssuedOn: doc.IssuedOn,
		ValidUntil: doc.ValidUntil, Specimen: doc.Specimen, Status: doc.Status(today), Since: doc.Fate.On, Seal: seal.Raw, Digest: seal.Digest,
	}
	if out.Status == document.IsExpired {
		out.Since = doc.ValidUntil.AddDays(1)
	}
	return out
}
