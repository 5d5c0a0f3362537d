package filing

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// openCorrection is the open correction of an application, when it has the id ("" = any). Faults of kind Conflict otherwise.
func openCorrection(ctx context.Context, tx Tx, a application.Application, id string) (casefile.Correction, error) {
	if a.State != application.Submitted {
		return casefile.Correction{}, notOpen()
	}
	c, err := tx.Intake().Of(ctx, a.ID)
	if err != nil {
		return casefile.Correction{}, err
	}
	out, err := tx.Corrections().Open(ctx, a.Person, c.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return casefile.Correction{}, err
	}
	if err != nil || id != "" && out.ID != id {
		return casefile.Correction{}, notOpen()
	}
	return out, nil
}

// notOpen says that what is not opened again stays as it was sent.
func notOpen() error { return fault.New(fault.Conflict, "filing.not-open") }

// pageOpened refuses a page that the open correction of an application does not open again, with the fault of openCorrection.
func (d *Desk) pageOpened(ctx context.Context, tx Tx, a application.Application, pages []application.Page, in SavePage) error {
	c, err := openCorrection(ctx, tx, a, in.Correction)
	if err != nil {
		return err
	}
	k, err := d.asks(ctx, tx, a, pages, c.ID, in.Lang)
	if err != nil {
		return err
	}
	if _, open := again(c, a.Seen, k, in.Page); !open {
		return notOpen()
	}
	return nil
}

// opens are the pages that an item of a correction opens. The form may have been changed since: seen are its questions as they were sent in, and a
// page that was split then is open wherever its questions stand by now; none where they are asked no more.
func opens(i casefile.CorrectionItem, seen application.Seen, k form.Asked) []string {
	var out []string
	for _, p := range k.Form.Pages {
		moved := func(f law.PlanField) bool { return slices.Contains(seen.Fields, i.Ref+"/"+f.ID) }
		if p.ID == i.Ref || slices.ContainsFunc(p.Fields, moved) {
			out = append(out, p.ID)
		}
	}
	return out
}

// again is why a correction opens a page again, false when it does not.
func again(c casefile.Correction, seen application.Seen, k form.Asked, page string) (Again, bool) {
	for _, i := range c.Items {
		if i.Kind == casefile.PageItem && slices.Contains(opens(i, seen, k), page) {
			return Again{Reason: i.Reason, Note: i.Note, Until: c.Until}, true
		}
	}
	return Again{}, false
}

// standing are the items of a correction as they stand: pages are those that the form has now, each once, and mended are the items to which something was
// done, as kind/ref. Of a page that was split it is enough when one of its parts was saved: only its owner knows which of them was meant.
func standing(c casefile.Correction, seen application.Seen, k form.Asked, pages []application.Page, lines []application.AskedLine) (items []casefile.CorrectionItem, mended []string) {
	saved := savedPages(pages, c.ID)
	for _, i := range c.Items {
		refs, done := []string{i.Ref}, false
		switch i.Kind {
		case casefile.PageItem:
			refs = opens(i, seen, k)
			done = slices.ContainsFunc(refs, func(page string) bool {
				_, done := written(k.Form.Pages[pageIndex(k.Form, page)], saved)
				return done
			})
		case casefile.DocumentItem:
			done = slices.ContainsFunc(lines, func(l application.AskedLine) bool {
				return l.Document == i.Ref && slices.ContainsFunc(l.Uploads, func(u application.Upload) bool { return u.Correction == c.ID && sentUpload(u) })
			})
		}
		for _, ref := range refs {
			name := string(i.Kind) + "/" + ref
			if done && !slices.Contains(mended, name) {
				mended = append(mended, name)
			}
			if !slices.ContainsFunc(items, func(o casefile.CorrectionItem) bool { return o.Kind == i.Kind && o.Ref == ref }) {
				now := i
				now.Ref = ref
				items = append(items, now)
			}
		}
	}
	return items, mended
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
		c, err := openCorrection(ctx, tx, a, "")
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
func (d *Desk) checkCorrection(ctx context.Context, tx Tx, a application.Application, c casefile.Correction) ([]application.AskedLine, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return nil, err
	}
	lines, err := tx.Lines().Of(ctx, a)
	if err != nil {
		return nil, err
	}
	k, err := d.asks(ctx, tx, a, pages, c.ID, locale.EN)
	if err != nil {
		return nil, err
	}
	states := application.Beside(d.law, k.Papers(), lines, locale.EN)
	items, done := standing(c, a.Seen, k, pages, states)
	whole := len(done) == len(items)
	saved := savedPages(pages, c.ID)
	for i, r := range form.Whole(k.Form, k.Answers).Pages {
		page, _ := written(k.Form.Pages[i], saved)
		if _, open := again(c, a.Seen, k, r.ID); open && (r.State != form.Done || len(page.Typed) > 0) {
			whole = false
		}
	}
	if !whole {
		return nil, fault.New(fault.Invalid, "filing.incomplete")
	}
	return states, nil
}

// sendCorrection closes a correction, and gives the case back to the office.
func sendCorrection(ctx context.Context, tx Tx, w *office.Work, a application.Application, c casefile.Correction, lines []application.AskedLine) error {
	file, err := tx.Intake().Of(ctx, a.ID)
	if err != nil {
		return err
	}
	again, err := file.Again()
	if err != nil {
		return err
	}
	for _, i := range c.Items {
		if i.Kind == casefile.DocumentItem && slices.ContainsFunc(lines, func(l application.AskedLine) bool { return l.Document == i.Ref && l.State == application.Replace }) {
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
