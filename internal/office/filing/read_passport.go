package filing

import (
	"context"
	"maps"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mrz"
)

// ReadPassport is a passport whose machine-readable zone was typed, for a page.
type ReadPassport struct {
	Application application.ID
	Correction  string
	Page        string
	Version     int64  // of the page
	Zone        string // the lines, as typed
	Lang        locale.Lang
}

// maxZone bounds what is read as a zone, with whatever was typed between its letters.
const maxZone = 400

// ReadPassport writes what a machine-readable zone says into the fields of a page that have a place in it, over the version of the page that was
// seen; its owner looks at them afterwards. Whether the passport lasts for the stay that is asked for, Open warns. Faults: as of SavePage; Invalid of
// the field mrz; where a check digit fails its key is filing.zone-check. and the part that it checks.
func (d *Desk) ReadPassport(ctx context.Context, by access.Actor, asked Asked, in ReadPassport) (Saved, error) {
	zone, err := readZone(in.Zone)
	if err != nil {
		return Saved{}, err
	}
	save := SavePage{Application: in.Application, Correction: in.Correction, Page: in.Page, Version: in.Version, Lang: in.Lang}
	return d.save(ctx, act(by, asked, "application.read-passport", in), save, func(page law.PlanFormPage, was application.Page, _ form.Asked) application.Page {
		fresh := form.FromZone(page, zone.Fields, d.today())
		out := was
		out.Answers = make(application.Answers, len(was.Answers)+len(fresh))
		maps.Copy(out.Answers, was.Answers)
		out.Typed = maps.Clone(was.Typed)
		maps.DeleteFunc(out.Typed, func(input string, _ []string) bool { return ofAny(fresh, input) })
		maps.Copy(out.Answers, application.Answers(fresh))
		return out
	})
}

// ofAny tells whether an input is of a field that is answered.
func ofAny(answers form.Answers, input string) bool {
	for field := range answers {
		if form.Owns(field, input) {
			return true
		}
	}
	return false
}

// readZone reads a zone whose check digits are right.
//
//locale:uses error.filing.zone-check.*
func readZone(typed string) (mrz.Zone, error) {
	if len(typed) > maxZone {
		return mrz.Zone{}, fault.Field("mrz", "filing.zone-long")
	}
	zone, err := mrz.Read(typed)
	if err != nil {
		return mrz.Zone{}, fault.Field("mrz", "filing.zone-form")
	}
	if failing := zone.Failing(); len(failing) > 0 {
		return mrz.Zone{}, fault.Field("mrz", "filing.zone-check."+string(failing[0]))
	}
	if !zone.Valid() {
		return mrz.Zone{}, fault.Field("mrz", "filing.zone-form")
	}
	return zone, nil
}
