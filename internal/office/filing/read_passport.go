package filing

import (
	"context"
	"net/url"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mrz"
)

// ReadPassport is a passport whose machine-readable zone was typed.
type ReadPassport struct {
	Application application.ID
	Correction  string
	Page        string
	Zone        string // the lines, as typed
	Lang        locale.Lang
}

// FromPassport is what a zone gave for a page: nothing is saved until its owner has looked at it.
type FromPassport struct {
	Inputs   url.Values // of the fields that were filled, as the page has them
	Filled   []string   // their ids
	Warnings []Warning  // that the passport ends before the stay that is asked for
}

// MaxZone is how many letters of a zone are read, with whatever was typed between them.
const MaxZone = 400

// ReadPassport reads a machine-readable zone for the fields of a page that have a place in it. It changes nothing: the page is shown with what was
// read, for its owner to confirm. Faults: NotFound; Invalid of the field mrz, with the key mrz.check and the name of the part where a check
// digit fails, else with the key of what is wrong.
func (d *Desk) ReadPassport(ctx context.Context, by access.Actor, in ReadPassport) (FromPassport, error) {
	if len(in.Zone) > MaxZone {
		return FromPassport{}, fault.Field("mrz", "filing.zone-long")
	}
	zone, err := mrz.Read(in.Zone)
	if err != nil {
		return FromPassport{}, fault.Field("mrz", "filing.zone-form")
	}
	if failing := zone.Failing(); len(failing) > 0 {
		return FromPassport{}, fault.Field("mrz", "filing.zone-check", fault.Text("part", string(failing[0])))
	}
	if !zone.Valid() {
		return FromPassport{}, fault.Field("mrz", "filing.zone-form")
	}
	o, err := d.Open(ctx, by, in.Application, in.Lang)
	if err != nil {
		return FromPassport{}, err
	}
	at := pageIndex(o.Form, in.Page)
	if at < 0 {
		return FromPassport{}, unknown()
	}
	return d.fromZone(o, o.Form.Pages[at], zone), nil
}

// fromZone is what a zone gives for a page.
func (d *Desk) fromZone(o Opened, page law.PlanFormPage, zone mrz.Zone) FromPassport {
	answers := form.FromZone(page, zone.Fields, d.today())
	out := FromPassport{Inputs: form.Typed(page, answers)}
	for _, f := range page.Fields {
		if len(answers[f.ID]) == 0 {
			continue
		}
		out.Filled = append(out.Filled, f.ID)
		if f.MRZ != string(mrz.ExpiryDate) {
			continue
		}
		if ends := dayOf(answers[f.ID]); !ends.IsZero() && ends.Before(o.StayAsked) {
			out.Warnings = append(out.Warnings, Warning{Kind: PassportEnds, On: ends})
		}
	}
	return out
}
