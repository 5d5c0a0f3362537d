package filing

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// openCorrection is the open correction of an application, when it has the id ("" = any) and, for a page, the page. Faults of kind Conflict otherwise: what is
// not opened again stays as it was sent.
func openCorrection(ctx context.Context, tx Tx, a application.Application, id, page string) (casefile.Correction, error) {
	if a.State != application.Submitted {
		return casefile.Correction{}, fault.New(fault.Conflict, "filing.not-open")
	}
	c, err := tx.Intake().Of(ctx, a.ID)
	if err != nil {
		return casefile.Correction{}, err
	}
	out, err := tx.Corrections().Open(ctx, a.Person, c.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return casefile.Correction{}, err
	}
	if err != nil || id != "" && out.ID != id || page != "" && !hasPage(out, page) {
		return casefile.Correction{}, fault.New(fault.Conflict, "filing.not-open")
	}
	return out, nil
}

// hasPage tells whether a correction opens a page again.
func hasPage(c casefile.Correction, page string) bool {
	return slices.ContainsFunc(c.Items, func(i casefile.CorrectionItem) bool { return i.Kind == casefile.PageItem && i.Ref == page })
}

// askedAgain is why a correction opens a page again.
func askedAgain(c casefile.Correction, page string) Again {
	out := Again{Until: c.Until}
	for _, i := range c.Items {
		if i.Kind == casefile.PageItem && i.Ref == page {
			out.Reason, out.Note = i.Reason, i.Note
		}
	}
	return out
}

// mended are the items of a correction to which something was done, as kind/ref.
func mended(c casefile.Correction, pages []application.Page, lines []LineState) []string {
	saved := savedPages(pages, c.ID)
	var out []string
	for _, i := range c.Items {
		done := false
		switch i.Kind {
		case casefile.PageItem:
			_, done = saved[i.Ref]
		case casefile.DocumentItem:
			done = slices.ContainsFunc(lines, func(l LineState) bool {
				return l.Document == i.Ref && slices.ContainsFunc(l.Uploads, func(u application.Upload) bool { return u.Correction == c.ID && sentUpload(u) })
			})
		}
		if done {
			out = append(out, string(i.Kind)+"/"+i.Ref)
		}
	}
	return out
}

// sentUpload tells a file that was received whole and not refused.
func sentUpload(u application.Upload) bool {
	return application.Line{Uploads: []application.Upload{u}}.Sent()
}

// SendCorrection sends what was opened again back to the office, over its version that was seen: every page and paper of
// it must be mended, and its pages whole. The case is received again. Faults: NotFound; Conflict when nothing is open; Invalid with the key
// filing.incomplete.
func (d *Desk) SendCorrection(ctx context.Context, by access.Actor, asked Asked, id application.ID, version int64) error {
	input := []any{id, version}
	_, err := office.Do(ctx, d.office, act(by, asked, "application.correct", input), func(ctx context.Context, tx Tx, w *office.Work) (application.ID, error) {
		about(w, id)
		a, err := tx.Applications().Take(ctx, by.ID, id)
		if err != nil {
			return "", err
		}
		c, err := openCorrection(ctx, tx, a, "", "")
		if err != nil {
			return "", err
		}
		if c.Version != version {
			return "", stale()
		}
		lines, err := d.checkCorrection(ctx, tx, a, c)
		if err != nil {
			return "", err
		}
		return id, sendCorrection(ctx, tx, w, a, c, lines)
	})
	return err
}

// checkCorrection refuses a correction in which something is still to be done, and returns the lines that it opens again.
func (d *Desk) checkCorrection(ctx context.Context, tx Tx, a application.Application, c casefile.Correction) ([]LineState, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return nil, err
	}
	lines, err := tx.Lines().Of(ctx, a)
	if err != nil {
		return nil, err
	}
	k, err := d.ask(a, answered(pages, c.ID), d.askedOn(a), locale.EN)
	if err != nil {
		return nil, err
	}
	states := d.lineStates(k, lines, locale.EN)
	whole := len(mended(c, pages, states)) == len(c.Items)
	saved := savedPages(pages, c.ID)
	for i, r := range form.Whole(k.form, k.answers).Pages {
		page, _ := written(k.form.Pages[i], saved)
		if hasPage(c, r.ID) && (r.State != form.Done || len(page.Typed) > 0) {
			whole = false
		}
	}
	if !whole {
		return nil, fault.New(fault.Invalid, "filing.incomplete")
	}
	return states, nil
}

// sendCorrection closes a correction, and gives the case back to the office.
func sendCorrection(ctx context.Context, tx Tx, w *office.Work, a application.Application, c casefile.Correction, lines []LineState) error {
	file, err := tx.Intake().Of(ctx, a.ID)
	if err != nil {
		return err
	}
	again, err := file.Again()
	if err != nil {
		return err
	}
	for _, i := range c.Items {
		if i.Kind == casefile.DocumentItem && slices.ContainsFunc(lines, func(l LineState) bool { return l.Document == i.Ref && l.State == application.Replace }) {
			if err := tx.Lines().Reopen(ctx, a.ID, i.Ref); err != nil {
				return err
			}
		}
	}
	c.SentAt = w.Now
	if err := tx.Corrections().Send(ctx, c); err != nil {
		return err
	}
	if err := tx.Intake().Move(ctx, again, file.State); err != nil {
		return err
	}
	w.Changed("correction", string(casefile.CorrectionOpen), string(casefile.CorrectionSent))
	record := w.Also("case.corrected", "casefile", string(file.ID))
	record.Changed("state", string(file.State), string(again.State))
	return tx.Events().Add(ctx, a.Person, ofApplicant(w, file.ID, casefile.WasCorrected))
}
