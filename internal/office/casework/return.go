package casework

import (
	"context"
	"slices"
	"strconv"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Return sends a case back. The papers of which another is asked go with it by themselves.
type Return struct {
	Seen
	Until calendar.Date // last day of the term
	Pages []PageAsked
}

// PageAsked is a page of the form that shall be answered again.
type PageAsked struct {
	Page   string
	Reason application.Reason
	Note   string
}

// Return sends a received case back for a correction until a day, and tells the applicant. Faults: NotFound; Conflict as of Accept; Invalid
// about until, items, or pages-<page>-reason and pages-<page>-note.
func (d *Desk) Return(ctx context.Context, by access.Actor, asked Asked, in Return) error {
	_, err := office.Do(ctx, d.office, act(by, asked, "case.return", in), func(ctx context.Context, tx Tx, w *office.Work) (casefile.ID, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return "", err
		}
		if s.Version != in.Version {
			return "", stale()
		}
		items, after, err := d.returned(ctx, tx, s, in)
		if err != nil {
			return "", err
		}
		c := casefile.Correction{
			ID: office.NewID(), Case: in.Case, State: casefile.CorrectionOpen, Until: in.Until, OpenedAt: w.Now, Items: items, Version: 1,
		}
		if err := tx.Returns().Add(ctx, s.application.Person, c); err != nil {
			return "", err
		}
		if err := d.askedFor(ctx, tx, w, s, items); err != nil {
			return "", err
		}
		w.Changed("until", "", in.Until.String())
		w.Changed("items", "", strconv.Itoa(len(items)))
		e := event(w, in.Case, casefile.WasReturned)
		e.Until = in.Until
		return in.Case, d.move(ctx, tx, w, s, after, e)
	})
	return err
}

// Told is what the applicant will read about one page or paper.
type Told struct {
	casefile.CorrectionItem
	Title, TitleRO string // in the applicant's language, and in Romanian
}

// CheckReturn says what the applicant of a case would read, and in which language. It changes nothing. Faults as of Return.
func (d *Desk) CheckReturn(ctx context.Context, by access.Actor, in Return) ([]Told, locale.Lang, error) {
	var lang locale.Lang
	told, err := office.See(ctx, d.office, by, access.IntakeCases, func(ctx context.Context, tx Tx) ([]Told, error) {
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return nil, err
		}
		if s.Version != in.Version {
			return nil, stale()
		}
		items, _, err := d.returned(ctx, tx, s, in)
		if err != nil {
			return nil, err
		}
		lang = s.application.Lang
		answers, err := d.corrected(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		k, err := d.ask(s.application, answers, s.application.AskedOn(d.today()), lang)
		if err != nil && !none(err) {
			return nil, err
		}
		out := make([]Told, len(items))
		for i, item := range items {
			out[i] = d.told(item, k.Form, lang)
		}
		return out, nil
	})
	return told, lang, err
}

// told adds what a page or paper is called.
func (d *Desk) told(item casefile.CorrectionItem, f law.PlanForm, lang locale.Lang) Told {
	out := Told{CorrectionItem: item}
	if item.Kind == casefile.DocumentItem {
		out.Title, out.TitleRO = d.DocumentTitle(item.Ref, lang), d.DocumentTitle(item.Ref, locale.RO)
		return out
	}
	for _, p := range f.Pages {
		if p.ID == item.Ref {
			out.Title, out.TitleRO = p.Title, p.TitleRO
		}
	}
	return out
}

// returned says what is asked again, and how the case stands after.
func (d *Desk) returned(ctx context.Context, tx Tx, s submission, in Return) ([]casefile.CorrectionItem, casefile.Case, error) {
	lines, f, err := d.decided(ctx, tx, s)
	if err != nil {
		return nil, casefile.Case{}, err
	}
	var wrong fault.List
	var items []casefile.CorrectionItem
	for _, p := range in.Pages {
		note, err := application.Asking(p.Reason, p.Note)
		if err != nil {
			for _, e := range fault.All(err) {
				e.Field = "pages-" + p.Page + "-" + e.Field
				wrong = append(wrong, e)
			}
		}
		if !slices.ContainsFunc(f.Pages, func(one law.PlanFormPage) bool { return one.ID == p.Page }) {
			return nil, casefile.Case{}, unknown()
		}
		items = append(items, casefile.CorrectionItem{Kind: casefile.PageItem, Ref: p.Page, Reason: string(p.Reason), Note: note})
	}
	for _, l := range lines {
		if l.State == application.Replace {
			items = append(items, casefile.CorrectionItem{Kind: casefile.DocumentItem, Ref: l.Document, Reason: string(l.Reason), Note: l.Note})
		}
	}
	after, err := s.Return(d.today(), in.Until, items)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return nil, casefile.Case{}, err
		}
		wrong = append(wrong, fault.All(err)...)
	}
	return items, after, wrong.Err()
}

// askedFor notes each paper of which another is asked.
func (d *Desk) askedFor(ctx context.Context, tx Tx, w *office.Work, s submission, items []casefile.CorrectionItem) error {
	for _, item := range items {
		if item.Kind != casefile.DocumentItem {
			continue
		}
		e := event(w, s.ID, casefile.DocumentAsked)
		e.Document, e.Reason = item.Ref, item.Reason
		if err := tx.CaseEvents().Add(ctx, s.application.Person, e); err != nil {
			return err
		}
	}
	return nil
}
