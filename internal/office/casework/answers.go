package casework

import (
	"bytes"
	"context"

	"sejur/internal/application"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/person"
)

// answers fills in what was answered: as it stands, as it stood before corrections, and where the register says something else.
func (d *Desk) answers(ctx context.Context, tx Tx, s submission, file person.File, lang locale.Lang, out *Opened) error {
	pages, err := tx.CaseAnswers().Of(ctx, s.application)
	if err != nil {
		return err
	}
	first := application.Answered(pages)
	out.Answers = application.Answered(pages, sentOf(out.Corrections)...)
	k, err := d.ask(s.application, out.Answers, s.application.AskedOn(out.Today), lang)
	if err != nil && !none(err) {
		return err
	}
	out.Form, out.Title, out.Passport = k.Form.InRecord(), k.Form.Title, k.Date("paper.passport.expires")
	out.Before, out.InFile = make(application.Answers), make(application.Answers)
	for _, page := range k.Form.Pages {
		for _, f := range page.Fields {
			out.compare(f, first, file)
		}
	}
	return nil
}

// compare notes of a field what stood there before corrections, and what the register says, where that is something else. Addresses and titles are
// not compared: the file that an officer is shown has none.
func (o *Opened) compare(f law.PlanField, first application.Answers, file person.File) {
	now := o.Answers[f.ID]
	if !bytes.Equal(now, first[f.ID]) {
		o.Before[f.ID] = first[f.ID]
	}
	if kept, known := form.Known(f, file.Known); known && now != nil && !bytes.Equal(now, kept) {
		o.InFile[f.ID] = kept
	}
}
